public import Clockwork

/// What stands between a true value and what a sensor read of it, in the channel's unit.
///
/// `truth + bypass + lag + self-noise + gain + bias + ageing + heat + noise + rounding + fault =
/// reading`, up to the last bits of the sum.
public struct ReadingParts: Hashable, Sendable {
  /// What a perfect sensor would have read.
  public var truth: Double
  /// What never came to the sensor: power that somebody led past a meter.
  public var bypass = 0.0
  /// A first-order sensor trails what it measures.
  public var lag: Double
  /// What a microphone hears of itself, dB.
  public var selfNoise = 0.0
  /// The unit's share of the value, and its offset at power-on.
  public var gain: Double
  public var bias: Double
  public var ageing: Double
  /// Self-heating: warmer at a thermometer, drier at a hygrometer.
  public var heat: Double
  public var noise: Double
  /// Standard deviation of the noise then.
  public var noiseSD: Double
  /// The end of the range and the last digit.
  public var rounding: Double
  /// What active faults moved the reading by.
  public var fault: Double
  public var reading: Double
  /// The faults that were active.
  public var faults: [ActiveFault] = []

  public struct ActiveFault: Hashable, Sendable {
    public var kind: FaultKind
    public var start: SimTime
    public var end: SimTime

    public init(kind: FaultKind, start: SimTime, end: SimTime) {
      self.kind = kind
      self.start = start
      self.end = end
    }
  }

  public init(
    truth: Double, lag: Double, gain: Double, bias: Double, ageing: Double, heat: Double,
    noise: Double, noiseSD: Double, rounding: Double, fault: Double, reading: Double
  ) {
    self.truth = truth
    self.lag = lag
    self.gain = gain
    self.bias = bias
    self.ageing = ageing
    self.heat = heat
    self.noise = noise
    self.noiseSD = noiseSD
    self.rounding = rounding
    self.fault = fault
    self.reading = reading
  }

  /// All parts but the truth, with the names that reports give them.
  public var named: [(name: String, value: Double)] {
    [
      ("bypass", bypass), ("lag", lag), ("self-noise", selfNoise), ("gain", gain),
      ("bias", bias), ("ageing", ageing),
      ("self-heating", heat), ("noise", noise), ("rounding", rounding), ("fault", fault),
    ]
  }
}
