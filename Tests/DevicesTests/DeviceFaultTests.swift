import Clockwork
import Foundation
import Telemetry
import Testing
import Truth

@testable import Devices

private let start = SimTime(microseconds: 1_705_276_800_000_000)

/// Faults that change a device or its place, against what they must do in closed form.
@Suite struct DeviceFaultTests {
  /// A thermometer without an error of its own, a second's steps of a micro-kelvin.
  private func thermometer(lag: Double = 0, noise: Double = 0) -> SensorChannel {
    var model = ChannelModel(
      .temperature, periodSeconds: 60, resolution: 1e-9, range: -40...100)
    model.lagSeconds = lag
    model.noiseSD = noise
    return SensorChannel(model: model, device: DeviceIndex(0), firstTick: start, seed: 1, entity: 1)
  }

  private func fault(
    _ kind: FaultKind, _ magnitude: Double, perDay: Double = 0, gain: Double = 0,
    minutes: Range<Int64>
  ) -> SensorFault {
    SensorFault(
      number: 3, kind: kind, start: start + .minutes(minutes.lowerBound),
      end: start + .minutes(minutes.upperBound), magnitude: magnitude, ratePerDay: perDay,
      gain: gain)
  }

  private func unit(_ kind: DeviceKind, charge: Double = 1, entity: UInt64 = 1) -> DeviceUnit {
    DeviceUnit(
      model: Shipped.standard(kind), index: DeviceIndex(1), number: 3, room: RoomIndex(0),
      link: quietLink(.lowPower, entity: entity), seed: 1, entity: entity, start: start,
      initialCharge: charge)
  }

  @Test func miscalibrationAddsAConstantAndAShare() {
    var sensor = thermometer()
    sensor.faults = [fault(.miscalibration, -1.5, gain: 0.02, minutes: 10..<20)]
    for tick in 0..<30 as Range<Int64> {
      let value = sensor.measure(25, tick: tick, elapsedTicks: 1) ?? .nan
      let expected = (10..<20).contains(tick) ? 25 * 1.02 - 1.5 : 25
      #expect((value - expected).magnitude < 1e-7, "tick \(tick)")
    }
    // An oracle may take off a constant, but a share of what is unknown it may not.
    #expect(sensor.faults.offset(at: start + .minutes(15)) == nil)
    #expect(sensor.faults.offset(at: start + .minutes(25)) == 0)
    sensor.faults[0].gain = 0
    #expect(sensor.faults.offset(at: start + .minutes(15)) == -1.5)
  }

  @Test func aSwappedSensorTakesItsWarmthAlongAndComesBack() {
    var sensor = thermometer(lag: 300)
    sensor.faults = [fault(.swapped, 7, minutes: 10..<40)]
    // The exact answer of a first-order lag to an input that moves in lines between minutes.
    let lag = sensor.responseSeconds / 60
    let decay = exp(-1 / lag)
    var (expected, before) = (20.0, 20.0)
    for tick in 0..<90 as Range<Int64> {
      let place: Double = (10..<40).contains(tick) ? 12 : 20
      let slope = (place - before) * lag
      expected = place - slope + (expected - before + slope) * decay
      before = place
      let elsewhere = tick < 10 ? nil : place
      let value = sensor.measure(20, tick: tick, elapsedTicks: 1, elsewhere: elsewhere) ?? .nan
      #expect((value - expected).magnitude < 1e-6, "tick \(tick)")
      // Where it belongs nothing has happened.
      #expect((sensor.healthy.mean - 20).magnitude < 1e-9)
      #expect((sensor.healthy.mean + sensor.shift - value).magnitude < 1e-6)
    }
    #expect((expected - 20).magnitude < 0.01)
  }

  @Test func aDyingBatteryMakesReadingsNoisier() {
    var (well, weak) = (thermometer(noise: 0.1), thermometer(noise: 0.1))
    // Half of it is gone after 12 hours, all after 24.
    weak.faults = [fault(.dyingBattery, 5, perDay: 1, minutes: 0..<4_320)]
    for (hour, factor) in [(0 as Int64, 1.0), (6, 2), (12, 3), (24, 5), (48, 5)] {
      let tick = hour * 60
      let noise = (well.measure(20, tick: tick, elapsedTicks: 1) ?? .nan) - 20
      let louder = (weak.measure(20, tick: tick, elapsedTicks: 1) ?? .nan) - 20
      #expect((louder - factor * noise).magnitude < 1e-6, "hour \(hour)")
    }
  }

