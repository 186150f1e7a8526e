import Foundation
import Testing

/// `hometwin stage detect`, run as whoever brings measurements would run it.
@Suite struct StageDetectCommandTests {
  private func detect(
    _ table: String, _ more: [String] = [], name: String = "room.csv"
  ) throws -> (outcome: Program.Outcome, sandbox: Sandbox) {
    let sandbox = try Sandbox()
    try sandbox.write(table, to: name)
    return (try Program.run(["stage", "detect", name] + more, in: sandbox.path), sandbox)
  }

  /// Six days, a reading every ten minutes, two sensors; the second one is stuck for the
  /// last day.
  private static let table: String = {
    var lines = ["time,sensor,value"]
    for row in 0..<864 {
      let (day, hour, minute) = (row / 144, row % 144 / 6, row % 6)
      let time =
        "2024-01-1\(day)T\(hour < 10 ? "0" : "")\(hour):\(minute)0:00Z"
      let wobble = Double(row * 7919 % 101) / 100
      lines.append("\(time),hall,\(20 + wobble)")
      lines.append("\(time),\"bath, up\",\(row < 720 ? 22 + wobble : 22.5)")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  @Test func aStuckSensorIsFound() throws {
    let outcome = try detect(Self.table, ["--clean-until", "2024-01-14T00:00:00Z"]).outcome
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "sensor,start,end,kind,severity,score")
    let found = lines.filter { $0.hasPrefix("\"bath, up\",2024-01-15T") && $0.contains(",stuck,") }
    #expect(found.count == 1, "\(outcome.output)")
    #expect(!outcome.output.contains("hall"))
    #expect(outcome.errors.contains("hall: learnt from 576 rows, judged 288: 0 episodes"))
  }

  @Test func jsonAndPageAreWritten() throws {
    let (outcome, sandbox) = try detect(Self.table, ["--json", "--html", "faults.html"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\"kind\":\"stuck\""), "\(outcome.output)")
    let page = String(decoding: try sandbox.bytes("faults.html"), as: UTF8.self)
    #expect(page.contains("bath, up") && page.contains("stuck"))
  }

  @Test(arguments: [
    ("when,value\n", [], "found measurements without time; a table of measurements has"),
    ("time,value\nnoon,1\n", [], "room.csv:2: time: found \"noon\""),
    ("time,value\n", [], "room.csv: found no row that can be used"),
    ("time,value\n2024-01-15T06:00:00Z,1\n", [], "found 0 rows until --clean-until, expected 60"),
    ("time,value\n", ["--clean-until", "soon"], "--clean-until: found \"soon\""),
    ("time,value\n", ["--false-alarms", "0"], "--false-alarms: found 0.0"),
    ("time,value\n", ["--seed", "1"], "--seed: expected --benchmark"),
    ("time,value\n", ["--benchmark"], "expected a table of measurements, or --benchmark"),
  ])
  func mistakesAreTold(table: String, more: [String], error: String) throws {
    let outcome = try detect(table, more).outcome
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains(error), "\(outcome.errors)")
  }

  @Test func aFolderThatIsNoBenchmarkIsRefused() throws {
    let sandbox = try Sandbox()
    let outcome = try Program.run(["stage", "detect", "--nab", sandbox.path], in: sandbox.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("expected the layout"), "\(outcome.errors)")
  }

  /// The benchmark's data may not be shipped; where it lies beside the tree it is scored.
  private static let nab = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("../../../shared/data/anomaly/NAB")
    .standardizedFileURL.path

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: nab), "no ../shared/data/anomaly/NAB"))
  func theNumentaBenchmarkIsScored() throws {
    let sandbox = try Sandbox()
    let outcome = try Program.run(
      ["stage", "detect", "--nab", Self.nab, "--json"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let told = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let scores = try #require(told as? [String: Double])
    #expect(scores["files"] == 24 && scores["windows"] == 34, "\(scores)")
    #expect((scores["standard"] ?? 0) > 45, "\(scores)")
  }
}
