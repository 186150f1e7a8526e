/// A pattern as states and guarded edges, ready to be laid out.
struct PatternGraph: Sendable {
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
    var guarding: PatternGuard
  }

  struct State: Sendable {
    /// Index of the stage's name in `names`; -1 for the end.
    var stage: Int
    var kind: Kind
    var edges: [Edge] = []
    /// Longest time since the event before, microseconds; 0 for any.
    var gap: Int64 = 0
  }

  var states: [State] = []
  var start = 0
  var names: [String] = []
  /// Longest time from the first event to the last, microseconds; 0 for any.
  var window: Int64 = 0
  var skip = AfterMatch.noSkip
}
