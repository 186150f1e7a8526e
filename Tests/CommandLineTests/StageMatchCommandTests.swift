import Foundation
import Testing

/// `hometwin stage match`, run as whoever brings cases would run it.
@Suite struct StageMatchCommandTests {
  private func match(_ text: String, _ more: [String] = []) throws -> Program.Outcome {
    let sandbox = try Sandbox()
    try sandbox.write(text, to: "cases.txt")
    return try Program.run(
      ["stage", "match", "--cases", "cases.txt"] + more, in: sandbox.path)
  }

  private static let good = """
    case one after the other
      input   a b
      pattern begin("A", is "a").next("B").where(is "b")
      expect  MATCH A=[a] B=[b] @2

    """

  @Test func theGoldenFileAgrees() throws {
    let file = Program.root + "/Tests/Fixtures/patterns/flink-2.3.0.txt"
    let outcome = try Program.run(["stage", "match", "--cases", file], in: "/")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("54 of 54 cases agree\n"))
  }

  @Test func aDifferenceIsToldAndFails() throws {
    let outcome = try match(
      Self.good + "case wrong\n input a c\n pattern begin(\"A\", is \"a\")\n expect LATE c @2\n")
    #expect(outcome.status == 1 && outcome.errors == "")
    #expect(
      outcome.output == """
        agrees   one after the other
        DIFFERS  wrong (cases.txt:5)
          expected, not found: LATE c @2
          found, not expected: MATCH A=[a] @1
        1 of 2 cases agree

        """)
  }

  @Test func whatCannotBeReadIsToldAndTheRestStillRuns() throws {
    let outcome = try match(
      Self.good + "case odd\n input a\n pattern begin(\"A\").then(\"B\")\n expect (none)\n")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("cases.txt:7:21: error: found then; expected next, "))
    #expect(outcome.output.hasSuffix("1 of 1 cases agree; 1 mistake in the file\n"))
  }

  @Test func programsReadJSON() throws {
    let outcome = try match(Self.good, ["--json"])
    #expect(outcome.status == 0)
    #expect(
      outcome.output
        == #"{"agreeing":1,"cases":[{"agrees":true,"line":1,"missing":[],"surplus":[],"#
        + #""title":"one after the other"}],"mistakes":[]}"# + "\n")
  }

  @Test func emptyAndAbsentFilesAreNoSuccess() throws {
    #expect(try match("").status == 2)
    let absent = try Program.run(["stage", "match", "--cases", "no.txt"], in: "/")
    #expect(absent.errors == "error: no.txt: found no file of cases: no such file\n")
    #expect(absent.status == 2)
  }

  // MARK: A table of events

  private static let table = """
    value,time,name,key
    120,2024-01-15T06:00:00Z,t,kitchen
    90,2024-01-15T06:00:02Z,t,hall
    170,2024-01-15T06:00:03.5Z,t,kitchen
    130,2024-01-15T06:01:00Z,t,hall
    x,2024-01-15T06:01:01Z,t,hall
    ,2024-01-15T06:02:00Z,t,hall

    """

  private func search(
    _ table: String, _ pattern: String, _ more: [String] = []
  ) throws -> Program.Outcome {
    let sandbox = try Sandbox()
    try sandbox.write(table, to: "events.csv")
    return try Program.run(
      ["stage", "match", "events.csv", "--pattern", pattern] + more, in: sandbox.path)
  }

  private static let alert =
    #"begin("low", value > 100).next("high").where(value > 150).within(10 s)"#

  @Test func aTableIsSearchedByKey() throws {
    let outcome = try search(Self.table, Self.alert)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output == """
        2024-01-15T06:00:03.500000Z match kitchen low=[t 2024-01-15T06:00:00Z] \
        high=[t 2024-01-15T06:00:03.500000Z]
        2024-01-15T06:01:10Z timeout hall low=[t 2024-01-15T06:01:00Z]
        2024-01-15T06:00:13.500000Z timeout kitchen low=[t 2024-01-15T06:00:03.500000Z]

        """)
    #expect(
      outcome.errors == """
        5 events: 1 matches, 2 timeouts, 0 late; 1 rows refused, 0 partial matches gave way
          refused: events.csv:6: value: found "x", expected a number in -1e12...1e12

        """)
  }

  @Test func whatIsFoundIsJSONForPrograms() throws {
    let outcome = try search(Self.table, #"begin("A", value > 150)"#, ["--json"])
    #expect(
      outcome.output
        == #"{"key":"kitchen","kind":"match","taken":[{"events":[{"name":"t","#
        + #""time":"2024-01-15T06:00:03.500000Z","value":170.0}],"stage":"A"}],"#
        + #""time":"2024-01-15T06:00:03.500000Z"}"# + "\n")
  }

  @Test func mistakesOfTheCallAreTold() throws {
    let odd = try search(Self.table, #"begin("A").than("B")"#)
    #expect(odd.status == 2 && odd.errors.hasPrefix("--pattern:1:12: error: found than;"))
    let refused = try search(Self.table, #"begin("A").greedy()"#)
    #expect(refused.status == 2)
    #expect(refused.errors == "error: --pattern: A: only a repeated stage can be greedy\n")
    let empty = try search("time,key,name,value\n", Self.alert)
    #expect(empty.status == 2 && empty.errors.contains("found no row that can be used"))
    let columns = try search("time,key,name\n", Self.alert)
    #expect(columns.status == 2 && columns.errors.contains("events without value"))
    let both = try search(Self.table, Self.alert, ["--cases", "c.txt"])
    #expect(both.status == 2 && both.errors.contains("expected --cases FILE, or a table"))
  }
}