  @Test func aDyingBatteryEmptiesInItsLifeAndIsChanged() {
    var (well, weak) = (unit(.thermometer), unit(.thermometer))
    weak.weaken(from: start + .hours(10), to: start + .hours(34), within: .hours(20))
    var left: [Double] = []
    for hour in 1...30 as ClosedRange<Int64> {
      well.drain(at: start + .hours(hour))
      weak.drain(at: start + .hours(hour))
      left.append(weak.batteryJ / well.batteryJ)
      #expect(hour > 10 || weak.batteryJ == well.batteryJ)
      if hour > 10 {
        // A straight line from the onset; the device itself takes less than a thousandth.
        let share = max(1 - Double(hour - 10) / 20, 0)
        #expect((left[Int(hour) - 1] - share).magnitude < 2e-3, "hour \(hour)")
      }
    }
    #expect(weak.isDead && !well.isDead)
    weak.renewBattery(at: start + .hours(34))
    #expect(weak.batteryJ == 2_000 && !weak.isDead)
    let status = weak.takeStatus(at: start + .hours(35))
    #expect(status.uptime == .hours(1))
  }

  @Test func brownOutsComeWithTheLastOfTheBattery() {
    var counts: [Int] = []
    for charge in [1, 0.02, 0.0005] {
      var count = 0
      for entity in 0..<400 as Range<UInt64> {
        var device = unit(.thermometer, charge: charge, entity: entity)
        device.weaken(from: start, to: start + .days(9), within: .days(9_000))
        if device.brownsOut(at: start + .seconds(1), event: 8) {
          count += 1
          let status = device.takeStatus(at: start + .seconds(2))
          #expect(status.error != .none)
        }
        // Nobody else's battery is pulled down so.
        var other = unit(.thermometer, charge: charge, entity: entity)
        let isPulledDown = other.brownsOut(at: start + .seconds(1), event: 8)
        #expect(!isPulledDown)
      }
      counts.append(count)
    }
    #expect(counts[0] == 0 && counts[1] > 20 && counts[1] < 380 && counts[2] > counts[1])
  }

  @Test func aClockJumpsUntilItIsSet() {
    let model = ClockModel(rateSD: 0, offsetSDSeconds: 0, setEvery: .hours(6))
    var clock = DeviceClock(model, seed: 1, entity: 1)
    let onset = start + .hours(7)
    let set = clock.setting(after: onset)
    #expect(onset < set && set <= onset + .hours(6))
    let end = clock.jump(by: .seconds(-90), at: onset, until: start + .days(9))
    #expect(end == set)
    #expect(clock.reading(at: onset - .microseconds(1)) == onset - .microseconds(1))
    #expect(clock.reading(at: onset) == onset - .seconds(90))
    #expect(clock.reading(at: set - .microseconds(1)) == set - .microseconds(1) - .seconds(90))
    #expect(clock.reading(at: set) == set)
    // Somebody mends it before that.
    let mended = clock.jump(by: .hours(1), at: set, until: set + .minutes(5))
    #expect(mended == set + .minutes(5))
    #expect(clock.reading(at: set + .minutes(4)) == set + .minutes(64))
    #expect(clock.reading(at: set + .minutes(5)) == set + .minutes(5))
  }

  @Test func aPlannedStartShowsInTheStatus() {
    var device = unit(.hygrometer)
    _ = device.takeStatus(at: start + .hours(1))
    device.plan(startAt: start + .hours(5))
    let before = device.takeStatus(at: start + .hours(4))
    #expect(before.error != .restarted)
    let status = device.takeStatus(at: start + .hours(6))
    #expect(status.error == .restarted && status.uptime == .hours(1))
    let after = device.takeStatus(at: start + .hours(7))
    #expect(after.error != .restarted)
  }
}
