import Clockwork
import Telemetry
import Testing
import Truth

@testable import Dwellings
@testable import Homes
@testable import Residents
@testable import Scenarios

/// What a shut bedroom door does to the air of those who sleep behind it, in whole homes.
///
/// Measured: 1,150 ppm with window or door shut and 717 with either open (A. Mishra and others,
/// *Indoor Air* 28 (2018), 41-51); 2,395 on average in tight rooms with all shut and 835 with a fan
/// (P. Strøm-Tejsen and others, *Indoor Air* 26 (2016), 679-686). These homes leak more than those
/// rooms in Chicago's January: 1,233 and 723 in the middle were found of two sleepers.
@Suite struct NightAirTests {
  /// Carbon dioxide of bedrooms at four in the morning, with how many who sleep there, ppm.
  private func nights(_ habit: DoorHabit, homes: Int) throws -> [[Double]] {
    let plan = try Fixture.plan(
      "quickstart", ["homes=\(homes)", "duration=3d", "history=0d", "faults=[]", "expect={}"])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end)
    var levels: [[Double]] = [[], [], []]
    for index in 0..<homes {
      var life = UnheardHome(plan.specification(index), weather: weather)
      life.home.household.doorHabits = life.home.household.people.map { _ in habit }
      for night in 1...2 as ClosedRange<Int64> {
        // A local four o'clock of Chicago's winter.
        try life.live(to: plan.birth + .days(night) + .hours(4), weather: weather) { _ in }
        let home = life.home
        for room in home.plan.rooms.indices where home.openWindows & (1 << UInt16(room)) == 0 {
          let sleepers = home.household.people.indices.count {
            home.household.room(of: ResidentIndex($0)) == RoomIndex(room)
              && home.household.activity(of: ResidentIndex($0)) == .sleep
          }
          guard home.plan.rooms[room].kind == .bedroom, (1...2).contains(sleepers) else { continue }
          levels[sleepers].append(home.dwelling.rooms[room].co2PPM)
        }
      }
    }
    return levels.map { $0.sorted() }
  }

  @Test func shutDoorsKeepTheAirOfSleepers() throws {
    let (shut, open) = (try nights([.bedroom], homes: 10), try nights([], homes: 10))
    func middle(_ levels: [Double]) -> Double { levels.isEmpty ? 0 : levels[levels.count / 2] }
    #expect(shut[2].count > 4 && open[2].count > 4)
    #expect((1_150...2_395).contains(middle(shut[2])))
    #expect((600...835).contains(middle(open[2])))
    #expect((717...1_150).contains(middle(shut[1])))
    #expect(middle(shut[1]) > middle(open[1]) + 150)
  }
}
