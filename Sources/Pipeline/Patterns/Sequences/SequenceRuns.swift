/// The runs of every key, which are numbers here. What events are, only the caller knows: they come
/// as a number and the answers to the pattern's tests, so this code is compiled once.
struct SequenceRuns: Sendable {
  let program: PatternProgram
  var slots: [Slot] = []
  var nodes = MatchNodes()
  var timers = WindowTimers()
  var scratch = Scratch()
  /// What is told: finished runs and those whose time was over.
  var told: [Told] = []
  private var generation: Int64 = 0

  struct Slot: Sendable {
    var waiting = RunQueue()
    var completed = RunQueue()
    /// No run's time is over before, microseconds.
    var deadline = Int64.max
    /// Told apart from a later key in the same slot; 0 for an empty slot.
    var generation: Int64 = 0
  }

  struct Told: Sendable {
    var isMatch: Bool
    var slot: Int
    /// The newest node of its chain, held until it is released.
    var last: Int32
    var time: Int64
  }

  struct Scratch: Sendable {
    var edges: [Int32] = []
    var stack: [Int32] = []
    var retained: [PatternRun] = []
    /// The runs of the key at hand before they moved.
    var moved = RunQueue()
    var completed = RunQueue()
  }

  /// An event as the runs see it: when it came, and a bit for each of the pattern's tests that holds.
  struct Offer {
    var moment: EventMoment
    var answers: UInt64
  }

  init(_ program: PatternProgram) { self.program = program }

  /// Makes a slot ready for a key.
  mutating func open(_ slot: Int) {
    if slot == slots.count { slots.append(Slot()) }
    generation += 1
    slots[slot].generation = generation
    slots[slot].deadline = .max
    slots[slot].waiting.push(program.startRun)
  }

  /// Lets go of a slot's runs; how many waited.
  mutating func close(_ slot: Int) -> Int {
    var count = 0
    for run in slots[slot].waiting.runs where run.last >= 0 {
      nodes.release(run.last)
      count += 1
    }
    for run in slots[slot].completed.runs { nodes.release(run.last) }
    slots[slot].generation = 0
    slots[slot].waiting.removeAll(keepingCapacity: true)
    slots[slot].completed.removeAll(keepingCapacity: true)
    return count
  }

  /// Whether nothing but the search for a first event is left.
  func isIdle(_ slot: Int) -> Bool {
    slots[slot].completed.isEmpty && slots[slot].waiting.count <= 1
      && (slots[slot].waiting.first?.last ?? -1) < 0
  }

  /// Drops the runs that began first while more than `limit` wait; how many.
  mutating func evict(_ slot: Int, above limit: Int) -> Int {
    var count = 0
    while slots[slot].waiting.count > limit + 1, let oldest = slots[slot].waiting.popFirst() {
      nodes.release(oldest.last)
      count += 1
    }
    return count
  }

  /// What an event did to a key.
  struct News {
    var evictedCount: Int
    var hasAdded: Bool
    var hasTold: Bool
    var isIdle: Bool
  }

  /// Ends what has waited too long for a key, offers an event to its runs and drops those above a
  /// limit.
  mutating func observe(_ offer: Offer, slot: Int, limit: Int, _ asking: GuardTable.Asking) throws -> News {
    try advance(slot, to: offer.moment.time)
    try step(offer, slot: slot, asking)
    let evictedCount = evict(slot, above: limit)
    return News(
      evictedCount: evictedCount, hasAdded: !nodes.added.isEmpty, hasTold: !told.isEmpty,
      isIdle: isIdle(slot))
  }

  /// Whether the start's own edges take the event: most events begin nothing.
  mutating func mayBegin(_ offer: Offer, _ asking: GuardTable.Asking) -> Bool {
    decide(from: program.start, offer, last: -1, asking)
    for index in scratch.edges where program.edges[Int(index)].action == .take { return true }
    return false
  }

