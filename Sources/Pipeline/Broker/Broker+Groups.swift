public import Clockwork
import SQLite

/// A topic's partition.
public struct TopicPartition: Hashable, Comparable, Sendable {
  public var topic: String
  public var partition: Int

  public init(topic: String, partition: Int) {
    self.topic = topic
    self.partition = partition
  }

  public static func < (a: Self, b: Self) -> Bool {
    (a.topic, a.partition) < (b.topic, b.partition)
  }
}

/// What a member of a group may read until the group is balanced anew.
public struct Assignment: Hashable, Sendable {
  /// Goes up whenever somebody joins or leaves.
  public var generation: Int64
  public var partitions: [TopicPartition]
}

/// Consumer groups: who reads what, and how far they are.
///
/// The assignment is a pure function of members and topics, so nobody leads. A member that acts by
/// an older generation is refused, so that two never commit for one partition.
/// - Source: the range assignor and the generations of Apache Kafka's group protocol.
extension Broker {
  /// Joins a group, or renews a membership with other topics.
  public func join(
    group: String, member: String, topics: [String], now: SimTime
  ) throws(BrokerError) -> Assignment {
    for name in topics { _ = try topic(name) }
    return try BrokerError.wrapping {
      try database.transaction {
        let known = try topicsOf(member, in: group)
        if known != Set(topics) {
          try remove(member, from: group)
          let insert = try database.prepare("INSERT INTO group_member VALUES (?, ?, ?, ?)")
          for topic in Set(topics).sorted() {
            try insert.bind(group, at: 1)
            try insert.bind(member, at: 2)
            try insert.bind(topic, at: 3)
            try insert.bind(now.microseconds, at: 4)
            try insert.run()
          }
          try raiseGeneration(of: group)
        } else {
          try beat(group, member, now)
        }
        return try currentAssignment(group, member)
      }
    }
  }

  /// Says that a member is alive, and what it reads now: another generation than the one it knows
  /// means that the group was balanced anew.
  public func heartbeat(
    group: String, member: String, now: SimTime
  ) throws(BrokerError) -> Assignment {
    try BrokerError.wrapping {
      try database.transaction {
        guard try !topicsOf(member, in: group).isEmpty else {
          throw BrokerError.unknownMember(group: group, member: member)
        }
        try beat(group, member, now)
        return try currentAssignment(group, member)
      }
    }
  }

  public func leave(group: String, member: String) throws(BrokerError) {
    try BrokerError.wrapping {
      try database.transaction {
        guard try !topicsOf(member, in: group).isEmpty else { return }
        try remove(member, from: group)
        try raiseGeneration(of: group)
      }
    }
  }

  /// Removes members that were last heard of before a moment.
  ///
  /// - Returns: who they were.
  @discardableResult
  public func expireMembers(
    of group: String, heardBefore limit: SimTime
  ) throws(BrokerError) -> [String] {
    try BrokerError.wrapping {
      try database.transaction {
        let silent = try database.prepare(
          """
          SELECT member FROM group_member WHERE group_name = ? GROUP BY member
          HAVING max(heartbeat_us) < ? ORDER BY member
          """)
        try silent.bind(group, at: 1)
        try silent.bind(limit.microseconds, at: 2)
        var members: [String] = []
        while try silent.step() { members.append(silent.text(0)) }
        silent.reset()
        for member in members { try remove(member, from: group) }
        if !members.isEmpty { try raiseGeneration(of: group) }
        return members
      }
    }
  }

  // MARK: Offsets

  /// Where a group goes on in a partition; nil if it has not begun.
  public func committed(
    group: String, _ topic: Topic, partition: Int
  ) throws(BrokerError) -> Int64? {
    try BrokerError.wrapping {
      let statement = statements.committed
      defer { statement.reset() }
      try statement.bind(group, at: 1)
      try statement.bind(topic.partitionKey(partition), at: 2)
      return try statement.step() ? statement.integer(0) : nil
    }
  }

  /// Says how far a member is: everything before these offsets needs not be read again.
  public func commit(
    group: String, member: String, generation: Int64, _ offsets: [TopicPartition: Int64]
  ) throws(BrokerError) {
    try BrokerError.wrapping {
      try database.transaction {
        guard try !topicsOf(member, in: group).isEmpty else {
          throw BrokerError.unknownMember(group: group, member: member)
        }
        let assignment = try currentAssignment(group, member)
        guard assignment.generation == generation else {
          throw BrokerError.illegalGeneration(
            group: group, found: generation, current: assignment.generation)
        }
        for (place, offset) in offsets.sorted(by: { $0.key < $1.key }) {
          guard assignment.partitions.contains(place) else {
            throw BrokerError.notAssigned(
              group: group, member: member, topic: place.topic, partition: place.partition)
          }
          try setOffset(group, try topic(place.topic), place.partition, offset)
        }
      }
    }
  }

