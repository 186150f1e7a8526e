import Foundation
import Testing

/// `hometwin stage ingest`, run as whoever has a file of messages would run it.
@Suite struct StageIngestCommandTests {
  private static func line(_ number: Int, _ value: String = "21.5") -> String {
    let time = 1_725_271_200_000_000 + number * 1_000_000
    return #"{"kind":"device_telemetry","device_id":"d\#(number % 9)","sensor_type":"temperature","#
      + #""value":\#(value),"device_time_us":\#(time),"sequence":\#(number)}"#
  }

  @Test func messagesAreStoredAndTheRestIsKeptWithItsReason() throws {
    let sandbox = try Sandbox()
    let lines = [Self.line(1), Self.line(1), Self.line(1, "3"), Self.line(2, "NaN"), "?"]
    try sandbox.write(lines.joined(separator: "\n") + "\n", to: "m.jsonl")
    let words = ["stage", "ingest", "m.jsonl", "--to", "s.sqlite", "--dead-letters", "d.jsonl"]
    let outcome = try Program.run(words, in: sandbox.path)
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    #expect(
      outcome.output == """
        5 messages: 1 stored (1 readings, 0 documents), 1 there already, 3 refused
          malformed 1
          not_a_number 1
          conflicting_duplicate 1

        """)
    let letters = String(decoding: try sandbox.bytes("d.jsonl"), as: UTF8.self)
    #expect(letters.split(separator: "\n").count == 3)
    #expect(letters.contains(#""payload":"?""#), "\(letters)")
    let again = try Program.run(words + ["--json"], in: sandbox.path)
    #expect(again.output.contains(#""messages":0"#), "\(again.output)")
  }

  @Test func killedAndStartedAgainItGoesOn() throws {
    let sandbox = try Sandbox()
    let lines = (0..<60_000).map { Self.line($0) }
    try sandbox.write(lines.joined(separator: "\n"), to: "m.jsonl")
    let words = ["stage", "ingest", "m.jsonl", "--to", "s.sqlite", "--json"]
    var kills = 0
    for pause: UInt32 in [60_000, 90_000, 130_000, 200_000] {
      let running = try Program.start(words, in: sandbox.path)
      usleep(pause)
      running.signal(SIGKILL)
      if running.wait().wasKilled { kills += 1 }
    }
    let outcome = try Program.run(words + ["--dead-letters", "d.jsonl"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let last = try Program.run(
      ["stage", "ingest", "m.jsonl", "--to", "s.sqlite"], in: sandbox.path)
    #expect(last.output.contains("over all runs: 60000 readings, 0 documents, 0 refused"))
    #expect(last.output.hasPrefix("0 messages: 0 stored (0 readings, 0 documents), 0 there"))
    #expect(kills > 0, "at least one came before the end")
  }

  @Test func whatIsNoFileOfMessagesIsTold() throws {
    let sandbox = try Sandbox()
    let absent = try Program.run(
      ["stage", "ingest", "no.jsonl", "--to", "s.sqlite"], in: sandbox.path)
    #expect(absent.status == 2 && absent.errors.contains("no.jsonl: cannot be read"))
    try sandbox.write("not a database, but long enough to be looked at as one", to: "s.sqlite")
    try sandbox.write(Self.line(1), to: "m.jsonl")
    let other = try Program.run(
      ["stage", "ingest", "m.jsonl", "--to", "s.sqlite"], in: sandbox.path)
    #expect(other.status == 2, "\(other.errors)")
    #expect(other.errors.contains("s.sqlite: found a file that is no database"), "\(other.errors)")
    let odd = try Program.run(
      ["stage", "ingest", "m.jsonl", "--to", "t.sqlite", "--until", "soon"], in: sandbox.path)
    #expect(odd.status == 64 || odd.status == 2)
  }
}
