import Clockwork
import Devices
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)
private let network = NetworkModel(
  transmitDBm: 0, shadowingSD: 8, signalSD: 2, wifiLoad: 0.5, goodToBad: 0.02, badToGood: 0.3,
  goodLoss: 0, badLoss: 0.8, latencyMean: .zero, latencyMin: .zero, corruption: 0, duplicate: 0,
  gatewayQueueLimit: 10)

private func unit(_ kind: DeviceKind, charge: Double = 1, entity: UInt64 = 1) -> DeviceUnit {
  DeviceUnit(
    model: .standard(for: kind), index: DeviceIndex(1), number: 3, room: RoomIndex(0),
    link: RadioLink(
      medium: kind == .gateway ? .wired : .lowPower, network: network,
      path: RadioPath(distanceM: 6, wallLossDB: 7, floorCount: 0, floorLossDB: 5),
      air: RadioAir(network: network, seed: 1, home: 1), seed: 1, entity: entity), seed: 1,
    entity: entity, start: start, initialCharge: charge)
}

@Suite struct DeviceUnitTests {
  @Test func batteryPaysForSleepAndAttempts() {
    var device = unit(.thermometer)
    #expect(device.batteryJ == 2_000 && device.batteryPercent == 100)
    for hour in 1...1_000 as ClosedRange<Int64> { device.drain(at: start + .hours(hour)) }
    #expect((device.batteryJ - (2_000 - 1_000 * 0.002 - 3.6e6 * 15e-6)).magnitude < 1e-6)
    // A moment twice costs one more attempt and no sleep.
    let before = device.batteryJ
    device.drain(at: start + .hours(1_000))
    #expect((before - device.batteryJ - 0.002).magnitude < 1e-9)
  }

  @Test func anEmptyBatteryIsDeadAndMainsNeverIs() {
    var device = unit(.thermometer, charge: 0.001)
    #expect(!device.isDead && device.batteryPercent == 0)
    device.drain(at: start + .days(2))
    #expect(device.isDead && device.batteryJ == 0)
    var plug = unit(.smartPlug)
    plug.drain(at: start + .days(10_000))
    #expect(!plug.isDead && !plug.isBatteryPowered && plug.batteryPercent == 255)
  }

  @Test func sequencesCountUpAndWrap() {
    var device = unit(.lamp)
    let first = (0..<3).map { _ in device.takeSequence() }
    #expect(first == [0, 1, 2])
    device.nextSequence = .max
    let last = (0..<2).map { _ in device.takeSequence() }
    #expect(last == [.max, 0])
  }

  @Test func theHeaderStatesWhatTheGatewayHears() {
    for entity in 0..<200 as Range<UInt64> {
      var device = unit(.lamp, entity: entity)
      let heard = device.link.signalDBm(at: start)
      #expect((Double(device.signalDBm(at: start)) - heard).magnitude <= 0.5)
    }
    var gateway = unit(.gateway)
    #expect(gateway.signalDBm(at: start) == -30)
  }

  @Test func clocksDriftAndAreSetDaily() {
    var squares = 0.0
    for entity in 0..<2_000 as Range<UInt64> {
      let clock = DeviceClock(seed: 3, entity: entity)
      let midnight = clock.reading(at: start) - start
      let evening = clock.reading(at: start + .hours(20)) - (start + .hours(20))
      #expect((evening - midnight).seconds.magnitude < 20 * 3_600 * 120e-6)
      #expect(clock.reading(at: start + .days(1)) - (start + .days(1)) == midnight)
      let rate = (evening - midnight).seconds / 72_000
      squares += rate * rate
    }
    #expect(((squares / 2_000).squareRoot() - 20e-6).magnitude < 1.5e-6)
  }

  @Test func motionHoldsForAMinuteAfterTheLastMovement() {
    var detector = MotionDetector()
    let early = detector.expire(at: start)
    let first = detector.movement(at: start)
    let second = detector.movement(at: start + .seconds(50))
    let held = detector.expire(at: start + .seconds(60))
    #expect([early, first, second, held] == [false, true, false, false])
    #expect(detector.fallsBackAt == start + .seconds(110))
    let fallen = detector.expire(at: start + .seconds(110))
    let again = detector.expire(at: start + .seconds(200))
    #expect([fallen, again, detector.isOn] == [true, false, false])
  }

  @Test(arguments: DeviceKind.allCases)
  func theCatalogueIsSane(kind: DeviceKind) {
    let model = DeviceModel.standard(for: kind)
    #expect(model.kind == kind)
    for channel in model.channels {
      #expect(channel.resolution > 0 && channel.rangeMin < channel.rangeMax)
      #expect(channel.noiseSD >= 0 && channel.sheetSD >= 0)
    }
    #expect(Set(model.channels.map(\.channel)).count == model.channels.count)
  }
}
