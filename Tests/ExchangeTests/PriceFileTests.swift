import Calendar
import Clockwork
import Foundation
import Testing

@testable import Exchange

/// Tables of prices: what is read, and what every mistake says.
@Suite struct PriceFileTests {
  private static func read(_ text: String) throws -> PriceFile {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "prices-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("p.csv").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try PriceFile(
      path: path, zone: ZoneRule("CST6CDT,M3.2.0,M11.1.0"))
  }

  private static func table(from day: String, _ hours: [(String, Double)]) -> String {
    "time,price_per_kwh\n" + hours.map { "\(day)T\($0.0):00,\($0.1)\n" }.joined()
  }

  @Test func hoursAreReadByThePlacesClock() throws {
    let file = try Self.read("time,price_per_kwh\n2024-01-15 00:00,0.1\n2024-01-15T01:00,-0.02\n")
    // Midnight of Chicago's winter is 06:00 UTC.
    #expect(Timestamp.utcText(file.start).hasPrefix("2024-01-15T06:00"))
    #expect(file.pricePerKWh == [0.1, -0.02])
    let other = try Self.read("\u{FEFF}price_per_kwh,time\r\n0.3,2024-01-15T06:00Z\r\n\r\n")
    #expect(other.start == file.start && other.pricePerKWh == [0.3])
  }

  /// Clocks go forward at 02:00 on 10 March and back at 02:00 on 3 November 2024.
  @Test func daysOf23And25HoursAreWhole() throws {
    let spring = try Self.read(
      Self.table(from: "2024-03-10", [("00:00", 1), ("01:00", 2), ("03:00", 3), ("04:00", 4)]))
    #expect(spring.pricePerKWh == [1, 2, 3, 4])
    let autumn = try Self.read(
      Self.table(
        from: "2024-11-03", [("00:00", 1), ("01:00", 2), ("01:00", 3), ("02:00", 4)]))
    #expect(autumn.pricePerKWh == [1, 2, 3, 4])
  }

  @Test(arguments: [
    ("", ":1: error: found the columns of an empty file, expected time,price_per_kwh"),
    ("time,price\n", ":1: error: found the columns time,price, expected time,price_per_kwh"),
    ("time,price_per_kwh\n", ":1: error: found no prices"),
    ("time,price_per_kwh\n2024-01-15T00:00\n", ":2: error: found 1 values, expected 2"),
    ("time,price_per_kwh\nmonday,1\n", ":2: error: time: found \"monday\""),
    ("time,price_per_kwh\n2024-01-15T00:30,1\n", ":2: error: time: found \"2024-01-15T00:30\""),
    (
      "time,price_per_kwh\n2024-01-15T00:00,cheap\n",
      ":2: error: price_per_kwh: found \"cheap\", expected a number from -10 to 1000"
    ),
    ("time,price_per_kwh\n2024-01-15T00:00,nan\n", ":2: error: price_per_kwh: found \"nan\""),
    (
      "time,price_per_kwh\n2024-01-15T00:00,1\n\n2024-01-15T02:00,1\n",
      ":4: error: time: found \"2024-01-15T02:00\", expected the hour after the one before, "
        + "2024-01-15T01:00"
    ),
    (
      "time,price_per_kwh\n2024-01-15T00:00,1\n2024-01-15T00:00,1\n2024-01-15T00:00,1\n",
      ":3: error: time"
    ),
  ])
  func everyMistakeNamesItsLine(text: String, says: String) {
    #expect { _ = try Self.read(text) } throws: { error in
      "\(error)".contains("p.csv" + says)
    }
  }
}
