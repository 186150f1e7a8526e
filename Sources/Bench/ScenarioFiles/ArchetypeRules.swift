/// What must hold of an archetype's rooms as a whole.
struct ArchetypeRules {
  private(set) var problems: [ScenarioError] = []
  private var names: [String] = []

  init(_ root: Setting) {
    checkRooms(root)
    for (index, entry) in (root["partitions"]?.items ?? []).enumerated() {
      checkPair(entry["between"], at: "partitions[\(index)].between")
    }
    for (index, entry) in (root["ceilings"]?.items ?? []).enumerated() {
      checkCeiling(entry, at: "ceilings[\(index)]")
    }
    for (index, pair) in (root["doorways"]?.items ?? []).enumerated() {
      checkPair(pair, at: "doorways[\(index)]")
    }
    checkFloors(root)
    if problems.isEmpty { checkWays(root) }
  }

  private mutating func checkRooms(_ root: Setting) {
    let rooms = root["rooms"]?.items ?? []
    for (index, room) in rooms.enumerated() {
      guard let name = room["name"], let text = name.text else { continue }
      if names.contains(text) {
        fail(
          "name: found a second '\(text)', expected a name of its own",
          at: "rooms[\(index)].name", name.origin)
      }
      names.append(text)
    }
    guard let list = root["rooms"] else { return }
    for kind in ArchetypeDescription.RoomWord.needed
    where !rooms.contains(where: { $0["kind"]?.text == kind.rawValue }) {
      fail("rooms: found no \(kind.rawValue), expected at least one", at: "rooms", list.origin)
    }
  }

  private mutating func checkName(_ setting: Setting?, at path: String) {
    guard let setting, let name = setting.text, !names.contains(name) else { return }
    problems.append(
      ScenarioError(
        .notFound(what: "room", name: name, searched: ["rooms"], known: names), at: path,
        from: setting.origin))
  }

  private mutating func checkPair(_ pair: Setting?, at path: String) {
    for (index, room) in (pair?.items ?? []).enumerated() {
      checkName(room, at: "\(path)[\(index)]")
    }
  }

  private mutating func checkCeiling(_ entry: Setting, at path: String) {
    for key in ["below", "above"] { checkName(entry[key], at: "\(path).\(key)") }
    if let above = entry["above"], above.text == entry["below"]?.text {
      fail("above: found the room itself, expected another", at: path + ".above", above.origin)
    }
  }

  /// Every room lies somewhere.
  private mutating func checkFloors(_ root: Setting) {
    guard let floors = root["layout"]?["floors"] else { return }
    var seen: Set<String> = []
    for (floor, rows) in floors.items.enumerated() {
      var onFloor: Set<String> = []
      for (row, rooms) in rows.items.enumerated() {
        for (place, room) in rooms.items.enumerated() {
          let path = "layout.floors[\(floor)][\(row)][\(place)]"
          checkName(room, at: path)
          guard let name = room.text else { continue }
          seen.insert(name)
          if !onFloor.insert(name).inserted {
            fail("found '\(name)' twice on one floor, expected once", at: path, room.origin)
          }
        }
      }
    }
    for name in names where !seen.contains(name) {
      fail(
        "floors: '\(name)' lies nowhere, expected every room", at: "layout.floors",
        floors.origin)
    }
  }

  /// Every room is reached from the first one through doorways.
  private mutating func checkWays(_ root: Setting) {
    guard let doorways = root["doorways"], let first = names.first else { return }
    var reached: Set<String> = [first]
    for _ in names {
      for pair in doorways.items {
        let ends = pair.items.compactMap(\.text)
        if ends.contains(where: reached.contains) { reached.formUnion(ends) }
      }
    }
    for name in names where !reached.contains(name) {
      fail(
        "doorways: found no way to '\(name)', expected doors from room to room",
        at: "doorways", doorways.origin)
    }
  }

  private mutating func fail(_ text: String, at path: String, _ origin: Origin) {
    problems.append(ScenarioError(.conflict(text), at: path, from: origin))
  }
}
