public import Clockwork

/// Finds one pattern in each key's events, which come in order of time.
///
/// A key costs memory only while a partial match waits. At most `runsPerKey` wait for one key and
/// `keyCountMax` keys at once: beyond, what began first gives way and is counted.
public struct SequenceMatcher<Key: Hashable & Sendable, Event: Sendable>: Sendable {
  public typealias Outcome = SequenceOutcome<Key, Event>

  var runs: SequenceRuns
  /// The tests that events answer alone, in the order of their bits.
  let tests: [@Sendable (Event) -> Bool]
  let leaves: [StageCondition<Event>]
  let isIterative: Bool
  let runsPerKey: Int
  let keyCountMax: Int
  /// Partial matches that gave way.
  public internal(set) var evictedCount = 0

  var slotOfKey: [Key: Int] = [:]
  var keys: [Key?] = []
  var freeSlots: [Int] = []
  /// The events of the runs' nodes, under their numbers.
  var events: [Event] = []
  var order: Int64 = 0

  public var openKeyCount: Int { slotOfKey.count }
  public var stageNames: [String] { runs.program.names }

  public init(
    _ pattern: EventPattern<Event>, runsPerKey: Int = 4096, keyCountMax: Int = 1 << 20
  ) throws {
    precondition(runsPerKey > 0 && keyCountMax > 0, "room for one")
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
    runs = SequenceRuns(PatternProgram(graph, bits: bits))
    self.tests = tests
    self.leaves = leaves
    isIterative = tests.count < leaves.count
    self.runsPerKey = runsPerKey
    self.keyCountMax = keyCountMax
  }

  /// Takes one event of a key; times never fall.
  public mutating func observe(
    _ event: Event, of key: Key, at time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    order += 1
    let offer = SequenceRuns.Offer(
      moment: EventMoment(time: time.microseconds, order: order), answers: answers(of: event))
    var slot = slotOfKey[key]
    if slot == nil {
      guard asking(event, { $0.mayBegin(offer, $1) }) else { return }
      slot = open(key)
    }
    guard let slot else { return }
    let limit = runsPerKey
    let news = try asking(event) { runs, asking in
      try runs.observe(offer, slot: slot, limit: limit, asking)
    }
    evictedCount += news.evictedCount
    if news.hasAdded { keep(event) }
    if news.hasTold { tell(into: &outcomes) }
    if news.isIdle { close(slot) }
  }

  /// Ends what has waited too long at `time`, for every key of which a window is over.
  public mutating func advance(to time: SimTime, into outcomes: inout [Outcome]) throws {
    while let due = runs.timers.popFirst(until: time.microseconds) {
      guard runs.slots[due.slot].generation == due.generation else { continue }
      try runs.advance(due.slot, to: time.microseconds)
      tell(into: &outcomes)
      if runs.isIdle(due.slot) { close(due.slot) }
    }
  }

  /// Ends what has waited too long at `time` for one key.
  public mutating func advance(
    _ key: Key, to time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    guard let slot = slotOfKey[key] else { return }
    try runs.advance(slot, to: time.microseconds)
    tell(into: &outcomes)
    if runs.isIdle(slot) { close(slot) }
  }

  /// Runs a body that may ask conditions about what was taken: it sees the events as they stand,
  /// and lets go of them before they change.
  mutating func asking<Result>(
    _ event: Event, _ body: (inout SequenceRuns, GuardTable.Asking) throws -> Result
  ) rethrows -> Result {
    guard isIterative else { return try body(&runs) { _, _, _ in false } }
    let (leaves, names, events) = (leaves, runs.program.names, events)
    return try body(&runs) { nodes, leaf, last in
      guard case .iterative(let test) = leaves[Int(leaf)] else { return false }
      return test(event, TakenEvents(nodes: nodes, last: last, names: names, events: events))
    }
  }

  func answers(of event: Event) -> UInt64 {
    var answers: UInt64 = 0
    for index in tests.indices where tests[index](event) { answers |= 1 << UInt64(index) }
    return answers
  }

  mutating func keep(_ event: Event) {
    for node in runs.nodes.added {
      if Int(node) < events.count { events[Int(node)] = event } else { events.append(event) }
    }
    runs.nodes.forgetAdded()
  }

  mutating func tell(into outcomes: inout [Outcome]) {
    for told in runs.told {
      guard let key = keys[told.slot] else { continue }
      var chain: [(stage: Int32, node: Int32)] = []
      runs.nodes.forEachBackwards(from: told.last) { chain.append(($1.stage, $0)) }
      var taken: [Outcome.Taken] = []
      for (stage, node) in chain.reversed() {
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

  // MARK: keys

  mutating func open(_ key: Key) -> Int {
    if slotOfKey.count >= keyCountMax { evictOldestKey() }
    let slot = freeSlots.popLast() ?? keys.count
    if slot == keys.count { keys.append(key) } else { keys[slot] = key }
    runs.open(slot)
    slotOfKey[key] = slot
    return slot
  }

  mutating func close(_ slot: Int) {
    if let key = keys[slot] { slotOfKey[key] = nil }
    keys[slot] = nil
    _ = runs.close(slot)
    freeSlots.append(slot)
  }

  mutating func evictOldestKey() {
    var oldest: (slot: Int, start: EventMoment)?
    for slot in keys.indices where keys[slot] != nil {
      guard let start = runs.slots[slot].waiting.first?.start else { continue }
      if oldest.map({ start < $0.start }) ?? true { oldest = (slot, start) }
    }
    guard let slot = oldest?.slot else { return }
    evictedCount += runs.slots[slot].waiting.runs.count { $0.last >= 0 }
    close(slot)
  }
}
