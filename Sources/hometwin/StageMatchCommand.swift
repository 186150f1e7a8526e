import ArgumentParser
import Clockwork
import Patterns
import ScenarioFiles
import Scenarios
import Telemetry

/// Finds sequences of events: in a file of cases, which say themselves what must be found, or in a
/// table of events.
struct StageMatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Find sequences of events in a table, or run a file of cases with answers.",
    discussion: """
        hometwin stage match --cases cases.txt
        hometwin stage match events.csv \\
          --pattern 'begin("A", value > 100).next("B", value > 150).within(10 s)'

      A case is a title, a stream, a pattern and the outcomes that it must have:

        case window of 10 ms
          input   a@1 b@5 a@20 b@30
          pattern begin("A", is "a").followedBy("B").where(is "b").within(10 ms)
          expect  MATCH A=[a] B=[b] @5
          expect  TIMEOUT A=[a] @30

      Outcomes are compared as a set. docs/patterns.md has the whole language.

      A table of events, .csv or .jsonl, has the columns time, key, name and value; what is found \
      is printed line by line, events of each key by themselves. Rows that cannot be used are \
      counted and named.

      Exit code 0 if all cases agree, 1 if one does not; 2 if something in a file of cases or a \
      pattern cannot be read, or no row of a table.
      """)
  @Argument(help: "A table of events.", completion: .file(extensions: ["csv", "jsonl"]))
  var events: String?
  @Option(help: "The pattern to look for in a table of events.") var pattern: String?
  @Option(help: "How many seconds events of a table may come late.") var latenessSeconds: Int = 0
  @Option(help: "A file of cases, in place of a table and a pattern.", completion: .file())
  var cases: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (cases == nil) == (pattern != nil), (cases == nil) == (events != nil) else {
      throw ValidationError("expected --cases FILE, or a table of events and --pattern PATTERN")
    }
    guard (0...100_000_000).contains(latenessSeconds) else {
      throw ValidationError(
        "--lateness-seconds: found \(latenessSeconds), expected 0...100000000")
    }
  }

  func run() throws {
    if let cases { return try run(cases) }
    guard let events, let pattern else { return }
    try Loading.guarded("matching \(events)") {
      try StreamMatch(
        path: events, pattern: Self.parsed(pattern), lateness: .seconds(Int64(latenessSeconds)),
        isJSON: output.json
      ).run()
      return 0
    }
  }

  private static func parsed(_ text: String) throws -> EventPattern<NamedEvent> {
    do {
      return try PatternText.parse(text).get()
    } catch let mistake as CaseTextMistake {
      throw RunError.input("--pattern:\(mistake)")
    } catch {
      throw RunError.input("--pattern: \(error)")
    }
  }

  private func run(_ cases: String) throws {
    try Loading.guarded("matching \(cases)") {
      let read = CaseText(try Self.text(of: cases))
      let verdicts = read.cases.map { CaseRunner.verdict(on: $0) }
      if output.json {
        Console.print(Self.json(read.mistakes, verdicts, file: cases))
      } else {
        for verdict in verdicts { Console.print(Self.lines(verdict, file: cases)) }
        Console.print(Self.summary(read.mistakes, verdicts))
      }
      for mistake in read.mistakes { Console.error("\(cases):\(mistake)") }
      if !read.mistakes.isEmpty { return 2 }
      return verdicts.allSatisfy(\.agrees) ? 0 : 1
    }
  }

  /// - Throws: `RunError.input` for a file that cannot be read or is no text.
  private static func text(of path: String) throws -> String {
    let bytes: [UInt8]
    do {
      bytes = try FileSource.plainFile(path, byteCountMax: 64 << 20)
    } catch .unreadable(let reason) {
      throw RunError.input("\(path): found no file of cases: \(reason)")
    } catch {
      throw RunError.input("\(path): found more than 64 MiB, expected a file of cases")
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let line = String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
      .count { $0 == "\n" }
    throw RunError.input("\(path):\(line + 1): error: found bytes that are not UTF-8")
  }

  /// One line for a case that agrees; where it does not, also what is missing or too much.
  private static func lines(_ verdict: CaseRunner.Verdict, file: String) -> String {
    let title = verdict.title.printable
    guard !verdict.agrees else { return "agrees   \(title)" }
    let missing = verdict.missing.map { "  expected, not found: " + $0.description.printable }
    let surplus = verdict.surplus.map { "  found, not expected: " + $0.description.printable }
    return (["DIFFERS  \(title) (\(file):\(verdict.line))"] + missing + surplus)
      .joined(separator: "\n")
  }

  private static func summary(
    _ mistakes: [CaseTextMistake], _ verdicts: [CaseRunner.Verdict]
  ) -> String {
    let agreeing = verdicts.count { $0.agrees }
    let unread =
      mistakes.isEmpty
      ? "" : "; \(mistakes.count) \(mistakes.count == 1 ? "mistake" : "mistakes") in the file"
    return "\(agreeing) of \(verdicts.count) cases agree\(unread)"
  }

  private static func json(
    _ mistakes: [CaseTextMistake], _ verdicts: [CaseRunner.Verdict], file: String
  ) -> JSONValue {
    func texts(_ outcomes: [CaseOutcome]) -> JSONValue {
      .array(outcomes.map { .string($0.description) })
    }
    let rows: [JSONValue] = verdicts.map { verdict in
      .object([
        JSONMember("agrees", .bool(verdict.agrees)), JSONMember("title", .string(verdict.title)),
        JSONMember("line", .integer(Int64(verdict.line))),
        JSONMember("missing", texts(verdict.missing)),
        JSONMember("surplus", texts(verdict.surplus)),
      ])
    }
    return .object([
      JSONMember("agreeing", .integer(Int64(verdicts.count { $0.agrees }))),
      JSONMember("cases", .array(rows)),
      JSONMember("mistakes", .array(mistakes.map { .string("\(file):\($0)") })),
    ])
  }
}
