import Exchange
import Foundation
import TestSupport
import Testing

/// Measurements of a user's own, read strictly.
@Suite struct SeriesFileTests {
  private func read(_ bytes: [UInt8], name: String = "rooms.csv") throws -> [SeriesFile.Series] {
    try withFolder { folder in
      let path = folder + "/" + name
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return try SeriesFile.read(path)
    }
  }

  private static let table = """
    value,sensor,time
    20.5,"hall, low",1970-01-01T00:00:01Z
    -1e2,attic,1970-01-01T00:00:00Z
    21,"hall, low",1970-01-01T01:00:02+01:00

    """

  @Test func sensorsAreToldApart() throws {
    let series = try read(Array(Self.table.utf8))
    #expect(series.map(\.name) == ["hall, low", "attic"])
    #expect(series[0].times == [1_000_000, 2_000_000] && series[0].values == [20.5, 21])
    #expect(series[1].times == [0] && series[1].values == [-100])
  }

  @Test func jsonLinesAreTheSame() throws {
    let lines = """
      {"time":"1970-01-01T00:00:01Z","value":3}
      {"value":-0.5,"time":"1970-01-01T00:00:02Z","more":[1]}
      """
    let series = try read(Array(lines.utf8), name: "room.jsonl")
    #expect(series.map(\.name) == [""] && series[0].values == [3, -0.5])
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let series = try read(Array(Self.table.utf8))
    var writer = SeriesFile.Writer()
    for one in series { writer.append(one) }
    let again = try read(Array(writer.text.utf8))
    #expect(again.map(\.name) == series.map(\.name))
    #expect(again.map(\.times) == series.map(\.times))
    #expect(again.map(\.values) == series.map(\.values))
  }

  @Test(arguments: [
    ("time,level\n", "found a table without value"),
    ("time,value\n", "found no row"),
    ("time,value\n1970-01-01T00:00:00Z,inf\n", ":2: error: value: found \"inf\", expected"),
    ("time,value\n1970-01-01T00:00:00Z,2e9\n", ":2: error: value: found \"2e9\", expected"),
    ("time,value\nnow,1\n", ":2: error: time: found \"now\", expected a time such as"),
    ("time,value\n1970-01-01T00:00:00Z\n", ":2: error: found 1 values, expected 2"),
    (
      "time,value\n1970-01-01T00:00:00Z,1\n1970-01-01T00:00:00Z,1\n",
      ":3: error: time: found 1970-01-01T00:00:00Z, expected one after"
    ),
  ])
  func mistakesHaveAPlace(text: String, says: String) {
    #expect { try read(Array(text.utf8)) } throws: { "\($0)".contains(says) }
  }

  /// Bytes changed at random are read, or are refused in words; nothing traps.
  @Test func damagedFilesNeverTrap() throws {
    var chance = TestRandom(seed: 71)
    var refused = 0
    for _ in 0..<500 {
      var bytes = Array(Self.table.utf8)
      for _ in 0...chance.below(4) {
        bytes[chance.below(bytes.count)] = UInt8(chance.below(256))
      }
      do {
        for series in try read(bytes) { #expect(series.times.count == series.values.count) }
      } catch let error as ExchangeError {
        refused += 1
        #expect("\(error)".contains("rooms.csv"))
      }
    }
    #expect(refused > 100)
  }
}
