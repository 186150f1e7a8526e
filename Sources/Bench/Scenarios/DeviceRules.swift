internal import Clockwork
internal import Outside
internal import Sampling
internal import Telemetry

/// Joins one home's devices with a program that sets their sampling rules.
struct DeviceRules {
  private struct Slot {
    var device: DeviceIndex
    var channel: Channel
    var native: SimDuration
  }

  private struct Pending {
    var due: SimTime
    var slot: Int
    var method: SamplingMethod
  }

  private let home: HomeID
  /// In the order of the sampler's slots.
  private let slots: [Slot]
  private var pending: [Pending] = []

  init(_ plan: SitePlan) {
    home = plan.home
    slots = plan.devices.flatMap { device in
      device.channels.filter { $0.periodSeconds > 0 }.map {
        Slot(
          device: device.index, channel: $0.channel,
          native: .seconds(Int64(max($0.periodSeconds, 1))))
      }
    }
  }

  /// Tells what devices have measured since the last tick; a meter's stand and the quality of a
  /// supply are read, not sampled.
  func ask(_ edge: inout EdgeSampler, into batch: inout StageBatch) {
    for measured in edge.takeMeasurements() {
      let slot = slots[measured.slot]
      if slot.channel == .energy || slot.channel.isSupplyQuality { continue }
      batch.measurements.append(
        StageMeasurement(
          home: home, device: slot.device, channel: slot.channel, tick: measured.reading.tick,
          value: measured.reading.value))
    }
  }

  /// Sets what counts by now: at the first control tick at which an answer is old enough.
  mutating func take(
    _ answers: [StageAnswer], lateness: SimDuration, now: SimTime, edge: inout EdgeSampler
  ) {
    for case .policy(let device, let channel, let policy) in answers {
      let place = slots.firstIndex { $0.device == device && $0.channel == channel }
      guard let place else { continue }
      pending.append(
        Pending(
          due: now + lateness, slot: place,
          method: Self.method(policy, native: slots[place].native)))
    }
    for rule in pending where rule.due <= now { edge.set(rule.method, slot: rule.slot) }
    pending.removeAll { $0.due <= now }
  }

  private static func method(_ policy: StagePolicy, native: SimDuration) -> SamplingMethod {
    func ticks(_ span: SimDuration) -> UInt32 { UInt32(clamping: max(span / native, 1)) }
    switch policy {
    case .fixed(let every): return .fixed(everyTicks: ticks(every))
    case .sendOnDelta(let delta, let heartbeat):
      return .sendOnDelta(delta: delta, heartbeatTicks: ticks(heartbeat))
    }
  }
}
