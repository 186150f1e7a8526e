/// What the time-series role keeps of the readings.
public enum StoreMode: String, CaseIterable, Sendable {
  /// Every reading as a row, in the order in which lanes hand them over.
  case raw
  /// Every reading in compressed columns, a chunk a series and day.
  case chunks
  /// Hourly count, mean, minimum and maximum of each series.
  case aggregates
  /// No readings at all.
  case none

  /// Whether each reading can be had back.
  public var keepsReadings: Bool { self == .raw || self == .chunks }
}
