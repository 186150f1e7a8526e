public import SQLite

/// What a broker refuses.
public enum BrokerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is something else, or of another version.
  case notABroker(path: String, found: String)
  case badTopic(String, why: String)
  case unknownTopic(String)
  case unknownPartition(topic: String, partition: Int, count: Int)
  /// A batch that would be too much for those who read it.
  case batchTooLarge(topic: String, byteCount: Int, limit: Int)
  case unknownProducer(Int64)
  /// Another process registered under the same name later.
  case producerFenced(name: String, epoch: Int64, current: Int64)
  /// A batch is missing before this one.
  case outOfOrderSequence(partition: Int, found: Int64, expected: Int64)
  /// A batch from so long ago that its offset is not remembered; it was written then.
  case duplicateSequence(partition: Int, found: Int64, last: Int64)
  /// Retention has let go of what was asked for, or it was never written.
  case offsetOutOfRange(topic: String, partition: Int, offset: Int64, first: Int64, next: Int64)
  case corruptBatch(topic: String, partition: Int, offset: Int64, why: String)
  case unknownMember(group: String, member: String)
  /// The group was balanced anew since; who still acts by the old assignment must join again.
  case illegalGeneration(group: String, found: Int64, current: Int64)
  case notAssigned(group: String, member: String, topic: String, partition: Int)
  case badSchema(String)
  case incompatibleSchema(subject: String, rule: Compatibility, reasons: [String])
  case database(DatabaseError)

  public var description: String {
    switch self {
    case .notABroker(let path, let found):
      "\(path): found \(found), expected a broker's log of version \(Broker.formatVersion)"
    case .badTopic(let name, let why): "topic \"\(name)\": \(why)"
    case .unknownTopic(let name): "found no topic \"\(name)\"; create it first"
    case .unknownPartition(let topic, let partition, let count):
      "\(topic): found partition \(partition), expected 0..<\(count)"
    case .batchTooLarge(let topic, let byteCount, let limit):
      "\(topic): found a batch of \(byteCount) bytes, expected at most \(limit)"
    case .unknownProducer(let id): "found no producer \(id); register it first"
    case .producerFenced(let name, let epoch, let current):
      "producer \"\(name)\": found epoch \(epoch), expected \(current): another process has taken "
        + "its place"
    case .outOfOrderSequence(let partition, let found, let expected):
      "partition \(partition): found sequence \(found), expected \(expected): a batch is missing"
    case .duplicateSequence(let partition, let found, let last):
      "partition \(partition): sequence \(found) was written long ago; the last one was \(last)"
    case .offsetOutOfRange(let topic, let partition, let offset, let first, let next):
      "\(topic)/\(partition): found offset \(offset), expected \(first)...\(next)"
    case .corruptBatch(let topic, let partition, let offset, let why):
      "\(topic)/\(partition): the batch at offset \(offset) is corrupt: \(why)"
    case .unknownMember(let group, let member):
      "group \"\(group)\" has no member \"\(member)\"; join it first"
    case .illegalGeneration(let group, let found, let current):
      "group \"\(group)\": found generation \(found), expected \(current): join again"
    case .notAssigned(let group, let member, let topic, let partition):
      "group \"\(group)\": \(topic)/\(partition) is not assigned to \"\(member)\""
    case .badSchema(let why): "schema: \(why)"
    case .incompatibleSchema(let subject, let rule, let reasons):
      "subject \"\(subject)\" (\(rule.rawValue)): \(reasons.joined(separator: "; "))"
    case .database(let error): error.description
    }
  }

  /// Runs `body` and gives what SQLite refuses this error's form.
  static func wrapping<T>(_ body: () throws -> T) throws(BrokerError) -> T {
    do {
      return try body()
    } catch let error as BrokerError {
      throw error
    } catch let error as DatabaseError {
      throw .database(error)
    } catch {
      throw .database(DatabaseError(code: -1, message: "\(error)", path: ""))
    }
  }
}
