/// How an hour's price lies to its day's.
@frozen public enum PriceLevel: UInt8, Sendable {
  /// All hours of the day cost the same.
  case flat = 0
  /// At or below the day's mean.
  case low = 1
  /// Above the day's mean.
  case high = 2
}
