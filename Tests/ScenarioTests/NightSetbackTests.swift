import Clockwork
import Homes
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Thermostats that turn the heating down at night by their own programme.
@Suite struct NightSetbackTests {
  /// The thermostat's set points as it tells them, with the wall clock's hour.
  private func told(_ world: [String], home: Int = 0) throws -> [(hour: Int, value: Double)] {
    let plan = try Fixture.plan(
      "quickstart", ["homes=4", "faults=[]", "duration=2d", "history=0s"] + world)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var found: [(hour: Int, value: Double)] = []
    var life = UnheardHome(plan.specification(home), weather: weather)
    try life.live(to: plan.end, weather: weather) { truth in
      for reading in truth.ideal where reading.channel == .heatingSetpoint {
        // Chicago's winter is six hours behind.
        let hour = (reading.time.microseconds / 3_600_000_000 - 6) % 24
        found.append((Int(hour), reading.value))
      }
    }
    return found
  }

  @Test func turnsDownAtNightAndBack() throws {
    let told = try told(["world.setpoints.night={share: 1, setback: 3 K, from: 23, until: 6}"])
    // The run begins at midnight; the next evening starts from what somebody has set since.
    #expect(told.contains { $0.hour == 0 && $0.value == 18 }, "\(told)")
    let evening = try #require(told.firstIndex { $0.hour == 23 })
    #expect(abs(told[evening].value - (told[evening - 1].value - 3)) < 1e-9, "\(told)")
    #expect(told.contains { $0.hour == 6 && $0.value == 21 }, "\(told)")
    #expect(told.allSatisfy { $0.value <= 21 || $0.hour < 23 })
  }

  @Test func aShareOfHomesHasOne() throws {
    let all = try Fixture.plan(
      "quickstart", ["homes=400", "world.setpoints.night={share: 0.25}"])
    let programmed = (0..<400).compactMap { all.specification($0).night }
    #expect((70...130).contains(programmed.count))
    #expect(programmed.allSatisfy { $0.kelvins == 2 && $0.fromHour == 22 && $0.untilHour == 6 })
    let none = try Fixture.plan("quickstart", ["homes=4"])
    #expect((0..<4).allSatisfy { none.specification($0).night == nil })
  }
}
