internal import Clockwork

/// Draws a random variant of a scenario from the tables of the file format.
///
/// Every optional key, every mapping and every kind of fault is a feature that a seed includes by a
/// fair coin, the scenario's own among them: leaving features out finds failures that others would
/// suppress.
///
/// - Source: Groce, Zhang, Eide, Chen, Regehr 2012, "Swarm testing", ISSTA, section 1.
public struct ScenarioDraw: Sendable {
  let base: ScenarioSketch
  let worlds: [String]

  /// - Parameters:
  ///   - base: the scenario that is varied.
  ///   - worlds: the shipped worlds that may take the place of its own.
  public init(_ base: ScenarioSketch, worlds: [String]) {
    self.base = base
    self.worlds = worlds
  }

  /// The variant of a seed; the same on every machine.
  public func variant(seed: UInt64) -> ScenarioSketch {
    var sketch = base
    sketch.seed = seed
    sketch.why = "A variant drawn by swarm seed \(seed)."
    sketch.expectations = []
    var artist = Artist(seed: seed)
    sketch.homeCount = Int(artist.integer("homes") ?? 1)
    sketch.duration = artist.duration("duration") ?? .hours(6)
    (artist.span, artist.homeCount) = (sketch.duration, sketch.homeCount)
    sketch.parts = base.parts.enumerated().filter { index, part in
      part.isPinned || Self.includes("base \(index) \(part.path)", seed)
    }.map(\.element)
    if Self.includes("start", seed) {
      sketch.parts.append(.init("start", .scalar(artist.start())))
    }
    if base.world != nil, !worlds.isEmpty, Self.includes("world name", seed) {
      var dice = Dice(seed: seed, path: "world name")
      let name = worlds[dice.index(below: worlds.count)]
      if name != base.world { sketch.parts.append(.init("world", .scalar("builtin:" + name))) }
    }
    for part in artist.parts(of: ScenarioTable.root, at: "") {
      if !ScenarioSketch.listPaths.contains(part.path) {
        sketch.parts.removeAll { $0.path == part.path }
      }
      sketch.parts.append(part)
    }
    return sketch
  }

  static func includes(_ path: String, _ seed: UInt64) -> Bool {
    var dice = Dice(seed: seed, path: "include " + path)
    return dice.coin()
  }
}

/// Draws values by their shapes.
private struct Artist {
  let seed: UInt64
  /// How long the scenario is, for moments in it.
  var span: SimDuration = .hours(6)
  var homeCount = 1

  init(seed: UInt64) { self.seed = seed }

  func integer(_ key: String) -> Int64? {
    guard case .integer(let range)? = DrawTable.rules[key] else { return nil }
    var dice = Dice(seed: seed, path: key)
    return dice.integer(range)
  }

  func duration(_ key: String) -> SimDuration? {
    guard case .duration(let low, let high)? = DrawTable.rules[key] else { return nil }
    let form = Shape.DurationForm(low, high, example: low)
    var dice = Dice(seed: seed, path: key)
    return dice.duration(form.lower, form.upper)
  }

  /// Any day of leap and other years, now and then within the day; changes of the clock among them.
  func start() -> String {
    var dice = Dice(seed: seed, path: "start")
    let special = ["2024-02-29", "2024-03-10", "2024-11-03", "2024-12-31", "2023-07-04"]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day =
      dice.uniform() < 0.25
      ? special[dice.index(below: special.count)]
      : "\(2023 + dice.index(below: 2))-\(two(1 + dice.index(below: 12)))-"
        + two(1 + dice.index(below: 28))
    guard dice.uniform() < 0.25 else { return day }
    return day + "T" + two(dice.index(below: 24)) + ":" + two(dice.index(below: 60))
  }

  // MARK: Parts

