public import Clockwork

/// How a topic is kept.
public struct TopicSettings: Hashable, Sendable {
  public static let partitionCountMax = 1024

  public var partitionCount: Int
  /// How long a batch stays after it was written; nil for ever.
  public var retention: SimDuration?
  /// How many bytes a partition may take before its oldest batches go; nil for any number.
  public var retentionBytes: Int64?
  /// How many bytes may wait for the slowest consumer group before producers are told that the
  /// topic is full; nil for any number.
  public var backlogBytesMax: Int64?
  /// Whether batches are compressed.
  public var packs: Bool

  public init(
    partitionCount: Int, retention: SimDuration? = nil, retentionBytes: Int64? = nil,
    backlogBytesMax: Int64? = nil, packs: Bool = false
  ) {
    self.partitionCount = partitionCount
    self.retention = retention
    self.retentionBytes = retentionBytes
    self.backlogBytesMax = backlogBytesMax
    self.packs = packs
  }
}

/// A topic that is there.
public struct Topic: Hashable, Sendable {
  public let id: Int64
  public let name: String
  public let settings: TopicSettings

  /// The row id of a batch: topic, partition, and offset of its first record.
  func key(_ partition: Int, _ offset: Int64) -> Int64 {
    partitionKey(partition) << Self.offsetBits | offset
  }

  func partitionKey(_ partition: Int) -> Int64 { id << 10 | Int64(partition) }

  /// 1.1e12 records a partition, 1,024 partitions a topic, 8,191 topics.
  static let offsetBits: Int64 = 40
  static let offsetMax: Int64 = 1 << offsetBits - 1
  static let idMax: Int64 = 8191
}
