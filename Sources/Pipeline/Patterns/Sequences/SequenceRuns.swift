/// The runs of every key, which are numbers here. What events are, only the caller knows: they come
/// as a number and the answers to the pattern's tests, so this code is compiled once.
@usableFromInline struct SequenceRuns: Sendable {
  let program: PatternProgram
  let tellsTimeouts: Bool
  var slots: [Slot] = []
  @usableFromInline var nodes = MatchNodes()
  var timers = WindowTimers()
  var ages = SlotAges()
  var scratch = Scratch()
  /// What is told: finished runs and those whose time was over.
  @usableFromInline var told: [Told] = []
  private var generation: Int64 = 0

  struct Slot: Sendable {
    var waiting = RunQueue()
    var completed = RunQueue()
    /// No run's time is over before, microseconds.
    var deadline = Int64.max
    /// When a timer of its own rings, microseconds.
    var timer = Int64.max
    /// Told apart from a later key in the same slot; 0 for an empty slot.
    var generation: Int64 = 0
    /// Its place in the order of age; 0 while nothing waits.
    var age: Int64 = 0
    /// Whether it is among those that came to rest.
    var isResting = false

    /// Whether nothing but the search for a first event is left.
    var isIdle: Bool {
      completed.isEmpty && waiting.count <= 1 && (waiting.first?.last ?? -1) < 0
    }
  }

  @usableFromInline struct Told: Sendable {
    @usableFromInline var isMatch: Bool
    @usableFromInline var slot: Int
    /// The newest node of its chain, held until it is released.
    @usableFromInline var last: Int32
    @usableFromInline var time: Int64
  }

  struct Scratch: Sendable {
    var edges: [Int32] = []
    var stack: [Int32] = []
    var retained: [PatternRun] = []
    /// The runs of the key at hand before they moved, and after.
    var moved = RunQueue()
    var kept = RunQueue()
    var completed = RunQueue()
  }

  /// An event as the runs see it: when it came, and a bit for each of the pattern's tests that
  /// holds.
  @usableFromInline struct Offer {
    var moment: EventMoment
    var answers: UInt64

    @usableFromInline init(time: Int64, order: Int64, answers: UInt64) {
      moment = EventMoment(time: time, order: order)
      self.answers = answers
    }
  }

  /// What an event did to a key.
  @usableFromInline struct News {
    @usableFromInline var evictedCount = 0
    @usableFromInline var hasAdded = false
    @usableFromInline var hasTold = false
    @usableFromInline var isIdle = false
  }

  init(_ program: PatternProgram, tellsTimeouts: Bool) {
    self.program = program
    self.tellsTimeouts = tellsTimeouts
  }

  /// Makes a slot ready for a key.
  @usableFromInline mutating func open(_ slot: Int) {
    if slot == slots.count { slots.append(Slot()) }
    generation += 1
    slots[slot].generation = generation
    slots[slot].deadline = .max
    slots[slot].timer = .max
    slots[slot].age = 0
    slots[slot].isResting = false
    slots[slot].waiting.push(program.startRun)
  }

  /// Lets go of a slot's runs; how many waited.
  @usableFromInline @discardableResult mutating func close(_ slot: Int) -> Int {
    var count = 0
    for run in slots[slot].waiting.runs where run.last >= 0 {
      nodes.release(run.last)
      count += 1
    }
    for run in slots[slot].completed.runs { nodes.release(run.last) }
    slots[slot].generation = 0
    slots[slot].age = 0
    slots[slot].waiting.removeAll(keepingCapacity: true)
    slots[slot].completed.removeAll(keepingCapacity: true)
    return count
  }

  @usableFromInline func isIdle(_ slot: Int) -> Bool { slots[slot].isIdle }

  /// Puts a slot among those that rest; false if it was there already.
  @usableFromInline mutating func markResting(_ slot: Int) -> Bool {
    defer { slots[slot].isResting = true }
    return !slots[slot].isResting
  }

  /// Takes a slot from those that rest; whether it still does.
  @usableFromInline mutating func endResting(_ slot: Int) -> Bool {
    slots[slot].isResting = false
    return slots[slot].generation != 0 && slots[slot].isIdle
  }

  /// The slot whose runs have waited longest.
  @usableFromInline mutating func oldestSlot() -> Int? {
    ages.popOldest { slot, age in slots[slot].age == age }
  }

  /// Ends what has waited too long for a key, offers an event to its runs and drops those that
  /// began first above a limit.
  @usableFromInline mutating func observe(
    _ offer: Offer, slot: Int, limit: Int, _ asking: GuardTable.Asking
  ) throws -> News {
    if slots[slot].deadline <= offer.moment.time { try advance(slot, to: offer.moment.time) }
    let wasIdle = slots[slot].isIdle
    if wasIdle, !mayBegin(offer, asking) { return News(hasTold: !told.isEmpty, isIdle: true) }
    try step(offer, slot: slot, asking)
    var news = News()
    while slots[slot].waiting.count > limit + 1, let oldest = slots[slot].waiting.popFirst() {
      nodes.release(oldest.last)
      news.evictedCount += 1
    }
    news.isIdle = slots[slot].isIdle
    if news.isIdle {
      slots[slot].age = 0
    } else if wasIdle || slots[slot].age == 0 {
      slots[slot].age = ages.add(slot)
      if ages.count > 2 * slots.count + 1024 { ages.keep { slots[$0].age == $1 } }
    }
    news.hasAdded = !nodes.added.isEmpty
    news.hasTold = !told.isEmpty
    return news
  }

  /// Whether the start's own edges take the event: most events begin nothing.
  @usableFromInline mutating func mayBegin(_ offer: Offer, _ asking: GuardTable.Asking) -> Bool {
    decide(from: program.start, offer, last: -1, asking)
    for index in scratch.edges where program.edges[Int(index)].action == .take { return true }
    return false
  }

  /// The nodes of a told run from the oldest to the newest, with their stages.
  @usableFromInline func chain(of told: Told) -> [(stage: Int32, node: Int32)] {
    var chain: [(stage: Int32, node: Int32)] = []
    nodes.forEachBackwards(from: told.last) { chain.append(($1.stage, $0)) }
    chain.reverse()
    return chain
  }
}
