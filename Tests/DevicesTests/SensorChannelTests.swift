import Clockwork
import Devices
import Foundation
import Telemetry
import Testing
import Truth

private let start = SimTime(microseconds: 1_705_276_800_000_000)

private func sensor(
  _ kind: DeviceKind = .hygrometer, channel: Int = 0, seed: UInt64 = 1, entity: UInt64 = 1,
  change: (inout ChannelModel) -> Void = { _ in }
) -> SensorChannel {
  var model = Shipped.standard(kind).channels[channel]
  change(&model)
  return SensorChannel(
    model: model, device: DeviceIndex(0), firstTick: start, seed: seed, entity: entity)
}

private func clean(_ model: inout ChannelModel) {
  model.noiseSD = 0
  model.biasSD = 0
  model.ageingSDPerYear = 0
}

private func moments(_ values: [Double]) -> (mean: Double, sd: Double) {
  let mean = values.reduce(0, +) / Double(values.count)
  let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (sum / Double(values.count)).squareRoot())
}

private func fault(
  _ kind: FaultKind, _ magnitude: Double, ratePerDay: Double = 0, from: Int64 = 0,
  to: Int64 = 1_000_000
) -> SensorFault {
  SensorFault(
    number: 0, kind: kind, start: start + .minutes(from), end: start + .minutes(to),
    magnitude: magnitude, ratePerDay: ratePerDay)
}

private extension SensorChannel {
  mutating func read(_ truth: Double, ticks: Range<Int64>) -> [Double?] {
    ticks.map { measure(truth, tick: $0, elapsedTicks: 1) }
  }
}

@Suite struct SensorChannelTests {
  @Test func noiseAndBiasAreTheModels() {
    var unit = sensor()
    let (mean, sd) = moments(unit.read(21, ticks: 0..<20_000).compactMap { $0 })
    // Standard errors: 0.0002 of the mean, 0.00015 of the spread; rounding adds 0.0029 in square.
    #expect((mean - 21 - unit.error.bias).magnitude < 0.001)
    #expect((sd - (0.029 * 0.029 + 1e-4 / 12).squareRoot()).magnitude < 0.0008)
    let biases = (0..<4_000 as Range<UInt64>).map { sensor(entity: $0).error.bias }
    #expect((moments(biases).sd - 0.10).magnitude < 0.004)
    #expect(moments(biases).mean.magnitude < 0.006)
  }

  @Test func relativeErrorsGrowWithTheValue() {
    var meter = sensor(.smartPlug)
    let (mean, sd) = moments(meter.read(2_000, ticks: 0..<10_000).compactMap { $0 })
    #expect((mean - 2_000 * (1 + meter.error.gain)).magnitude < 0.1)
    #expect((sd - (0.2 + 0.1 * 0.005 * 2_000)).magnitude < 0.04)
    let biases = (0..<4_000 as Range<UInt64>).map { sensor(.smartPlug, entity: $0).error.gain }
    #expect((moments(biases).sd - 0.005).magnitude < 0.0002)
  }

  @Test func stepResponseIsFirstOrder() {
    var unit = sensor {
      clean(&$0); $0.resolution = 1e-9
    }
    #expect(unit.lastReading == nil)
    let first = unit.measure(20, tick: 0, elapsedTicks: 0) ?? .nan
    #expect((first - 20).magnitude < 1e-8)
    // The input is a line between two measurements, here one of a minute's length, then flat.
    let lag = unit.responseSeconds / 60
    #expect((1.4...2.8).contains(lag))
    let decay = exp(-1 / lag)
    var rest = 10 * lag * (1 - decay)
    for tick in 1..<20 as Range<Int64> {
      let value = unit.measure(30, tick: tick, elapsedTicks: 1) ?? .nan
      #expect((value - (30 - rest)).magnitude < 1e-7, "tick \(tick)")
      rest *= decay
    }
    // Five minutes asleep: a line of five minutes' length.
    var sleeper = sensor {
      clean(&$0); $0.resolution = 1e-9
    }
    _ = sleeper.measure(20, tick: 0, elapsedTicks: 0)
    let value = sleeper.measure(30, tick: 5, elapsedTicks: 5) ?? .nan
    let left = 2 * lag * (1 - exp(-5 / lag))
    #expect((value - (30 - left)).magnitude < 1e-7)
  }

  @Test func rampLagsByTimeConstantTimesSlope() {
    var unit = sensor {
      clean(&$0); $0.resolution = 1e-9
    }
    var value = 0.0
    for tick in 0..<200 as Range<Int64> {
      value = unit.measure(0.01 * Double(tick), tick: tick, elapsedTicks: 1) ?? .nan
    }
    #expect((0.01 * 199 - value - 0.01 * unit.responseSeconds / 60).magnitude < 1e-7)
  }

  @Test func housingsOfOneModelDiffer() {
    let lags = (0..<2_000 as Range<UInt64>).map { sensor(entity: $0).responseSeconds / 120 }
    let (mean, sd) = moments(lags)
    #expect((mean - 1).magnitude < 0.02)
    #expect((sd - 0.1).magnitude < 0.01)
  }

