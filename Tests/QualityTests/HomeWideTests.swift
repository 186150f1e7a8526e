import Clockwork
import Quality
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)
private let sheet = SitePlan.ChannelSheet(
  channel: .temperature, periodSeconds: 60, resolution: 0.01, accuracySD: 0.2, rangeMin: -40,
  rangeMax: 85)

@Suite struct HomeMonitorTests {
  /// A silence of the whole home is one flag of the gateway, and none of its sensors.
  @Test func aSilentHomeIsOneFlag() {
    var monitor = QualityMonitor(
      slots: (1...4).map { (DeviceIndex($0), sheet) },
      terms: [15, 30, 30, 30].map { SamplingTerms(silenceMax: .minutes($0)) },
      gateway: (DeviceIndex(9), .cpuUsage), settings: QualitySettings())
    var flags: [Flag] = []
    for slot in 0..<4 {
      _ = monitor.observe(20, slot: slot, sequence: 0, at: start, now: start, flags: &flags)
    }
    for minute in 1...240 as ClosedRange<Int64> {
      let now = start + .minutes(minute)
      monitor.tick(now: now, heardUpTo: now, flags: &flags)
    }
    #expect(flags.map(\.device) == [DeviceIndex(9)])
    #expect(flags.first?.raisedAt == start + .minutes(16))
    monitor.heard(
      of: DeviceIndex(1), sequence: 1, at: start + .minutes(241), flags: &flags)
    #expect(flags.last?.end == start + .minutes(241))
  }
}

extension HomeMonitorTests {
  /// After an outage each channel has its full time to report before it counts as silent, and one
  /// that stays away is found.
  @Test func anOutageIsNoSensorsFault() {
    var monitor = QualityMonitor(
      slots: (1...4).map { (DeviceIndex($0), sheet) },
      terms: (1...4).map { _ in SamplingTerms(silenceMax: .minutes(30)) },
      gateway: (DeviceIndex(9), .cpuUsage), settings: QualitySettings())
    var flags: [Flag] = []
    // Silent from minute 60 to 300; then slots report one after the other, the last never.
    for minute in 0..<600 as Range<Int64> {
      let now = start + .minutes(minute)
      if !(60..<300).contains(minute) {
        for slot in 0..<4 where minute % 30 == Int64(slot * 7) && (slot < 3 || minute < 60) {
          _ = monitor.observe(
            20 + Double(minute) / 1e3, slot: slot, sequence: UInt32(minute), at: now, now: now,
            flags: &flags)
        }
      }
      monitor.tick(now: now, heardUpTo: now, flags: &flags)
    }
    let raised = flags.filter { $0.end == .distantFuture }
    #expect(raised.map(\.device) == [DeviceIndex(9), DeviceIndex(4)])
    // Heard of again at minute 300, and three silences of half an hour later.
    #expect(raised.last?.raisedAt == start + .minutes(391))
    #expect(raised.last?.start == start + .minutes(51))
  }
}

extension HomeMonitorTests {
  /// A report that is due but may be on its way is not missed yet.
  @Test func silenceIsJudgedUpToWhatWasHandedOn() {
    var monitor = QualityMonitor(
      slots: [(DeviceIndex(1), sheet)], terms: [SamplingTerms(silenceMax: .minutes(30))],
      gateway: nil, settings: QualitySettings())
    var flags: [Flag] = []
    _ = monitor.observe(20, slot: 0, sequence: 1, at: start, now: start, flags: &flags)
    let due = start + .minutes(90)
    monitor.tick(now: due + .seconds(40), heardUpTo: due, flags: &flags)
    #expect(flags.isEmpty)
    monitor.tick(now: due + .seconds(100), heardUpTo: due + .seconds(50), flags: &flags)
    #expect(flags.map(\.kind) == [.gap])
  }
}

@Suite struct BiasMonitorTests {
  private func monitor(_ count: Int = 3) -> BiasMonitor {
    BiasMonitor(
      sensors: (0..<count).map { (DeviceIndex($0), Channel.temperature, 0.2) })
  }

  /// A sensor that leaves the others by 0.5 K a day is found 0.14 K later, it and no other.
  @Test(arguments: [1.0, -1.0])
  func theDriftingSensorIsNamed(sign: Double) throws {
    var monitor = monitor()
    var flags: [Flag] = []
    for minute in 0..<2_880 as Range<Int64> {
      let drift = sign * max(Double(minute - 720), 0) / 1_440 * 0.5
      monitor.observe([0.1, -0.2, 0.05 + drift], now: start + .minutes(minute), flags: &flags)
    }
    let flag = try #require(flags.first)
    #expect(flags.count == 1)
    #expect(flag.device == DeviceIndex(2))
    #expect(flag.kind == .drift)
    // 0.14 K at half a kelvin a day, and the time that must confirm it.
    let hours = (flag.raisedAt - start - .minutes(720)).hours
    #expect((7.1...7.4).contains(hours), "found after \(hours) h")
  }

  /// What all sensors share, and what they differ by from the start, is no departure.
  @Test func commonMovesAndOldBiasesAreNone() {
    var monitor = monitor(4)
    var flags: [Flag] = []
    for minute in 0..<2_880 as Range<Int64> {
      let common = Double(minute) / 500
      monitor.observe(
        [0.5, -0.6, 0.1, 0].map { $0 + common }, now: start + .minutes(minute), flags: &flags)
    }
    #expect(flags.isEmpty)
  }

  @Test func aShortDepartureIsForgiven() {
    var monitor = monitor()
    var flags: [Flag] = []
    for minute in 0..<1_440 as Range<Int64> {
      let jump = (800..<825).contains(minute) ? 2.0 : 0
      monitor.observe([0, jump, 0], now: start + .minutes(minute), flags: &flags)
    }
    #expect(flags.isEmpty)
  }
}
