public import Telemetry

/// How one channel of a device model really behaves, as opposed to what its data sheet promises.
///
/// What a unit reads is `true * (1 + gain) + bias + ageing + heat`, behind a first-order lag, with
/// white noise, cut to the range and rounded to the resolution. See ``UnitError``.
public struct ChannelModel: Hashable, Sendable {
  public var channel: Channel
  /// Native period, whole seconds; 0 for channels that report at each change.
  public var periodSeconds: UInt16
  /// Smallest step of the output, in the channel's unit.
  public var resolution: Double
  public var rangeMin: Double
  public var rangeMax: Double
  /// Standard deviation of the white noise of one reading.
  public var noiseSD = 0.0
  /// What noise grows by with the value: sd = noise + share * |value|.
  public var noiseShare = 0.0
  /// Standard deviation of the constant error over units of this model.
  public var biasSD = 0.0
  /// Standard deviation over units of the error that is a share of the value.
  public var gainSD = 0.0
  /// First-order lag, seconds; 0 for none.
  public var lagSeconds = 0.0
  /// Standard deviation over units of the slope at which the constant error moves, unit a year.
  public var ageingSDPerYear = 0.0
  /// How much warmer than the room the sensor is once its electronics are warm, K. A thermometer
  /// reads that much more; air at the sensor is that much drier, which a hygrometer reads.
  public var selfHeatingK = 0.0
  /// Time constant of the warm-up after power-on, seconds.
  public var warmUpSeconds = 0.0
  /// Share by which a reading changes with each kPa of air pressure away from 101.325 kPa.
  public var pressureSharePerKPa = 0.0
  /// Level that a microphone's own noise is worth, dB: it adds to what is heard as sounds add, by
  /// their power. nil for what is no microphone.
  public var selfNoiseDB: Double?
  /// What the data sheet states as one standard deviation of the whole error.
  public var sheetSD = 0.0

  public init(
    _ channel: Channel, periodSeconds: UInt16, resolution: Double, range: ClosedRange<Double>
  ) {
    self.channel = channel
    self.periodSeconds = periodSeconds
    self.resolution = resolution
    rangeMin = range.lowerBound
    rangeMax = range.upperBound
  }
}
