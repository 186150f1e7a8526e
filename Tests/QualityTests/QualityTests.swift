import Clockwork
import Quality
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)
private let minute = SimDuration.minutes(1)

/// A thermometer read once a minute, with the flags that it raised; shared, so that an
/// expectation may read it.
private final class Bench {
  var monitor: SlotMonitor
  var flags: [Flag] = []
  var now = start

  init(mustVary: Bool = true, spikeFloor: Double? = 0.25, settings: QualitySettings = .init()) {
    monitor = SlotMonitor(
      device: DeviceIndex(3), channel: .temperature,
      sheet: QualitySheet(
        rangeMin: -40, rangeMax: 85, plausibleMin: -10, plausibleMax: 50, spikeFloor: spikeFloor,
        mustVary: mustVary, silenceMax: minute),
      settings: settings)
  }

  @discardableResult func read(_ value: Double) -> Bool {
    now += minute
    return monitor.observe(value, at: now, now: now, flags: &flags)
  }

  func flagged(_ kind: FlagKind) -> [Flag] { flags.filter { $0.kind == kind } }
}

private func noise(_ seed: UInt64) -> RandomStream {
  RandomStream(seed: seed, purpose: Purpose("tests.quality"), entity: 0)
}

@Suite struct QualityTests {
  @Test(arguments: [
    (50.0, true), (50.01, false), (-10, true), (-10.01, false), (84, false), (.nan, false),
    (.infinity, false), (-.infinity, false),
  ])
  func rangeIsInclusive(value: Double, isUsable: Bool) {
    let bench = Bench(spikeFloor: nil)
    #expect(bench.read(value) == isUsable)
    #expect(bench.flagged(.outOfRange).count == (isUsable ? 0 : 1))
    #expect(bench.read(20))
    #expect(bench.flagged(.outOfRange).count == (isUsable ? 0 : 2))
  }

  @Test func rangeCheckCanBeOff() {
    let bench = Bench(spikeFloor: nil, settings: QualitySettings(checksRange: false))
    #expect(bench.read(60))
    #expect(bench.flags.isEmpty)
  }

  @Test func aSpikeIsFlaggedAndItsNeighboursAreNot() {
    for seed in 0..<200 as Range<UInt64> {
      var chance = noise(seed)
      let bench = Bench()
      for i in 0..<60 {
        let isSpike = i == 30
        let isUsable = bench.read(21 + 0.03 * chance.gaussian() + (isSpike ? 4 : 0))
        #expect(isUsable == !isSpike, "seed \(seed), reading \(i)")
      }
      #expect(bench.flagged(.spike).count == 2, "seed \(seed)")
    }
  }

  @Test func hampelScoreMatchesAHandMadeExample() throws {
    // Median 20.3, deviations .3 .2 .1 0 .1 .2 .3: their median .2, times 1.4826 is .29652.
    let bench = Bench()
    for value in [20.0, 20.1, 20.2, 20.3, 20.4, 20.5, 20.6] { bench.read(value) }
    #expect(bench.read(23.3) == false)
    let flag = try #require(bench.flags.first)
    #expect((flag.score - 3.0 / 0.29652).magnitude < 1e-9)
    #expect(flag.end == .distantFuture)
  }

  @Test func aWindowThatOpensDoesNotSpikeForEver() {
    let bench = Bench()
    var chance = noise(1)
    for _ in 0..<30 { bench.read(21 + 0.03 * chance.gaussian()) }
    var refused = 0
    for _ in 0..<60 where !bench.read(15 + 0.03 * chance.gaussian()) { refused += 1 }
    #expect((1...4).contains(refused), "refused \(refused)")
    #expect(bench.flagged(.spike).count == 2)

    // As air really cools, through a sensor that lags by two minutes: nothing at all.
    let gradual = Bench()
    for i in 0..<30 { gradual.read(21 + 0.01 * Double(i % 3)) }
    var temperature = 21.0
    var lagged = 21.0
    for _ in 0..<60 {
      temperature += (10 - temperature) * 0.05
      lagged += 0.393 * (temperature - lagged)
      gradual.read(lagged)
    }
    #expect(gradual.flagged(.spike).isEmpty)
  }