  /// Moves a group that has no members, so that it reads something again or leaves it out.
  public func resetOffset(
    group: String, _ topic: Topic, partition: Int, to offset: Int64
  ) throws(BrokerError) {
    try BrokerError.wrapping {
      try database.transaction { try setOffset(group, topic, partition, offset) }
    }
  }

  /// How many records of a partition the group has not committed.
  public func lag(group: String, _ topic: Topic, partition: Int) throws(BrokerError) -> Int64 {
    let ends = try offsets(of: topic, partition: partition)
    let committed = try committed(group: group, topic, partition: partition) ?? ends.first
    return ends.next - max(committed, ends.first)
  }

  private func setOffset(
    _ group: String, _ topic: Topic, _ partition: Int, _ offset: Int64
  ) throws {
    let ends = try ends(of: topic, partition)
    guard (0...ends.next).contains(offset) else {
      throw BrokerError.offsetOutOfRange(
        topic: topic.name, partition: partition, offset: offset, first: ends.first,
        next: ends.next)
    }
    let set = try database.prepare("INSERT OR REPLACE INTO group_offset VALUES (?, ?, ?)")
    try set.bind(group, at: 1)
    try set.bind(topic.partitionKey(partition), at: 2)
    try set.bind(offset, at: 3)
    try set.run()
  }

  // MARK: Members

  private func topicsOf(_ member: String, in group: String) throws -> Set<String> {
    let statement = try database.prepare(
      "SELECT topic FROM group_member WHERE group_name = ? AND member = ?")
    try statement.bind(group, at: 1)
    try statement.bind(member, at: 2)
    var topics: Set<String> = []
    while try statement.step() { topics.insert(statement.text(0)) }
    return topics
  }

  private func beat(_ group: String, _ member: String, _ now: SimTime) throws {
    let statement = try database.prepare(
      "UPDATE group_member SET heartbeat_us = ?3 WHERE group_name = ?1 AND member = ?2")
    try statement.bind(group, at: 1)
    try statement.bind(member, at: 2)
    try statement.bind(now.microseconds, at: 3)
    try statement.run()
  }

  private func remove(_ member: String, from group: String) throws {
    let statement = try database.prepare(
      "DELETE FROM group_member WHERE group_name = ? AND member = ?")
    try statement.bind(group, at: 1)
    try statement.bind(member, at: 2)
    try statement.run()
  }

  private func raiseGeneration(of group: String) throws {
    let statement = try database.prepare(
      """
      INSERT INTO consumer_group VALUES (?, 1)
      ON CONFLICT (name) DO UPDATE SET generation = generation + 1
      """)
    try statement.bind(group, at: 1)
    try statement.run()
  }

  private func currentAssignment(_ group: String, _ member: String) throws -> Assignment {
    let generation = try database.prepare("SELECT generation FROM consumer_group WHERE name = ?")
    try generation.bind(group, at: 1)
    let number = try generation.step() ? generation.integer(0) : 0
    let rows = try database.prepare(
      "SELECT topic, member FROM group_member WHERE group_name = ? ORDER BY topic, member")
    try rows.bind(group, at: 1)
    var subscribers: [(topic: String, members: [String])] = []
    while try rows.step() {
      if subscribers.last?.topic == rows.text(0) {
        subscribers[subscribers.count - 1].members.append(rows.text(1))
      } else {
        subscribers.append((rows.text(0), [rows.text(1)]))
      }
    }
    var partitions: [TopicPartition] = []
    for (name, members) in subscribers {
      guard let place = members.firstIndex(of: member) else { continue }
      let count = try topic(name).settings.partitionCount
      let range = RangeAssignor.range(of: place, among: members.count, partitionCount: count)
      partitions += range.map { TopicPartition(topic: name, partition: $0) }
    }
    return Assignment(generation: number, partitions: partitions)
  }
}

/// Neighbouring partitions to each member, in the members' order; the first ones get one more.
enum RangeAssignor {
  static func range(of place: Int, among memberCount: Int, partitionCount: Int) -> Range<Int> {
    let (share, extra) = partitionCount.quotientAndRemainder(dividingBy: memberCount)
    let start = place * share + min(place, extra)
    return start..<start + share + (place < extra ? 1 : 0)
  }
}