  /// The included keys of a mapping and of those below it, each a part.
  func parts(of record: Shape.Record, at path: String) -> [ScenarioSketch.Part] {
    record.fields.flatMap { field -> [ScenarioSketch.Part] in
      let place = KeyPathText.join(path, field.key)
      guard !Self.isSkipped(place, field.shape), !Self.header.contains(place) else { return [] }
      let isAlways = DrawTable.always.contains(place)
      guard isAlways || ScenarioDraw.includes(place, seed) else { return [] }
      switch field.shape {
      case .record(let inner): return parts(of: inner, at: place)
      case .either(_, .record(let inner)): return parts(of: inner, at: place)
      case .list(.variants(let kinds), _, _): return faults(kinds, at: place)
      default:
        var dice = Dice(seed: seed, path: place)
        guard let value = value(field.shape, at: place, .any, &dice) else { return [] }
        return [
          .init(
            place, value, isPinned: isAlways, simplest: DrawTable.simplest(place, field.shape))
        ]
      }
    }
  }

  private static let header: Set<String> = ["start", "duration", "homes"]

  /// True for keys that are never drawn; the world's name is, though the table cannot know it.
  private static func isSkipped(_ place: String, _ shape: Shape) -> Bool {
    guard case .skipped = DrawTable.rules[place] else { return false }
    if case .either(_, .record) = shape { return false }
    return true
  }

  /// Of each kind that a coin includes one or two.
  private func faults(_ kinds: Shape.Variants, at place: String) -> [ScenarioSketch.Part] {
    kinds.variants.flatMap { kind -> [ScenarioSketch.Part] in
      let name = "\(place) \(kind.word.text)"
      guard ScenarioDraw.includes(name, seed) else { return [] }
      var dice = Dice(seed: seed, path: name)
      return (0..<(1 + dice.index(below: 2))).map { _ in
        let members = members(kind.fields, at: place + "[]", measured(kind, &dice), &dice)
        let word = DrawnValue.Member(
          kinds.discriminator, .scalar(kind.word.text), isOptional: false)
        return .init(place, .record([word] + members))
      }
    }
  }

  /// A kind of sensor whose readings have what the fault needs.
  private func measured(
    _ fault: Shape.Variants.Variant, _ dice: inout Dice
  ) -> Scenario.SensorKind {
    let fault = Scenario.Fault.Kind(rawValue: fault.word.text)
    let kinds = Scenario.SensorKind.allCases.filter { kind in
      // Few worlds that are drawn have alarms, and a count of them must be had.
      kind != .leak && kind != .smoke && (fault.map { kind.isStruck(by: $0) } ?? false)
    }
    let place = dice.index(below: max(kinds.count, 1))
    return kinds.isEmpty ? .any : kinds[place]
  }

  // MARK: Values

  private func members(
    _ fields: [Shape.Field], at path: String, _ kind: Scenario.SensorKind, _ dice: inout Dice
  ) -> [DrawnValue.Member] {
    var members: [DrawnValue.Member] = []
    for field in fields {
      let isRequired = field.presence.isRequired(of: kind)
      let isIncluded = isRequired || dice.coin()
      let place = KeyPathText.join(path, field.key)
      if case .skipped? = DrawTable.rules[place] { continue }
      guard isIncluded, !isExcluded(field, at: place, by: members, fields) else { continue }
      let drawn: DrawnValue? =
        if case .choice = field.shape, field.key == "kind" {
          .scalar(kind.rawValue)
        } else {
          value(field.shape, at: place, kind, &dice)
        }
      if let drawn { members.append(.init(field.key, drawn, isOptional: !isRequired)) }
    }
    return members
  }

  /// True where a key that was drawn and this one exclude each other, or one that it needs was not.
  private func isExcluded(
    _ field: Shape.Field, at place: String, by members: [DrawnValue.Member],
    _ fields: [Shape.Field]
  ) -> Bool {
    if let needed = DrawTable.companions[place], !members.contains(where: { $0.key == needed }) {
      return true
    }
    return members.contains { member in
      if member.key == DrawTable.exclusions[place] { return true }
      let other = fields.first { $0.key == member.key }
      if case .defaultedUnless(let excluded, _)? = other?.presence { return excluded == field.key }
      return false
    }
  }

