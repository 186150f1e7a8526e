internal import Clockwork
internal import Dwellings
internal import Homes
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// A stretch of one home's life that stands for the world in its fingerprint.
struct WorldProbe: Hashable {
  var home: Int
  var start: SimTime
  var end: SimTime

  /// How many stretches lie over a run; together they are a day, or all of a shorter run.
  static let pieceCount = 8
  /// Faults whose onset is lived, and the homes among which one is sought that each strikes.
  static let faultCountMax = 16
  static let faultHomeCountMax = 32

  /// A day's worth of home-hours, spread so that every hour of the day is seen, on days from the
  /// first to the last, in homes one after the other; and the onset of each fault where it strikes.
  static func all(_ plan: RunPlan) -> [WorldProbe] { pieces(plan) + onsets(plan) }

  static func pieces(_ plan: RunPlan) -> [WorldProbe] {
    let count = Int64(pieceCount)
    let span = min(plan.end - plan.start, .days(1))
    let dayCount = max((plan.end - plan.start) / .days(1), 1)
    return (0..<count).map { piece in
      let day = plan.start + .days(piece * dayCount / count)
      let start = plan.onGrid(day + .microseconds(span.microseconds * piece / count))
      return WorldProbe(
        home: Int(piece) % plan.scenario.homeCount, start: start,
        end: min(start + .microseconds(span.microseconds / count), plan.end))
    }
  }

  static func onsets(_ plan: RunPlan) -> [WorldProbe] {
    var open = plan.faultRules.filter { $0.start < plan.end && $0.end > plan.start }
    open = Array(open.prefix(faultCountMax))
    var probes: [WorldProbe] = []
    for index in 0..<min(plan.scenario.homeCount, faultHomeCountMax) where !open.isEmpty {
      let faults = Home.faults(of: plan.specification(index))
      open.removeAll { rule in
        guard let found = faults.lazy.compactMap({ $0.onset(of: rule) }).first else {
          return false
        }
        let onset = max(found, plan.start)
        probes.append(
          WorldProbe(
            home: index, start: plan.onGrid(max(onset - .minutes(30), plan.start)),
            end: min(onset + .hours(1), plan.end)))
        return true
      }
    }
    return probes
  }
}

extension RunPlan {
  /// The next step of the physics.
  fileprivate func onGrid(_ time: SimTime) -> SimTime {
    time.roundedUp(to: Dwelling.usualStep, from: birth)
  }
}

extension TruthEvent {
  /// When it begins, if it may come of this rule.
  fileprivate func onset(of rule: FaultRule) -> SimTime? {
    switch self {
    case .fault(_, _, let kind, _, let start, _), .deviceFault(_, let kind, _, let start, _),
      .uplinkFault(let kind, let start, _):
      let isThen =
        rule.recurrence == nil ? start == rule.start : rule.start <= start && start < rule.end
      return kind == rule.kind && isThen ? start : nil
    default: return nil
    }
  }
}
