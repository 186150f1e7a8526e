import Clockwork
import Quantities
import Testing

@testable import Dwellings

@Suite struct PlantTests {
  private func conditions(_ outdoorC: Double, indoorC: Double = 21.1, ratio: Double = 0.009)
    -> Plant.Conditions
  {
    Plant.Conditions(
      indoorC: indoorC, indoorHumidityRatio: ratio, outdoorC: outdoorC,
      outdoorHumidityRatio: 0.7
        * Psychrometrics.saturationHumidityRatio(temperatureC: outdoorC, pressurePa: 101_325))
  }

  private func plant(_ kind: PlantKind) -> Plant {
    Plant(kind: kind, heatingLoadW: 10_000, coolingLoadW: 6_000, site: chicago)
  }

  @Test func curvesAreOneAtTheRatingPoints() {
    let heating = HeatPumpCurves.heating(
      indoorC: 21.11, outdoorC: 8.33, outdoorHumidityRatio: 0.005, pressurePa: 101_325)
    #expect(abs(heating.capacity - 1) < 0.01 && abs(heating.eir - 1) < 0.01)
    let cooling = HeatPumpCurves.cooling(indoorWetBulbC: 19.44, outdoorC: 35)
    #expect(abs(cooling.capacity - 1) < 0.01 && abs(cooling.eir - 1) < 0.01)
  }

  /// 10 kW of rated heat at a COP of 3.6, worked out by hand for freezing air that holds 1.2 g/kg
  /// more than the coil, which is at 0.82 x 0 - 8.589 °C: factors of the curves are .8017 and
  /// 1.1388; 2,172 W drive the compressor, and defrosting draws .1528 of 9,836 W for 3.5 minutes of
  /// the hour: 87.7 W.
  @Test func defrostDrawsAShareOfRatedCapacity() {
    let coilRatio = Psychrometrics.saturationHumidityRatio(
      temperatureC: -8.589, pressurePa: 101_325)
    let factor = HeatPumpCurves.heating(
      indoorC: 21.11, outdoorC: 0, outdoorHumidityRatio: coilRatio + 0.0012, pressurePa: 101_325)
    #expect(factor.thaws)
    let heatW = 10_000 * factor.capacity
    let inputW = 10_000 / Plant.heatingCOP * factor.capacity * factor.eir
    #expect(abs(heatW - 6_213.8) < 1, "\(heatW)")
    #expect(abs(inputW - 2_259.2) < 1, "\(inputW)")
  }

  @Test func heatPumpUsesHeatOverCOP() {
    let pump = plant(.heatPump)
    for outdoorC in stride(from: -17.0, through: 15, by: 2) {
      let at = conditions(outdoorC)
      let compressor = pump.compressorHeat(at)
      let blowerW = pump.heatingW * Plant.coilAirM3SPerW * Plant.usualBlowerWPerM3S
      let whole = pump.performance(.heating, at)
      #expect(abs(whole.heatW - blowerW - compressor.heatW) < 1e-9)
      let usedW = whole.electricW - blowerW - Plant.standbyW
      #expect(abs(usedW - compressor.heatW / compressor.cop) < 1e-9)
      #expect(compressor.cop > 1.5 && compressor.cop < 4.5)
      #expect(whole.fuelW == 0)
      let withStrip = pump.performance(.backupHeating, at)
      #expect(abs(withStrip.heatW - whole.heatW - pump.stripW) < 1e-9)
      #expect(abs(withStrip.electricW - whole.electricW - pump.stripW) < 1e-9)
    }
  }

  @Test func heatPumpMetersAgreeOverADay() {
    // Meter and heat of a running day: the energy is the sum of heat / COP over steps.
    var home = dwelling(Archetype.detachedNew.plan(), plant: .heatPump, outdoor: calm(2))
    home.setCall(.heating, at: start)
    var expectedKWh = 0.0
    for _ in 0..<300 {
      let performance = home.hvac.performance
      let report = home.advance(outdoor: calm(2), people: nobody(home), openings: Openings())
      expectedKWh += performance.electricW / 60_000
      #expect(abs(report.hvacHeatW - performance.heatW) < 1e-6)
      #expect(abs(report.hvacElectricPowerW - performance.electricW) < 1e-6)
    }
    #expect(abs(home.hvacEnergyKWh(at: home.time) - expectedKWh) < 1e-9)
  }

