import Clockwork
import Exchange
import Patterns
import Scenarios
import Telemetry

/// Looks for one pattern in a file of events, by key, and tells what is found as it is found.
struct StreamMatch {
  /// The watermark moves after so many rows.
  static let rowsPerWatermark = 1_000

  let path: String
  let pattern: EventPattern<NamedEvent>
  let lateness: SimDuration
  let isJSON: Bool

  private struct Counts {
    var rows = 0
    var matches = 0
    var timeouts = 0
    var late = 0
  }

  /// - Throws: `RunError.input` for a file that cannot be read, and where the search must end.
  func run() throws {
    do { try search() } catch let mistake as SequenceSkipMistake {
      throw RunError.input("\(path): the search ends: \(mistake)")
    }
  }

  private func search() throws {
    var matcher = EventTimeMatcher<String, NamedEvent>(try sequences())
    let names = matcher.matcher.stageNames
    var told: [SequenceOutcome<String, NamedEvent>] = []
    var (counts, newest) = (Counts(), SimTime.distantPast)
    let problems = try EventTable.read(path: path) { event in
      counts.rows += 1
      newest = max(newest, event.time)
      let named = NamedEvent(name: event.name, time: event.time, value: event.value)
      try matcher.observe(named, of: event.key, at: event.time, into: &told)
      guard counts.rows % Self.rowsPerWatermark == 0 else { return }
      // One microsecond short: events of the newest time may still follow.
      try matcher.advance(to: newest - lateness - .microseconds(1), into: &told)
      tell(&told, names, &counts)
    }
    try matcher.advance(to: .distantFuture, into: &told)
    tell(&told, names, &counts)
    Console.note(
      "\(counts.rows) events: \(counts.matches) matches, \(counts.timeouts) timeouts, "
        + "\(counts.late) late; \(problems.total) rows refused, "
        + "\(matcher.matcher.evictedCount) partial matches gave way")
    for example in problems.examples { Console.note("  refused: " + example) }
    guard counts.rows > 0 else {
      throw RunError.input("\(path): found no row that can be used, expected events")
    }
  }

  private func sequences() throws -> SequenceMatcher<String, NamedEvent> {
    do { return try SequenceMatcher(pattern) } catch {
      throw RunError.input("--pattern: \(error)")
    }
  }

  private func tell(
    _ told: inout [SequenceOutcome<String, NamedEvent>], _ names: [String],
    _ counts: inout Counts
  ) {
    for outcome in told {
      switch outcome.kind {
      case .match: counts.matches += 1
      case .timeout: counts.timeouts += 1
      case .late: counts.late += 1
      }
      if isJSON { Console.print(json(outcome, names)) } else { Console.print(text(outcome, names)) }
    }
    told.removeAll(keepingCapacity: true)
  }

  /// What is told only when the stream ends bears no time.
  private func time(_ outcome: SequenceOutcome<String, NamedEvent>) -> String? {
    outcome.time == .distantFuture ? nil : JSONTimestamp.text(outcome.time)
  }

  private func text(
    _ outcome: SequenceOutcome<String, NamedEvent>, _ names: [String]
  ) -> String {
    let taken = outcome.taken.map { taken in
      let events = taken.events.map { $0.name.printable + " " + JSONTimestamp.text($0.time) }
      let list = "[" + events.joined(separator: ", ") + "]"
      return taken.stage < 0 ? list : "\(names[taken.stage])=\(list)"
    }
    return ([time(outcome) ?? "end", "\(outcome.kind)", outcome.key.printable] + taken)
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func json(
    _ outcome: SequenceOutcome<String, NamedEvent>, _ names: [String]
  ) -> JSONValue {
    let taken: [JSONValue] = outcome.taken.map { taken in
      .object([
        JSONMember("stage", taken.stage < 0 ? .null : .string(names[taken.stage])),
        JSONMember(
          "events",
          .array(
            taken.events.map { event in
              .object([
                JSONMember("name", .string(event.name)),
                JSONMember("time", .string(JSONTimestamp.text(event.time))),
                JSONMember("value", .number(event.value)),
              ])
            })),
      ])
    }
    return .object([
      JSONMember("kind", .string("\(outcome.kind)")), JSONMember("key", .string(outcome.key)),
      JSONMember("time", time(outcome).map { .string($0) } ?? .null),
      JSONMember("taken", .array(taken)),
    ])
  }
}
