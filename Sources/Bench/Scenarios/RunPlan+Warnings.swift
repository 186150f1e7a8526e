internal import Homes
public import ScenarioFiles
internal import Truth

/// What the files allow and the homes that were drawn do not have.
extension RunPlan {
  /// Those of the files, and those of faults and incidents that no home of this run can have.
  public var warnings: [ScenarioWarning] {
    let faults = faultRules.filter { rule in
      let path = "faults[\(rule.index)].sensors"
      // Of what no kind of device can have the file's reader has warned.
      return rule.reach != .share(0) && loaded.origin(of: path + ".kind") != nil
        && !loaded.warnings.contains { $0.keyPath.hasPrefix(path) }
    }
    let incidents = incidentRules.filter { $0.reach != .share(0) }
    let idle = idle(faults, incidents)
    return loaded.warnings + harmless
      + idle.faults.map { rule in
        warning(
          "the fault has nobody to hit", missing: "a sensor that fits", room: rule.room,
          "faults[\(rule.index)]", roomKey: "sensors.room", known: idle.roomNames)
      }
      + idle.incidents.map { rule in
        warning(
          "the incident has nobody to strike", missing: rule.effect.need, room: rule.room,
          "incidents[\(rule.index)]", roomKey: "room", known: idle.roomNames)
      }
  }

  /// Of faults whose sizes leave everything as it is, as the first step of a sweep may have them.
  private var harmless: [ScenarioWarning] {
    scenario.faults.indices.filter { scenario.faults[$0].changesNothing }.map { index in
      let path = "faults[\(index)]"
      return ScenarioWarning(
        origin: loaded.origin(of: path + ".kind") ?? .defaulted, keyPath: path,
        message:
          "the fault changes nothing: \(scenario.faults[index].effect.kind.rawValue) of these "
          + "sizes leaves readings and messages as they are, so it is left out, of the truth too")
    }
  }

  /// Rules that hit nobody, and names and kinds of the rooms of all homes, each once, sorted.
  ///
  /// Each home is put together once, and none after the last rule has found somebody.
  private func idle(
    _ faults: [FaultRule], _ incidents: [IncidentRule]
  ) -> (faults: [FaultRule], incidents: [IncidentRule], roomNames: [String]) {
    var (faults, incidents) = (faults, incidents)
    var names: Set<String> = []
    for home in 0..<scenario.homeCount where !(faults.isEmpty && incidents.isEmpty) {
      let prospects = Home.prospects(of: specification(home), faults, incidents)
      faults = prospects.faults
      incidents = prospects.incidents
      names.formUnion(prospects.roomNames)
    }
    return (faults, incidents, names.sorted())
  }

  /// - Parameters:
  ///   - missing: what no home has, unless it is the room.
  ///   - known: rooms of all homes.
  private func warning(
    _ text: String, missing: String, room: String?, _ path: String, roomKey: String,
    known: [String]
  ) -> ScenarioWarning {
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
    case .refrigerantLoss(_, .heatPump): "a heat pump"
    case .refrigerantLoss(_, .airConditioner): "an air conditioner beside a furnace or boiler"
    case .refrigerantLoss: "a heat pump or an air conditioner"
    case .solarStringFailure: "modules on its roof"
    case .heatingFailure: "heating"
    case .intrusion, .fall: "residents"
    case .meterTampering: "a meter"
    }
  }
}
