import Clockwork
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
    let same = try database.integer(
      "SELECT COUNT(*) FROM storage WHERE power_w = \(first.meanW) AND charge_kwh = "
        + "\(first.chargeKWh) AND start_us = \(first.start.microseconds)")
    #expect(same == 1)
    #expect(try database.integer("SELECT COUNT(*) FROM air") == 0)
    try database.close()
  }

  @Test func aHomeThatFollowsItsAirHasARowARoomAnHour() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Self.run(["world.air.pm25=12 µg/m³"], in: folder)
    let database = try Database(path: folder + "/truth.sqlite", access: .readOnly)
    #expect(try database.integer("SELECT COUNT(*) FROM air") == 2 * 24 * 6)
    #expect(try database.integer("SELECT COUNT(*) FROM storage") == 0)
    let odd = try database.integer(
      """
      SELECT COUNT(*) FROM air WHERE pm25_ug_m3 < 0.5 OR pm25_ug_m3 > 2000
        OR pm25_max_ug_m3 < pm25_ug_m3 OR voc_ug_m3 < 30 OR voc_ug_m3 > 20000
        OR voc_index < 1 OR voc_index > 500 OR noise_db < 29.9 OR noise_db > 90
        OR noise_max_db < noise_db - 1e-9
      """)
    #expect(odd == 0)
    // Somebody cooks or talks in a day.
    let loud = try database.integer("SELECT COUNT(*) FROM air WHERE noise_db > 45")
    #expect((loud ?? 0) > 0)
    try database.close()
  }
}