  @Test func stuckAfterItsTimeAndNotBefore() throws {
    let bench = Bench()
    for _ in 0..<180 { #expect(bench.read(21)) }
    let first = start + minute
    #expect(bench.flags.isEmpty)
    #expect(bench.read(21) == false)
    let flag = try #require(bench.flags.first)
    #expect(flag.kind == .stuck)
    #expect(flag.start == first)
    #expect(flag.raisedAt == first + .hours(3))
    #expect(bench.read(21.01))
    #expect(bench.flagged(.stuck).count == 2)
    let switches = Bench(mustVary: false)
    for _ in 0..<400 { #expect(switches.read(1)) }
    #expect(switches.flags.isEmpty)
  }

  @Test func gapOpensOnceAndClosesAtTheNextReading() throws {
    let bench = Bench()
    var flags: [Flag] = []
    bench.monitor.checkGap(upTo: start, now: start, flags: &flags)
    #expect(flags.isEmpty)  // Never heard of: nothing to miss yet.
    bench.read(21)
    let last = bench.now
    bench.monitor.checkGap(upTo: last + .minutes(3), now: last + .minutes(3), flags: &flags)
    #expect(flags.isEmpty)
    for i in 4..<9 as Range<Int64> {
      bench.monitor.checkGap(upTo: last + .minutes(i), now: last + .minutes(i), flags: &flags)
    }
    #expect(flags.count == 1)
    let gap = try #require(flags.first)
    #expect(gap.kind == .gap && gap.start == last && gap.raisedAt == last + .minutes(4))
    bench.now = last + .minutes(9)
    bench.read(21.1)
    let closed = try #require(bench.flags.first)
    #expect(closed.kind == .gap && closed.start == last && closed.end == bench.now)
  }

  /// Whatever comes, each flag is stated open and then closed with the same start, in turn.
  @Test func flagsPairUp() {
    for seed in 0..<300 as Range<UInt64> {
      var chance = noise(seed)
      let bench = Bench(settings: QualitySettings(stuckAfter: .minutes(6)))
      var value = 21.0
      for _ in 0..<120 {
        switch chance.below(6) {
        case 0: value = chance.uniform(in: -60...100)
        case 1: value += chance.gaussian()
        case 2: bench.now += .minutes(Int64(chance.below(12)))
        default: break
        }
        bench.monitor.checkGap(upTo: bench.now, now: bench.now, flags: &bench.flags)
        bench.read(value)
      }
      bench.monitor.finish(at: bench.now, flags: &bench.flags)
      for kind in FlagKind.allCases {
        let own = bench.flagged(kind)
        #expect(own.count % 2 == 0, "seed \(seed), \(kind)")
        for i in stride(from: 0, to: own.count - 1, by: 2) {
          #expect(own[i].end == .distantFuture, "seed \(seed), \(kind)")
          #expect(own[i + 1].end <= bench.now, "seed \(seed), \(kind)")
          #expect(own[i].start == own[i + 1].start, "seed \(seed), \(kind)")
          #expect(own[i].raisedAt == own[i + 1].raisedAt, "seed \(seed), \(kind)")
          #expect(own[i + 1].start <= own[i + 1].end, "seed \(seed), \(kind)")
        }
      }
    }
  }

  @Test func aHealthyWeekRaisesNothing() {
    for seed in 0..<5 as Range<UInt64> {
      var chance = noise(seed)
      let bench = Bench()
      var rate = 0.0
      var level = 21.0
      for _ in 0..<10_080 {
        rate += -rate / 30 + 0.0035 * chance.gaussian()
        level += rate + (21 - level) * 0.002
        bench.read(((level + 0.029 * chance.gaussian()) * 100).rounded() / 100)
      }
      #expect(bench.flags.isEmpty, "seed \(seed): \(bench.flags.count) flags")
    }
  }

  @Test func homeMonitorKeepsSlotsApart() {
    let sheet = SitePlan.ChannelSheet(
      channel: .temperature, periodSeconds: 60, resolution: 0.01, accuracySD: 0.2, rangeMin: -40,
      rangeMax: 85)
    var monitor = QualityMonitor(
      slots: [(DeviceIndex(1), sheet), (DeviceIndex(2), sheet)],
      terms: [SamplingTerms(silenceMax: minute), SamplingTerms(silenceMax: .minutes(10))],
      gateway: nil, settings: QualitySettings())
    var flags: [Flag] = []
    let usable = [
      monitor.observe(20, slot: 0, sequence: 0, at: start, now: start, flags: &flags),
      monitor.observe(70, slot: 1, sequence: 0, at: start, now: start, flags: &flags),
    ]
    #expect(usable == [true, false])
    monitor.tick(
      now: start + .minutes(20), heardUpTo: start + .minutes(20), flags: &flags)
    #expect(flags.map(\.device.rawValue) == [2, 1])
    #expect(flags.map(\.kind) == [.outOfRange, .gap])
    monitor.finish(at: start + .minutes(21), flags: &flags)
    #expect(flags.count == 4)
  }
}
