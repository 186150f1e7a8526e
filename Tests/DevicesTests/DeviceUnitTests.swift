import Clockwork
import Devices
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)

private func unit(_ kind: DeviceKind, charge: Double = 1, entity: UInt64 = 1) -> DeviceUnit {
  DeviceUnit(
    model: Shipped.standard(kind), index: DeviceIndex(1), number: 3, room: RoomIndex(0),
    link: quietLink(kind == .gateway ? .wired : .lowPower, entity: entity), seed: 1,
    entity: entity, start: start, initialCharge: charge)
}

@Suite struct DeviceUnitTests {
  @Test func batteryPaysForSleepAndAttempts() {
    var device = unit(.thermometer)
    #expect(device.batteryJ == 2_000 && device.batteryPercent == 100)
    for hour in 1...1_000 as ClosedRange<Int64> { device.drain(at: start + .hours(hour)) }
    // A coin cell loses 1 % a year by itself.
    let idleW = 15e-6 + 0.01 * 2_000 / (365 * 86_400)
    #expect((device.batteryJ - (2_000 - 1_000 * 0.002 - 3.6e6 * idleW)).magnitude < 1e-6)
    // A moment twice costs one more attempt and no sleep.
    let before = device.batteryJ
    device.drain(at: start + .hours(1_000))
    #expect((before - device.batteryJ - 0.002).magnitude < 1e-9)
  }

