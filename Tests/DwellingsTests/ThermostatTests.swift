import Clockwork
import Testing

@testable import Dwellings

@Suite struct ThermostatTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func runsAndPausesKeepTheirLeastLength(seed: UInt64) {
    let key = RandomKey(seed: seed, purpose: Purpose("test.thermostat"), entity: 0)
    var thermostat = ThermostatLogic()
    var call = HVACCall.off
    var changedAt: SimTime?
    for i in 0..<5_000 {
      let time = start + .seconds(Int64(20 * i))
      let next = thermostat.update(
        at: time, measuredC: 20 + 12 * (key.uniform(UInt64(i)) - 0.5), heatingSetpointC: 19,
        coolingSetpointC: 23, canCool: true)
      // Strip heat joins and leaves within a run: only starts and stops count.
      let isChange = (next == .off) != (call == .off)
      if isChange {
        if let changedAt {
          let span = time - changedAt
          let least =
            next == .off ? ThermostatLogic.runTimeMin : ThermostatLogic.offTimeMin
          #expect(span >= least, "seed \(seed)")
        }
        changedAt = time
      }
      #expect(!(call.rawValue > 0 && next == .cooling), "seed \(seed)")
      #expect(!(call == .cooling && next.rawValue > 0), "seed \(seed)")
      call = next
    }
  }

  @Test func hysteresisIsThreeTenths() {
    func first(_ measuredC: Double) -> HVACCall {
      var thermostat = ThermostatLogic()
      return thermostat.update(
        at: start, measuredC: measuredC, heatingSetpointC: 20, coolingSetpointC: 25,
        canCool: true)
    }
    #expect(first(19.71) == .off)
    #expect(first(19.69) == .heating)
    #expect(first(25.29) == .off)
    #expect(first(25.31) == .cooling)
  }

  @Test func crossedSetpointsDoNotFight() {
    var thermostat = ThermostatLogic()
    let call = thermostat.update(
      at: start, measuredC: 21, heatingSetpointC: 22, coolingSetpointC: 18, canCool: true)
    #expect(call == .heating)
  }

  @Test func stripHeatWaits() {
    var thermostat = ThermostatLogic()
    func at(_ minute: Int64, _ measuredC: Double) -> HVACCall {
      thermostat.update(
        at: start + .minutes(minute), measuredC: measuredC, heatingSetpointC: 20,
        coolingSetpointC: 26, canCool: true)
    }
    #expect(at(0, 18) == .heating)
    #expect(at(9, 18) == .heating)
    #expect(at(10, 18) == .backupHeating)
    #expect(at(20, 19.4) == .backupHeating)
    #expect(at(21, 19.6) == .heating)
    #expect(at(22, 20.31) == .off)
    #expect(HVACCall.backupHeating.channelValue == 1 && HVACCall.cooling.channelValue == -1)
  }

  @Test func withoutACoolerNothingIsCalled() {
    var thermostat = ThermostatLogic()
    let call = thermostat.update(
      at: start, measuredC: 35, heatingSetpointC: 20, coolingSetpointC: 25, canCool: false)
    #expect(call == .off)
  }
}
