import Clockwork
import Scoring
import Testing
import Truth

/// Homes that heat with known power and are a known way from what their people like.
struct HeatedHomes {
  static let minutesADay = 1_440

  /// Watts of fuel, and kelvins below the comfort band from 06:00 to 09:00 while two are at home.
  static func habits(_ name: String) -> (fuelW: Double, missK: Double) {
    switch name {
    case "oracle": (2_000, 0)
    case "saves a little": (2_300, 0.5)
    case "null": (3_000, 0)
    case "freezes them": (1_000, 24)
    case "heats the street": (6_000, 0)
    default: (3_000, 0)
    }
  }

  static func day(_ name: String, home: Int) -> EnergyScorer.Day {
    let (fuel, miss) = habits(name)
    var day = EnergyScorer.Day()
    for minute in 0..<minutesADay {
      let isAtHome = (360..<540).contains(minute)
      let state = HomeState(
        time: SimTime(microseconds: Int64(minute) * 60_000_000), outdoorTemperatureC: 0,
        electricPowerW: 500, hvacElectricPowerW: 100 + Double(home), fuelPowerW: fuel,
        hvacHeatW: fuel, heatingSetpointC: 20, coolingSetpointC: 26,
        occupantCount: isAtHome ? 2 : 0, comfortC: isAtHome ? 20...24 : nil)
      let rooms = [
        RoomState(
          temperatureC: 20 - miss, relativeHumidity: 0.5, co2PPM: 600, illuminanceLx: 0,
          occupantCount: isAtHome ? 2 : 0, isWindowOpen: false),
        // Nobody is here: how cold it is counts for nothing.
        RoomState(
          temperatureC: 5, relativeHumidity: 0.5, co2PPM: 600, illuminanceLx: 0,
          occupantCount: 0, isWindowOpen: false),
      ]
      day.add(home: state, rooms: rooms[...], stepHours: 1.0 / 60)
    }
    return day
  }

  static let contest = Contest(definitions: EnergyScorer.definitions, homeCount: 5) {
    name, player, home, board in
    let role: EnergyScorer.Player? =
      switch player {
      case .ours: .ours
      case .null: .null
      case .oracle: .oracle
      default: nil
      }
    guard let role else { return }
    for index in 0..<2 {
      EnergyScorer.add(
        day(name, home: home), player: role, dayIndex: index, to: &board, firstScore: 0)
    }
  }
}

@Suite struct EnergyPlayersTests {
  static let id = "agents.energy."

  @Test func playersKeepTheirOrder() throws {
    let cost = Self.id + "cost_kwh_per_day"
    let table = [
      Ranking(
        cost,
        [["oracle"], ["saves a little"], ["null"], ["heats the street"], ["freezes them"]]),
      Ranking(
        Self.id + "hvac_kwh_per_day",
        [["freezes them"], ["oracle"], ["saves a little"], ["null"], ["heats the street"]]),
      Ranking(
        Self.id + "discomfort_kh_per_day",
        [["oracle", "null", "heats the street"], ["saves a little"], ["freezes them"]]),
    ]
    try HeatedHomes.contest.check(table, skilled: [cost])
  }

  @Test func closedForm() throws {
    let scores = HeatedHomes.contest.scores(of: "saves a little")
    // 2.3 kW of fuel and 0.102 kW of fans on the mean home, for a day.
    let hvac = try #require(scores[Self.id + "hvac_kwh_per_day"]?.value)
    #expect((hvac - 24 * 2.402).magnitude < 1e-9)
    let discomfort = try #require(scores[Self.id + "discomfort_kh_per_day"]?.value)
    #expect((discomfort - 1.5).magnitude < 1e-9)
    let cost = try #require(scores[Self.id + "cost_kwh_per_day"]?.value)
    #expect((cost - hvac - 3).magnitude < 1e-9)
    // Null and oracle are 24 kWh a day apart.
    let skill = try #require(scores[Self.id + "cost_kwh_per_day"]?.skill)
    #expect((skill - (24 * 0.7 - 3) / 24).magnitude < 1e-9)
  }
}
