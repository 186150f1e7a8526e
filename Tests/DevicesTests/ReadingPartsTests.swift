import Clockwork
import Devices
import Telemetry
import Testing
import Truth

/// What a reading is made of adds up, and each part is what the model says of it.
@Suite struct ReadingPartsTests {
  private let start = SimTime(microseconds: 1_705_276_800_000_000)

  private func sensor(_ change: (inout ChannelModel) -> Void) -> SensorChannel {
    var model = Shipped.standard(.hygrometer).channels[0]
    model.selfHeatingK = 0.5
    model.gainSD = 0.01
    model.ageingSDPerYear = 0.3
    change(&model)
    return SensorChannel(
      model: model, device: DeviceIndex(0), firstTick: start, seed: 5, entity: 9)
  }

  @Test func partsAddUpToTheReadingUnderEveryFault() throws {
    let kinds: [FaultKind] = [.bias, .drift, .stuck, .spikes, .noise]
    for kind in kinds {
      var unit = sensor { _ in }
      unit.faults = [
        SensorFault(
          number: 3, kind: kind, start: start + .minutes(50), end: start + .minutes(150),
          magnitude: 3, ratePerDay: 700)
      ]
      var moved = 0
      for tick in 0..<300 as Range<Int64> {
        let truth = 20 + 0.05 * Double(tick % 60)
        let measured = unit.measure(truth, tick: tick, elapsedTicks: 1)
        let reading = try #require(measured)
        let parts = unit.parts(of: truth, reading: reading, tick: tick)
        let sum = parts.named.reduce(parts.truth) { $0 + $1.value }
        #expect((sum - reading).magnitude < 1e-10, "\(kind.name), tick \(tick)")
        #expect(parts.faults.map(\.kind) == ((50..<150).contains(tick) ? [kind] : []))
        if (50..<150).contains(tick) {
          if parts.fault.magnitude > 1e-9 { moved += 1 }
        } else {
          #expect(parts.fault.magnitude < 1e-9)
          #expect(parts.rounding.magnitude <= unit.resolution / 2 + 1e-12)
        }
      }
      #expect(moved > 20, "\(kind.name) moved \(moved) of 100 readings")
    }
  }

  @Test func eachPartIsTheUnitsOwn() throws {
    var unit = sensor {
      $0.noiseSD = 0
      $0.resolution = 1e-9
    }
    _ = unit.measure(20, tick: 0, elapsedTicks: 0)
    // Ten days later: warm, aged, and at rest.
    var parts: ReadingParts?
    for tick in 14_400..<14_500 as Range<Int64> {
      let measured = unit.measure(25, tick: tick, elapsedTicks: 1)
      let reading = try #require(measured)
      parts = unit.parts(of: 25, reading: reading, tick: tick)
    }
    let last = try #require(parts)
    #expect(last.lag.magnitude < 1e-9)
    #expect((last.gain - 25 * unit.error.gain).magnitude < 1e-9)
    #expect(last.bias == unit.error.bias)
    #expect(last.noise == 0)
    #expect((0.3...0.8).contains(last.heat))
    #expect(last.ageing != 0 && last.ageing.magnitude < 0.1)
  }
}
