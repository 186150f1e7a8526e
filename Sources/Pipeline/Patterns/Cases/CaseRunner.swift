import Clockwork

/// Runs a case and compares what comes out, as a set, with what it expects.
public enum CaseRunner {
  public struct Verdict: Sendable {
    public var title: String
    public var line: Int
    public var found: [CaseOutcome]
    public var missing: [CaseOutcome]
    public var surplus: [CaseOutcome]
    public var agrees: Bool { missing.isEmpty && surplus.isEmpty }
  }

  /// The time that stands for the end of a stream, ms: what a last watermark carries.
  static let endOfStream = Int64.max

  public static func verdict(on given: SequenceCase) -> Verdict {
    let found = outcomes(of: given)
    // Which outcomes come before a refusal is nobody's business: the search has failed.
    let refusals = (given.expected.contains { $0.isRefusal }, found.contains { $0.isRefusal })
    var verdict = Verdict(
      title: given.title, line: given.line, found: found, missing: [], surplus: [])
    if refusals == (true, true) { return verdict }
    let wanted = Set(given.expected.map(unordered))
    let told = Set(found.map(unordered))
    verdict.missing = given.expected.filter { !told.contains(unordered($0)) }
    verdict.surplus = found.filter { !wanted.contains(unordered($0)) }
    return verdict
  }

  /// A case asks for everything: partial matches end at what memory can hold.
  private static let room = SequenceLimits(runsPerKey: 1 << 20)

  /// A case's outcomes, in the order in which they were told.
  public static func outcomes(of given: SequenceCase) -> [CaseOutcome] {
    var told: [SequenceOutcome<Int, NamedEvent>] = []
    var names: [String] = []
    do {
      var matcher = EventTimeMatcher(
        try SequenceMatcher<Int, NamedEvent>(given.pattern.get(), limits: room))
      names = matcher.matcher.stageNames
      for step in given.steps {
        switch step {
        case .event(let event): try matcher.observe(event, of: 0, at: event.time, into: &told)
        case .watermark(let time): try matcher.advance(to: time, into: &told)
        }
      }
      try matcher.advance(to: .distantFuture, into: &told)
    } catch {
      return told.map { outcome($0, names: names) } + [.refusal(CaseWords("\(error)"))]
    }
    return told.map { outcome($0, names: names) }
  }

  private static func outcome(
    _ told: SequenceOutcome<Int, NamedEvent>, names: [String]
  ) -> CaseOutcome {
    let time = told.time == .distantFuture ? endOfStream : told.time.microseconds / 1_000
    if told.kind == .late { return .late(told.taken[0].events[0].name, time: time) }
    let taken = told.taken.map {
      CaseOutcome.Taken(stage: names[$0.stage], events: $0.events.map(\.name))
    }
    return told.kind == .match ? .match(taken, time: time) : .timeout(taken, time: time)
  }

  /// The same outcome whatever stage is named first.
  private static func unordered(_ outcome: CaseOutcome) -> CaseOutcome {
    switch outcome {
    case .match(let taken, let time): .match(taken.sorted { $0.stage < $1.stage }, time: time)
    case .timeout(let taken, let time):
      .timeout(taken.sorted { $0.stage < $1.stage }, time: time)
    case .late, .refusal: outcome
    }
  }
}
