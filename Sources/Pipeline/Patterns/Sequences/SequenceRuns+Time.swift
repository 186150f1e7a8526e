/// Runs whose time is over, and matches that are complete.
extension SequenceRuns {
  /// The slot whose timer rings first at or before a time, microseconds.
  @usableFromInline mutating func popDue(until time: Int64) -> Int? {
    while let due = timers.popFirst(until: time) {
      guard slots[due.slot].generation == due.generation else { continue }
      slots[due.slot].timer = .max
      return due.slot
    }
    return nil
  }

  /// Ends the runs of a key that have waited too long at `time`, microseconds.
  @usableFromInline mutating func advance(_ slot: Int, to time: Int64) throws {
    if slots[slot].deadline <= time {
      swap(&slots[slot].waiting, &scratch.moved)
      for run in scratch.moved.runs {
        guard run.last >= 0, let over = overdue(run, at: time) else {
          scratch.kept.push(run)
          continue
        }
        if program.states[Int(run.state)].kind == .pending {
          scratch.completed.push(run)
        } else if !tellsTimeouts {
          nodes.release(run.last)
        } else {
          told.append(Told(isMatch: false, slot: slot, last: run.last, time: over))
        }
      }
      scratch.moved.removeAll(keepingCapacity: true)
      swap(&slots[slot].waiting, &scratch.kept)
      try tell(slot: slot, at: time)
    }
    setDeadline(slot)
  }

  /// When the time of a run was over, if it is at `time`.
  private func overdue(_ run: PatternRun, at time: Int64) -> Int64? {
    let gap = program.states[Int(run.state)].gap
    if gap > 0, run.previousTime + gap <= time { return run.previousTime + gap }
    if program.window > 0, run.start.time + program.window <= time {
      return run.start.time + program.window
    }
    return nil
  }

  /// Notes when the first run of a key is over, and has a timer ring then. Only windows from the
  /// first event on have timers: like the engine that ours is held to, gaps between neighbours are
  /// found out when something comes for the key.
  mutating func setDeadline(_ slot: Int) {
    guard program.window > 0 || program.hasGaps else { return }
    var window = Int64.max
    var gaps = Int64.max
    for run in slots[slot].waiting.runs where run.last >= 0 {
      if program.window > 0 { window = min(window, run.start.time + program.window) }
      let gap = program.hasGaps ? program.states[Int(run.state)].gap : 0
      if gap > 0 { gaps = min(gaps, run.previousTime + gap) }
    }
    slots[slot].deadline = min(window, gaps)
    guard window < slots[slot].timer else { return }
    slots[slot].timer = window
    timers.push(time: window, slot: slot, generation: slots[slot].generation)
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
