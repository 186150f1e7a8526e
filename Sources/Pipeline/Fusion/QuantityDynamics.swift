public import Telemetry

/// How a quantity of a room moves, for the filter.
///
/// level' = rate + gain * call + white noise, where the rate is an Ornstein-Uhlenbeck process and
/// the call is what the thermostat asks of the plant: 1 heat, -1 cooling, 0 nothing.
public struct QuantityDynamics: Hashable, Sendable {
  /// Standard deviation of the rate of change, unit a second.
  public var rateSD: Double
  /// Correlation time of the rate of change, seconds.
  public var rateTimeConstant: Double
  /// White noise of the level itself, unit per square root of a second.
  public var levelWalk: Double
  /// Prior of the rate that the plant adds while it runs, unit a second; nil where it adds none.
  public var plantGain: PlantGain?
  /// White part of one reading's noise, where data sheets are silent, the channel's unit.
  public var noiseSD: Double
  /// Prior of the level before the first reading.
  public var levelMean: Double
  public var levelSD: Double
  /// How fast a sensor's bias may wander, unit per square root of a second.
  public var biasWalk: Double
  /// What a room needs to carry a change to where a sensor hangs, seconds; adds to its response.
  public var mixingSeconds: Double

  /// What the filter knows of the plant before it has seen it run.
  public struct PlantGain: Hashable, Sendable {
    public var mean: Double
    public var sd: Double
    /// How fast it wanders with weather and doors, per square root of a second.
    public var walk: Double

    public init(mean: Double, sd: Double, walk: Double) {
      self.mean = mean
      self.sd = sd
      self.walk = walk
    }
  }

  public init(
    rateSD: Double, rateTimeConstant: Double, levelWalk: Double = 0, plantGain: PlantGain? = nil,
    noiseSD: Double, levelMean: Double, levelSD: Double, biasWalk: Double,
    mixingSeconds: Double = 0
  ) {
    self.rateSD = rateSD
    self.rateTimeConstant = rateTimeConstant
    self.levelWalk = levelWalk
    self.plantGain = plantGain
    self.noiseSD = noiseSD
    self.levelMean = levelMean
    self.levelSD = levelSD
    self.biasWalk = biasWalk
    self.mixingSeconds = mixingSeconds
  }

  /// What the filter assumes of a channel.
  public static func standard(for channel: Channel) -> QuantityDynamics {
    switch channel {
    case .relativeHumidity: .roomHumidity
    case .co2: .roomCO2
    default: .roomTemperature
    }
  }

  /// Rooms under a thermostat: a furnace moves the air by some kelvins an hour while it runs.
  public static let roomTemperature = QuantityDynamics(
    rateSD: 3.0 / 3600, rateTimeConstant: 3600, levelWalk: 0.005,
    plantGain: PlantGain(mean: 6.0 / 3600, sd: 5.0 / 3600, walk: 0.04 / 3600),
    noiseSD: 0.05, levelMean: 20, levelSD: 5, biasWalk: 0.02 / 294, mixingSeconds: 60)
  /// Warmer air at the same moisture is drier, hence the plant's sign.
  public static let roomHumidity = QuantityDynamics(
    rateSD: 0.05 / 3600, rateTimeConstant: 3600, levelWalk: 0.0003,
    plantGain: PlantGain(mean: -0.05 / 3600, sd: 0.1 / 3600, walk: 0.0007 / 3600),
    noiseSD: 0.002, levelMean: 0.4, levelSD: 0.2, biasWalk: 0.002 / 294, mixingSeconds: 60)
  public static let roomCO2 = QuantityDynamics(
    rateSD: 400.0 / 3600, rateTimeConstant: 1800, levelWalk: 0.5, noiseSD: 3, levelMean: 600,
    levelSD: 300, biasWalk: 2.0 / 294, mixingSeconds: 60)
}
