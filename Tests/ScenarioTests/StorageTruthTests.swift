import Clockwork
import Dwellings
import Exchange
import Foundation
import Homes
import SQLite
import ScenarioFiles
import Testing
import Truth

@testable import Scenarios

/// What batteries and cars held and moved, and rooms' air, as `truth.sqlite` and the labels have
/// it.
@Suite struct StorageTruthTests {
  private static func run(_ overrides: [String], in folder: String) throws -> RunPlan {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "start=2024-06-10", "faults=[]", "history=0s", "homes=2", "duration=1d",
        "oracle.homes=0", "players.agents=[]", "audit.homes=0",
      ] + overrides)
    _ = try Fixture.run(
      plan,
      outputs: try RunOutputs(
        folder: folder, keep: [.truth, .labels], store: .none,
        durability: plan.scenario.durability))
    return plan
  }

  @Test func anHourOfEachIsARow() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Self.run(
      [
        "world.solar.share=100 %", "world.battery.share=100 %", "world.ev.share=100 %",
        "world.dwellings=[{share: 1, archetype: detached-new, hvac: heat-pump, cooling: true}]",
      ], in: folder)
    let database = try Database(path: folder + "/truth.sqlite", access: .readOnly)
    for what in ["battery", "car"] {
      #expect(
        try database.integer("SELECT COUNT(*) FROM storage WHERE what = '\(what)'") == 48)
    }
    #expect(
      try database.integer("SELECT COUNT(*) FROM storage WHERE level < 0 OR level > 1") == 0)
    #expect(
      try database.integer(
        "SELECT COUNT(*) FROM storage WHERE (charge_kwh IS NULL) <> (is_home = 0) "
          + "OR (level IS NULL) <> (is_home = 0)") == 0)
    // A battery's charge moves by what it takes and gives; losses of an hour in which it does both
    // are at most a tenth of what goes through.
    let moved = try database.integer(
      """
      SELECT COUNT(*) FROM storage a JOIN storage b ON a.home = b.home AND a.what = b.what
        AND b.start_us = a.end_us WHERE a.what = 'battery'
        AND ABS(b.charge_kwh - a.charge_kwh) > ABS(b.power_w) / 1000 * 1.07 + 0.6
      """)
    #expect(moved == 0)
    let charging = try database.integer(
      "SELECT COUNT(*) FROM storage WHERE what = 'battery' AND power_w > 100")
    #expect((charging ?? 0) > 3)
    let labels = try TruthReader.read(folder + "/labels")
    let rows = labels.homes.flatMap(\.storage)
    #expect(rows.count == 96 && rows.first?.start == plan.start)
    let first = try #require(rows.first { $0.kind == .battery && $0.meanW != 0 })
    let chargeKWh = try #require(first.chargeKWh)
    let same = try database.integer(
      "SELECT COUNT(*) FROM storage WHERE power_w = \(first.meanW) AND charge_kwh = "
        + "\(chargeKWh) AND start_us = \(first.start.microseconds)")
    #expect(same == 1)
    #expect(try database.integer("SELECT COUNT(*) FROM air") == 0)
    try database.close()
  }

  /// Nobody at home knows what a car on the road holds; the hour in which it is back tells.
  @Test func aCarThatIsAwayHoldsNobodyKnowsWhat() throws {
    let plan = try Fixture.plan(
      "quickstart", ["homes=1", "duration=1d", "world.ev.share=100 %", "faults=[]"])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end)
    let home = Home(plan.specification(0), outdoor: weather.conditions[0])
    var hours = StorageHours(home)
    var told: [StorageHour] = []
    for minute in 1...120 as ClosedRange<Int64> {
      var state = HomeState(
        time: plan.start + .minutes(minute), outdoorTemperatureC: 0, electricPowerW: 0,
        hvacElectricPowerW: 0, fuelPowerW: 0, hvacHeatW: 0, heatingSetpointC: 20,
        coolingSetpointC: 25, occupantCount: 0, comfortC: nil)
      state.vehicleLevel = 0.5
      state.isVehicleHome = minute > 90
      told += hours.add(state)
    }
    #expect(told.map(\.level) == [nil, 0.5] && told.map(\.isHome) == [false, true])
    let capacityKWh = try #require(home.dwelling.vehicleCapacityKWh)
    #expect(told.map(\.chargeKWh) == [nil, capacityKWh / 2])
  }

  @Test func aHomeThatFollowsItsAirHasARowARoomAnHour() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Self.run(["world.air.pm25=12 µg/m³"], in: folder)
    let database = try Database(path: folder + "/truth.sqlite", access: .readOnly)
    let rooms = try #require(
      try database.integer("SELECT COUNT(*) FROM (SELECT DISTINCT home, room FROM air)"))
    #expect(rooms >= 12)
    #expect(try database.integer("SELECT COUNT(*) FROM air") == 24 * rooms)
    #expect(try database.integer("SELECT COUNT(*) FROM storage") == 0)
    let odd = try database.integer(
      """
      SELECT COUNT(*) FROM air WHERE pm25_ug_m3 < 0.5 OR pm25_ug_m3 > 2000
        OR pm25_max_ug_m3 < pm25_ug_m3 OR voc_ug_m3 < 30 OR voc_ug_m3 > 20000
        OR voc_index < 1 OR voc_index > 500 OR noise_db < 24.9 OR noise_db > 90
        OR noise_max_db < noise_db - 1e-9
      """)
    #expect(odd == 0)
    // Somebody cooks or talks in a day.
    let loud = try database.integer("SELECT COUNT(*) FROM air WHERE noise_db > 45")
    #expect((loud ?? 0) > 0)
    try database.close()
  }
}
