import Clockwork
import Quantities
import Testing

@testable import Dwellings

/// What fails, burns or dries, against figures worked out by hand.
@Suite struct MishapTests {
  /// The source's own point: a quarter of the charge takes a fifth of the capacity and 15 % of the
  /// efficiency.
  @Test func aQuarterOfTheRefrigerant() {
    let charge = RefrigerantCharge(lost: 0.25)
    #expect(abs(charge.capacity - 0.8) < 1e-12 && abs(charge.cop - 0.85) < 1e-12)
    #expect(RefrigerantCharge.full.capacity == 1 && RefrigerantCharge.full.cop == 1)
  }

  /// Air of 25 °C and 50 %: wet bulb 17.9 °C, film 2.05 kPa, air 1.584 kPa. 0.74 times
  /// (0.089 + 0.0782 x 0.1) x 0.466 / 2466 is 1.354e-5 kg/(s m²), 49 g an hour.
  @Test func quietWaterDries() {
    let ratio = Psychrometrics.humidityRatio(
      temperatureC: 25, relativeHumidity: 0.5, pressurePa: 101_325)
    let air = RoomClimate(
      temperatureC: 25, humidityRatio: ratio, relativeHumidity: 0.5, co2PPM: 600, daylightLx: 0)
    let rate = WetFloor.evaporationKgSM2(air, pressurePa: 101_325)
    #expect(abs(rate - 1.354e-5) < 0.05e-5, "\(rate)")
    let full = Psychrometrics.humidityRatio(
      temperatureC: 25, relativeHumidity: 1, pressurePa: 101_325)
    let wet = RoomClimate(
      temperatureC: 25, humidityRatio: full, relativeHumidity: 1, co2PPM: 600, daylightLx: 0)
    #expect(WetFloor.evaporationKgSM2(wet, pressurePa: 101_325) < 3e-7)
  }

  @Test func waterSpreadsAsFarAsItsFloor() {
    #expect(WetFloor.areaM2(litres: 6, floorM2: 10) == 3)
    #expect(WetFloor.areaM2(litres: 600, floorM2: 10) == 10)
  }

  /// A kilowatt for an hour burns 277 g: 363 g of gas, 198 L, and 152 g of water.
  @Test func aKilowattHourOfWood() {
    #expect(abs(Burning.co2Litres(heatJ: 3.6e6) - 198.3) < 0.5)
    #expect(abs(Burning.vapourGrams(heatJ: 3.6e6) - 152.3) < 0.5)
  }

  @Test func aRefrigeratorIsBetweenItsSwitchingPoints() {
    let start = SimTime(microseconds: 0)
    var machine = Refrigerator(.fridgeFreezer, at: start, phase: 0.4)
    for _ in 0..<6 {
      let before = machine.switchAt
      let edge = machine.cabinetC(at: before)
      let target = machine.isOn ? machine.sheet.coldC : machine.sheet.warmC
      // It reaches the point at which it switches just when it does.
      #expect(abs(edge - target) < 1e-5, "\(edge)")
      machine.toggle(at: before)
    }
    let moment = machine.switchAt - .minutes(1)
    let cold = machine.cabinetC(at: moment)
    machine.set(.dead, at: moment)
    #expect(machine.powerW == 0 && machine.switchAt == .distantFuture)
    // After one time constant, 8823.5 s, the distance to the room is 1/e of what it was.
    let later = moment + .milliseconds(8_823_529)
    #expect(abs(machine.cabinetC(at: later) - (20 + (cold - 20) * 0.367879)) < 1e-3)
    machine.set(.sound, at: later)
    #expect(machine.isOn)
    #expect(abs(machine.cabinetC(at: machine.switchAt) - machine.sheet.coldC) < 1e-5)
  }
}
