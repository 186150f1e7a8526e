public import Clockwork

/// A member of a consumer group: polls its partitions in turn and commits what it has done.
///
/// What was polled and not committed is polled again after a crash: at least once. For exactly
/// once let ``ExactlyOnceSink`` keep the offsets and ``seek(_:to:)`` there.
public struct Consumer {
  /// Where a group begins that has no offset, or whose offset is gone.
  public enum Start: Sendable {
    case oldest
    case newest
    /// Throws ``BrokerError/offsetOutOfRange(topic:partition:offset:first:next:)``.
    case nowhere
  }

  public let broker: Broker
  public let group: String
  public let member: String
  public let topics: [String]
  public let start: Start
  public private(set) var assignment: Assignment
  /// The next offset of each assigned partition.
  public private(set) var positions: [TopicPartition: Int64] = [:]
  private var turn = 0

  public init(
    _ broker: Broker, group: String, member: String, topics: [String], start: Start = .oldest,
    now: SimTime
  ) throws(BrokerError) {
    self.broker = broker
    self.group = group
    self.member = member
    self.topics = topics
    self.start = start
    assignment = try broker.join(group: group, member: member, topics: topics, now: now)
    try takePositions()
  }

  /// Says that it is alive, and takes over another assignment if the group was balanced anew.
  ///
  /// - Returns: whether it was: what has been polled and not committed is somebody else's now.
  public mutating func heartbeat(now: SimTime) throws(BrokerError) -> Bool {
    let current = try broker.heartbeat(group: group, member: member, now: now)
    guard current.generation != assignment.generation else { return false }
    assignment = current
    positions = [:]
    try takePositions()
    return true
  }

  /// Reads on in one of its partitions that has something; nil if none has.
  ///
  /// - Parameter bytesMax: see ``Broker/fetch(_:partition:from:bytesMax:)``; the memory it takes.
  public mutating func poll(bytesMax: Int) throws(BrokerError) -> FetchedRecords? {
    for _ in assignment.partitions.indices {
      let place = assignment.partitions[turn % assignment.partitions.count]
      turn = (turn + 1) % assignment.partitions.count
      let topic = try broker.topic(place.topic)
      let offset = try position(of: place, topic)
      let found = try broker.fetch(
        topic, partition: place.partition, from: offset, bytesMax: bytesMax)
      positions[place] = found.nextOffset
      if !found.records.isEmpty { return found }
    }
    return nil
  }

  /// Goes on elsewhere; the next commit says so to the group.
  public mutating func seek(_ place: TopicPartition, to offset: Int64) {
    positions[place] = offset
  }

  /// Commits the position of every assigned partition.
  public func commit() throws(BrokerError) {
    try broker.commit(
      group: group, member: member, generation: assignment.generation, positions)
  }

  private mutating func takePositions() throws(BrokerError) {
    for place in assignment.partitions {
      let topic = try broker.topic(place.topic)
      let ends = try broker.offsets(of: topic, partition: place.partition)
      let known = try broker.committed(group: group, topic, partition: place.partition)
      positions[place] = known ?? (start == .newest ? ends.next : ends.first)
    }
  }

  private func position(of place: TopicPartition, _ topic: Topic) throws(BrokerError) -> Int64 {
    let offset = positions[place] ?? 0
    let ends = try broker.offsets(of: topic, partition: place.partition)
    guard offset < ends.first || offset > ends.next else { return offset }
    switch start {
    case .oldest: return ends.first
    case .newest: return ends.next
    case .nowhere: return offset
    }
  }
}
