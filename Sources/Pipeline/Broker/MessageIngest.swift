public import Clockwork

/// A source through a log into a store: each message once, however often it is ended and begun.
///
/// The producer writes how far it has read the source with each batch of the log, the store writes
/// how far it has read the log with each batch of rows: two positions, each in the transaction of
/// what it speaks of. What the store has is let go from the log. Memory is that of one batch.
public struct MessageIngest {
  public static let topicName = "messages"
  static let partitionCount = 4
  private static let batchBytes = 1 << 20

  private let broker: Broker
  private let topic: Topic
  private let store: MessageStore
  private let source: any MessageSource
  private var producer: Producer

  /// Whether an earlier run had begun with the source.
  public let goesOn: Bool
  /// How many records were read from the source by this run.
  public private(set) var recordCount: Int64 = 0

  /// - Parameter name: of the source: the same at every run.
  public init(
    _ source: any MessageSource, name: String, broker: Broker, store: MessageStore
  ) throws {
    self.broker = broker
    self.store = store
    self.source = source
    topic = try broker.createTopic(
      Self.topicName, TopicSettings(partitionCount: Self.partitionCount))
    producer = try Producer(broker, name: name, topic: topic, bytesMax: Self.batchBytes)
    // A store that lacks what this log has let go of is another one: it begins at the beginning.
    var hasAll = true
    for partition in 0..<Self.partitionCount {
      let first = try broker.offsets(of: topic, partition: partition).first
      let taken = try store.sink.position(of: topic, partition: partition).nextOffset
      if taken < first { hasAll = false }
    }
    let position = hasAll ? producer.identity.position : nil
    goesOn = position != nil
    if let position { try source.seek(to: position) }
  }

  /// Registers the data plan's messages, unless the log knows their subjects.
  public static func registerSchemas(in broker: Broker) throws(BrokerError) {
    let known = Set(try broker.subjects())
    for (subject, schema) in MessageSchemas.all where !known.contains(subject) {
      try broker.register(schema, subject: subject)
    }
  }

  /// Reads the source to its end and the log after it.
  ///
  /// - Parameters:
  ///   - clock: the moment at which records without an arrival are taken to arrive.
  ///   - progress: called after each batch.
  public mutating func run(clock: () -> SimTime, progress: (Int64) throws -> Void) throws {
    // What an earlier run has left in the log comes first, so that the log stays small.
    try drain()
    var arrival: SimTime?
    var position = source.position
    while let message = try source.next() {
      var acceptance = producer.tryAppend(message.record)
      if acceptance == .full {
        try flush(position, arrival ?? clock())
        try progress(recordCount)
        acceptance = producer.tryAppend(message.record)
      }
      precondition(acceptance == .accepted, "a source's messages are smaller than a batch")
      // Of the records in a batch the last to arrive: homes that follow one another begin anew.
      if let time = message.arrival { arrival = max(arrival ?? time, time) }
      position = source.position
      recordCount += 1
    }
    try flush(position, arrival ?? clock())
    try progress(recordCount)
  }

  private mutating func flush(_ position: String, _ now: SimTime) throws {
    _ = try producer.flush(position: position, now: now)
    try drain()
  }

  private func drain() throws {
    for partition in 0..<Self.partitionCount {
      while true {
        let first = try broker.offsets(of: topic, partition: partition).first
        let start = max(first, try store.sink.position(of: topic, partition: partition).nextOffset)
        let found = try broker.fetch(
          topic, partition: partition, from: start, bytesMax: Self.batchBytes)
        guard !found.records.isEmpty else { break }
        try store.take(found, from: start)
        try broker.trim(topic, partition: partition, before: found.nextOffset)
      }
    }
  }
}
