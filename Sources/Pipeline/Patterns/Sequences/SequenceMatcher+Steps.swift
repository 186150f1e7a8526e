import Clockwork

/// How runs move.
extension SequenceMatcher {
  typealias Program = PatternProgram<Event>

  /// Whether the start's own edges let the event in: most events begin nothing.
  mutating func mayBegin(_ event: Event) -> Bool {
    decide(from: program.start, event, last: -1)
    return scratch.edges.contains { program.edges[Int($0)].action == .take }
  }

  /// Offers the event to every run of a key; whether a run began.
  mutating func step(
    _ event: Event, _ moment: EventMoment, slot: Int, into outcomes: inout [Outcome]
  ) throws -> Bool {
    scratch.answers.known.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    let old = slots[slot]!.waiting.runs
    slots[slot]!.waiting.removeAll(keepingCapacity: false)
    var completed = RunQueue()
    var began = false
    for run in old {
      let isStart = run.last < 0 && run.state == program.start
      let isDiscarded = move(run, isStart: isStart, event, moment, &completed)
      if isStart {
        began = began || !scratch.retained.isEmpty || !completed.isEmpty
        scratch.retained.append(run)
      }
      for next in scratch.retained {
        if isDiscarded { nodes.release(next.last) } else { slots[slot]!.waiting.push(next) }
      }
      nodes.release(run.last)
    }
    try tell(completed, slot: slot, at: moment.time, into: &outcomes)
    setDeadline(slot)
    return began
  }

  /// Fills `scratch.retained` with where a run goes; finished ones are queued. True if it is over
  /// because something came that must not.
  private mutating func move(
    _ run: PatternRun, isStart: Bool, _ event: Event, _ moment: EventMoment,
    _ completed: inout RunQueue
  ) -> Bool {
    scratch.retained.removeAll(keepingCapacity: true)
    decide(from: run.state, event, last: run.last)
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
          event, moment, stage: Int(program.states[Int(edge.source)].stage), behind: run.last)
        next.previousTime = moment.time
        if isStart { next.start = moment }
      } else if isStart {
        continue
      }
      nodes.hold(next.last)
      if kind == .final { completed.push(next) } else { scratch.retained.append(next) }
      if edge.action == .take, kind != .final,
        let end = endBehind(edge.target, event, last: run.last)
      {
        next.state = end
        nodes.hold(next.last)
        completed.push(next)
      }
    }
    return isDiscarded
  }

  /// Fills `scratch.edges` with the edges that let the event take or pass, also those that are
  /// reached by going on.
  private mutating func decide(from state: Int32, _ event: Event, last: Int32) {
    scratch.edges.removeAll(keepingCapacity: true)
    scratch.stack.removeAll(keepingCapacity: true)
    scratch.stack.append(state)
    while let state = scratch.stack.popLast() {
      for index in program.states[Int(state)].edges {
        let edge = program.edges[Int(index)]
        guard
          program.guards.holds(
            Int(edge.guarding), event, taken: nodes, last: last, &scratch.answers)
        else { continue }
        if edge.action == .proceed {
          scratch.stack.append(edge.target)
        } else {
          scratch.edges.append(index)
        }
      }
    }
  }

  /// The end, if it can be reached from a state by going on.
  private mutating func endBehind(_ state: Int32, _ event: Event, last: Int32) -> Int32? {
    scratch.stack.removeAll(keepingCapacity: true)
    scratch.stack.append(state)
    while let state = scratch.stack.popLast() {
      for index in program.states[Int(state)].edges {
        let edge = program.edges[Int(index)]
        guard edge.action == .proceed,
          program.guards.holds(
            Int(edge.guarding), event, taken: nodes, last: last, &scratch.answers)
        else { continue }
        if program.states[Int(edge.target)].kind == .final { return edge.target }
        scratch.stack.append(edge.target)
      }
    }
    return nil
  }

  // MARK: time

  /// Ends the runs of a key that have waited too long at `time`.
  mutating func advance(slot: Int, to time: Int64, into outcomes: inout [Outcome]) throws {
    guard slots[slot]!.deadline <= time else { return }
    let old = slots[slot]!.waiting.runs
    slots[slot]!.waiting.removeAll(keepingCapacity: false)
    var completed = RunQueue()
    for run in old {
      guard run.last >= 0, let over = overdue(run, at: time) else {
        slots[slot]!.waiting.push(run)
        continue
      }
      if program.states[Int(run.state)].kind == .pending {
        completed.push(run)
        continue
      }
      outcomes.append(
        outcome(.timeout, run, key: slots[slot]!.key, at: over))
      nodes.release(run.last)
    }
    try tell(completed, slot: slot, at: time, into: &outcomes)
    setDeadline(slot)
  }

  /// When the time of a run was over, if it is at `time`.
  private func overdue(_ run: PatternRun, at time: Int64) -> Int64? {
    let gap = program.states[Int(run.state)].gap
    if gap > 0, time - run.previousTime >= gap { return run.previousTime + gap }
    if program.window > 0, time - run.start.time >= program.window {
      return run.start.time + program.window
    }
    return nil
  }

  private mutating func setDeadline(_ slot: Int) {
    guard program.window > 0 || program.hasGaps else { return }
    var deadline = Int64.max
    for run in slots[slot]!.waiting.runs where run.last >= 0 {
      if program.window > 0 { deadline = min(deadline, run.start.time + program.window) }
      let gap = program.states[Int(run.state)].gap
      if gap > 0 { deadline = min(deadline, run.previousTime + gap) }
    }
    slots[slot]!.deadline = deadline
  }
}
