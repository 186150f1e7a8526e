/// What one event does to the runs of a key.
extension SequenceRuns {
  /// Offers an event to every run of a key.
  mutating func step(_ offer: Offer, slot: Int, _ asking: GuardTable.Asking) throws {
    swap(&slots[slot].waiting, &scratch.moved)
    for index in scratch.moved.runs.indices {
      let run = scratch.moved.runs[index]
      let isStart = run.last < 0 && run.state == program.start
      let isDiscarded = move(run, isStart: isStart, offer, asking)
      if isStart { scratch.retained.append(run) }
      for next in scratch.retained {
        if isDiscarded { nodes.release(next.last) } else { scratch.kept.push(next) }
      }
      nodes.release(run.last)
    }
    scratch.moved.removeAll(keepingCapacity: true)
    swap(&slots[slot].waiting, &scratch.kept)
    if !scratch.completed.isEmpty || !slots[slot].completed.isEmpty {
      try tell(slot: slot, at: offer.moment.time)
    }
    setDeadline(slot)
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
  mutating func decide(
    from state: Int32, _ offer: Offer, last: Int32, _ asking: GuardTable.Asking
  ) {
    scratch.edges.removeAll(keepingCapacity: true)
    scratch.stack.removeAll(keepingCapacity: true)
    var next: Int32? = state
    while let state = next {
      for index in program.states[Int(state)].edges {
        let edge = program.edges[Int(index)]
        guard program.guards.holds(edge.guarding, offer.answers, nodes, last, asking) else {
          continue
        }
        if edge.action == .proceed {
          scratch.stack.append(edge.target)
        } else {
          scratch.edges.append(index)
        }
      }
      next = scratch.stack.popLast()
    }
  }

  /// The end, if it can be reached from a state by going on.
  private mutating func endBehind(
    _ state: Int32, _ offer: Offer, last: Int32, _ asking: GuardTable.Asking
  ) -> Int32? {
    guard program.states[Int(state)].mayEnd else { return nil }
    scratch.stack.removeAll(keepingCapacity: true)
    scratch.stack.append(state)
    while let state = scratch.stack.popLast() {
      for index in program.states[Int(state)].edges {
        let edge = program.edges[Int(index)]
        guard edge.action == .proceed,
          program.guards.holds(edge.guarding, offer.answers, nodes, last, asking)
        else { continue }
        if program.states[Int(edge.target)].kind == .final { return edge.target }
        scratch.stack.append(edge.target)
      }
    }
    return nil
  }
}
