public import Telemetry

/// The sampling policies of one home, a slot for each periodic channel.
public struct EdgeSampler: EdgePolicy {
  private enum Slot: Sendable {
    case fixed(FixedPeriod)
    case adaptive(AdaptiveSampler)
    case delta(SendOnDelta)
    case door(SwingingDoor)
  }

  private var slots: [Slot]

  /// - Parameters:
  ///   - methods: one for each slot, in slot order.
  ///   - home: keys the coin of the data plan's sampler.
  public init(methods: [SamplingMethod], home: HomeID) {
    slots = methods.enumerated().map { index, method in
      switch method {
      case .fixed(let everyTicks): .fixed(FixedPeriod(everyTicks: everyTicks))
      case .adaptiveNull:
        .adaptive(AdaptiveSampler(entity: UInt64(home.rawValue) << 16 | UInt64(index)))
      case .sendOnDelta(let delta, let heartbeat):
        .delta(SendOnDelta(delta: delta, heartbeatTicks: heartbeat))
      case .swingingDoor(let tolerance, let heartbeat):
        .door(SwingingDoor(tolerance: tolerance, heartbeatTicks: heartbeat))
      }
    }
  }

  public mutating func offer(slot: Int, reading: NativeReading) -> EdgeDecision {
    switch slots[slot] {
    case .fixed(let policy): return policy.offer(reading)
    case .adaptive(var policy):
      // Emptying the slot keeps the buffer unique, so that appending does not copy it.
      slots[slot] = .fixed(FixedPeriod(everyTicks: 1))
      let decision = policy.offer(reading)
      slots[slot] = .adaptive(policy)
      return decision
    case .delta(var policy):
      let decision = policy.offer(reading)
      slots[slot] = .delta(policy)
      return decision
    case .door(var policy):
      let decision = policy.offer(reading)
      slots[slot] = .door(policy)
      return decision
    }
  }
}
