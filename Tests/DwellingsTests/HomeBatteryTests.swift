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
    for _ in 0..<240 { taken += live(&battery, netW: -3_000) }
    // All of it fits: 12 kWh less a two-hundredth for settling; 25 W are lost meanwhile.
    #expect(abs(taken - 0.995 * 12) < 1e-9)
    let stored = 0.995 * 12 * 0.9563 - 4 * 0.025
    #expect(abs(battery.chargeKWh - (0.675 + stored)) < 1e-9)
    for _ in 0..<600 { given -= live(&battery, netW: 1_000) }
    #expect(abs(given - 0.995 * 10) < 1e-9)
    for _ in 0..<600 { given -= live(&battery, netW: 1_000) }
    // What it stored went at 995 W over its efficiency and 25 W: 10.62 hours.
    #expect(abs(given - 0.995 * stored / (0.995 / 0.9563 + 0.025)) < 1e-3, "\(given)")
    #expect(battery.chargeKWh <= 0.675 && battery.chargeKWh > 0.675 - 0.0005)
    #expect(abs(battery.lostKWh - (4 + 10.6228) * 0.025) < 1e-3, "\(battery.lostKWh)")
  }

  private func live(_ battery: inout HomeBattery, netW: Double) -> Double {
    battery.step(netKWh: netW / 60_000, hours: 1 / 60, mayGive: true, from: start)
  }

  /// Of 3.3 kW a data sheet's 90 % come back; of little power less.
  @Test func littlePowerIsMovedLessWell() {
    func thereAndBack(_ watts: Double) -> Double {
      var battery = HomeBattery(capacityKWh: 13.5, powerW: 5_000)
      let before = battery.chargeKWh
      var (taken, given) = (0.0, 0.0)
      for _ in 0..<120 { taken += live(&battery, netW: -watts) }
      while battery.chargeKWh > before { given -= live(&battery, netW: watts) }
      return given / taken
    }
    #expect(abs(thereAndBack(3_300) - 0.90) < 0.003, "\(thereAndBack(3_300))")
    #expect(thereAndBack(300) < 0.8 && thereAndBack(300) > 0.65, "\(thereAndBack(300))")
  }

  /// What is left to the grid: by home, from step to step and with the power; never nothing.
  @Test func aControllerLeavesSomethingToTheGrid() {
    var offsets: [Double] = []
    for home in 0..<20 as Range<UInt64> {
      let key = RandomKey(seed: 5, purpose: Purpose("test.battery"), entity: home)
      var battery = HomeBattery(capacityKWh: 13.5, powerW: 5_000).controlled(key)
      for _ in 0..<120 { _ = live(&battery, netW: -3_000) }
      var (sum, squares) = (0.0, 0.0)
      for minute in 0..<Int64(1_000) {
        func gridW(_ netW: Double) -> Double {
          netW + 60_000
            * battery.flowKWh(
              netKWh: netW / 60_000, hours: 1 / 60, mayGive: true, step: start + .minutes(minute))
        }
        let left = gridW(800) - 0.005 * 800
        #expect(gridW(800) != 0)
        // The other way alike: what it does not take is fed in.
        #expect(abs(gridW(-800) + gridW(800)) < 1e-9)
        (sum, squares) = (sum + left, squares + left * left)
      }
      let mean = sum / 1_000
      #expect(mean > 4 && mean < 26)
      #expect(abs((squares / 1_000 - mean * mean).squareRoot() - 6) < 0.6)
      offsets.append(mean)
    }
    #expect((offsets.max() ?? 0) - (offsets.min() ?? 0) > 10)
  }

  /// The answer to a growing need grows without a jump, and no power is no -0.
  @Test func theAnswerHasNoJumps() {
    let key = RandomKey(seed: 5, purpose: Purpose("test.battery"), entity: 7)
    var battery = HomeBattery(capacityKWh: 13.5, powerW: 5_000).controlled(key)
    #expect(battery.flowKWh(netKWh: 1, hours: 1, mayGive: true, step: start).sign == .plus)
    for _ in 0..<60 { _ = live(&battery, netW: -3_000) }
    for step in 0..<Int64(50) {
      var before = 0.0
      for watts in 0..<400 {
        let answer =
          -60_000
          * battery.flowKWh(
            netKWh: Double(watts) / 60_000, hours: 1 / 60, mayGive: true,
            step: start + .minutes(step))
        if watts <= 50 { #expect(answer == 0) }
        #expect(answer >= before && answer - before < 3, "\(watts) \(answer) \(before)")
        before = answer
      }
    }
  }

  @Test func powerAndCapacityLimitIt() {
    var battery = HomeBattery(capacityKWh: 10, powerW: 2_000)
    func flow(_ netKWh: Double, mayGive: Bool = true) -> Double {
      battery.flowKWh(netKWh: netKWh, hours: 1, mayGive: mayGive, step: start)
    }
    #expect(flow(-8) == 2)
    for _ in 0..<20 { _ = battery.step(netKWh: -8, hours: 1, mayGive: true, from: start) }
    #expect(battery.chargeKWh > 9.95 && battery.chargeKWh <= 10)
    #expect(flow(-8) == 0)
    #expect(flow(8) == -2)
    #expect(flow(8, mayGive: false) == 0)
    #expect(abs(flow(0.5) + 0.995 * 0.5) < 1e-12)
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
    let key = RandomKey(seed: 5, purpose: Purpose("test.battery"), entity: 1)
    var with = home(
      HomeBattery(capacityKWh: 8, powerW: 4_000, dispatch: dispatch).controlled(key))
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
      // It gives nothing to the grid and takes nothing from it but for its error.
      if report.batteryPowerW < -1e-9 { #expect(report.electricPowerW > -15) }
      if report.batteryPowerW > 1e-9 { #expect(report.electricPowerW < 15) }
      #expect(report.electricPowerW != 0)
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
    #expect(takenKWh > 5 && fedKWh < plainFedKWh - 5)
    // In the dear evenings an empty home asks for little more than the least it answers.
    #expect(givenKWh > (dispatch == .timeOfUse ? 0.05 : 0.5), "\(givenKWh)")
    let held = try #require(with.batteryChargeKWh) - HomeBattery.reserveShare * 8
    let standbyKWh = HomeBattery.standbyW / 1_000 * 48
    #expect(abs(with.flow(.battery).activeKWh - takenKWh - givenKWh - standbyKWh) < 1e-7)
    let way = HomeBattery.efficiency
    let lost = try #require(with.battery).lostKWh
    #expect(lost > 0.05 && abs(takenKWh * way - givenKWh / way - lost - held) < 1e-7)
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
