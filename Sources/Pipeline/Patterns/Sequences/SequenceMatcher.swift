public import Clockwork

/// Finds one pattern in each key's events, which come in order of time.
///
/// A key costs memory only while a partial match waits. At most `runsPerKey` wait for one key and
/// `keyCountMax` keys at once: beyond, what began first gives way and is counted.
public struct SequenceMatcher<Key: Hashable & Sendable, Event: Sendable>: Sendable {
  public typealias Outcome = SequenceOutcome<Key, Event>

  let program: PatternProgram<Event>
  let runsPerKey: Int
  let keyCountMax: Int
  /// Partial matches that gave way.
  public private(set) var evictedCount = 0
  public var openKeyCount: Int { slotOfKey.count }
  public var stageNames: [String] { program.names }

  struct KeyRuns: Sendable {
    var key: Key
    var waiting = RunQueue()
    var completed = RunQueue()
    /// No run's time is over before, microseconds.
    var deadline = Int64.max
    /// Told apart from a later key in the same slot.
    var generation: Int64
  }

  var slots: [KeyRuns?] = []
  private var freeSlots: [Int] = []
  private var slotOfKey: [Key: Int] = [:]
  private var generation: Int64 = 0
  private var order: Int64 = 0
  var nodes = MatchNodes<Event>()
  private var timers = WindowTimers()
  var scratch: Scratch

  struct Scratch: Sendable {
    var answers: GuardTable<Event>.Answers
    var edges: [Int32] = []
    var stack: [Int32] = []
    var retained: [PatternRun] = []
  }

  public init(
    _ pattern: EventPattern<Event>, runsPerKey: Int = 4096, keyCountMax: Int = 1 << 20
  ) throws {
    precondition(runsPerKey > 0 && keyCountMax > 0, "room for one")
    program = try PatternProgram(pattern)
    self.runsPerKey = runsPerKey
    self.keyCountMax = keyCountMax
    scratch = Scratch(answers: program.guards.newAnswers())
  }

  /// Takes one event of a key; times never fall.
  public mutating func observe(
    _ event: Event, of key: Key, at time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    order += 1
    let moment = EventMoment(time: time.microseconds, order: order)
    if let slot = slotOfKey[key] {
      try observe(event, moment, slot: slot, into: &outcomes)
      return
    }
    scratch.answers.known.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    guard mayBegin(event) else { return }
    let slot = open(key)
    try observe(event, moment, slot: slot, into: &outcomes)
  }

  /// Ends what has waited too long at `time`, for every key whose whole window is over.
  public mutating func advance(to time: SimTime, into outcomes: inout [Outcome]) throws {
    while let due = timers.popFirst(until: time.microseconds) {
      guard let runs = slots[due.slot], runs.generation == due.generation else { continue }
      try advance(slot: due.slot, to: time.microseconds, into: &outcomes)
      closeIfIdle(due.slot)
    }
  }

  /// Ends what has waited too long at `time` for one key.
  public mutating func advance(
    _ key: Key, to time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    guard let slot = slotOfKey[key] else { return }
    try advance(slot: slot, to: time.microseconds, into: &outcomes)
    closeIfIdle(slot)
  }

  private mutating func observe(
    _ event: Event, _ moment: EventMoment, slot: Int, into outcomes: inout [Outcome]
  ) throws {
    try advance(slot: slot, to: moment.time, into: &outcomes)
    let began = try step(event, moment, slot: slot, into: &outcomes)
    if began, program.window > 0 {
      timers.push(
        time: moment.time + program.window, slot: slot,
        generation: slots[slot]!.generation)
    }
    evictRuns(slot)
    closeIfIdle(slot)
  }

  // MARK: keys

  private mutating func open(_ key: Key) -> Int {
    if slotOfKey.count >= keyCountMax { evictOldestKey() }
    generation += 1
    var runs = KeyRuns(key: key, generation: generation)
    runs.waiting.push(program.startRun)
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      slots[slot] = runs
    } else {
      slot = slots.count
      slots.append(runs)
    }
    slotOfKey[key] = slot
    return slot
  }

  private mutating func closeIfIdle(_ slot: Int) {
    guard let runs = slots[slot], runs.waiting.count <= 1, runs.completed.isEmpty,
      runs.waiting.first.map({ $0.last < 0 }) ?? true
    else { return }
    slotOfKey[runs.key] = nil
    slots[slot] = nil
    freeSlots.append(slot)
  }

  private mutating func evictOldestKey() {
    var oldest: (slot: Int, start: EventMoment)?
    for slot in slots.indices {
      guard let start = slots[slot]?.waiting.first?.start else { continue }
      if oldest.map({ start < $0.start }) ?? true { oldest = (slot, start) }
    }
    guard let slot = oldest?.slot, let runs = slots[slot] else { return }
    for run in runs.waiting.runs + runs.completed.runs { nodes.release(run.last) }
    evictedCount += runs.waiting.count - 1
    slotOfKey[runs.key] = nil
    slots[slot] = nil
    freeSlots.append(slot)
  }

  private mutating func evictRuns(_ slot: Int) {
    while slots[slot]!.waiting.count > runsPerKey + 1 {
      guard let oldest = slots[slot]!.waiting.popFirst() else { return }
      nodes.release(oldest.last)
      evictedCount += 1
    }
  }
}
