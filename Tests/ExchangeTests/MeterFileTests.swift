import Exchange
import Foundation
import TestSupport
import Testing

/// Files of meters, read strictly.
@Suite struct MeterFileTests {
  private func read(
    _ text: String, name: String = "house.csv", column: String = "power_w", scale: Double = 1
  ) throws -> MeterFile {
    try withFolder { folder in
      let path = folder + "/" + name
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return try MeterFile(path: path, column: column, scale: scale)
    }
  }

  @Test func hoursAreMeansByTheMetersClock() throws {
    let file = try read(
      """
      time,Kettle,Aggregate
      1970-01-02 01:00:00,0,100
      1970-01-02 01:30:00,0,200
      1970-01-02T02:00,0,
      1970-01-02T03:00:00+05:00,0,-7
      """, column: "Aggregate")
    #expect(file.homes.map(\.name) == ["house"])
    #expect(file.homes[0].hours.map(\.hour) == [25, 27])
    #expect(file.homes[0].hours.map(\.meanW) == [150, -7])
  }

  @Test func homesAreToldApart() throws {
    let file = try read(
      "home,time,kw\r\nb,2014-01-01 00:00,1\r\na,2014-01-01 00:00,2\r\n", column: "kw",
      scale: 1_000)
    #expect(file.homes.map(\.name) == ["b", "a"])
    #expect(file.homes.map { $0.hours[0].meanW } == [1_000, 2_000])
  }

  @Test(arguments: [
    ("time,power\n", "expected power_w; did you mean \"power\"?"),
    ("", "found an empty file, expected a header line with time and power_w"),
    ("\n \n", "found an empty file"),
    ("time,power_w\n", "column power_w: found no power below the header, expected rows"),
    ("time,power_w\n2014-13-01 00:00,1", ".csv:2: time: found \"2014-13-01 00:00\""),
    ("time,power_w\n2014-01-01 00:00,much", "power_w: found \"much\", expected a number"),
    ("time,power_w\n2014-01-01 00:00,1e300", "expected a number from -1e9 to 1e9"),
    ("time,power_w\n2014-01-01 00:00", "found 1 values, expected 2"),
    ("time,power_w\n\"2014", "open quotes"),
  ])
  func mistakesHaveAPlace(text: String, says: String) {
    #expect { try read(text) } throws: { "\($0)".contains(says) }
  }

  @Test func otherEndingsAreSaid() {
    #expect { try read("x", name: "house.txt") } throws: { "\($0)".contains("expected .csv") }
  }

  /// Bytes changed at random are read, or are refused in words; nothing traps.
  @Test func damagedFilesNeverTrap() throws {
    var chance = TestRandom(seed: 2)
    let whole = Array("time,home,power_w\n2014-01-01 00:00,a,1\n2014-01-01 01:00,b,2.5\n".utf8)
    try withFolder { folder in
      let path = folder + "/m.csv"
      for _ in 0..<2_000 {
        var bytes = whole
        for _ in 0...chance.below(4) {
          bytes[chance.below(bytes.count)] = UInt8(chance.below(256))
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        do { _ = try MeterFile(path: path, column: "power_w", scale: 1) } catch {
          #expect("\(error)".contains("m.csv"), "\(error)")
        }
      }
    }
  }
}
