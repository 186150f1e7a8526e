public import Clockwork
public import Telemetry
internal import Quantities
internal import Truth

/// One periodic channel of one unit in one home: turns the true value into what the device reads.
public struct SensorChannel: Sendable {
  public let channel: Channel
  public let device: DeviceIndex
  public let period: SimDuration
  /// The native tick with number 0.
  public let firstTick: SimTime
  public let resolution: Double
  public let noiseSD: Double
  /// What noise grows by with the value.
  let noiseShare: Double
  /// What this unit's readings are off by, always the same way.
  public let error: UnitError
  public let rangeMin: Double
  public let rangeMax: Double
  /// This unit's first-order lag in native periods; 0 for none.
  let lagPeriods: Double
  /// What a step in the input leaves uncovered after one native period.
  let lagDecay: Double
  let noiseKey: RandomKey
  let faultKey: RandomKey
  public var faults: [SensorFault] = []

  /// State of the first-order lag where it belongs; NaN before the first measurement.
  var lag = Lag()
  /// The same where it hangs meanwhile, once it was put elsewhere.
  var lagAway = Lag()
  /// What the last reading would have been without noise and faults.
  var lastMean = Double.nan
  /// How far that moved because it hangs elsewhere.
  var lastShift = 0.0
  var lastOutput = Double.nan

  /// What a first-order lag makes of its input.
  struct Lag: Sendable {
    var output = Double.nan
    /// The input at the last measurement.
    var input = Double.nan
  }

  /// - Parameters:
  ///   - entity: home and device and channel packed into one number, which keys all its chance.
  ///   - firstTick: the moment of tick 0, when it is switched on; ticks follow each native period.
  ///   - pressurePa: of the air where it stands.
  public init(
    model: ChannelModel, device: DeviceIndex, firstTick: SimTime, pressurePa: Double = 101_325,
    seed: UInt64, entity: UInt64
  ) {
    channel = model.channel
    self.device = device
    period = .seconds(Int64(model.periodSeconds))
    self.firstTick = firstTick
    resolution = model.resolution
    noiseSD = model.noiseSD
    noiseShare = model.noiseShare
    rangeMin = model.rangeMin
    rangeMax = model.rangeMax
    let unit = RandomKey(seed: seed, purpose: .sensorUnit, entity: entity)
    // Housings differ: 10 % either way of the model's lag.
    lagPeriods =
      model.lagSeconds > 0
      ? model.lagSeconds * Elementary.exp(0.1 * unit.gaussian(1)) / Double(model.periodSeconds) : 0
    lagDecay = lagPeriods > 0 ? Elementary.exp(-1 / lagPeriods) : 0
    error = UnitError(model, unit: unit, poweredOn: firstTick, pressurePa: pressurePa)
    noiseKey = RandomKey(seed: seed, purpose: .sensorNoise, entity: entity)
    faultKey = RandomKey(seed: seed, purpose: .sensorFault, entity: entity)
  }

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
    if elsewhere != nil, lagAway.output.isNaN { lagAway = lag }
    follow(&lag, truth, elapsedTicks: elapsedTicks)
    let event = UInt64(bitPattern: tick)
    let noise = noiseKey.gaussian(event) * spread
    lastMean = error.reading(of: lag.output, at: time(ofTick: tick))
    var value = lastMean + noise
    if let elsewhere {
      follow(&lagAway, elsewhere, elapsedTicks: elapsedTicks)
      lastShift = error.reading(of: lagAway.output, at: time(ofTick: tick)) - lastMean
      value += lastShift
    }
    if !faults.isEmpty {
      for place in faults.indices { faults[place].follow(to: time(ofTick: tick)) }
      guard let bent = bend(value, noise: noise, tick: event) else { return nil }
      value = bent
    }
    value = min(max(value, rangeMin), rangeMax)
    value = (value / resolution).rounded(.toNearestOrEven) * resolution
    lastOutput = value
    return value
  }

  /// What it would have read at its last tick without faults and noise, and the noise's standard
  /// deviation; for oracles.
  public var healthy: (mean: Double, sd: Double) { (lastMean, spread) }

  /// How far its last reading was moved because it hangs elsewhere; for oracles.
  public var shift: Double { lastShift }

  /// Standard deviation of the noise at the value that it last followed.
  private var spread: Double { noiseSD + noiseShare * lag.output.magnitude }

  /// The exact first-order response to an input that moved in a line since the last measurement.
  private func follow(_ lag: inout Lag, _ input: Double, elapsedTicks: Int64) {
    defer { lag.input = input }
    guard !lag.output.isNaN, lagPeriods > 0 else {
      lag.output = input
      return
    }
    var left = 1.0
    for _ in 0..<min(max(elapsedTicks, 1), 64) { left *= lagDecay }
    let slope = (input - lag.input) / Double(max(elapsedTicks, 1)) * lagPeriods
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