  @Test func capacityAndCOPFallWithTheFrost() {
    let pump = plant(.heatPump)
    let temperatures = stride(from: -16.0, through: 12, by: 2)
    let heats = temperatures.map { pump.compressorHeat(conditions($0)).heatW }
    for (colder, warmer) in zip(heats, heats.dropFirst()) { #expect(colder < warmer) }
    // Below 4.44 °C it thaws its coil, and tells so; nobody thaws a coil that does not run.
    #expect(pump.performance(.heating, conditions(4.4)).works == .thaws)
    #expect(pump.performance(.backupHeating, conditions(4.4)).works == [.thaws, .usesStrip])
    #expect(pump.performance(.heating, conditions(4.5)).works == [])
    #expect(pump.performance(.off, conditions(-2)).works == [])
    var broken = pump
    broken.hasFailed = true
    #expect(broken.performance(.heating, conditions(-2)).works == [])
    // Below its limit the compressor rests and strip heat alone warms.
    let arctic = pump.performance(.heating, conditions(-25))
    #expect(arctic.works == [.isTooCold, .usesStrip])
    #expect(arctic.electricW > pump.stripW && arctic.heatW < 1.1 * pump.stripW)
  }

  @Test func furnaceBurnsHeatOverEfficiency() {
    let furnace = plant(.furnace)
    let run = furnace.performance(.heating, conditions(-10))
    #expect(abs(run.fuelW * Plant.furnaceEfficiency - furnace.heatingW) < 1e-9)
    #expect(run.electricW > 150 && run.electricW < 900)
    #expect(furnace.performance(.off, conditions(-10)).heatW == 0)
    #expect(furnace.performance(.cooling, conditions(30)).heatW == 0)
  }

  @Test func coolingDriesMoistAir() {
    let cooler = plant(.furnaceWithCooling)
    let moist = cooler.performance(.cooling, conditions(35, indoorC: 26.7, ratio: 0.0112))
    let dry = cooler.performance(.cooling, conditions(35, indoorC: 26.7, ratio: 0.004))
    #expect(moist.heatW < 0 && moist.vapourKgS > 0)
    #expect(dry.vapourKgS == 0 && dry.heatW < moist.heatW)
    // At the rating point a sensible share between 0.65 and 0.85, as data sheets have it.
    let latentW = moist.vapourKgS * Psychrometrics.vaporisationHeat
    let blowerW = cooler.coolingW * Plant.coilAirM3SPerW * Plant.usualBlowerWPerM3S
    let share = (blowerW - moist.heatW) / (blowerW - moist.heatW + latentW)
    #expect(share > 0.65 && share < 0.85)
  }

  @Test func callsActFromTheirMicrosecond() {
    var home = dwelling(Archetype.terraced.plan())
    let on = home.plant.performance(.heating, conditions(0))
    home.setCall(.heating, at: start + .microseconds(15_000_001))
    home.setCall(.off, at: start + .microseconds(45_000_001))
    let report = home.advance(outdoor: calm(0), people: nobody(home), openings: Openings())
    #expect(abs(report.hvacHeatW - 0.5 * on.heatW) < 1e-6)
    let electricW = 0.5 * on.electricW + 0.5 * Plant.standbyW
    #expect(abs(report.hvacElectricPowerW - electricW) < 1e-6)
    #expect(abs(home.fuelEnergyKWh(at: home.time) - on.fuelW * 30 / 3.6e6) < 1e-12)
  }

  @Test func plantsHoldTheDesignDay() {
    for archetype in Archetype.allCases {
      for kind in PlantKind.allCases {
        let outdoor = calm(-18, windSpeedMS: 4, humidityRatio: 0.0007, groundC: 6)
        var home = dwelling(archetype.plan(), plant: kind, outdoor: outdoor)
        var thermostat = ThermostatLogic()
        var means = [Double](repeating: 0, count: home.roomCount)
        var coldest = 20.0
        for minute in 0..<1_680 {
          let call = thermostat.update(
            at: home.time, measuredC: home.rooms[0].temperatureC, heatingSetpointC: 20,
            coolingSetpointC: 26, canCool: home.canCool)
          home.setCall(call, at: home.time)
          _ = home.advance(outdoor: outdoor, people: nobody(home), openings: Openings())
          guard minute >= 1_440 else { continue }
          for (room, climate) in home.rooms.enumerated() {
            means[room] += climate.temperatureC / 240
            coldest = min(coldest, climate.temperatureC)
          }
        }
        #expect(abs(means[0] - 20) < 1, "\(archetype) \(kind) \(means)")
        #expect(means.min()! > 17.5 && means.max()! < 22, "\(archetype) \(kind) \(means)")
        // The least pause of five minutes costs a leaky house more than the hysteresis.
        #expect(coldest > 16, "\(archetype) \(kind) \(coldest)")
      }
    }
  }
}
