import Clockwork
import Foundation
import Telemetry
import Testing
import Truth

@testable import Dwellings

@Suite struct WaterTankTests {
  private func tank(litres: Double = 180, lossWK: Double = 0, temperatureC: Double = 50)
    -> WaterTank
  {
    WaterTank(
      litres: litres, diameterM: 0.46, lossWK: lossWK, temperatureC: temperatureC,
      stepSeconds: 60)
  }

  @Test func aStandingTankCoolsExponentially() {
    var tank = tank(lossWK: 2)
    var lostJ = 0.0
    let before = tank.heatJ
    for _ in 0..<1_440 { lostJ += tank.rest(roomC: 20) }
    let expected = 20 + 30 * exp(-2 * 86_400 / (180 * WaterTank.heatCapacity))
    for temperature in tank.temperaturesC { #expect(abs(temperature - expected) < 1e-9) }
    #expect(abs(before - lostJ - tank.heatJ) < 1e-9 * before)
  }

  /// A layer at a time the water moves as a piston: all of the tank comes out hot, then none.
  @Test func wholeLayersLeaveAsAPiston() {
    var tank = tank()
    for _ in 0..<WaterTank.nodeCount {
      #expect(tank.topC == 50)
      _ = tank.displace(litres: tank.nodeLitres, mainsC: 10)
    }
    #expect(tank.topC == 10)
  }

  /// In small draws layers act as stirred tanks in series, whose outlet is an Erlang distribution.
  @Test func smallDrawsLeaveAsStirredTanksInSeries() {
    var tank = tank()
    let count = Double(WaterTank.nodeCount)
    let part = tank.nodeLitres / 400
    for drawn in 1...(2 * 400 * WaterTank.nodeCount) {
      _ = tank.displace(litres: part, mainsC: 10)
      guard drawn % 600 == 0 else { continue }
      let layers = Double(drawn) / 400
      var term = exp(-layers)
      var share = 0.0
      for k in 0..<WaterTank.nodeCount {
        share += term
        term *= layers / Double(k + 1)
      }
      #expect(abs(tank.topC - (10 + 40 * share)) < 0.05, "\(layers / count) volumes")
    }
  }

  @Test func coldAboveWarmMixes() {
    var tank = tank()
    let heatJ = tank.heatJ
    tank.heat(1e6, first: 0, count: 1)
    #expect(tank.temperaturesC[0] > 60)
    _ = tank.rest(roomC: 20)
    for (below, above) in zip(tank.temperaturesC, tank.temperaturesC.dropFirst()) {
      #expect(above >= below - 1e-12)
    }
    // Heated from below, an even tank stays even.
    let expected = 50 + 1e6 / (180 * WaterTank.heatCapacity)
    #expect(abs(tank.temperaturesC[0] - expected) < 0.01)
    #expect(abs(tank.topC - expected) < 0.01)
    #expect(abs(tank.heatJ - heatJ - 1e6) < 1e-3)
  }

  @Test func warmAboveColdStays() {
    var tank = tank(temperatureC: 15)
    tank.heat(3e6, first: WaterTank.nodeCount - 1, count: 1)
    let hot = tank.topC
    for _ in 0..<60 { _ = tank.rest(roomC: 15) }
    // Conduction alone takes hours to move heat down a layer.
    #expect(tank.topC > hot - 4 && tank.temperaturesC[0] < 15.1)
  }
}
