/// Why a record could not be taken in.
public enum DeadLetterReason: String, CaseIterable, Sendable {
  /// Bytes that are no message.
  case malformed
  /// The checksum does not fit.
  case damaged
  /// Longer than a message may be; only the beginning is kept.
  case tooLarge = "too_large"
  case unknownKind = "unknown_kind"
  /// A version of its kind that nobody registered.
  case unknownSchema = "unknown_schema"
  /// A field that is missing or of another type than its schema says.
  case invalidField = "invalid_field"
  /// NaN or infinite where a number should be.
  case notANumber = "not_a_number"
  /// A time that no working clock shows: 1970 after a lost battery, or the future.
  case clockOutOfRange = "clock_out_of_range"
  /// Too far behind the newest of its series.
  case tooLate = "too_late"
  /// An id that was taken in with another content.
  case conflictingDuplicate = "conflicting_duplicate"
}
