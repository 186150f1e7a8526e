internal import Homes
public import ScenarioFiles
internal import Truth

/// What the files allow and the homes that were drawn do not have.
extension RunPlan {
  /// Those of the files, and those of faults and incidents that no home of this run can have.
  public var warnings: [ScenarioWarning] {
    loaded.warnings
      + faultRules.compactMap { warning($0) } + incidentRules.compactMap { warning($0) }
  }

  private func warning(_ rule: FaultRule) -> ScenarioWarning? {
    let path = "faults[\(rule.index)]"
    // Of what no kind of device can have the file's reader has warned.
    let isKnown = loaded.warnings.contains { $0.keyPath.hasPrefix(path + ".sensors") }
    guard rule.reach != .share(0), !isKnown, loaded.origin(of: path + ".sensors.kind") != nil,
      !isInAnyHome({ !Home.faultLots(of: $0, for: rule).isEmpty })
    else { return nil }
    return warning(
      "the fault has nobody to hit", missing: "a sensor that fits", room: rule.room,
      path, roomKey: "sensors.room")
  }

  private func warning(_ rule: IncidentRule) -> ScenarioWarning? {
    guard rule.reach != .share(0), !isInAnyHome({ Home.incidentLot(of: $0, for: rule) != nil })
    else { return nil }
    return warning(
      "the incident has nobody to strike", missing: rule.effect.need, room: rule.room,
      "incidents[\(rule.index)]", roomKey: "room")
  }

  private func isInAnyHome(_ isSo: (HomeSpecification) -> Bool) -> Bool {
    (0..<scenario.homeCount).contains { isSo(specification($0)) }
  }

  /// - Parameter missing: what no home has, unless it is the room.
  private func warning(
    _ text: String, missing: String, room: String?, _ path: String, roomKey: String
  ) -> ScenarioWarning {
    // Of all homes: not asked for twice.
    let known = room == nil ? [] : roomNames
    guard let room, !known.contains(room) else {
      let place = room.map { " in '\($0)'" } ?? ""
      return ScenarioWarning(
        origin: loaded.origin(of: path + ".kind") ?? .defaulted, keyPath: path,
        message: "\(text): no home of \(scenario.homeCount) has \(missing)\(place)")
    }
    let hint = Nearest.word(to: room, among: known).map { "; did you mean '\($0)'?" }
    return ScenarioWarning(
      origin: loaded.origin(of: "\(path).\(roomKey)") ?? .defaulted, keyPath: "\(path).\(roomKey)",
      message: "\(text): found room '\(room)', expected one of "
        + known.joined(separator: ", ") + (hint ?? ""))
  }

  /// Names and kinds of the rooms of all homes, each once, sorted.
  private var roomNames: [String] {
    Set((0..<scenario.homeCount).flatMap { Home.roomNames(of: specification($0)) }).sorted()
  }
}

extension IncidentRule.Effect {
  /// What a home needs for it beside a room.
  fileprivate var need: String {
    switch self {
    case .waterLeak(_, let isHot): isHot ? "a hot-water tank and such a room" : "such a room"
    case .windowLeftOpen: "a window"
    case .smoke: "such a room"
    case .fridgeFailure: "a fridge"
    case .stoveLeftOn: "a hob"
    case .refrigerantLoss: "a heat pump or an air conditioner"
    case .solarStringFailure: "modules on its roof"
    case .heatingFailure: "heating"
    case .intrusion, .fall: "residents"
    case .meterTampering: "a meter"
    }
  }
}
