import Clockwork
import Dwellings
import Homes
import ScenarioFiles
import Scoring
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Batteries, cars and tariffs as a world gives them to its homes.
@Suite struct StorageAtHomeTests {
  private static let tariff = [
    "world.tariff.price_per_kwh=0.1",
    "world.tariff.periods=[{price_per_kwh: 0.3, days: weekdays, from_hour: 15, to_hour: 19}]",
  ]

  private static func plan(_ overrides: [String]) throws -> RunPlan {
    try Fixture.plan(
      "quickstart", ["start=2024-06-10", "faults=[]", "history=0s"] + overrides)
  }

  private struct Life {
    var states: [HomeState] = []
    var tariffs: [(time: SimTime, message: TariffMessage)] = []
  }

  private static func live(_ plan: RunPlan, homes: Int) throws -> [Life] {
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    return try (0..<homes).map { index in
      var life = Life()
      var home = UnheardHome(plan.specification(index), weather: weather)
      try home.live(to: plan.end, weather: weather) { arrival, bytes in
        if case .other(let told) = MessageCodec.decode(bytes), case .tariff(let message) = told.body
        {
          life.tariffs.append((arrival, message))
        }
      } was: {
        life.states += $0.homes
      }
      return life
    }
  }

  @Test func sharesAreKeptAndMoveNothingElse() throws {
    let plan = try Self.plan([
      "homes=400", "world.solar.share=50 %", "world.battery.share=40 %", "world.ev.share=30 %",
    ])
    let batteries = (0..<400).count { plan.specification($0).battery != nil }
    let cars = (0..<400).count { plan.specification($0).chargerW != nil }
    // 160 and 120 expected, sd 10 and 9; which of the batteries have a roof shows in the home.
    #expect((125...195).contains(batteries) && (90...150).contains(cars), "\(batteries) \(cars)")
    let plain = try Self.plan(["homes=400"])
    for home in 0..<50 {
      let (a, b) = (plan.specification(home), plain.specification(home))
      #expect(a.archetype == b.archetype && a.household == b.household && a.water == b.water)
      #expect(b.battery == nil && b.chargerW == nil)
    }
  }

  @Test func batteriesTakeTheSurplusAndCarsComeHomeToCharge() throws {
    let overrides = ["homes=6", "duration=3d", "world.solar.share=100 %"]
    let with = try Self.live(
      Self.plan(overrides + ["world.battery.share=100 %", "world.ev.share=100 %"]), homes: 6)
    let without = try Self.live(Self.plan(overrides), homes: 6)
    var (batteries, journeys, chargedKWh) = (0, 0, 0.0)
    // No two cars begin alike.
    #expect(Set(with.compactMap { $0.states.first?.vehicleLevel }).count == 6)
    for (a, b) in zip(with, without) {
      #expect(a.tariffs.isEmpty && b.tariffs.isEmpty)
      let hasRoof = b.states.contains { $0.solarPowerW > 0 }
      let moved = a.states.contains { $0.batteryPowerW > 0 }
      #expect(moved == hasRoof)
      if moved { batteries += 1 }
      for (x, y) in zip(a.states, b.states) {
        // What residents, plant and roof do is the same; only storage differs.
        let standby = hasRoof ? 10.0 : 0
        let rest = x.electricPowerW - x.batteryPowerW - x.vehiclePowerW - standby
        #expect(abs(rest - y.electricPowerW) < 1e-6)
        #expect(x.vehicleLevel >= 0 && x.vehicleLevel <= 1)
        if !x.isVehicleHome { #expect(x.vehiclePowerW < 7_200) }
      }
      let minutesOut = a.states.count { !$0.isVehicleHome }
      if minutesOut > 0 { journeys += 1 }
      chargedKWh += a.states.reduce(0) { $0 + $1.vehiclePowerW } / 60_000
      // A battery's controller leaves the meter no exact zeros.
      #expect(a.states.allSatisfy { $0.electricPowerW != 0 })
    }
    #expect(chargedKWh > 10 && chargedKWh < 300, "\(chargedKWh)")
    #expect(batteries >= 3 && journeys >= 3)
  }

  /// Each change of price is told when it comes, and the battery and the car heed it.
  @Test func timeOfUseReachesTheWireAndTheHome() throws {
    let plan = try Self.plan(
      [
        "homes=4", "duration=3d", "world.solar.share=100 %", "world.battery.share=100 %",
        "world.battery.dispatch=time-of-use", "world.ev.share=100 %",
      ] + Self.tariff)
    for life in try Self.live(plan, homes: 4) {
      // From Monday midnight: the hour that holds, then two changes a day.
      #expect(life.tariffs.map(\.message.pricePerKWh) == [0.1, 0.3, 0.1, 0.3, 0.1, 0.3, 0.1])
      #expect(
        life.tariffs.allSatisfy { $0.message.currency == "USD" && $0.time >= $0.message.from })
      let first = try #require(life.tariffs.dropFirst().first)
      #expect(first.message.from == plan.start + .hours(15))
      for state in life.states {
        let minute = (state.time - plan.start).microseconds / 60_000_000 % 1_440
        // A step ends at its time.
        let isDear = minute > 15 * 60 && minute <= 19 * 60
        if !isDear { #expect(state.batteryPowerW >= 0) }
        if isDear, state.vehicleLevel > 0.31 { #expect(state.vehiclePowerW == 0) }
      }
      #expect(
        life.states.contains { $0.batteryPowerW < 0 }
          || life.states.allSatisfy { $0.solarPowerW == 0 })
    }
  }

  /// Messages of the supplier are on the ledger like all others.
  @Test func aWholeRunAccountsForEveryPrice() throws {
    let plan = try Self.plan(
      [
        "homes=2", "duration=2d", "oracle.homes=0", "players.agents=[]",
        "world.tariff.market={swing: 40 %, noise: 20 %}", "world.carbon_wave.swing=30 %",
        "world.solar.share=100 %", "world.battery.share=100 %", "world.ev.share=100 %",
      ] + Self.tariff)
    let result = try Fixture.run(plan)
    func value(_ id: String) -> Double? { result.scores.first { $0.id == id }?.value }
    #expect(value("ingestion.lost_unexplained_count") == 0)
  }
}
