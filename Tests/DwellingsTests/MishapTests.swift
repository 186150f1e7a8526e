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

  @Test func fireGoesOutInItsOwnGas() {
    #expect(Burning.share(co2PPM: 600) == 1 && Burning.share(co2PPM: 20_000) == 1)
    #expect(abs(Burning.share(co2PPM: 27_500) - 0.5) < 1e-12)
    #expect(Burning.share(co2PPM: 36_000) == 0)
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

  /// What happens to a machine while its socket is off shows when the power is back, not before.
  @Test(arguments: [RefrigeratorState.runsOn, .dead, .sound])
  func aRefrigeratorThatIsOffDoesNothing(whatever: RefrigeratorState) {
    let start = SimTime(microseconds: 0)
    var machine = Refrigerator(.fridgeFreezer, at: start, phase: 0.4)
    if whatever == .sound { machine.set(.dead, at: start + .minutes(1)) }
    let off = start + .minutes(2)
    machine.setPower(false, at: off)
    let cold = machine.cabinetC(at: off)
    machine.set(whatever, at: off + .minutes(30))
    #expect(machine.powerW == 0 && machine.switchAt == .distantFuture)
    // An hour over a time constant of 8823.5 s leaves exp(-0.408) = 0.66498 of the distance.
    let back = off + .hours(1)
    #expect(abs(machine.cabinetC(at: back) - (20 + (cold - 20) * 0.66498)) < 1e-3)
    machine.setPower(true, at: back)
    #expect(machine.isOn == (whatever != .dead))
    #expect((machine.switchAt == .distantFuture) == (whatever != .sound))
    #expect(abs(machine.cabinetC(at: back) - (20 + (cold - 20) * 0.66498)) < 1e-3)
  }

  /// A cabinet without power follows a room that cools down.
  @Test func aRefrigeratorThatIsOffFollowsItsRoom() {
    let start = SimTime(microseconds: 0)
    var machine = Refrigerator(.fridgeFreezer, at: start, phase: 0.4)
    machine.setPower(false, at: start)
    for minute in 1...2_880 as ClosedRange<Int64> {
      machine.ambientC = minute < 1_440 ? 25 : 12
      machine.followRoom(at: start + .minutes(minute))
      if minute == 1_440 {
        #expect(abs(machine.cabinetC(at: start + .minutes(minute)) - 25) < 0.01)
      }
    }
    #expect(abs(machine.cabinetC(at: start + .minutes(2_880)) - 12) < 0.01)
  }

  // MARK: Water

  private static let start = SimTime(microseconds: 1_705_276_800_000_000)

  private func flat() -> Dwelling {
    Dwelling(
      plan: Archetype.flat.plan(), plant: .furnace, site: chicago, start: Self.start,
      outdoor: calm(15))
  }

  /// Lives for minutes; L that dried and are on floors now.
  private func dry(_ home: inout Dwelling, minutes: Int) -> (dried: Double, wet: Double) {
    var dried = 0.0
    for _ in 0..<minutes {
      let report = home.advance(outdoor: calm(15), people: nobody(home), openings: Openings())
      dried += report.dryingHeatW * 60 / (WetFloor.latentKJPerKg * 1e3)
    }
    return (dried, home.mishaps.leaks.reduce(0) { $0 + $1.litres })
  }

  /// A kilogram of water is a litre: what has run out has dried or lies there, whoever came second.
  @Test func whatRunsOutDriesOrLiesThere() {
    var home = flat()
    let first = Mishaps.Leak(number: 3, room: 1, litresPerMinute: 0.02, isHot: false)
    var second = first
    second.number = 4
    var mishaps = Mishaps()
    mishaps.leaks = [first]
    home.setMishaps(mishaps, at: home.time)
    let alone = dry(&home, minutes: 120)
    #expect(alone.dried > 0.02 && abs(alone.dried + alone.wet - 2.4) < 1e-9, "\(alone)")
    // Another like it begins before the first is over: it has water of its own.
    mishaps.leaks = [first, second]
    home.setMishaps(mishaps, at: home.time)
    let both = dry(&home, minutes: 60)
    #expect(
      abs(alone.dried + both.dried + both.wet - 4.8) < 1e-9, "\(alone.dried), \(both)")
    let litres = home.mishaps.leaks.map(\.litres)
    #expect(litres[1] < 1.2 && litres[0] > litres[1], "\(litres)")
    // The first is found and dried up, with its own water.
    mishaps.leaks = [second]
    home.setMishaps(mishaps, at: home.time)
    #expect(home.mishaps.leaks.map(\.litres) == [litres[1]])
  }

  /// No more dries than there is, and two films do not lie on one another.
  @Test func twoFilmsShareOneFloor() {
    func rate(_ leakCount: Int) -> Double {
      var home = flat()
      var mishaps = Mishaps()
      mishaps.leaks = (0..<leakCount).map {
        Mishaps.Leak(number: $0, room: 1, litresPerMinute: 20, isHot: false)
      }
      home.setMishaps(mishaps, at: home.time)
      _ = dry(&home, minutes: 30)
      return dry(&home, minutes: 1).dried
    }
    // 600 L at a depth of 2 mm would be 300 m²: the floor is full in either case, and its air damp.
    #expect(rate(1) > 0 && abs(rate(2) - rate(1)) < 1e-3 * rate(1), "\(rate(1)), \(rate(2))")
  }
}
