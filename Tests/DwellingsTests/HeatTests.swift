import Clockwork
import Foundation
import Telemetry
import Testing
import Truth

@testable import Dwellings

@Suite struct HeatTests {
  @Test func aCoolingRoomHasTheTimeConstantsOfItsTwoNodes() {
    let plan = oneRoom()
    var home = dwelling(plan, outdoor: calm(0))
    let network = ThermalNetwork(plan)
    // The mode of the first step: mean indoor 20 °C, outdoors 0 °C, no wind. Later steps are given
    // outdoors that keep the difference in the same flow bucket by holding the bucket's key.
    let key = home.builder.key(
      openWindows: 0, temperatureDifferenceK: 20, windSpeedMS: 0)
    let flowM3S = home.builder.outdoorFlows(key)[0]
    let flow = flowM3S * home.builder.airHeat
    // Eigenvalues of the 2 x 2 system in closed form.
    let (ca, cm) = (network.airCapacity[0], network.massCapacity[0])
    let g = network.massToAir[0]
    let a = -(g + network.airToOutdoors[0] + flow) / ca
    let d = -(g + network.massToOutdoors[0] + network.massToGround[0]) / cm
    let half = 0.5 * (a + d)
    let root = (0.25 * (a - d) * (a - d) + g * g / (ca * cm)).squareRoot()
    let slow = half + root
    let fast = half - root
    #expect(fast < 20 * slow)
    // x(t) = p e^(slow t) + q e^(fast t) for the air, from x = (20, 20).
    let derivative = 20 * (a + g / ca)
    let p = (derivative - 20 * fast) / (slow - fast)
    let q = 20 - p
    var matrixState = [20.0, 20.0]
    let step = home.builder.heatStep(home.cells[0], outdoorFlow: flowM3S)
    for minute in 1...240 {
      matrixState = DiscreteStepTests.apply(step.transition, matrixState)
      let t = 60.0 * Double(minute)
      #expect(abs(matrixState[0] - (p * exp(slow * t) + q * exp(fast * t))) < 1e-10)
    }
    // The dwelling itself takes the same first step.
    _ = home.advance(outdoor: calm(0), people: nobody(home), openings: Openings())
    #expect(abs(home.rooms[0].temperatureC - (p * exp(slow * 60) + q * exp(fast * 60))) < 1e-10)
  }

  @Test func steadyLossIsWhatTheUValuesSay() {
    let plan = oneRoom()
    var home = dwelling(plan, outdoor: calm(-5))
    let heaterW = 900.0
    var report = StepReport()
    // The heater is the sensible heat of people, half of which reaches the mass.
    for _ in 0..<(18 * 1_440) {
      report = home.advance(
        outdoor: calm(-5),
        people: [PersonLoad(sensibleW: heaterW, vapourGramsPerHour: 0, co2LitresPerMinute: 0)],
        openings: Openings())
    }
    #expect(abs(report.heatLossW - heaterW) < 1e-5)
    // Closed form of two nodes with half of the heat each.
    let network = ThermalNetwork(plan)
    let difference = home.rooms[0].temperatureC + 5
    let key = home.builder.key(
      openWindows: 0, temperatureDifferenceK: difference, windSpeedMS: 0)
    let flow = home.builder.outdoorFlows(key)[0] * home.builder.airHeat
    let g = network.massToAir[0]
    let outer = network.massToOutdoors[0] + network.massToGround[0]
    let direct = network.airToOutdoors[0] + flow
    let through = g * outer / (g + outer)
    let expected = (0.5 * heaterW + 0.5 * heaterW * g / (g + outer)) / (direct + through)
    #expect(abs(difference - expected) < 1e-6)
    // Mass and air in series lose the sum of U times area: wall, roof, floor with bridges.
    let opaque = 40 * 0.55 + 20 * 0.35 + 20 * 0.45
    #expect(abs(through - opaque) < 1e-9)
    #expect(abs(network.shellLoss[0] - (opaque + 4 * 1.55)) < 1e-9)
  }

  @Test(arguments: Archetype.allCases)
  func theDaysEnergyBalanceCloses(archetype: Archetype) {
    for (summer, plant) in [(false, PlantKind.furnaceWithCooling), (true, .heatPump)] {
      let key = RandomKey(seed: 7, purpose: Purpose("test.weather"), entity: summer ? 1 : 0)
      var home = dwelling(archetype.plan(), plant: plant, indoorC: summer ? 26 : 19)
      var thermostat = ThermostatLogic()
      let stored = storedHeatJ(home)
      var through = 0.0
      var handled = 0.0
      for minute in 0..<1_440 {
        let now = home.time
        let call = thermostat.update(
          at: now, measuredC: home.rooms[0].temperatureC, heatingSetpointC: 20.5,
          coolingSetpointC: 24.5, canCool: true)
        home.setCall(call, at: now + .microseconds(Int64(minute) * 17_001))
        if minute % 97 == 5 {
          _ = home.appliances.start(
            minute / 97 % 14, at: now + .milliseconds(12_345), jitter: .none)
        }
        var people = nobody(home)
        people[minute / 60 % 6] = PersonLoad(.cook)
        let report = home.advance(
          outdoor: weather(minute: minute, summer: summer, key: key), people: people,
          openings: Openings(
            openWindows: minute % 300 < 30 ? 0b101 : 0, closedDoors: minute % 500 < 200 ? 12 : 0))
        let gains =
          report.hvacHeatW + report.applianceHeatW + report.personHeatW + report.solarHeatW
        through += 60 * (gains - report.heatLossW)
        handled += 60 * (abs(gains) + abs(report.heatLossW))
      }
      let change = storedHeatJ(home) - stored
      #expect(handled > 1e7)
      #expect(abs(change - through) / handled < 1e-6)
    }
  }

  private func storedHeatJ(_ home: Dwelling) -> Double {
    let network = ThermalNetwork(home.plan)
    return zip(network.airCapacity + network.massCapacity, home.state).reduce(0) {
      $0 + $1.0 * $1.1
    }
  }

  @Test func sunWarmsAndOrientationMatters() {
    func gain(_ turns: Int) -> Double {
      var variation = DwellingVariation.none
      variation.quarterTurns = turns
      var home = dwelling(Archetype.terraced.plan(variation))
      var outdoor = calm(0)
      outdoor.facadeIrradianceWm2 = [0, 0, 500, 0]
      return home.advance(outdoor: outdoor, people: nobody(home), openings: Openings()).solarHeatW
    }
    #expect(gain(0) > 1_000)
    #expect(gain(2) < 0.5 * gain(0))
    #expect(gain(2) > 0)
  }

  @Test func anOpenWindowCoolsItsRoomMost() {
    var home = dwelling(Archetype.flat.plan())
    for _ in 0..<30 {
      _ = home.advance(
        outdoor: calm(0, windSpeedMS: 3), people: nobody(home),
        openings: Openings(openWindows: 0b100, closedDoors: 0b100))
    }
    let others = [0, 1, 3, 4, 5].map { home.rooms[$0].temperatureC }
    #expect(home.rooms[2].temperatureC < others.min()! - 1)
  }
}