  /// - Returns: nil for texts that have no words to choose from.
  private func value(
    _ shape: Shape, at path: String, _ kind: Scenario.SensorKind, _ dice: inout Dice
  ) -> DrawnValue? {
    let rule = DrawTable.rules[path]
    switch shape {
    case .text:
      guard case .words(let words)? = rule else { return nil }
      return .scalar(words[dice.index(below: words.count)])
    case .flag: return .scalar(dice.coin() ? "true" : "false")
    case .integer(let range):
      var range = range
      switch rule {
      case .integer(let narrow): range = narrow
      case .upToHomes: range = 0...Int64(homeCount)
      default: break
      }
      return .scalar(String(dice.integer(range)))
    case .seed: return .scalar(String(dice.index(below: 1_000_000)))
    case .quantity(let dimension, let range):
      var range = range
      if case .number(let narrow)? = rule {
        range = narrow
      } else if dimension == .frequency {
        range = DrawTable.messageRates
      }
      return .scalar(dimension.text(dice.number(range)))
    case .size: return kind.sizeDimension.map { sized($0, kind, &dice) }
    case .slope: return kind.rateDimension.map { sized($0, kind, &dice) }
    case .duration(let form): return duration(form, rule, &dice)
    case .moment: return moment(&dice)
    case .start: return .scalar(start())
    case .choice(let words): return .scalar(words[dice.index(below: words.count)].text)
    case .list(let item, let count, let isUnique):
      return list(item, count, isUnique: isUnique, at: path, &dice)
    case .record(let record):
      return .record(members(record.fields, at: path, kind, &dice))
    case .either(_, let mapping): return value(mapping, at: path, kind, &dice)
    case .comparison, .variants, .map: return nil
    }
  }

  private func sized(
    _ dimension: Dimension, _ kind: Scenario.SensorKind, _ dice: inout Dice
  ) -> DrawnValue {
    .scalar(dimension.text(dice.number(DrawTable.sizes(kind))))
  }

  private func duration(
    _ form: Shape.DurationForm, _ rule: DrawTable.Rule?, _ dice: inout Dice
  ) -> DrawnValue {
    if let word = form.word, dice.uniform() < 0.25 { return .scalar(word) }
    var form = form
    if case .duration(let low, let high)? = rule {
      form = Shape.DurationForm(low, high, example: form.example)
    }
    return .scalar(DurationText.text(dice.duration(form.lower, form.upper)))
  }

  /// Anywhere in the scenario, at its very start, or after its end.
  private func moment(_ dice: inout Dice) -> DrawnValue {
    let most = SimDuration(microseconds: span.microseconds / 8 * 9)
    let even = Int64(dice.uniform() * Double(most.microseconds))
    let drawn = dice.duration(.zero, most)
    let value =
      dice.coin() ? SimDuration(microseconds: even - even % 60_000_000) : drawn
    return .scalar(DurationText.text(value))
  }

  private func list(
    _ item: Shape, _ count: ClosedRange<Int>, isUnique: Bool, at path: String, _ dice: inout Dice
  ) -> DrawnValue {
    // Of a few words each is a feature of its own.
    if isUnique, case .choice(let words) = item {
      let chosen = words.filter { _ in dice.coin() }
      return .list(chosen.map { .scalar($0.text) })
    }
    var count = count
    if case .count(let narrow)? = DrawTable.rules[path] { count = narrow }
    let most = min(count.upperBound, count.lowerBound + 3)
    let size = count.lowerBound + dice.index(below: most - count.lowerBound + 1)
    var items: [DrawnValue] = []
    for _ in 0..<size {
      guard let value = value(item, at: path + "[]", .any, &dice) else { break }
      if !isUnique || !items.contains(value) { items.append(value) }
    }
    return .list(portioned(items, at: path + "[]"))
  }

  /// Gives the entries of a mixture shares that sum to 1.
  private func portioned(_ items: [DrawnValue], at path: String) -> [DrawnValue] {
    let shares = [["1"], ["0.25", "0.75"], ["0.2", "0.3", "0.5"]]
    return items.enumerated().map { index, item in
      guard case .record(let members) = item, shares.indices.contains(items.count - 1) else {
        return item
      }
      return .record(
        members.map { member in
          guard case .portion? = DrawTable.rules[KeyPathText.join(path, member.key)] else {
            return member
          }
          return .init(
            member.key, .scalar(shares[items.count - 1][index]), isOptional: member.isOptional)
        })
    }
  }
}
