public import Clockwork
public import Telemetry
internal import Quantities
internal import Truth

/// One periodic channel of one unit in one home: turns the true value into what the device reads.
///
/// Forty of them and more lie side by side in a home: what all of a model have in common is held
/// once (``SensorFigures``), and what only faulty ones need lies elsewhere (``Affliction``).
public struct SensorChannel: Sendable {
  /// This unit's first-order lag in native periods; 0 for none.
  let lagPeriods: Double
  /// What a step in the input leaves uncovered after one native period.
  let lagDecay: Double
  let noiseKey: RandomKey
  /// What is wrong with it: one, or none in all that never had a fault.
  @usableFromInline var afflictions: [Affliction] = []

  /// State of the first-order lag where it belongs; NaN before the first measurement.
  var lag = Lag()
  /// What the last reading would have been without noise and faults.
  var lastMean = Double.nan
  var lastOutput = Double.nan
  /// What this unit's readings are off by, always the same way.
  public let error: UnitError
  public let channel: Channel
  public let device: DeviceIndex

  /// What a first-order lag makes of its input.
  @usableFromInline
  struct Lag: Sendable {
    var output = Double.nan
    /// The input at the last measurement.
    var input = Double.nan
  }

  /// What only sensors have that have faults.
  @usableFromInline
  struct Affliction: Sendable {
    @usableFromInline var faults: [SensorFault] = []
    /// The lag where it hangs meanwhile, once it was put elsewhere.
    var lagAway = Lag()
    /// How far the last reading moved because it hangs elsewhere.
    var lastShift = 0.0

    @usableFromInline init() {}
  }

  /// - Parameters:
  ///   - entity: home and device and channel packed into one number, which keys all its chance.
  ///   - firstTick: the moment of tick 0, when it is switched on; ticks follow each native period.
  ///   - pressurePa: of the air where it stands.
  ///   - figures: the model's, where others have them too.
  public init(
    model: ChannelModel, device: DeviceIndex, firstTick: SimTime, pressurePa: Double = 101_325,
    seed: UInt64, entity: UInt64, figures: SensorFigures? = nil
  ) {
    channel = model.channel
    self.device = device
    let unit = RandomKey(seed: seed, purpose: .sensorUnit, entity: entity)
    // Housings differ: 10 % either way of the model's lag.
    lagPeriods =
      model.lagSeconds > 0
      ? model.lagSeconds * Elementary.exp(0.1 * unit.gaussian(1)) / Double(model.periodSeconds) : 0
    lagDecay = lagPeriods > 0 ? Elementary.exp(-1 / lagPeriods) : 0
    error = UnitError(
      model, figures ?? SensorFigures(model), unit: unit, poweredOn: firstTick,
      pressurePa: pressurePa)
    noiseKey = RandomKey(seed: seed, purpose: .sensorNoise, entity: entity)
  }

  /// Of what faults draw; made where it is needed, for few sensors have any.
  private var faultKey: RandomKey { noiseKey.branched(0x4641_554C) }

  var figures: SensorFigures { error.figures }
  @inlinable public var period: SimDuration { error.figures.period }
  /// The native tick with number 0, when it is switched on.
  @inlinable public var firstTick: SimTime { error.poweredOn }
  public var resolution: Double { figures.resolution }
  public var noiseSD: Double { figures.noiseSD }
  public var rangeMin: Double { figures.rangeMin }
  public var rangeMax: Double { figures.rangeMax }

  public var faults: [SensorFault] {
    @inlinable get { afflictions.isEmpty ? [] : afflictions[0].faults }
    @inlinable _modify {
      if afflictions.isEmpty { afflictions.append(Affliction()) }
      yield &afflictions[0].faults
    }
  }

  /// False in a sensor that never had a fault.
  @inlinable public var isAfflicted: Bool { !afflictions.isEmpty }

  /// Time in which this unit's output covers 63 % of a step, seconds; 0 for none.
  public var responseSeconds: Double { lagPeriods * period.seconds }

  /// What it last read, or nil before the first time.
  public var lastReading: Double? { lastOutput.isNaN ? nil : lastOutput }

  @inlinable public func time(ofTick tick: Int64) -> SimTime { firstTick + period * tick }

