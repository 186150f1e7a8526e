import Calendar
import Clockwork
import Foundation
import Homes
import ScenarioFiles
import Telemetry
import Testing

@testable import Scenarios

/// Prices out of a table of the user's own.
@Suite struct OwnPricesTests {
  /// A scenario of a day beside a table of so many hours from midnight, dear from 17:00 to 20:00.
  private static func folder(hours: Int, tariff: String = "{file: mine.csv}") throws -> String {
    let folder = try Fixture.temporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let rows = (0..<hours).map { hour in
      let day = 15 + hour / 24
      let text = hour % 24 < 10 ? "0\(hour % 24)" : "\(hour % 24)"
      return "2024-01-\(day)T\(text):00,\((17..<20).contains(hour % 24) ? 0.5 : 0.2)\n"
    }
    try ("time,price_per_kwh\n" + rows.joined()).write(
      toFile: folder + "/mine.csv", atomically: true, encoding: .utf8)
    try """
    why: Prices of one's own.
    world:
      extends: builtin:chicago-suburb
      tariff: \(tariff)
    start: 2024-01-15
    duration: 1d
    history: 0s
    homes: 2
    keep: [wire]
    """.write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
    return folder
  }

  private static func load(_ folder: String) throws -> RunPlan {
    let loaded = try ScenarioReader.read(
      path: folder + "/s.yaml", worldFolders: [Fixture.root + "/Worlds"])
    let weather = Fixture.root + "/Worlds/climates/chicago.epw"
    return try RunPlan(
      loaded,
      climateBytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: weather))),
      climateName: weather, devices: DeviceCatalogue(folder: Fixture.root + "/Worlds/devices"),
      dwellings: DwellingCatalogue(loaded, builtinFolder: Fixture.root + "/Worlds/dwellings"))
  }

  @Test func theSupplierTellsTheTablesPrices() throws {
    let folder = try Self.folder(hours: 24)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Self.load(folder)
    let prices = WeatherTracks(plan).track(from: plan.birth, through: plan.end).prices
      .filter(\.isNews)
    #expect(prices.map(\.message.pricePerKWh) == [0.2, 0.5, 0.2])
    // 17:00 in Chicago is 23:00 UTC.
    #expect(
      prices.map { Timestamp.utcText($0.start).prefix(13) }
        == ["2024-01-15T06", "2024-01-15T23", "2024-01-16T02"])
    #expect(try Fixture.run(plan).readingCount > 0)
  }

  /// In a run's folder the copy is what was run, whatever the path holds by now; elsewhere the path
  /// is what it says.
  @Test func aRunsCopyRules() throws {
    let elsewhere = try Self.folder(hours: 24)
    let folder = try Self.folder(hours: 24, tariff: "{file: \(elsewhere)/mine.csv}")
    defer {
      for path in [elsewhere, folder] { try? FileManager.default.removeItem(atPath: path) }
    }
    try FileManager.default.createDirectory(
      atPath: folder + "/prices", withIntermediateDirectories: true)
    let kept = try String(contentsOfFile: folder + "/mine.csv", encoding: .utf8)
      .replacing(",0.5", with: ",0.75")
    try kept.write(toFile: folder + "/prices/mine.csv", atomically: true, encoding: .utf8)
    func highest() throws -> Double? {
      let plan = try Self.load(folder)
      return WeatherTracks(plan).track(from: plan.birth, through: plan.end).prices
        .map(\.message.pricePerKWh).max()
    }
    #expect(try highest() == 0.5)
    try "{}".write(toFile: folder + "/run.json", atomically: true, encoding: .utf8)
    #expect(try highest() == 0.75)
  }

  @Test func hoursThatTheTableLacksAreAnErrorThatNamesTheRun() throws {
    let folder = try Self.folder(hours: 23)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect { _ = try Self.load(folder) } throws: { error in
      let text = "\(error)"
      return text.contains("s.yaml:4:")
        && text.contains("prices from 2024-01-15T00:00:00-06:00 to 2024-01-15T23:00:00-06:00")
        && text.contains("2024-01-15T00:00:00-06:00 to 2024-01-16T00:00:00-06:00")
    }
  }

  @Test func aTableThatIsNotThereIsAnErrorOfItsLine() throws {
    let folder = try Self.folder(hours: 24, tariff: "{file: yours.csv}")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect { _ = try Self.load(folder) } throws: { error in
      "\(error)".contains("s.yaml:4:") && "\(error)".contains("\"yours.csv\" not found")
    }
  }

  @Test func whatStandsBesideATableIsWarnedOf() throws {
    let folder = try Self.folder(hours: 24, tariff: "{file: mine.csv, price_per_kwh: 0.3}")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Self.load(folder)
    #expect(plan.loaded.warnings.contains { "\($0)".contains("'price_per_kwh' does nothing") })
  }
}
