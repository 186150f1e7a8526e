public import Telemetry

/// How several sensors of one room become one estimate.
public enum FusionMethod: String, CaseIterable, Sendable {
  /// The reading that was taken last.
  case latest
  /// The plain mean of each sensor's last reading.
  case mean
  /// The data plan's formula: weights 1 / uncertainty, where uncertainty is the data sheet's
  /// figure.
  case inverseVariance = "inverse-variance"
  /// A Kalman filter with a state for the room, its rate of change and each sensor's bias.
  case kalman
}

/// One sensor as its data sheet describes it.
public struct FusedSensor: Sendable {
  /// Standard deviation of the whole error by the data sheet, the channel's unit.
  public var sheetSD: Double
  /// Standard deviation of what rounding and sampling add, the channel's unit.
  public var samplingSD: Double

  public init(sheetSD: Double, samplingSD: Double) {
    self.sheetSD = sheetSD
    self.samplingSD = samplingSD
  }
}

/// How fast a quantity may change, for the filter.
public struct QuantityDynamics: Sendable {
  /// Standard deviation of the rate of change, unit a second.
  public var rateSD: Double
  /// Correlation time of the rate of change, seconds.
  public var rateTimeConstant: Double
  /// White part of one reading's noise where the data sheet is silent, the channel's unit; it also
  /// stands for what the sensors' lags add, which no data sheet of theirs states.
  public var noiseSD: Double
  /// Prior of the level before the first reading.
  public var levelMean: Double
  public var levelSD: Double
  /// How fast a sensor's bias may wander, unit per square root of a second.
  public var biasWalk: Double

  public init(
    rateSD: Double, rateTimeConstant: Double, noiseSD: Double, levelMean: Double,
    levelSD: Double, biasWalk: Double
  ) {
    self.rateSD = rateSD
    self.rateTimeConstant = rateTimeConstant
    self.noiseSD = noiseSD
    self.levelMean = levelMean
    self.levelSD = levelSD
    self.biasWalk = biasWalk
  }

  /// What the filter assumes of a channel.
  public static func standard(for channel: Channel) -> QuantityDynamics {
    switch channel {
    case .relativeHumidity: .roomHumidity
    case .co2: .roomCO2
    default: .roomTemperature
    }
  }

  /// Rooms under a thermostat: a furnace cycle moves the air by several kelvins an hour for some
  /// minutes.
  public static let roomTemperature = QuantityDynamics(
    rateSD: 8.0 / 3600, rateTimeConstant: 400, noiseSD: 0.2, levelMean: 20, levelSD: 5,
    biasWalk: 0.02 / 294)
  public static let roomHumidity = QuantityDynamics(
    rateSD: 0.15 / 3600, rateTimeConstant: 600, noiseSD: 0.006, levelMean: 0.4, levelSD: 0.2,
    biasWalk: 0.002 / 294)
  public static let roomCO2 = QuantityDynamics(
    rateSD: 500.0 / 3600, rateTimeConstant: 900, noiseSD: 6, levelMean: 600, levelSD: 300,
    biasWalk: 2.0 / 294)
}