  /// 0 °C leaves 80 % of an alkaline cell: a fifth of it is as good as gone, and days too.
  @Test func coldCellsGiveLess() {
    func daysUntilDead(_ kind: DeviceKind, _ celsius: Double) -> Double {
      var device = unit(kind, charge: 0.05)
      var time = start
      while !device.isDead {
        time = time + .minutes(10)
        device.drain(at: time, celsius: celsius)
      }
      return (time - start).hours / 24
    }
    let warm = daysUntilDead(.hygrometer, 21)
    #expect((daysUntilDead(.hygrometer, 0) / warm - 0.8).magnitude < 0.01)
    #expect((daysUntilDead(.hygrometer, -20) / warm - 0.5).magnitude < 0.01)
    #expect(daysUntilDead(.hygrometer, 35) == warm)
    for chemistry in BatteryChemistry.allCases {
      let shares = stride(from: 30.0, through: -40, by: -1).map(chemistry.usableShare)
      #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 >= $1 && $1 > 0 })
      #expect(
        chemistry.usableShare(celsius: -10)
          >= BatteryChemistry.alkaline.usableShare(
            celsius: -10))
    }
  }

  @Test func anEmptyBatteryIsDeadAndMainsNeverIs() {
    var device = unit(.thermometer, charge: 0.0001)
    #expect(!device.isDead && device.batteryPercent == 0)
    device.drain(at: start + .days(2))
    #expect(device.isDead && device.batteryJ == 0)
    var plug = unit(.smartPlug)
    plug.drain(at: start + .days(10_000))
    #expect(!plug.isDead && !plug.isBatteryPowered && plug.batteryPercent == 255)
  }

  @Test func sequencesCountUpAndWrap() {
    var device = unit(.lamp)
    let first = (0..<3).map { _ in device.takeSequence(at: start) }
    #expect(first == [0, 1, 2])
    device.messageCount = .max
    let last = (0..<2).map { _ in device.takeSequence(at: start) }
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

  /// Each setting is told once, by who reads the clock next.
  @Test func aClockTellsOfItsSettings() {
    for minutes in [1, 10, 700] as [Int64] {
      var device = unit(.hygrometer)
      var settings: [SimTime] = []
      for moment in stride(from: 0, to: 5 * 1_440 as Int64, by: Int(minutes)) {
        let time = start + .minutes(moment)
        let (shown, wasSet) = device.readClock(at: time)
        #expect(shown == device.clock.reading(at: time))
        if wasSet { settings.append(time) }
      }
      #expect(settings.count == 5, "every \(minutes) min")
      for setting in settings {
        let next = device.clock.setting(after: setting - .minutes(minutes))
        #expect(next <= setting && setting - next < .minutes(minutes))
      }
    }
  }

  @Test func clocksDriftAndAreSetDaily() {
    var squares = 0.0
    var sets: Set<SimTime> = []
    for entity in 0..<2_000 as Range<UInt64> {
      let clock = DeviceClock(Shipped.standard(.hygrometer).clock, seed: 3, entity: entity)
      let set = clock.setting(after: start)
      sets.insert(set)
      #expect(start < set && set <= start + .days(1))
      let midnight = clock.reading(at: set) - set
      let evening = clock.reading(at: set + .hours(20)) - (set + .hours(20))
      #expect((evening - midnight).seconds.magnitude < 20 * 3_600 * 120e-6)
      #expect(clock.reading(at: set + .days(1)) - (set + .days(1)) == midnight)
      let rate = (evening - midnight).seconds / 72_000
      squares += rate * rate
    }
    #expect(((squares / 2_000).squareRoot() - 20e-6).magnitude < 1.5e-6)
    // Each asks for the time when it wants to.
    #expect(sets.count > 1_990)
  }

  @Test func motionHoldsForAMinuteAfterTheLastMovement() {
    var detector = MotionDetector(.common, seed: 1, entity: 1)
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
    let model = Shipped.standard(kind)
    #expect(model.kind == kind)
    for channel in model.channels {
      #expect(channel.resolution > 0 && channel.rangeMin < channel.rangeMax)
      #expect(channel.noiseSD >= 0 && channel.sheetSD >= 0)
    }
    #expect(Set(model.channels.map(\.channel)).count == model.channels.count)
  }

  /// Firmware tells the charge from the voltage, so a lithium cell looks full for most of its life.
  @Test func voltageTellsLittleOfLithium() {
    for chemistry in BatteryChemistry.allCases {
      let stated = (0...100).map { chemistry.statedCharge(charge: Double($0) / 100) }
      #expect(zip(stated, stated.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(stated[0] == 0 && stated[100] == 1)
    }
    #expect((BatteryChemistry.alkaline.statedCharge(charge: 0.5) - 0.65).magnitude < 0.01)
    #expect(BatteryChemistry.lithiumManganese.statedCharge(charge: 0.25) > 0.85)
    #expect(BatteryChemistry.lithiumIron.statedCharge(charge: 0.25) > 0.9)
  }

  @Test func aBlindDetectorSeesNothingForItsTime() {
    let model = MotionModel(hold: .seconds(20), blind: .seconds(30), miss: 0)
    var detector = MotionDetector(model, seed: 1, entity: 1)
    let on = detector.movement(at: start)
    let off = detector.expire(at: start + .seconds(20))
    let blind = detector.movement(at: start + .seconds(49))
    let again = detector.movement(at: start + .seconds(50))
    #expect([on, off, blind, again] == [true, true, false, true])
  }

  @Test func theGatewaysDiskSwingsBetweenHalfAndFullLogs() {
    var load = GatewayLoad()
    (load.diskBase, load.diskPerMessage, load.logShareMax) = (0.3, 0.001, 0.2)
    #expect((load.disk(messages: 100) - 0.4).magnitude < 1e-12)
    #expect((load.disk(messages: 200) - 0.5).magnitude < 1e-12)
    #expect((load.disk(messages: 201) - 0.401).magnitude < 1e-9)
    #expect((load.disk(messages: 350) - 0.45).magnitude < 1e-9)
  }

  @Test func statusTellsStartsUpdatesAndFailures() {
    var model = Shipped.standard(.thermometer)
    model.life.restartMean = .days(20)
    model.life.update = "v9"
    model.life.updateMean = .days(40)
    var device = DeviceUnit(
      model: model, index: DeviceIndex(0), number: 0, room: RoomIndex(0), link: quietLink(),
      seed: 4, entity: 4, start: start, initialCharge: 1)
    var last = SimDuration.zero
    var firmware: [String] = []
    for day in 1...600 as ClosedRange<Int64> {
      let now = start + .days(day)
      if day == 300 { device.noteFailure() }
      let status = device.takeStatus(at: now)
      // An uptime that did not grow by a day tells of a start, and so does the code.
      let hasRestarted = status.uptime < last + .days(1)
      let code: DeviceError = day == 300 ? .measurementFailed : hasRestarted ? .restarted : .none
      #expect(status.error == code, "day \(day)")
      if firmware.last != status.firmware {
        firmware.append(status.firmware)
        if day > 1 { #expect(hasRestarted) }
      }
      last = status.uptime
    }
    #expect(firmware == [model.firmware, "v9"])
    var empty = unit(.thermometer, charge: 0.005)
    #expect(empty.takeStatus(at: start).error == .batteryLow)
  }

  @Test func aContactChattersBackToWhatIsSo() {
    var model = Shipped.standard(.doorContact)
    model.bounce = ContactBounce(probability: 0.25, gapMean: .milliseconds(300))
    let device = DeviceUnit(
      model: model, index: DeviceIndex(0), number: 0, room: RoomIndex(0), link: quietLink(),
      seed: 4, entity: 4, start: start, initialCharge: 1)
    let chatters = (0..<10_000 as Range<Int64>).compactMap {
      device.chatter(at: start + .minutes($0))
    }
    // Binomial: 2,500 with deviation 43.
    #expect((2_325...2_675).contains(chatters.count))
    #expect(chatters.allSatisfy { .zero < $0.0 && $0.0 < $0.1 })
  }

  /// A bug shows when, and only when, a device has been up for long on its first firmware.
  @Test func oldFirmwareFreezesUntilTheNextStart() {
    var model = Shipped.standard(.thermometer)
    model.life.restartMean = .days(20)
    model.life.update = "v9"
    model.life.updateMean = .days(150)
    model.life.freezeAfter = .days(10)
    var frozenHours = 0
    for entity in 0..<20 as Range<UInt64> {
      var device = DeviceUnit(
        model: model, index: DeviceIndex(0), number: 0, room: RoomIndex(0), link: quietLink(),
        seed: 4, entity: entity, start: start, initialCharge: 1)
      let stretches = device.frozenStretches(before: start + .days(400))
      for hour in 0..<9_600 as Range<Int64> {
        let now = start + .hours(hour)
        let status = device.takeStatus(at: now)
        let isFrozen = status.firmware != "v9" && status.uptime >= .days(10)
        #expect(stretches.contains { $0.contains(now) } == isFrozen, "unit \(entity), hour \(hour)")
        frozenHours += isFrozen ? 1 : 0
      }
    }
    #expect(frozenHours > 1_000)
    model.life.freezeAfter = .zero
    #expect(unit(.thermometer).frozenStretches(before: start + .days(4_000)).isEmpty)
  }

  /// 60 days between two starts and one update: 68 in 4,000 days, give or take four times 8.
  @Test func aGatewayIsBusyAtEachOfItsStarts() {
    var gateway = unit(.gateway)
    let boots = gateway.boots(before: start + .days(4_000))
    #expect((35...100).contains(boots.count), "\(boots.count)")
    for boot in boots {
      #expect(boot.upperBound - boot.lowerBound == .seconds(60))
      let before = gateway.started(by: boot.lowerBound - .microseconds(1))
      let after = gateway.started(by: boot.lowerBound)
      #expect(before < boot.lowerBound && after == boot.lowerBound)
    }
    // Others are there at once.
    #expect(unit(.thermometer).boots(before: start + .days(4_000)).isEmpty)
  }
}
