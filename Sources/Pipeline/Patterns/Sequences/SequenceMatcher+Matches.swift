import Clockwork

/// Matches that are complete: which are told, and what they drop.
extension SequenceMatcher {
  /// Tells finished runs of a key. With a skip strategy a match waits for partial ones that began
  /// before it, since they may come to drop it.
  mutating func tell(
    _ finished: RunQueue, slot: Int, at time: Int64, into outcomes: inout [Outcome]
  ) throws {
    for run in finished.runs { slots[slot]!.completed.push(run) }
    while let match = slots[slot]!.completed.first {
      if program.skip != .noSkip, let partial = slots[slot]!.waiting.first,
        partial.start < match.start
      {
        break
      }
      _ = slots[slot]!.completed.popFirst()
      try drop(after: match, slot: slot)
      outcomes.append(outcome(.match, match, key: slots[slot]!.key, at: time))
      nodes.release(match.last)
    }
  }

  /// Drops the runs that the skip strategy says cannot stand beside the match.
  private mutating func drop(after match: PatternRun, slot: Int) throws {
    guard let (moment, isIncluded) = try limit(of: match) else { return }
    let rule: (PatternRun) -> Bool = { run in
      guard run.last >= 0 else { return false }
      return isIncluded ? !(moment < run.start) : run.start < moment
    }
    for run in slots[slot]!.waiting.removeAll(where: rule) { nodes.release(run.last) }
    for run in slots[slot]!.completed.removeAll(where: rule) { nodes.release(run.last) }
  }

  /// The moment up to which runs must not have begun, and whether it counts itself.
  private func limit(of match: PatternRun) throws -> (EventMoment, isIncluded: Bool)? {
    switch program.skip {
    case .noSkip: return nil
    case .toNext: return (match.start, true)
    case .pastLast: return (nodes[match.last].moment, true)
    case .toFirst(let name, let throwsOnMiss):
      return try moment(moments(of: name, match).first, match, name, throwsOnMiss)
    case .toLast(let name, let throwsOnMiss):
      return try moment(moments(of: name, match).last, match, name, throwsOnMiss)
    }
  }

  private func moment(
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

  private func moments(of name: String, _ match: PatternRun) -> [EventMoment] {
    var found: [EventMoment] = []
    nodes.forEachBackwards(from: match.last) { node in
      if program.names[Int(node.stage)] == name { found.append(node.moment) }
    }
    return found.reversed()
  }

  func outcome(
    _ kind: Outcome.Kind, _ run: PatternRun, key: Key, at time: Int64
  ) -> Outcome {
    var stages: [(stage: Int32, events: [Event])] = []
    var chain: [MatchNodes<Event>.Node] = []
    nodes.forEachBackwards(from: run.last) { chain.append($0) }
    for node in chain.reversed() {
      if let index = stages.firstIndex(where: { $0.stage == node.stage }) {
        stages[index].events.append(node.event)
      } else {
        stages.append((node.stage, [node.event]))
      }
    }
    return Outcome(
      kind: kind, key: key,
      taken: stages.map { Outcome.Taken(stage: program.names[Int($0.stage)], events: $0.events) },
      time: SimTime(microseconds: time))
  }
}
