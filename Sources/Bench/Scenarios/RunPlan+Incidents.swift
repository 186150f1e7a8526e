internal import Calendar
internal import Clockwork
internal import Homes
internal import Quantities
internal import ScenarioFiles
internal import Truth

/// The scenario's incidents, made into rules for every home.
extension RunPlan {
  func makeIncidentRules() throws -> [IncidentRule] {
    try scenario.incidents.enumerated().map { index, incident in
      var rule = IncidentRule(
        index: index, effect: Self.effect(incident.effect), reach: .share(0), room: incident.room,
        ratePerDay: incident.ratePerDay, start: incident.from.time(start: start, in: zone),
        length: incident.duration)
      switch incident.homes {
      case .share(let share): rule.reach = .share(share.value)
      case .count(0): break
      case .count(let count): rule.reach = .lowest(try lastLot(of: count, rule))
      }
      return rule
    }
  }

  /// Among the homes in which it can happen.
  private func lastLot(of count: Int, _ rule: IncidentRule) throws -> FaultLot {
    try lastLot(
      of: count, key: "incidents[\(rule.index)].homes.count",
      bound: "the homes of \(scenario.homeCount) that can have a \(rule.effect.kind.name)"
    ) { Home.incidentLot(of: $0, for: rule).map { [$0] } ?? [] }
  }

  private static func effect(_ effect: Scenario.Incident.Effect) -> IncidentRule.Effect {
    switch effect {
    case .waterLeak(let litres, let water):
      .waterLeak(litresPerMinute: litres, isHot: water == .hot)
    case .fridgeFailure(let mode): .fridgeFailure(runsOn: mode == .runsOn)
    case .heatingFailure: .heatingFailure
    case .windowLeftOpen: .windowLeftOpen
    case .stoveLeftOn: .stoveLeftOn
    case .smoke(let heat): .smoke(heatW: heat.value)
    case .intrusion: .intrusion
    case .fall: .fall
    case .refrigerantLoss(let share, let machine):
      .refrigerantLoss(share: share.value, machine: Self.machine(machine))
    case .solarStringFailure(let share): .solarStringFailure(share: share.value)
    case .meterTampering(let share): .meterTampering(share: share.value)
    }
  }

  private static func machine(
    _ machine: Scenario.Incident.Machine
  ) -> IncidentRule.Machine {
    switch machine {
    case .any: .either
    case .heatPump: .heatPump
    case .airConditioner: .airConditioner
    }
  }
}
