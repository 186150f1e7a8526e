import Calendar
import Climate
import Clockwork
import Testing
import Truth

@testable import Dwellings

@Suite struct HomeBatteryTests {
  /// A day by hand: 3 kW of surplus for four hours, then 1 kW of use for ten.
  @Test func aDayWorkedOutByHand() {
    var battery = HomeBattery(capacityKWh: 13.5, powerW: 5_000)
    #expect(abs(battery.chargeKWh - 0.675) < 1e-12)
    var (taken, given) = (0.0, 0.0)
    for _ in 0..<240 { taken += battery.step(netKWh: -3.0 / 60, hours: 1 / 60, mayGive: true) }
    // All of it fits: 12 kWh, less half of a tenth's loss.
    #expect(abs(taken - 12) < 1e-9)
    #expect(abs(battery.chargeKWh - (0.675 + 12 * 0.9.squareRoot())) < 1e-9)
    for _ in 0..<600 { given -= battery.step(netKWh: 1.0 / 60, hours: 1 / 60, mayGive: true) }
    // Of ten it covers all that it stored above its reserve: there and back 0.9.
    #expect(abs(given - 10) < 1e-9)
    for _ in 0..<600 { given -= battery.step(netKWh: 1.0 / 60, hours: 1 / 60, mayGive: true) }
    #expect(abs(given - 0.9 * 12) < 1e-9, "\(given)")
    #expect(abs(battery.chargeKWh - 0.675) < 1e-9)
  }

  @Test func powerAndCapacityLimitIt() {
    var battery = HomeBattery(capacityKWh: 10, powerW: 2_000)
    #expect(battery.flowKWh(netKWh: -8, hours: 1, mayGive: true) == 2)
    for _ in 0..<20 { _ = battery.step(netKWh: -8, hours: 1, mayGive: true) }
    #expect(abs(battery.chargeKWh - 10) < 1e-9)
    #expect(battery.flowKWh(netKWh: -8, hours: 1, mayGive: true) < 1e-9)
    #expect(battery.flowKWh(netKWh: 8, hours: 1, mayGive: true) == -2)
    #expect(battery.flowKWh(netKWh: 8, hours: 1, mayGive: false) == 0)
    #expect(battery.flowKWh(netKWh: 0.5, hours: 1, mayGive: true) == -0.5)
  }

  private func sunny(_ minute: Int) -> OutdoorConditions {
    var outdoor = calm(15)
    guard minute >= 60, minute < 400 else { return outdoor }
    outdoor.sky = WeatherState(
      temperatureC: 15, dewPointC: 0, relativeHumidity: 0.3, pressurePa: 101_325, windSpeed: 1,
      windDirectionDegrees: 0, globalHorizontal: 800, directNormal: 800, diffuseHorizontal: 0,
      infrared: 300, totalSkyCover: 0, opaqueSkyCover: 0,
      sun: SunPosition(east: 0, north: 0, up: 1, distance: 1))
    return outdoor
  }

  private func home(
    _ battery: HomeBattery?, mains: MainsVoltage = MainsVoltage(steadyV: 230)
  ) -> Dwelling {
    Dwelling(
      plan: Archetype.terraced.plan(), plant: .furnace, site: chicago, start: start,
      outdoor: calm(15),
      solar: SolarArray(
        plane: TiltedPlane(tiltDegrees: 30, azimuthDegrees: 180), ratedW: 6_000),
      battery: battery, mains: mains)
  }

  /// Equal homes with and without: their meters part by what the battery moves, and its laws hold.
  @Test(arguments: [HomeBattery.Dispatch.selfConsumption, .timeOfUse])
  func aHomeWithABatteryKeepsTheLaws(dispatch: HomeBattery.Dispatch) throws {
    var with = home(HomeBattery(capacityKWh: 8, powerW: 4_000, dispatch: dispatch))
    var without = home(nil)
    var watch = PhysicsGuard(with)
    var (takenKWh, givenKWh, netKWh, fedKWh, plainFedKWh) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for minute in 0..<2_880 {
      let outdoor = sunny(minute % 1_440)
      // Evenings are dear.
      with.price = minute % 1_440 >= 1_000 ? .high : .low
      let report = with.advance(outdoor: outdoor, people: nobody(with), openings: Openings())
      let plain = without.advance(
        outdoor: outdoor, people: nobody(without), openings: Openings())
      watch.look(at: with, report, people: nobody(with))
      let moved = report.batteryPowerW + HomeBattery.standbyW
      #expect(abs(report.electricPowerW - plain.electricPowerW - moved) < 1e-6)
      // It never gives to the grid, and takes nothing from it.
      if report.batteryPowerW < -1e-9 { #expect(report.electricPowerW > -1e-6) }
      if report.batteryPowerW > 1e-9 { #expect(report.electricPowerW < 1e-6) }
      if dispatch == .timeOfUse, with.price == .low { #expect(report.batteryPowerW >= 0) }
      takenKWh += max(report.batteryPowerW, 0) / 60_000
      givenKWh += max(-report.batteryPowerW, 0) / 60_000
      netKWh += report.electricPowerW / 60_000
      fedKWh += max(-report.electricPowerW, 0) / 60_000
      plainFedKWh += max(-plain.electricPowerW, 0) / 60_000
      if minute == 700 {
        // Between ticks the meter runs on without a jump.
        let (soon, later) = (with.time + .seconds(59), with.time + .seconds(60))
        let slope = with.electricEnergyKWh(at: later) - with.electricEnergyKWh(at: soon)
        #expect(abs(slope - with.electricPowerW(at: soon) / 3.6e6) < 1e-5)
      }
    }
    #expect(watch.record.first == nil, "\(String(describing: watch.record.first))")
    #expect(watch.record.count(.batteryCharge) == 2_880 + 2)
    #expect(abs(with.electricEnergyKWh(at: with.time) - netKWh) < 1e-7)
    #expect(takenKWh > 5 && givenKWh > 0.5 && fedKWh < plainFedKWh - 5)
    let held = try #require(with.batteryChargeKWh) - HomeBattery.reserveShare * 8
    let standbyKWh = HomeBattery.standbyW / 1_000 * 48
    #expect(abs(with.flow(.battery).activeKWh - takenKWh - givenKWh - standbyKWh) < 1e-7)
    #expect(abs(takenKWh * 0.9.squareRoot() - givenKWh / 0.9.squareRoot() - held) < 1e-7)
  }

  /// A charge that nobody gave it.
  @Test func aBatteryThatFillsByItself() throws {
    var home = home(HomeBattery(capacityKWh: 8, powerW: 4_000))
    var watch = PhysicsGuard(home)
    var report = home.advance(outdoor: calm(15), people: nobody(home), openings: Openings())
    watch.look(at: home, report, people: nobody(home))
    // Its reserve alone is ten times as much, and nothing went through its circuit.
    home.battery = HomeBattery(capacityKWh: 80, powerW: 4_000)
    report = home.advance(outdoor: calm(15), people: nobody(home), openings: Openings())
    watch.look(at: home, report, people: nobody(home))
    let broken = try #require(watch.record.first)
    #expect(broken.law == .batteryCharge && broken.place == "the home's battery", "\(broken)")
  }
}