  /// Offers an event to every run of a key.
  mutating func step(_ offer: Offer, slot: Int, _ asking: GuardTable.Asking) throws {
    swap(&slots[slot].waiting, &scratch.moved)
    var began = false
    for index in scratch.moved.runs.indices {
      let run = scratch.moved.runs[index]
      let isStart = run.last < 0 && run.state == program.start
      let isDiscarded = move(run, isStart: isStart, offer, asking)
      if isStart {
        began = began || !scratch.retained.isEmpty
        scratch.retained.append(run)
      }
      for next in scratch.retained {
        if isDiscarded { nodes.release(next.last) } else { slots[slot].waiting.push(next) }
      }
      nodes.release(run.last)
    }
    scratch.moved.removeAll(keepingCapacity: true)
    if !scratch.completed.isEmpty || !slots[slot].completed.isEmpty {
      try tell(slot: slot, at: offer.moment.time)
    }
    setDeadline(slot)
    if began, program.window > 0 {
      timers.push(
        time: offer.moment.time + program.window, slot: slot,
        generation: slots[slot].generation)
    }
  }

  /// Fills `scratch.retained` with where a run goes; finished ones are queued. True if it is over
  /// because something came that must not.
  private mutating func move(
    _ run: PatternRun, isStart: Bool, _ offer: Offer, _ asking: GuardTable.Asking
  ) -> Bool {
    scratch.retained.removeAll(keepingCapacity: true)
    decide(from: run.state, offer, last: run.last, asking)
    var isDiscarded = false
    for index in scratch.edges {
      let edge = program.edges[Int(index)]
      let kind = program.states[Int(edge.target)].kind
      if kind == .stop {
        isDiscarded = true
        continue
      }
      var next = run
      next.state = edge.target
      if edge.action == .take {
        next.last = nodes.add(
          offer.moment, stage: program.states[Int(edge.source)].stage, behind: run.last)
        next.previousTime = offer.moment.time
        if isStart { next.start = offer.moment }
      } else if isStart {
        continue
      }
      nodes.hold(next.last)
      if kind == .final {
        scratch.completed.push(next)
        continue
      }
      scratch.retained.append(next)
      if edge.action == .take, let end = endBehind(edge.target, offer, last: run.last, asking) {
        next.state = end
        nodes.hold(next.last)
        scratch.completed.push(next)
      }
    }
    return isDiscarded
  }

  /// Fills `scratch.edges` with the edges that let the event take or pass, also those that are
  /// reached by going on.
  private mutating func decide(
    from state: Int32, _ offer: Offer, last: Int32, _ asking: GuardTable.Asking
  ) {
    scratch.edges.removeAll(keepingCapacity: true)
    scratch.stack.removeAll(keepingCapacity: true)
    scratch.stack.append(state)
    while let state = scratch.stack.popLast() {
      for index in program.states[Int(state)].edges {
        let edge = program.edges[Int(index)]
        guard program.guards.holds(edge.guarding, offer.answers, nodes, last, asking) else { continue }
        if edge.action == .proceed {
          scratch.stack.append(edge.target)
        } else {
          scratch.edges.append(index)
        }
      }
    }
  }

  /// The end, if it can be reached from a state by going on.
  private mutating func endBehind(
    _ state: Int32, _ offer: Offer, last: Int32, _ asking: GuardTable.Asking
  ) -> Int32? {
    scratch.stack.removeAll(keepingCapacity: true)
    scratch.stack.append(state)
    while let state = scratch.stack.popLast() {
      for index in program.states[Int(state)].edges {
        let edge = program.edges[Int(index)]
        guard edge.action == .proceed, program.guards.holds(edge.guarding, offer.answers, nodes, last, asking) else { continue }
        if program.states[Int(edge.target)].kind == .final { return edge.target }
        scratch.stack.append(edge.target)
      }
    }
    return nil
  }
}
