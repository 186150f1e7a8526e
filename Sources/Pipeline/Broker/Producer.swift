public import Clockwork

/// Collects records and sends them in batches, each once.
///
/// Memory is bounded: ``tryAppend(_:)`` says so when the buffer is full, and the caller has to
/// flush. What a crash takes from the buffer is read again from the source: the position given to
/// ``flush(position:now:)`` is on the disk with the batches or not at all.
public struct Producer {
  public enum Acceptance: Hashable, Sendable {
    case accepted
    /// The buffer has no room: flush, and if that is full too, let consumers go on first.
    case full
    /// No batch can take it.
    case tooLarge
  }

  public enum FlushOutcome: Hashable, Sendable {
    /// How many records went out.
    case flushed(Int)
    /// The topic has its fill of records that nobody has read; the buffer stays as it is.
    case full(waiting: Int64, limit: Int64)
  }

  public let broker: Broker
  public let topic: Topic
  public let identity: ProducerIdentity
  public let bytesMax: Int
  public private(set) var bufferedBytes = 0

  private var buffers: [[Record]]
  private var sequences: [Int64]
  /// Formed at the first attempt and kept until it succeeds: a batch that is sent again must be
  /// the same batch.
  private var outgoing: [ProducedBatch] = []
  private var outgoingPosition: String?
  /// Where records without a key go until the next flush.
  private var keylessPartition = 0

  /// - Parameter bytesMax: of the buffer.
  public init(
    _ broker: Broker, name: String, topic: Topic, bytesMax: Int = 4 << 20
  ) throws(BrokerError) {
    self.broker = broker
    self.topic = topic
    self.bytesMax = min(max(bytesMax, 1024), Broker.batchBytesMax)
    identity = try broker.registerProducer(name)
    buffers = Array(repeating: [], count: topic.settings.partitionCount)
    sequences = Array(repeating: 0, count: topic.settings.partitionCount)
  }

  public mutating func tryAppend(_ record: Record) -> Acceptance {
    let size = record.byteCount
    guard size <= bytesMax else { return .tooLarge }
    guard outgoing.isEmpty, bufferedBytes + size <= bytesMax else { return .full }
    let count = buffers.count
    let partition =
      record.key.map { Partitioner.partition(of: $0, count: count) } ?? keylessPartition
    buffers[partition].append(record)
    bufferedBytes += size
    return .accepted
  }

  /// Sends what is buffered, and with it how far the source was read.
  ///
  /// After an error the same call may be made again: the broker knows what it has already.
  public mutating func flush(position: String?, now: SimTime) throws(BrokerError) -> FlushOutcome {
    if outgoing.isEmpty {
      for partition in buffers.indices where !buffers[partition].isEmpty {
        outgoing.append(
          ProducedBatch(
            topic: topic, partition: partition, sequence: sequences[partition],
            records: buffers[partition]))
      }
      outgoingPosition = position
    }
    let outcome = try broker.append(
      outgoing, from: identity, position: outgoingPosition, now: now)
    switch outcome {
    case .full(_, let waiting, let limit): return .full(waiting: waiting, limit: limit)
    case .appended:
      var count = 0
      for batch in outgoing {
        sequences[batch.partition] += Int64(batch.records.count)
        count += batch.records.count
        buffers[batch.partition].removeAll(keepingCapacity: true)
      }
      outgoing.removeAll()
      bufferedBytes = 0
      keylessPartition = (keylessPartition + 1) % buffers.count
      return .flushed(count)
    }
  }
}
