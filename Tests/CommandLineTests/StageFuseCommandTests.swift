import Testing

/// `hometwin stage fuse`, run as whoever brings measurements would run it.
@Suite struct StageFuseCommandTests {
  private func fuse(
    _ table: String, _ more: [String] = []
  ) throws -> (outcome: Program.Outcome, sandbox: Sandbox) {
    let sandbox = try Sandbox()
    try sandbox.write(table, to: "room.csv")
    return (
      try Program.run(["stage", "fuse", "room.csv"] + more, in: sandbox.path), sandbox
    )
  }

  /// Five hours of three sensors around 20; the second reads .8 too much, the third is stuck for
  /// the last hour.
  private static let table: String = {
    var text = "time,sensor,value\n"
    var state: UInt64 = 1
    for minute in 0..<300 {
      let time =
        "2024-01-15T0\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00Z"
      for (sensor, name) in ["a", "b", "c"].enumerated() {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let noise = Int(state >> 33) % 61 - 30
        var hundredths = 2000 + noise + (sensor == 1 ? 80 : 0)
        if sensor == 2, minute >= 240 { hundredths = 2013 }
        text += "\(time),\(name),\(Double(hundredths) / 100)\n"
      }
    }
    return text
  }()

  @Test func whatIsWrongWithSensorsIsFound() throws {
    let (outcome, sandbox) = try fuse(Self.table, ["--smooth", "--out", "fused.csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\nb: off by 0."), "\(outcome.output)")
    #expect(outcome.output.contains("\nc: stuck from 2024-01-15T04:0"), "\(outcome.output)")
    let lines = String(decoding: try sandbox.bytes("fused.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.first == "time,value,standard_deviation")
    #expect(lines.count == 301)
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",").map { Double($0) }
      #expect(((cells[1] ?? 0) - 20).magnitude < 0.3, "\(line)")
    }
  }

  @Test(arguments: [
    ("time,value\n2024-01-15T06:00:00Z,1\n", "found 1 readings, expected 10"),
    ("time,sensor,value\nnoon,a,1\n", "room.csv:2"),
    ("time,sensor,value\n", "room.csv: found no row that can be used"),
    ("", "room.csv"),
  ])
  func mistakesAreToldWithTheirPlace(table: String, error: String) throws {
    let outcome = try fuse(table).outcome
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(error), "\(outcome.errors)")
  }

  @Test func badRowsAreCountedAndNamed() throws {
    let outcome = try fuse(Self.table + "2024-01-15T06:00:00Z,a,warm\n").outcome
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("1 rows refused"), "\(outcome.errors)")
    #expect(outcome.errors.contains("room.csv:902"), "\(outcome.errors)")
  }
}
