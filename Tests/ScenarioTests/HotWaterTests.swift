import Clockwork
import Dwellings
import Homes
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Hot water in lived homes: who draws it, how much, and what it costs.
@Suite struct HotWaterTests {
  private struct Life {
    var specification: HomeSpecification
    var people = 0
    var draws:
      [(resident: ResidentIndex, use: WaterUse, litres: Double, start: SimTime, end: SimTime)] = []
    var activities: [(resident: ResidentIndex, activity: Activity, start: SimTime, end: SimTime)] =
      []
    var electricKWh = 0.0
    var fuelKWh = 0.0
  }

  private static let days = 6

  /// Ten homes of a world for six days.
  private static func lives(_ overrides: [String] = []) throws -> [Life] {
    let plan = try Fixture.plan(
      "quickstart", ["homes=10", "duration=\(days)d", "faults=[]", "history=0s"] + overrides)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    return try (0..<10).map { index in
      var life = Life(specification: plan.specification(index))
      var home = UnheardHome(life.specification, weather: weather)
      try home.live(to: plan.end, weather: weather) { truth in
        for state in truth.homes {
          life.electricKWh += state.waterElectricPowerW / 60_000
          life.fuelKWh += state.waterFuelPowerW / 60_000
        }
        for event in truth.events {
          switch event {
          case .hotWater(let resident, let use, let litres, _, let start, let end):
            life.draws.append((resident, use, litres, start, end))
          case .activity(let resident, let activity, _, let start, let end):
            life.activities.append((resident, activity, start, end))
          default: break
          }
        }
      }
      life.people = home.home.sitePlan.residents.count
      return life
    }
  }

  /// Building America: a house of three bedrooms draws 30 + 3 * 10 gallons (227 L) of 43 °C water a
  /// day at showers, baths and basins; about 76 L a head.
  @Test func householdsDrawWhatHouseholdsDo() throws {
    let lives = try Self.lives().filter { $0.specification.water.hasTank }
    #expect(lives.count == 10)
    let litres = lives.reduce(0) { $0 + $1.draws.reduce(0) { $0 + $1.litres } }
    let heads = Double(lives.reduce(0) { $0 + $1.people })
    let each = litres / heads / Double(Self.days)
    #expect(each > 45 && each < 105, "\(each) L a head and day")
    let showers = lives.reduce(0) { $0 + $1.draws.count { $0.use == .shower } }
    let rate = Double(showers) / heads / Double(Self.days)
    #expect(rate > 0.4 && rate < 1.1, "\(rate) showers a head and day")
    for life in lives {
      let usedKWh = (life.electricKWh + life.fuelKWh) / Double(Self.days)
      #expect(usedKWh > 1 && usedKWh < 60, "\(usedKWh)")
      #expect((life.electricKWh > 0) == (life.specification.water != .gasTank))
      #expect((life.fuelKWh > 0) == (life.specification.water == .gasTank))
    }
  }

  @Test func nobodyDrawsWaterFromAfar() throws {
    for life in try Self.lives() {
      for draw in life.draws {
        #expect(draw.end > draw.start && draw.litres > 0)
        for away in life.activities where away.activity == .away && away.resident == draw.resident {
          #expect(draw.end <= away.start || draw.start >= away.end, "\(draw) \(away)")
        }
      }
    }
  }

  @Test func withoutATankNothingIsDrawn() throws {
    let none = try Self.lives(["world.dwellings[0].water=none"])
    let all = try Self.lives()
    var seen = 0
    for (without, with) in zip(none, all) {
      // Water is nobody's reason to live otherwise.
      #expect(without.people == with.people)
      if without.specification.water == .none {
        seen += 1
        #expect(without.draws.isEmpty && without.electricKWh == 0 && without.fuelKWh == 0)
      } else {
        #expect(without.draws.count == with.draws.count)
        #expect(without.electricKWh == with.electricKWh && without.fuelKWh == with.fuelKWh)
      }
    }
    #expect(seen > 0 && seen < 10)
  }
}
