/// Why the pipeline would not take a copy of a message.
@frozen public enum RejectReason: UInt8, CaseIterable, Error, Sendable {
  /// Fewer bytes than the message says it has.
  case truncated = 0
  /// The bytes were changed on their way.
  case badChecksum = 1
  case unknownSchema = 2
  case unknownKind = 3
  case unknownChannel = 4
  /// A number that is infinite or not a number.
  case nonFinite = 5
  /// More bytes than the message says it has.
  case trailingBytes = 6
  /// Text that is not UTF-8, or not the JSON of a message.
  case badText = 7
  /// A count, index or code that its type does not allow.
  case badValue = 8
  /// A message that came before the site plan which explains it.
  case noSitePlan = 9
  /// A device that the site plan does not list.
  case unknownDevice = 10
  /// A channel that the device does not have.
  case foreignChannel = 11
  /// A value far outside the data sheet's range.
  case outOfRange = 12
  /// A device time further ahead of the arrival than clocks may be wrong.
  case fromFuture = 13
  /// A device time outside the years that a clock can show.
  case implausibleTime = 14

  /// Whether the copy could not be read at all, so that its message id is not known.
  @inlinable public var isUnreadable: Bool { rawValue < RejectReason.noSitePlan.rawValue }

  /// The name used in ledgers and reports.
  public var name: String {
    switch self {
    case .truncated: "truncated"
    case .badChecksum: "bad_checksum"
    case .unknownSchema: "unknown_schema"
    case .unknownKind: "unknown_kind"
    case .unknownChannel: "unknown_channel"
    case .nonFinite: "non_finite"
    case .trailingBytes: "trailing_bytes"
    case .badText: "bad_text"
    case .badValue: "bad_value"
    case .noSitePlan: "no_site_plan"
    case .unknownDevice: "unknown_device"
    case .foreignChannel: "foreign_channel"
    case .outOfRange: "out_of_range"
    case .fromFuture: "from_future"
    case .implausibleTime: "implausible_time"
    }
  }
}
