public import Clockwork

/// One entry of a topic, as its producer gives it.
public struct Record: Hashable, Sendable {
  public struct Header: Hashable, Sendable {
    public var name: String
    public var value: [UInt8]

    public init(name: String, value: [UInt8]) {
      self.name = name
      self.value = value
    }
  }

  /// Records of one key keep their order; nil goes to any partition.
  public var key: [UInt8]?
  /// When it happened, by the producer.
  public var eventTime: SimTime
  /// A schema's id in the registry; 0 for none.
  public var schema: Int64
  public var headers: [Header]
  public var payload: [UInt8]

  public init(
    key: [UInt8]?, eventTime: SimTime, payload: [UInt8], schema: Int64 = 0, headers: [Header] = []
  ) {
    self.key = key
    self.eventTime = eventTime
    self.payload = payload
    self.schema = schema
    self.headers = headers
  }

  /// About what it takes in memory and in a batch.
  public var byteCount: Int {
    24 + (key?.count ?? 0) + payload.count
      + headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.count + 4 }
  }
}

/// A record with its place in the log.
public struct StoredRecord: Hashable, Sendable {
  public var offset: Int64
  /// When the broker wrote it.
  public var ingestTime: SimTime
  public var record: Record
}
