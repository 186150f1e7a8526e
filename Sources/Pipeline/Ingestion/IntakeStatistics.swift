/// What ingestion is scored on, besides the ledger.
public struct IntakeStatistics: Hashable, Sendable {
  /// All copies that came in.
  public var copyCount: Int64 = 0
  public var byteCount: Int64 = 0
  /// Accepted copies with readings.
  public var acceptedCount: Int64 = 0
  /// Accepted copies that were older than a copy which came before them.
  public var disorderedCount: Int64 = 0
  public var duplicateCount: Int64 = 0
  public var lateCount: Int64 = 0
  public var rejectedCount: Int64 = 0
  /// Arrival minus event time of accepted copies.
  public var latency = LatencyHistogram()

  public init() {}

  /// The share of accepted copies that came out of order; 0 without any.
  public var disorderShare: Double {
    acceptedCount == 0 ? 0 : Double(disorderedCount) / Double(acceptedCount)
  }

  /// Adds another home's figures.
  public mutating func merge(_ other: IntakeStatistics) {
    copyCount += other.copyCount
    byteCount += other.byteCount
    acceptedCount += other.acceptedCount
    disorderedCount += other.disorderedCount
    duplicateCount += other.duplicateCount
    lateCount += other.lateCount
    rejectedCount += other.rejectedCount
    latency.merge(other.latency)
  }
}