  @Test func outputIsOnTheGridAndInRange() {
    var unit = sensor()
    for tick in 0..<2_000 as Range<Int64> {
      let value = unit.measure(Double(tick) * 0.05 - 50, tick: tick, elapsedTicks: 64) ?? .nan
      let steps = value / 0.01
      #expect((steps - steps.rounded()).magnitude < 1e-6)
      #expect((-40...85).contains(value))
      #expect(unit.lastReading == value)
    }
    let saturated = unit.read(1_000, ticks: 5_000..<5_100)
    #expect(saturated.last == 125)
  }

  @Test func noiseBelongsToItsTick() {
    var each = sensor()
    var every7th = each
    let all = each.read(21, ticks: 0..<700)
    for tick in stride(from: 0, to: 700, by: 7) as StrideTo<Int64> {
      let value = every7th.measure(21, tick: tick, elapsedTicks: 7)
      #expect(value == all[Int(tick)])
    }
    var other = sensor(entity: 2)
    let otherValues = other.read(21, ticks: 0..<100)
    #expect(otherValues != Array(all.prefix(100)))
    var rerun = sensor(seed: 2)
    let rerunValues = rerun.read(21, ticks: 0..<100)
    #expect(rerunValues != Array(all.prefix(100)))
  }

  @Test func constantAndGrowingFaults() {
    for (kind, magnitude, expected) in [
      (FaultKind.bias, 0.8, 0.8), (.drift, 1.2, 1.2 * 30 / 1_440),
    ] {
      var healthy = sensor()
      var broken = healthy
      broken.faults = [fault(kind, magnitude, from: 10, to: 41)]
      let a = healthy.read(21, ticks: 0..<50).compactMap { $0 }
      let b = broken.read(21, ticks: 0..<50).compactMap { $0 }
      #expect(Array(a[..<10]) == Array(b[..<10]) && Array(a[41...]) == Array(b[41...]))
      #expect((b[40] - a[40] - expected).magnitude < 0.011, "\(kind)")
      #expect(
        broken.faults.offset(at: start + .minutes(40)).map { ($0 - expected).magnitude < 1e-9 }
          == true)
      #expect(broken.faults.offset(at: start + .minutes(41)) == 0)
    }
  }

  @Test(arguments: [DeviceKind.hygrometer, .smartPlug])
  func noiseFaultScalesAllNoise(kind: DeviceKind) {
    var healthy = sensor(kind)
    var broken = healthy
    broken.faults = [fault(.noise, 4)]
    let before = moments(
      healthy.read(2_000 * (kind == .smartPlug ? 1 : 0.01), ticks: 0..<5_000).compactMap { $0 })
    let after = moments(
      broken.read(2_000 * (kind == .smartPlug ? 1 : 0.01), ticks: 0..<5_000).compactMap { $0 })
    #expect((after.sd / before.sd - 4).magnitude < 0.1, "\(after.sd / before.sd)")
  }

  @Test func stuckRepeatsItsLastReading() {
    var unit = sensor()
    unit.faults = [fault(.stuck, 0, from: 5, to: 9)]
    let values = (0..<12 as Range<Int64>).map {
      unit.measure(20 + Double($0), tick: $0, elapsedTicks: 64)
    }
    #expect(values[5...8].allSatisfy { $0 == values[4] })
    #expect(values[9] != values[4])
    #expect(unit.faults.offset(at: start + .minutes(6)) == nil)
  }

  /// What measures nothing tells an oracle nothing; what fails now and then tells it all it needs.
  @Test func aSensorThatNeverReadsIsNotSound() {
    var unit = sensor()
    unit.faults = [fault(.dropout, 1, from: 5, to: 9), fault(.dropout, 0.9, from: 20, to: 29)]
    #expect(unit.faults.offset(at: start + .minutes(4)) == 0)
    #expect(unit.faults.offset(at: start + .minutes(5)) == nil)
    #expect(unit.faults.offset(at: start + .minutes(9)) == 0)
    #expect(unit.faults.offset(at: start + .minutes(25)) == 0)
  }

  @Test func spikesComeAtTheirRateAndBothWays() {
    var healthy = sensor()
    var unit = healthy
    unit.faults = [fault(.spikes, 6, ratePerDay: 48)]
    let spikes = zip(unit.read(21, ticks: 0..<14_400), healthy.read(21, ticks: 0..<14_400))
      .compactMap { a, b in a.flatMap { a in b.map { a - $0 } } }.filter { $0.magnitude > 1 }
    // Ten days: Poisson 480, sd 22.
    #expect((390...570).contains(spikes.count), "\(spikes.count)")
    #expect(spikes.allSatisfy { ($0.magnitude - 6).magnitude < 0.02 })
    let up = spikes.filter { $0 > 0 }.count
    #expect((0.4...0.6).contains(Double(up) / Double(spikes.count)))
  }

  @Test func dropoutLosesItsShare() {
    var unit = sensor()
    unit.faults = [fault(.dropout, 0.3)]
    let lost = unit.read(21, ticks: 0..<10_000).filter { $0 == nil }.count
    #expect((2_800...3_200).contains(lost))
  }

  @Test(arguments: [FaultKind.linkOutage, .gatewayRestart, .brokerPartition])
  func networkFaultsLeaveTheSensorAlone(kind: FaultKind) {
    var healthy = sensor()
    var unit = healthy
    unit.faults = [fault(kind, 5)]
    let (a, b) = (unit.read(21, ticks: 0..<50), healthy.read(21, ticks: 0..<50))
    #expect(a == b)
  }
}
