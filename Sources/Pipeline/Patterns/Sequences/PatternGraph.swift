import Clockwork

/// A pattern as states and guarded edges, ready to run.
struct PatternGraph<Event: Sendable>: Sendable {
  enum Kind: Sendable { case normal, pending, stop, final }

  enum Action: Sendable {
    /// The event is taken and the run waits in the target.
    case take
    /// The event is passed over.
    case ignore
    /// The same event is offered to the target.
    case proceed
  }

  struct Edge: Sendable {
    var action: Action
    var target: Int
    var guarding: Guard
  }

  struct State: Sendable {
    /// Index of the stage's name in `names`; -1 for the end.
    var stage: Int
    var kind: Kind
    var edges: [Edge] = []
    /// Longest time since the event before, microseconds; 0 for any.
    var gap: Int64 = 0
  }

  /// A boolean over the pattern's leaf conditions.
  indirect enum Guard: Sendable {
    case always
    case leaf(Int)
    case not(Guard)
    case all([Guard])
    case any([Guard])

    func and(_ other: Guard) -> Guard {
      if case .always = self { return other }
      if case .always = other { return self }
      return .all([self, other])
    }
    var negated: Guard { if case .not(let inner) = self { inner } else { .not(self) } }
  }

  enum Leaf: Sendable {
    case test(@Sendable (Event) -> Bool)
    case iterative(@Sendable (Event, TakenEvents<Event>) -> Bool)
  }

  var states: [State] = []
  var start = 0
  var leaves: [Leaf] = []
  var names: [String] = []
  /// Longest time from the first event to the last, microseconds; 0 for any.
  var window: Int64 = 0
  var skip = AfterMatch.noSkip
}
