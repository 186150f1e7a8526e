/// Runs whose time is over, and matches that are complete.
extension SequenceRuns {
  /// Ends the runs of a key that have waited too long at `time`, microseconds.
  mutating func advance(_ slot: Int, to time: Int64) throws {
    guard slots[slot].deadline <= time else { return }
    swap(&slots[slot].waiting, &scratch.moved)
    for index in scratch.moved.runs.indices {
      let run = scratch.moved.runs[index]
      guard run.last >= 0, let over = overdue(run, at: time) else {
        slots[slot].waiting.push(run)
        continue
      }
      if program.states[Int(run.state)].kind == .pending {
        scratch.completed.push(run)
      } else {
        told.append(Told(isMatch: false, slot: slot, last: run.last, time: over))
      }
    }
    scratch.moved.removeAll(keepingCapacity: true)
    try tell(slot: slot, at: time)
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

  mutating func setDeadline(_ slot: Int) {
    guard program.window > 0 || program.hasGaps else { return }
    var deadline = Int64.max
    for run in slots[slot].waiting.runs where run.last >= 0 {
      if program.window > 0 { deadline = min(deadline, run.start.time + program.window) }
      let gap = program.states[Int(run.state)].gap
      if gap > 0 { deadline = min(deadline, run.previousTime + gap) }
    }
    slots[slot].deadline = deadline
  }

  /// Tells the finished runs of a key. With a skip strategy a match waits for partial ones that
  /// began before it, since they may come to drop it.
  mutating func tell(slot: Int, at time: Int64) throws {
    for run in scratch.completed.runs { slots[slot].completed.push(run) }
    scratch.completed.removeAll(keepingCapacity: true)
    while let match = slots[slot].completed.first {
      if program.skip != .noSkip, let partial = slots[slot].waiting.first,
        partial.start < match.start
      {
        break
      }
      _ = slots[slot].completed.popFirst()
      try drop(after: match, slot: slot)
      told.append(Told(isMatch: true, slot: slot, last: match.last, time: time))
    }
  }

  /// Drops the runs that the skip strategy says cannot stand beside the match.
  private mutating func drop(after match: PatternRun, slot: Int) throws {
    guard let (moment, isIncluded) = try limit(of: match) else { return }
    let rule: (PatternRun) -> Bool = { run in
      guard run.last >= 0 else { return false }
      return isIncluded ? !(moment < run.start) : run.start < moment
    }
    for run in slots[slot].waiting.removeAll(where: rule) { nodes.release(run.last) }
    for run in slots[slot].completed.removeAll(where: rule) { nodes.release(run.last) }
  }

  /// The moment up to which runs must not have begun, and whether it counts itself.
  private func limit(of match: PatternRun) throws -> (EventMoment, isIncluded: Bool)? {
    switch program.skip {
    case .noSkip: return nil
    case .toNext: return (match.start, true)
    case .pastLast: return (nodes[match.last].moment, true)
    case .toFirst(let name, let throwsOnMiss):
      return try limit(moments(of: name, match).last, match, name, throwsOnMiss)
    case .toLast(let name, let throwsOnMiss):
      return try limit(moments(of: name, match).first, match, name, throwsOnMiss)
    }
  }

  private func limit(
    _ found: EventMoment?, _ match: PatternRun, _ name: String, _ throwsOnMiss: Bool
  ) throws -> (EventMoment, isIncluded: Bool)? {
    guard throwsOnMiss else { return found.map { ($0, false) } }
    guard let found else {
      throw SequenceSkipMistake(description: "skip to \(name): the match has no event of it")
    }
    guard found != match.start else {
      throw SequenceSkipMistake(
        description: "skip to \(name): it is the first event of the match, so nothing is skipped")
    }
    return (found, false)
  }

  /// When a match took the events of a stage, newest first.
  private func moments(of name: String, _ match: PatternRun) -> [EventMoment] {
    var found: [EventMoment] = []
    nodes.forEachBackwards(from: match.last) { _, node in
      if program.names[Int(node.stage)] == name { found.append(node.moment) }
    }
    return found
  }
}