  /// The reading at a native tick, or nil when the measurement fails (dropout).
  ///
  /// Noise is keyed by the tick number, so neither sampling nor another sensor changes it.
  ///
  /// - Parameters:
  ///   - truth: where it belongs.
  ///   - elsewhere: what it really meets, once it was swapped with another; it takes its warmth
  ///     along.
  public mutating func measure(
    _ truth: Double, tick: Int64, elapsedTicks: Int64, elsewhere: Double? = nil
  ) -> Double? {
    if elsewhere != nil { noteMove() }
    Self.follow(
      &lag, truth, elapsedTicks: elapsedTicks, periods: lagPeriods, decay: lagDecay)
    let event = UInt64(bitPattern: tick)
    let noise = noiseKey.gaussian(event) * spread
    lastMean = error.reading(of: lag.output, at: time(ofTick: tick))
    var value = lastMean + noise
    if let elsewhere {
      Self.follow(
        &afflictions[0].lagAway, elsewhere, elapsedTicks: elapsedTicks, periods: lagPeriods,
        decay: lagDecay)
      let away = error.reading(of: afflictions[0].lagAway.output, at: time(ofTick: tick))
      afflictions[0].lastShift = away - lastMean
      value += afflictions[0].lastShift
    }
    if isAfflicted {
      for place in faults.indices { faults[place].follow(to: time(ofTick: tick)) }
      guard let bent = bend(value, noise: noise, tick: event) else { return nil }
      value = bent
    }
    value = min(max(value, figures.rangeMin), figures.rangeMax)
    value = (value / figures.resolution).rounded(.toNearestOrEven) * figures.resolution
    lastOutput = value
    return value
  }

  /// It hangs elsewhere and takes its warmth along.
  private mutating func noteMove() {
    if afflictions.isEmpty { afflictions.append(Affliction()) }
    if afflictions[0].lagAway.output.isNaN { afflictions[0].lagAway = lag }
  }

  /// What it would have read at its last tick without faults and noise, and the noise's standard
  /// deviation; for oracles.
  public var healthy: (mean: Double, sd: Double) { (lastMean, spread) }

  /// How far its last reading was moved because it hangs elsewhere; for oracles.
  public var shift: Double { afflictions.first?.lastShift ?? 0 }

  /// Standard deviation of the noise at the value that it last followed.
  private var spread: Double { figures.noiseSD + figures.noiseShare * lag.output.magnitude }

  /// The exact first-order response to an input that moved in a line since the last measurement.
  private static func follow(
    _ lag: inout Lag, _ input: Double, elapsedTicks: Int64, periods: Double, decay: Double
  ) {
    defer { lag.input = input }
    guard !lag.output.isNaN, periods > 0 else {
      lag.output = input
      return
    }
    var left = 1.0
    for _ in 0..<min(max(elapsedTicks, 1), 64) { left *= decay }
    let slope = (input - lag.input) / Double(max(elapsedTicks, 1)) * periods
    lag.output = input - slope + (lag.output - lag.input + slope) * left
  }

  private func bend(_ clean: Double, noise: Double, tick: UInt64) -> Double? {
    let now = time(ofTick: Int64(bitPattern: tick))
    var value = clean
    for fault in faults where fault.isActive(at: now) {
      // Scenarios have at most 1,000 faults.
      let event = tick &* 1024 &+ UInt64(fault.number)
      switch fault.kind {
      case .bias: value += fault.magnitude
      case .drift: value += fault.magnitude * (now - fault.start).hours / 24
      case .noise: value += (fault.magnitude - 1) * noise
      case .stuck: if !lastOutput.isNaN { return lastOutput }
      case .spikes:
        let block = faultKey.uniform(event)
        let probability = fault.ratePerDay * period.seconds / 86_400
        if block < probability {
          value += block < probability / 2 ? fault.magnitude : -fault.magnitude
        }
      case .dropout:
        if faultKey.uniform(event) < fault.magnitude { return nil }
      case .miscalibration: value += fault.gain * value + fault.magnitude
      case .dyingBattery: value += (fault.magnitude - 1) * fault.drainedShare(at: now) * noise
      // Where it hangs is in its input, and the rest concerns messages; oracles are told of both.
      case .swapped, .clockJump, .replayed, .forged, .linkOutage, .gatewayRestart,
        .brokerPartition, .misnumbered, .misstatedCharge, .doubledPeriod:
        break
      }
    }
    return value
  }
}
