import Foundation
import TestSupport
import Testing

@testable import Exchange

@Suite struct MeasurementTableTests {
  private func read(
    _ text: String, as name: String = "table.csv"
  ) throws -> (series: [MeasurementTable.Series], problems: RowProblems) {
    try withFolder { folder in
      let path = folder + "/" + name
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return try MeasurementTable.read(path: path)
    }
  }

  @Test func sensorsStandInTheOrderOfTheFile() throws {
    let (series, problems) = try read(
      """
      value,sensor,time
      1.5,b,2024-01-15T06:00:00Z
      2,"a, up",2024-01-15T07:00:00+01:00
      -3e1,b,2024-01-15T05:00:00Z
      """)
    #expect(problems.total == 0)
    #expect(series.map(\.name) == ["b", "a, up"])
    #expect(series[0].values == [1.5, -30] && series[0].lines == [2, 4])
    // Times may go back: that is for whoever judges them.
    #expect(series[0].times == [1_705_298_400_000_000, 1_705_294_800_000_000])
    #expect(series[1].times == [1_705_298_400_000_000])
  }

  @Test func otherShapesAreRead() throws {
    let json = try read(
      """
      {"time":"2024-01-15T06:00:00Z","value":20.5}
      {"value":21,"time":"2024-01-15T06:10:00Z"}
      """, as: "table.jsonl")
    #expect(json.series.map(\.values) == [[20.5, 21]] && json.series[0].name.isEmpty)
    let stamped = try read("timestamp,value\r\n2014-04-01 00:05:00,1\r\n")
    #expect(stamped.series.map(\.times) == [[1_396_310_700_000_000]])
  }

  @Test(arguments: [
    ("noon,1", "time: found \"noon\""), ("2024-01-15T06:00:00Z,x", "value: found \"x\""),
    ("2024-01-15T06:00:00Z,nan", "value: found"), ("2024-01-15T06:00:00Z,", "value: found nothing"),
    ("2024-01-15T06:00:00Z,1,2", "found 3 values, expected 2"),
  ])
  func rowsAreRefused(row: String, text: String) throws {
    let (series, problems) = try read("time,value\n\(row)\n2024-01-15T06:00:00Z,7\n")
    #expect(series.map(\.values) == [[7]] && problems.total == 1)
    let example = problems.examples(.malformed).first ?? ""
    #expect(example.contains("table.csv:2: ") && example.contains(text), "\(example)")
  }

  @Test func aTableWithoutTimeIsNone() {
    #expect(throws: ExchangeError.self) { _ = try read("when,value\n") }
    #expect(throws: ExchangeError.self) { _ = try read("") }
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var writer = MeasurementTable.Writer()
    writer.append(time: 1_000_000, sensor: "a, \"up\"", value: 20.1)
    writer.append(time: 2_000_001, sensor: "a, \"up\"", value: -1e-7)
    try withFolder { folder in
      let path = folder + "/table.csv"
      try Data(writer.text.utf8).write(to: URL(fileURLWithPath: path))
      let series = try MeasurementTable.readWhole(path: path)
      #expect(series.map(\.name) == ["a, \"up\""] && series[0].values == [20.1, -1e-7])
      #expect(series[0].times == [1_000_000, 2_000_001])
    }
  }

  @Test(arguments: [
    ("time,level\n", "table.csv:1: found measurements without value"),
    ("time,value\n", "table.csv: found no row"),
    ("time,value\n1970-01-01T00:00:00Z,2e9\n", ":2: value: found 2000000000.0, expected"),
    (
      "time,value\n1970-01-01T00:00:00Z,1\n1970-01-01T00:00:00Z,1\n",
      ":3: time: found 1970-01-01T00:00:00Z, expected one after"
    ),
  ])
  func wholeTablesAreStrict(text: String, says: String) throws {
    try withFolder { folder in
      let path = folder + "/table.csv"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      #expect { try MeasurementTable.readWhole(path: path) } throws: { "\($0)".contains(says) }
    }
  }

  /// Whatever a damaged file holds, it is read or refused.
  @Test func damagedTablesDoNoHarm() throws {
    let good = Array("time,sensor,value\n2024-01-15T06:00:00Z,\"a\",1\n".utf8)
    for seed in 0..<300 {
      var random = TestRandom(seed: UInt64(seed))
      var bytes = good + good
      for _ in 0..<(1 + random.below(6)) {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      try withFolder { folder in
        let path = folder + "/table." + (seed % 2 == 0 ? "csv" : "jsonl")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        guard let read = try? MeasurementTable.read(path: path) else { return }
        for one in read.series {
          #expect(one.times.count == one.values.count && one.values.allSatisfy(\.isFinite))
        }
      }
    }
  }
}
