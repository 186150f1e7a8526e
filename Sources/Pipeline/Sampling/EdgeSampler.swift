public import Telemetry

/// The sampling policies of one home, a slot for each periodic channel.
public struct EdgeSampler: EdgePolicy {
  private enum Slot: Sendable {
    case fixed(FixedPeriod)
    case adaptive(AdaptiveSampler)
    case delta(SendOnDelta)
    case door(SwingingDoor)
  }

  private let home: HomeID
  private var slots: [Slot]
  /// What was measured since it was last taken, in order; nil where nobody asks.
  private var measured: [Measured]?

  /// One measurement of one channel.
  public struct Measured: Hashable, Sendable {
    public var slot: Int
    public var reading: NativeReading
  }

  /// - Parameters:
  ///   - methods: one for each slot, in slot order.
  ///   - home: keys the coin of the data plan's sampler.
  public init(methods: [SamplingMethod], home: HomeID) {
    self.home = home
    slots = methods.enumerated().map { Self.slot($1, index: $0, home: home) }
  }

  private static func slot(_ method: SamplingMethod, index: Int, home: HomeID) -> Slot {
    switch method {
    case .fixed(let everyTicks): .fixed(FixedPeriod(everyTicks: everyTicks))
    case .adaptiveNull(let chance):
      .adaptive(
        AdaptiveSampler(chance: chance, entity: UInt64(home.rawValue) << 16 | UInt64(index)))
    case .sendOnDelta(let delta, let heartbeat):
      .delta(SendOnDelta(delta: delta, heartbeatTicks: heartbeat))
    case .swingingDoor(let tolerance, let heartbeat):
      .door(SwingingDoor(tolerance: tolerance, heartbeatTicks: heartbeat))
    }
  }

  /// Keeps measurements from now on for whoever sets the rules.
  public mutating func keepMeasurements() { measured = [] }

  /// Hands over what was measured since the last call.
  public mutating func takeMeasurements() -> [Measured] {
    guard let taken = measured else { return [] }
    measured = []
    return taken
  }

  /// Changes a channel's rule from its next measurement on. A rule of that kind goes on from the
  /// last reading sent.
  public mutating func set(_ method: SamplingMethod, slot: Int) {
    switch (slots[slot], method) {
    case (.delta(let policy), .sendOnDelta(let delta, let heartbeat)):
      slots[slot] = .delta(policy.with(delta: delta, heartbeatTicks: heartbeat))
    default: slots[slot] = Self.slot(method, index: slot, home: home)
    }
  }

  public mutating func offer(slot: Int, reading: NativeReading) -> EdgeDecision {
    measured?.append(Measured(slot: slot, reading: reading))
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
