/// What an event must be for a stage to take it: tests joined by and, or, not.
///
/// A test is asked once an event, however many partial matches wait for it; an iterative one also
/// sees what the partial match has taken so far, and is asked for each.
public indirect enum StageCondition<Event: Sendable>: Sendable {
  case always
  case test(@Sendable (Event) -> Bool)
  case iterative(@Sendable (Event, TakenEvents<Event>) -> Bool)
  case all([StageCondition])
  case any([StageCondition])
  case not(StageCondition)
}

/// What a partial match has taken so far.
public struct TakenEvents<Event: Sendable>: Sendable {
  let nodes: MatchNodes
  let last: Int32
  let names: [String]
  let events: [Event]

  @usableFromInline init(nodes: MatchNodes, last: Int32, names: [String], events: [Event]) {
    self.nodes = nodes
    self.last = last
    self.names = names
    self.events = events
  }

  /// The events that the named stage has taken, oldest first; empty for an unknown name.
  public func events(of name: String) -> [Event] {
    guard let stage = names.firstIndex(of: name) else { return [] }
    var found: [Event] = []
    nodes.forEachBackwards(from: last) { index, node in
      if node.stage == stage { found.append(events[Int(index)]) }
    }
    return found.reversed()
  }

  /// The newest event that the named stage has taken.
  public func last(of name: String) -> Event? {
    guard let stage = names.firstIndex(of: name) else { return nil }
    return nodes.lastIndex(of: Int32(stage), from: last).map { events[Int($0)] }
  }
}
