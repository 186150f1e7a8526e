public import Clockwork

/// One sensor as its data sheet and its sampling policy describe it.
public struct FusedSensor: Hashable, Sendable {
  /// Standard deviation of the whole error by the data sheet, the channel's unit.
  public var sheetSD: Double
  /// Standard deviation of what rounding and sampling add to a reading, the channel's unit.
  public var addedSD: Double
  /// Time in which the output covers 63 % of a step, seconds; 0 where it follows at once.
  public var responseSeconds: Double
  /// What its silence says; nil where it says nothing.
  public var silence: SilenceBand?

  public init(
    sheetSD: Double, addedSD: Double, responseSeconds: Double = 0, silence: SilenceBand? = nil
  ) {
    self.sheetSD = sheetSD
    self.addedSD = addedSD
    self.responseSeconds = responseSeconds
    self.silence = silence
  }
}

/// A device that sends on change speaks by its silence too: what it measured since its last message
/// lies within a band around it.
public struct SilenceBand: Hashable, Sendable {
  /// Half-width of the band, the channel's unit.
  public var halfWidth: Double
  /// How often the device measures.
  public var period: SimDuration
  /// After this long without a message the device is not silent but gone.
  public var heartbeat: SimDuration

  public init(halfWidth: Double, period: SimDuration, heartbeat: SimDuration) {
    self.halfWidth = halfWidth
    self.period = period
    self.heartbeat = heartbeat
  }
}
