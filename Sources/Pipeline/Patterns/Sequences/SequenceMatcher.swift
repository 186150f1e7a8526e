public import Clockwork

/// How much of what waits is kept; beyond, what began first gives way and is counted.
public struct SequenceLimits: Sendable, Equatable {
  /// Partial matches of one key.
  public var runsPerKey: Int
  /// Keys with partial matches.
  public var keyCount: Int
  /// Events that partial matches hold, over all keys.
  public var eventCount: Int

  public init(runsPerKey: Int = 4096, keyCount: Int = 1 << 20, eventCount: Int = 1 << 22) {
    precondition(runsPerKey > 0 && keyCount > 0 && eventCount > 0, "room for one")
    self.runsPerKey = runsPerKey
    self.keyCount = keyCount
    self.eventCount = eventCount
  }
}

/// Finds one pattern in each key's events, which come in order of time.
///
/// A key costs memory only while a partial match waits, and what waits is bounded by
/// ``SequenceLimits``.
public struct SequenceMatcher<Key: Hashable & Sendable, Event: Sendable>: Sendable {
  public typealias Outcome = SequenceOutcome<Key, Event>

  @usableFromInline var runs: SequenceRuns
  /// The tests that events answer alone, in the order of their bits.
  @usableFromInline let tests: [@Sendable (Event) -> Bool]
  @usableFromInline let leaves: [StageCondition<Event>]
  @usableFromInline let isIterative: Bool
  public let limits: SequenceLimits
  /// Partial matches that gave way.
  public var evictedCount: Int { evictions }

  @usableFromInline var evictions = 0
  @usableFromInline var slotOfKey: [Key: Int] = [:]
  @usableFromInline var keys: [Key?] = []
  @usableFromInline var freeSlots: [Int] = []
  /// Slots that came to rest: keys often go on at once, so that they are closed many at a time.
  @usableFromInline var idleSlots: [Int] = []
  /// The events of the runs' nodes, under their numbers.
  @usableFromInline var events: [Event] = []
  @usableFromInline var order: Int64 = 0

  /// Keys that are known: those with partial matches and at most 1024 that came to rest lately.
  public var knownKeyCount: Int { slotOfKey.count }
  /// Events that partial matches hold.
  public var heldEventCount: Int { runs.nodes.count }
  public let stageNames: [String]
  /// Whether a time between neighbours is bounded anywhere.
  @usableFromInline let hasGaps: Bool

  /// - Parameter tellsTimeouts: whether partial matches whose time is over are told.
  /// - Throws: ``PatternMistake`` for a pattern that cannot mean anything.
  public init(
    _ pattern: EventPattern<Event>, limits: SequenceLimits = SequenceLimits(),
    tellsTimeouts: Bool = true
  ) throws {
    let (graph, leaves) = try PatternCompiler.compile(pattern)
    var bits: [UInt64?] = []
    var tests: [@Sendable (Event) -> Bool] = []
    for leaf in leaves {
      guard case .test(let test) = leaf else {
        bits.append(nil)
        continue
      }
      guard tests.count < 64 else { throw PatternMistake("more than 64 conditions") }
      bits.append(1 << UInt64(tests.count))
      tests.append(test)
    }
    runs = SequenceRuns(PatternProgram(graph, bits: bits), tellsTimeouts: tellsTimeouts)
    self.tests = tests
    self.leaves = leaves
    self.limits = limits
    isIterative = tests.count < leaves.count
    stageNames = graph.names
    hasGaps = graph.states.contains { $0.gap > 0 }
  }

  /// Takes one event of a key; times never fall.
  ///
  /// - Throws: ``SequenceSkipMistake`` where a match cannot be skipped as the pattern asks.
  @inlinable public mutating func observe(
    _ event: Event, of key: Key, at time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    order += 1
    let offer = SequenceRuns.Offer(
      time: time.microseconds, order: order, answers: answers(of: event))
    let slot: Int
    if let known = slotOfKey[key] {
      slot = known
    } else {
      guard asking(event, { $0.mayBegin(offer, $1) }) else { return }
      slot = open(key)
    }
    let limit = limits.runsPerKey
    let news = try asking(event) { runs, asking in
      try runs.observe(offer, slot: slot, limit: limit, asking)
    }
    if news.evictedCount > 0 { evictions += news.evictedCount }
    if news.hasAdded { keep(event) }
    if news.hasTold { tell(into: &outcomes) }
    if news.isIdle { rest(slot) }
    if runs.nodes.count > limits.eventCount { giveUpEvents() }
  }

  /// Ends what has waited too long at `time`, for every key of which a window is over.
  @inlinable public mutating func advance(
    to time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    while let slot = runs.popDue(until: time.microseconds) {
      try advance(slot: slot, to: time, into: &outcomes)
    }
  }

  /// Ends what has waited too long at `time` for one key.
  @inlinable public mutating func advance(
    _ key: Key, to time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    guard let slot = slotOfKey[key] else { return }
    try advance(slot: slot, to: time, into: &outcomes)
  }

  @inlinable mutating func advance(
    slot: Int, to time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    try runs.advance(slot, to: time.microseconds)
    tell(into: &outcomes)
    if runs.isIdle(slot) { rest(slot) }
  }

  /// Runs a body that may ask conditions about what was taken: it sees the events as they stand,
  /// and lets go of them before they change.
  @inlinable mutating func asking<Result>(
    _ event: Event, _ body: (inout SequenceRuns, GuardTable.Asking) throws -> Result
  ) rethrows -> Result {
    guard isIterative else { return try body(&runs) { _, _, _ in false } }
    let (leaves, names, events) = (leaves, stageNames, events)
    return try body(&runs) { nodes, leaf, last in
      guard case .iterative(let test) = leaves[Int(leaf)] else { return false }
      return test(event, TakenEvents(nodes: nodes, last: last, names: names, events: events))
    }
  }

  @inlinable func answers(of event: Event) -> UInt64 {
    var answers: UInt64 = 0
    for index in 0..<tests.count where tests[index](event) { answers |= 1 << UInt64(index) }
    return answers
  }

  @inlinable mutating func keep(_ event: Event) {
    for node in runs.nodes.added {
      if Int(node) < events.count { events[Int(node)] = event } else { events.append(event) }
    }
    runs.nodes.forgetAdded()
  }

  @inlinable mutating func tell(into outcomes: inout [Outcome]) {
    guard !runs.told.isEmpty else { return }
    for told in runs.told {
      guard let key = keys[told.slot] else { continue }
      var taken: [Outcome.Taken] = []
      for (stage, node) in runs.chain(of: told) {
        let event = events[Int(node)]
        if let index = taken.lastIndex(where: { $0.stage == Int(stage) }) {
          taken[index].events.append(event)
        } else {
          taken.append(Outcome.Taken(stage: Int(stage), events: [event]))
        }
      }
      outcomes.append(
        Outcome(
          kind: told.isMatch ? .match : .timeout, key: key, taken: taken,
          time: SimTime(microseconds: told.time)))
      runs.nodes.release(told.last)
    }
    runs.told.removeAll(keepingCapacity: true)
  }
}
