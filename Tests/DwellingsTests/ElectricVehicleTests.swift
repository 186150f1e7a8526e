import Clockwork
import Testing
import Truth

@testable import Dwellings

@Suite struct ElectricVehicleTests {
  private func charged(_ minutes: Int, _ car: inout ElectricVehicle, price: PriceLevel = .flat) {
    for _ in 0..<minutes {
      car.settle(to: car.settledAt + .minutes(1))
      car.decide(price: price, hours: 1 / 60)
    }
  }

  /// 100 km are 18.6 kWh from the wall; level 2 gives them back in 2.6 hours below the taper.
  @Test func aTripIsChargedAgain() {
    var car = ElectricVehicle(at: start)
    #expect(car.level == 0.8)
    car.leave(at: start)
    car.comeHome(km: 100, at: start + .hours(3))
    let wallKWh = 100 * 0.30 / 1.609_344
    #expect(abs(car.drivenKWh - 0.88 * wallKWh) < 1e-6 && car.elsewhereKWh == 0)
    #expect(abs(car.chargeKWh - (52 - 0.88 * wallKWh)) < 1e-6)
    car.decide(price: .flat, hours: 1 / 60)
    #expect(car.powerW == 7_200)
    var minutes = 0
    while car.level < 0.8 {
      charged(1, &car)
      minutes += 1
    }
    #expect(abs(Double(minutes) - wallKWh / 7.2 * 60) <= 1, "\(minutes)")
    #expect(abs(car.energyKWh - wallKWh) < 0.12 + 1e-6)
  }

  /// One with a limit of 80 % whose driver plugs in below half.
  @Test func habitsAndLimitsAreKept() {
    var traits = ElectricVehicle.Traits()
    (traits.capacityKWh, traits.limit, traits.plugsBelow) = (80, 0.8, 0.5)
    var car = ElectricVehicle(traits: traits, level: 0.7, at: start)
    charged(60, &car)
    #expect(car.energyKWh == 0 && abs(car.level - 0.7) < 1e-12)
    car.leave(at: car.settledAt)
    // 50 km of 1.2 times the usual effort: 9.84 kWh of 80.
    car.comeHome(km: 50, effort: 1.2, at: car.settledAt + .hours(2))
    #expect(abs(car.level - (0.7 - 50 * 1.2 * 0.88 * 0.30 / 1.609_344 / 80)) < 1e-6)
    charged(60, &car)
    #expect(car.energyKWh == 0)
    car.leave(at: car.settledAt)
    car.comeHome(km: 100, at: car.settledAt + .hours(2))
    #expect(car.level < 0.5)
    charged(1_440, &car)
    #expect(abs(car.level - 0.8) < 1e-6 && car.powerW < 1e-6, "\(car.level)")
  }

  /// Cars as fleets have them: within their ranges, apart from each other, and charged about as
  /// often as drivers in a field trial (three times a week, mostly from above half).
  @Test func drawnCarsDiffer() {
    var (levels, capacities, atFirst) = ([Double](), [Double](), 0)
    var (charges, plugged, days) = (0, 0.0, 0)
    for home in 0..<400 as Range<UInt64> {
      let key = RandomKey(seed: 9, purpose: Purpose("test.car"), entity: home)
      var car = ElectricVehicle.drawn(key, chargerW: 7_200, at: start)
      #expect(car == ElectricVehicle.drawn(key, chargerW: 7_200, at: start))
      #expect(car.capacityKWh >= 50 && car.capacityKWh < 100)
      let per100Miles = Double(car.traits.wallKWhPerKm) * 160.934_4
      #expect(per100Miles > 24.99 && per100Miles < 45.01)
      #expect(car.level >= 0.4 && car.level <= Double(car.traits.limit) + 1e-9)
      levels.append(car.level)
      capacities.append(car.capacityKWh)
      car.decide(price: .flat, hours: 1 / 60)
      if car.powerW > 1 { atFirst += 1 }
      for day in 0..<Int64(28) {
        car.settle(to: start + .days(day) + .hours(8))
        car.leave(at: car.settledAt)
        car.comeHome(km: 40, at: start + .days(day) + .hours(18))
        days += 1
        if car.isPlugged {
          charges += 1
          plugged += car.level
        }
        for step in 1..<Int64(140) {
          car.decide(price: .flat, hours: 0.1)
          car.settle(to: start + .days(day) + .hours(18) + .minutes(6 * step))
        }
      }
    }
    #expect(Set(levels).count > 200 && Set(capacities).count > 390)
    #expect(atFirst < 120, "\(atFirst)")
    let perWeek = 7 * Double(charges) / Double(days)
    #expect(perWeek > 2 && perWeek < 5, "\(perWeek)")
    #expect(plugged / Double(charges) > 0.5, "\(plugged / Double(charges))")
  }

