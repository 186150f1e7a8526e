import Clockwork
import Quantities
import Telemetry
import Testing
import Truth

@testable import Dwellings

/// Gas that heats water as it is drawn, against what can be worked out by hand.
@Suite struct InstantHeaterTests {
  private func draw(
    from seconds: Int64 = 0, for length: Int64, litresPerMinute: Double
  ) -> WaterDraw {
    WaterDraw(
      use: .shower, resident: ResidentIndex(0), room: RoomIndex(0),
      start: start + .seconds(seconds),
      end: start + .seconds(seconds + length), litresPerMinute: litresPerMinute, wishC: 43.3)
  }

  private func heater(_ draws: WaterDraw...) -> InstantHeater {
    var heater = InstantHeater(room: 0, roomC: 20, at: start)
    for draw in draws { heater.book.add(draw) }
    return heater
  }

  /// 5 L/min for ten minutes by 33.3 K are 6.878 MJ; the exchanger takes 40 K of 6.4 kJ/K first.
  @Test func oneDrawByHand() throws {
    var heater = heater(draw(for: 600, litresPerMinute: 5))
    _ = heater.step(to: start + .minutes(10), roomC: 20, mainsC: 10, isOut: false)
    let (water, exchanger) = (50 * 4_131 * 33.3, 6_400 * 40.0)
    #expect(abs(heater.drawnJ - water) < 1e-6 * water)
    let burnt = water + exchanger
    let fuel = burnt / Boiler.efficiency(load: burnt / 18e6, returnC: 40)
    #expect(abs(heater.fuelKWh * 3.6e6 / fuel - 1) < 1e-9)
    #expect(abs(heater.stepFuelW * 600 / fuel - 1) < 1e-9)
    let done = try #require(heater.book.takeFinished().first)
    #expect(abs(done.litres - 50) < 1e-9 && done.hotLitres == done.litres)
    #expect(done.coldestC == 43.3 && heater.exchangerC == 60)
    // And then the exchanger cools into the room: all of it in the end.
    let lost = heater.step(to: start + .days(1), roomC: 20, mainsC: 10, isOut: false)
    #expect(abs(lost / exchanger - 1) < 1e-9 && heater.stepFuelW == 0)
  }

  /// 20 L/min by 33.3 K would be 45.9 kW: it gives its 30 kW, and the water is colder.
  @Test func itGivesNoMoreThanItCan() throws {
    var heater = heater(draw(for: 600, litresPerMinute: 20))
    _ = heater.step(to: start + .minutes(10), roomC: 20, mainsC: 10, isOut: false)
    let done = try #require(heater.book.takeFinished().first)
    let share = (18e6 - 256e3) / (200 * 4_131 * 33.3)
    #expect(abs(done.coldestC - (10 + share * 33.3)) < 1e-9)
    #expect(abs(heater.stepFuelW / InstantHeater.fuelMaxW - 1) < 1e-9)
  }

  /// Two together light it where each alone would not; a burner that is out lights never.
  @Test func aTrickleStaysCold() {
    var one = heater(draw(for: 60, litresPerMinute: 1.5))
    _ = one.step(to: start + .minutes(1), roomC: 20, mainsC: 10, isOut: false)
    #expect(one.fuelKWh == 0 && one.book.takeFinished().first?.coldestC == 10)
    var two = heater(draw(for: 60, litresPerMinute: 1.5), draw(for: 60, litresPerMinute: 1.5))
    #expect(two.busyShare(from: start, to: start + .minutes(4)) == 0.25)
    _ = two.step(to: start + .minutes(1), roomC: 20, mainsC: 10, isOut: false)
    #expect(two.fuelKWh > 0 && two.book.takeFinished().allSatisfy { $0.coldestC == 43.3 })
    var out = heater(draw(for: 60, litresPerMinute: 8))
    _ = out.step(to: start + .minutes(1), roomC: 20, mainsC: 10, isOut: true)
    #expect(out.fuelKWh == 0 && out.book.takeFinished().first?.coldestC == 10)
  }

  /// SAP 2012, table 3a: 600 kWh a year are lost by a combi that keeps nothing warm, with 100 L a
  /// day and more. Steps of a minute and of ten count the same.
  @Test func aDaysDrawsLoseWhatTheStandardSays() {
    func day(_ step: SimDuration) -> (lostJ: Double, fuelKWh: Double) {
      var heater = InstantHeater(room: 0, roomC: 20, at: start)
      for n in 0..<28 as Range<Int64> {
        heater.book.add(draw(from: 3_060 * n, for: 60, litresPerMinute: 3.7))
      }
      var lost = 0.0
      while heater.settledAt < start + .days(1) {
        lost += heater.step(
          to: heater.settledAt + step, roomC: 20, mainsC: 10, isOut: false)
      }
      return (lost, heater.fuelKWh)
    }
    let minutes = day(.minutes(1))
    let expected = 600 / 365.0
    #expect(abs(minutes.lostJ / 3.6e6 / expected - 1) < 0.3, "\(minutes.lostJ / 3.6e6)")
    #expect(abs(day(.seconds(30)).fuelKWh / minutes.fuelKWh - 1) < 0.01)
  }

  /// While a shower runs a combi's burner leaves the rooms alone; the meter counts both.
  @Test func theTapGoesFirst() {
    func home(_ plant: PlantKind) -> Dwelling {
      var home = Dwelling(
        plan: Archetype.terraced.plan(), plant: plant, water: .instantGas, site: chicago,
        start: start, outdoor: calm(-10), indoorTemperatureC: 18)
      home.setCall(.heating, at: start)
      return home
    }
    var (combi, furnace) = (home(.boiler), home(.furnaceWithCooling))
    var (tapW, heatW, gasKWh, furnaceW): ([Double], [Double], Double, [Double]) = ([], [], 0, [])
    for minute in 0..<40 {
      if minute == 20 {
        let shower = WaterDraw(
          use: .shower, resident: ResidentIndex(0), room: RoomIndex(0), start: combi.time,
          end: combi.time + .minutes(10), litresPerMinute: 8, wishC: 43.3)
        combi.draw(shower)
        furnace.draw(shower)
      }
      let report = combi.advance(
        outdoor: calm(-10), people: nobody(combi), openings: Openings())
      tapW.append(report.waterFuelPowerW)
      heatW.append(report.boilerHeatW)
      gasKWh += (report.waterFuelPowerW + report.fuelPowerW) / 60_000
      furnaceW.append(
        furnace.advance(outdoor: calm(-10), people: nobody(combi), openings: Openings()).fuelPowerW)
    }
    // From the second minute of the shower on nothing but the pump warms the radiators' water.
    #expect(heatW[10..<20].allSatisfy { $0 > 1_000 }, "\(heatW)")
    #expect(heatW[21..<30].allSatisfy { $0 <= Boiler.pumpW + 1e-9 }, "\(heatW)")
    #expect(heatW[31] > 1_000)
    // 8 L/min by 31.3 K are 17 kW and more of gas.
    #expect(tapW[20..<30].allSatisfy { $0 > 17_000 && $0 < 25_000 }, "\(tapW)")
    #expect(tapW[..<20].allSatisfy { $0 == 0 } && tapW[30...].allSatisfy { $0 == 0 })
    #expect(abs(combi.fuelEnergyKWh(at: combi.time) / gasKWh - 1) < 1e-9)
    #expect(!combi.hasWaterTank && combi.heatsWater)
    // A heater of its own does not stop a furnace.
    #expect(furnaceW[22..<30].allSatisfy { $0 == furnaceW[19] } && furnaceW[19] > 0)
  }
}
