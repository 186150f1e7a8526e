public import Clockwork

/// How a home's messages are taken in.
public struct IntakeSettings: Hashable, Sendable {
  public enum WireFormat: Hashable, Sendable {
    case binary
    case json
  }

  public var wireFormat = WireFormat.binary
  /// How far behind the newest event time a reading may be measured and still be in order, beyond
  /// what its device holds it back (``Intake/holdBack``).
  public var lateness: SimDuration
  /// How long all devices may be silent before arrival time moves the watermark instead.
  ///
  /// A queue that a gateway sends on after an outage no longer than this is still on time.
  public var silence = SimDuration.minutes(10)
  /// Off for the null player: every copy counts.
  public var deduplicates: Bool
  /// Off for the null player: readings in order of arrival, nothing late.
  public var orders: Bool
  /// Off for the null player: event time is what the device's clock says.
  public var correctsClocks: Bool
  /// How far a device's clock may be ahead of the arrival before its message is refused.
  public var clockErrorMax = SimDuration.minutes(5)
  /// How far beyond the data sheet's range a value may be, as a share of the range's width.
  public var rangeMargin = 0.25

  public init(
    lateness: SimDuration = .seconds(120), deduplicates: Bool = true, orders: Bool = true,
    correctsClocks: Bool = true
  ) {
    self.lateness = lateness
    self.deduplicates = deduplicates
    self.orders = orders
    self.correctsClocks = correctsClocks
  }

  /// The null player of ingestion: no deduplication, arrival order, device clocks believed.
  public static let null = IntakeSettings(
    lateness: .zero, deduplicates: false, orders: false, correctsClocks: false)
}