  @Test func theTaperEndsAtFull() {
    var car = ElectricVehicle(at: start)
    #expect(car.chargingW(level: 0.8) == 7_200 && car.chargingW(level: 0.3) == 7_200)
    #expect(abs(car.chargingW(level: 0.9) - 7_200 * 0.6) < 1e-9)
    #expect(abs(car.chargingW(level: 0.999_999) - 7_200 * 0.2) < 0.1)
    #expect(car.chargingW(level: 1) == 0)
    charged(1_440, &car)
    #expect(abs(car.level - 1) < 1e-9 && car.powerW < 1e-6)
    // What went in is what it holds: nothing ran over.
    #expect(abs(car.energyKWh * 0.88 - 0.2 * 65) < 1e-9)
  }

  @Test func dearHoursAreWaitedForUnlessItIsNearlyEmpty() {
    var car = ElectricVehicle(at: start)
    car.leave(at: start)
    car.comeHome(km: 100, at: start + .hours(3))
    car.decide(price: .high, hours: 1 / 60)
    #expect(car.powerW == 0)
    car.decide(price: .low, hours: 1 / 60)
    #expect(car.powerW == 7_200)
    car.leave(at: start + .hours(4))
    #expect(car.powerW == 0 && !car.isHome)
    // Farther than it can go: it was charged on the way and holds a tenth.
    car.comeHome(km: 900, at: start + .hours(20))
    #expect(abs(car.level - 0.1) < 1e-12 && car.elsewhereKWh > 90)
    car.decide(price: .high, hours: 1 / 60)
    #expect(car.powerW == 7_200)
  }

  /// Equal homes with and without a car: the meters part by what it draws, and the laws hold.
  @Test func aHomeWithACarKeepsTheLaws() throws {
    func home(_ car: ElectricVehicle?) -> Dwelling {
      Dwelling(
        plan: Archetype.terraced.plan(), plant: .furnace, site: chicago, start: start,
        outdoor: calm(15), vehicle: car)
    }
    var with = home(ElectricVehicle(at: start))
    var without = home(nil)
    var watch = PhysicsGuard(with)
    var netKWh = 0.0
    for minute in 0..<Int64(2_880) {
      if minute == 500 { with.driveOff(at: with.time + .seconds(20)) }
      if minute == 900 { with.parkVehicle(km: 150, at: with.time + .seconds(40)) }
      let report = with.advance(outdoor: calm(15), people: nobody(with), openings: Openings())
      let plain = without.advance(
        outdoor: calm(15), people: nobody(without), openings: Openings())
      watch.look(at: with, report, people: nobody(with))
      #expect(abs(report.electricPowerW - plain.electricPowerW - report.vehiclePowerW) < 1e-6)
      if (501..<900).contains(minute) { #expect(report.vehiclePowerW == 0) }
      netKWh += report.electricPowerW / 60_000
    }
    #expect(watch.record.first == nil, "\(String(describing: watch.record.first))")
    #expect(abs(with.electricEnergyKWh(at: with.time) - netKWh) < 1e-7)
    let drawnKWh = with.vehicleEnergyKWh(at: with.time)
    #expect(drawnKWh > 10 && abs(with.flow(.vehicle).activeKWh - drawnKWh) < 1e-12)
    let level = try #require(with.vehicleLevel)
    #expect(with.isVehicleHome && abs(level - 1) < 1e-9)
    let soon = with.time + .seconds(30)
    #expect(
      abs(
        with.electricEnergyKWh(at: soon) - with.electricEnergyKWh(at: with.time)
          - with.electricPowerW(at: with.time) / 120_000) < 1e-6)
  }

  /// A wall box for three phases on the breaker of a usual one.
  @Test func aChargerThatOutgrewItsCircuit() throws {
    var home = Dwelling(
      plan: Archetype.terraced.plan(), plant: .furnace, site: chicago, start: start,
      outdoor: calm(15), vehicle: ElectricVehicle(at: start))
    var watch = PhysicsGuard(home)
    home.vehicle = ElectricVehicle(chargerW: 22_000, at: start)
    for _ in 0..<2 {
      let report = home.advance(outdoor: calm(15), people: nobody(home), openings: Openings())
      watch.look(at: home, report, people: nobody(home))
    }
    let broken = try #require(watch.record.first)
    #expect(broken.law == .circuitRating && broken.place == "the circuit of car", "\(broken)")
    // 7.2 kW at 230 V are 31.3 A, 125 % of it 39.1 A.
    #expect(broken.expected == "0 to 58 A", "\(broken)")
  }

  /// What nobody drove and no charger gave is missing in the day's account, and nothing else is.
  @Test(arguments: [-5.0, 2.0])
  func aCarThatLosesItsCharge(kWh: Double) throws {
    var home = Dwelling(
      plan: Archetype.terraced.plan(), plant: .furnace, site: chicago, start: start,
      outdoor: calm(15), vehicle: ElectricVehicle(at: start))
    var watch = PhysicsGuard(home)
    for minute in 0..<1_440 {
      // It was at 80 % an hour ago, and charges whatever it is.
      if minute == 60 { home.vehicle?.chargeKWh += kWh }
      let report = home.advance(outdoor: calm(15), people: nobody(home), openings: Openings())
      watch.look(at: home, report, people: nobody(home))
    }
    let broken = try #require(watch.record.first)
    #expect(broken.law == .batteryCharge && broken.place == "the car's battery", "\(broken)")
    #expect(broken.time == start + .days(1))
  }
}
