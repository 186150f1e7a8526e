import Clockwork

/// Runs a case and tells what came out in the words of its file.
public enum CaseRunner {
  public struct Verdict: Sendable {
    public var title: String
    public var line: Int
    public var found: [String]
    public var missing: [String]
    public var surplus: [String]
    public var isEqual: Bool { missing.isEmpty && surplus.isEmpty }
  }

  public static func verdict(on given: SequenceCase) -> Verdict {
    let found = outcomes(of: given)
    let expectsRefusal = given.expected.contains { $0.hasPrefix("EXCEPTION") }
    let isRefused = found.contains { $0.hasPrefix("EXCEPTION") }
    if expectsRefusal || isRefused {
      return Verdict(
        title: given.title, line: given.line, found: found,
        missing: expectsRefusal && !isRefused ? given.expected : [],
        surplus: expectsRefusal && isRefused ? [] : found)
    }
    let wanted = given.expected.filter { !$0.isEmpty }
    return Verdict(
      title: given.title, line: given.line, found: found,
      missing: wanted.filter { !found.contains($0) },
      surplus: found.filter { !wanted.contains($0) })
  }

  /// The lines of a case's outcomes, in the order in which they were told.
  public static func outcomes(of given: SequenceCase) -> [String] {
    do {
      let pattern = try PatternText.parse(given.pattern, line: given.patternLine)
      var matcher = EventTimeMatcher(try SequenceMatcher<Int, NamedEvent>(pattern))
      var outcomes: [SequenceOutcome<Int, NamedEvent>] = []
      for step in given.steps {
        switch step {
        case .event(let event):
          matcher.observe(event, of: 0, at: event.time, into: &outcomes)
        case .watermark(let time): try matcher.advance(to: time, into: &outcomes)
        }
      }
      try matcher.advance(to: .distantFuture, into: &outcomes)
      return outcomes.map { line($0, names: matcher.matcher.stageNames) }
    } catch {
      return ["EXCEPTION \(error)"]
    }
  }

  static func line(_ outcome: SequenceOutcome<Int, NamedEvent>, names: [String]) -> String {
    let time = "@\(outcome.time.microseconds / 1_000)"
    if outcome.kind == .late { return "LATE \(outcome.taken[0].events[0].name) \(time)" }
    let taken = outcome.taken.map {
      "\(names[$0.stage])=[\($0.events.map(\.name).joined(separator: ", "))]"
    }
    let word = outcome.kind == .match ? "MATCH" : "TIMEOUT"
    return ([word] + taken + [time]).joined(separator: " ")
  }
}
