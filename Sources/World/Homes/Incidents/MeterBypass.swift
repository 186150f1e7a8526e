internal import Clockwork
internal import Dwellings

/// What flows past a home's meter while somebody leads a share of it past.
///
/// A wire beside the meter takes its share of the current: of real and of reactive power alike. So
/// the meter counts less energy, power and current, and its power factor is that of the rest.
struct MeterBypass: Sendable {
  /// A share that held from a moment on.
  private struct Stretch {
    var start: SimTime
    var share: Double
    /// What the home had taken by then, and what of it the meter had not seen.
    var flow: CircuitFlow
    var passed: CircuitFlow
  }

  private var stretches: [Stretch] = []

  /// Nothing has ever been led past.
  var isIdle: Bool { stretches.isEmpty }

  /// From now on a share of what flows is not counted.
  ///
  /// - Parameter flow: what the home has taken from the grid by now.
  mutating func set(share: Double, flow: CircuitFlow, at time: SimTime) {
    guard share != stretches.last?.share ?? 0 else { return }
    stretches.append(
      Stretch(start: time, share: share, flow: flow, passed: passed(of: flow, at: time)))
  }

  /// What has flowed past by a moment, now or before.
  ///
  /// - Parameter flow: what the home had taken by then.
  func passed(of flow: CircuitFlow, at time: SimTime) -> CircuitFlow {
    guard let stretch = stretches.last(where: { $0.start <= time }) else { return CircuitFlow() }
    var passed = stretch.passed
    passed.activeKWh += stretch.share * (flow.activeKWh - stretch.flow.activeKWh)
    passed.reactiveKVArh += stretch.share * (flow.reactiveKVArh - stretch.flow.reactiveKVArh)
    return passed
  }
}

extension Home {
  /// What the home has taken from the grid.
  var gridFlow: CircuitFlow {
    var flow = CircuitFlow()
    flow.activeKWh = dwelling.activeKWh(.grid, at: now)
    flow.reactiveKVArh = dwelling.reactiveKVArh(.grid, at: now)
    return flow
  }

  /// What the meter's own channel meets of a true value; nil where that is the truth.
  ///
  /// - Parameters:
  ///   - slot: which has just been asked for its true value.
  ///   - before: its flow before that.
  mutating func counted(_ slot: Int, since before: CountedFlow) -> Double? {
    guard !incidents.bypass.isIdle else { return nil }
    switch slots[slot].source {
    case .gridEnergy:
      let flow = gridFlow
      return flow.activeKWh - incidents.bypass.passed(of: flow, at: now).activeKWh
    case .gridPower: return countedPower(slot, since: before).activeW
    case .current(.grid):
      let power = countedPower(slot, since: before)
      return ApparentPower.currentA(
        activeW: power.activeW, reactiveVAr: power.reactiveVAr,
        voltageV: dwelling.voltageV(.grid, at: now))
    case .powerFactor(.grid):
      let power = countedPower(slot, since: before)
      return ApparentPower.powerFactor(activeW: power.activeW, reactiveVAr: power.reactiveVAr)
    default: return nil
    }
  }

  /// Real and reactive power through the meter since the channel was last measured.
  private func countedPower(
    _ slot: Int, since before: CountedFlow
  ) -> (activeW: Double, reactiveVAr: Double) {
    let elapsed = now - before.time
    guard elapsed > .zero else { return (0, 0) }
    let (first, last) = (before.flow, lastFlow(slot).flow)
    let passedBefore = incidents.bypass.passed(of: first, at: before.time)
    let passed = incidents.bypass.passed(of: last, at: now)
    let active =
      last.activeKWh - first.activeKWh - (passed.activeKWh - passedBefore.activeKWh)
    let reactive =
      last.reactiveKVArh - first.reactiveKVArh
      - (passed.reactiveKVArh - passedBefore.reactiveKVArh)
    return (active * 3.6e6 / elapsed.seconds, reactive * 3.6e6 / elapsed.seconds)
  }
}

extension Home {
  typealias CountedFlow = (time: SimTime, flow: CircuitFlow)

  /// What had flowed by a channel's last native tick, and when that was.
  func lastFlow(_ slot: Int) -> CountedFlow {
    var flow = CircuitFlow()
    let place = Int(slots[slot].counter)
    guard counters.indices.contains(place) else { return (specification.birth, flow) }
    flow.activeKWh = counters[place].count
    flow.reactiveKVArh = counters[place].reactiveKVArh
    return (counters[place].time, flow)
  }
}
