public import Clockwork
public import Telemetry

/// Watches a home as a whole: when nothing at all is heard, its way out is broken and not each of
/// its sensors.
public struct HomeMonitor: Sendable {
  private var book: FlagBook
  private let silenceMax: SimDuration
  private var heardAt: SimTime?
  /// When the home was heard of again after it had last been silent as a whole.
  public private(set) var returnedAt: SimTime?

  /// - Parameters:
  ///   - gateway: whose flag it is.
  ///   - silenceMax: how long a healthy home may be silent.
  public init(gateway: DeviceIndex, channel: Channel, silenceMax: SimDuration) {
    book = FlagBook(device: gateway, channel: channel)
    self.silenceMax = silenceMax
  }

  /// Notes a reading by its event time.
  public mutating func heard(at time: SimTime, flags: inout [Flag]) {
    heardAt = max(heardAt ?? time, time)
    guard book.isOpen(.gap) else { return }
    book.close(.gap, at: time, flags: &flags)
    returnedAt = time
  }

  /// - Returns: whether the home is silent as a whole.
  public mutating func isSilent(now: SimTime, flags: inout [Flag]) -> Bool {
    guard let heardAt else { return false }
    let silence = now - heardAt
    guard silence > silenceMax else { return false }
    book.raise(
      .gap, start: heardAt, at: now, score: silence.seconds / silenceMax.seconds, flags: &flags)
    return true
  }

  public mutating func finish(at time: SimTime, flags: inout [Flag]) {
    book.closeAll(at: time, flags: &flags)
  }
}
