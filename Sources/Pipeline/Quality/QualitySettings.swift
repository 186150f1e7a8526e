public import Clockwork

/// Thresholds of the quality checks.
public struct QualitySettings: Sendable {
  public var checksRange: Bool
  /// How many robust standard deviations from the median make a spike.
  public var spikeSigmas: Double
  /// Identical values for this long mean a stuck sensor.
  public var stuckAfter: SimDuration
  /// Silence for this many times the longest expected interval means a gap.
  public var gapPeriods: Double
  /// How far a sensor may depart from the others of its room, in data-sheet standard deviations.
  public var driftSigmas: Double
  /// How long it must depart before it is said to drift.
  public var driftConfirm: SimDuration

  public init(
    checksRange: Bool = true, spikeSigmas: Double = 6, stuckAfter: SimDuration = .hours(3),
    gapPeriods: Double = 3, driftSigmas: Double = 0.7, driftConfirm: SimDuration = .minutes(30)
  ) {
    self.driftSigmas = driftSigmas
    self.driftConfirm = driftConfirm
    self.checksRange = checksRange
    self.spikeSigmas = spikeSigmas
    self.stuckAfter = stuckAfter
    self.gapPeriods = gapPeriods
  }
}

/// What the checks know of a channel beforehand.
public struct QualitySheet: Sendable {
  /// What the data sheet says can be measured.
  public var rangeMin: Double
  public var rangeMax: Double
  /// What a lived-in room can show; outside of it a reading is impossible.
  public var plausibleMin: Double
  public var plausibleMax: Double
  /// Smallest spread that the spike check assumes, the channel's unit; nil switches it off.
  public var spikeFloor: Double?
  /// What a room can change between two readings: at once, and for each minute between them.
  public var jump: Double
  public var jumpPerMinute: Double
  /// Whether a healthy sensor's values differ from reading to reading.
  public var mustVary: Bool
  /// The longest silence of a healthy channel.
  public var silenceMax: SimDuration
  /// The native period; zero switches off the checks that count it.
  public var period: SimDuration
  /// What a room cannot move a sensor to and fro within a few native periods, the channel's unit;
  /// nil switches the noise check off.
  public var reversalFloor: Double?

  public init(
    rangeMin: Double, rangeMax: Double, plausibleMin: Double, plausibleMax: Double,
    spikeFloor: Double?, jump: Double = 0, jumpPerMinute: Double = 0, mustVary: Bool,
    silenceMax: SimDuration, period: SimDuration = .zero, reversalFloor: Double? = nil
  ) {
    self.rangeMin = rangeMin
    self.rangeMax = rangeMax
    self.plausibleMin = plausibleMin
    self.plausibleMax = plausibleMax
    self.spikeFloor = spikeFloor
    self.jump = jump
    self.jumpPerMinute = jumpPerMinute
    self.mustVary = mustVary
    self.silenceMax = silenceMax
    self.period = period
    self.reversalFloor = reversalFloor
  }
}
