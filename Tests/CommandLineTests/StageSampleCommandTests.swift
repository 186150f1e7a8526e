import Testing

/// `hometwin stage sample`, run as whoever brings measurements would run it.
@Suite struct StageSampleCommandTests {
  private func sample(
    _ table: String, _ more: [String] = [], name: String = "room.csv"
  ) throws -> (outcome: Program.Outcome, sandbox: Sandbox) {
    let sandbox = try Sandbox()
    try sandbox.write(table, to: name)
    return (
      try Program.run(["stage", "sample", name] + more, in: sandbox.path), sandbox
    )
  }

  private static let rows = (0..<40).map { minute in
    "2024-01-15T06:\(minute < 10 ? "0" : "")\(minute):00Z,\(minute < 20 ? 20 : 21)"
  }
  private static let table = (["time,value"] + rows).joined(separator: "\n") + "\n"

  @Test func allMethodsAreCompared() throws {
    let outcome = try sample(Self.table).outcome
    #expect(outcome.status == 0, "\(outcome.errors)")
    for word in ["fixed", "coin", "send-on-delta", "swinging-door", "least-bytes"] {
      #expect(outcome.output.contains("\n" + word), "\(outcome.output)")
    }
    #expect(outcome.output.hasPrefix("40 values; lossless "))
  }

  @Test func whatWouldBeSentIsWritten() throws {
    let (outcome, sandbox) = try sample(
      Self.table, ["--method", "send-on-delta", "--out", "sent.csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      String(decoding: try sandbox.bytes("sent.csv"), as: UTF8.self) == """
        time,sensor,value
        2024-01-15T06:00:00Z,,20.0
        2024-01-15T06:20:00Z,,21.0

        """)
  }

  @Test(arguments: [
    ("time,value\n2024-01-15T06:00:00Z,x\n", "room.csv:2: value: found \"x\""),
    ("time,value\nnoon,1\n", "room.csv:2: time: found \"noon\""),
    ("when,value\n", "room.csv:1: found measurements without time"),
    ("time,value\n2024-01-15T06:00:00Z,1,2\n", "room.csv:2: found 3 values, expected 2"),
    ("time,value\n2024-01-15T06:00:00Z,nan\n", "room.csv:2: value: found \"nan\""),
    (
      "time,value\n2024-01-15T06:00:00Z,1\n2024-01-15T06:00:00Z,1\n",
      "room.csv:3: time: found 2024-01-15T06:00:00Z"
    ),
    ("", "room.csv: found nothing"),
    ("time,value\n", "room.csv: found no row"),
  ])
  func mistakesAreToldWithTheirLine(table: String, error: String) throws {
    let outcome = try sample(table).outcome
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(error), "\(outcome.errors)")
  }
}
