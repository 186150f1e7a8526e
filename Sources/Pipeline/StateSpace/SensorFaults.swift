/// How a sensor's zero may stand, for as long as it does.
public enum SensorCondition: UInt8, CaseIterable, Hashable, Sendable {
  case sound
  /// Off by a constant.
  case biased
  /// Off by what grows with time.
  case drifting
}

/// One sensor of a quantity.
public struct SensorNoise: Hashable, Sendable {
  /// Of one reading's white noise.
  public var sd: Double
  /// The step in which the sensor tells its values; small where they are as good as continuous.
  public var resolution: Double

  public init(sd: Double, resolution: Double = 1e-6) {
    self.sd = sd
    self.resolution = resolution
  }
}

/// What may be wrong with sensors, and how often it is.
///
/// Biases that all sensors share cannot be seen from inside. What anchors the level is that faults
/// are rare: of all ways to explain why sensors disagree, those with fewest faults weigh most, and
/// at least one sensor is always sound.
public struct SensorFaults: Hashable, Sendable {
  public enum OutlierRule: Hashable, Sendable {
    /// Every reading is taken.
    case none
    /// A reading whose squared innovation over its variance exceeds this is left out.
    case gate(Double)
    /// A reading is taken by as much as it is likely to be none.
    ///
    /// Of a reading that is one, the spread is so many standard deviations of the noise.
    case mixture(share: Double, spread: Double)
  }

  /// Sensors that may be biased or drift at the same time; one always stays sound.
  public var faultyMax = 2
  /// That a sensor is biased, and that it drifts, when the first reading comes.
  public var firstProbability = 0.02
  /// How often any of the sound sensors begins to be off, and any that is off is mended or
  /// changes, 1/s.
  public var onsetRate = 1.0 / (60 * 86_400)
  public var changeRate = 1.0 / (60 * 86_400)
  /// Standard deviation of a bias, in the unit of the level.
  public var biasSD = 1.0
  /// Standard deviation of a drift, unit a second.
  public var driftSD = 0.5 / 86_400
  public var outliers = OutlierRule.mixture(share: 0.002, spread: 20)
  /// How often a sensor begins to repeat its last value, for each reading, and how often it ends.
  public var stuckOnset = 1e-5
  public var stuckEnd = 1e-3
  public var findsStuck = true
  /// Whether the noise's variance is learned, and for how many readings it is remembered.
  public var learnsNoise = true
  public var noiseMemory = 2000.0

  public init() {}

  /// None: a Kalman filter.
  public static let none = {
    var faults = SensorFaults()
    faults.faultyMax = 0
    faults.outliers = .none
    faults.findsStuck = false
    faults.learnsNoise = false
    return faults
  }()

  /// Chi-square with one degree of freedom at .999.
  public static let gate999 = 10.827566170662733
}
