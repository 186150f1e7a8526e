import Clockwork
import Quality
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)

/// A thermometer read once a minute that sends on a change of 0.2 K or after half an hour, as its
/// device would, over a link that loses some of its messages.
private final class Sender {
  var monitor: SlotMonitor
  var count = MessageCount()
  var flags: [Flag] = []
  private var sequence: UInt32 = 0
  private var last: (minute: Int64, value: Double)?

  init() {
    monitor = SlotMonitor(
      device: DeviceIndex(3), channel: .temperature,
      sheet: QualitySheet(
        rangeMin: -40, rangeMax: 85, plausibleMin: -10, plausibleMax: 50, spikeFloor: 0.25,
        jump: 1.5, jumpPerMinute: 0.6, mustVary: true, silenceMax: .minutes(30),
        period: .minutes(1), reversalFloor: 0.2),
      settings: QualitySettings())
  }

  /// A native tick; nil where the measurement fails.
  func tick(_ minute: Int64, _ value: Double?, isLost: Bool = false) {
    guard let value else { return }
    if let last, (value - last.value).magnitude < 0.2, minute - last.minute < 30 { return }
    last = (minute, value)
    sequence += 1
    guard !isLost else { return }
    let now = start + .minutes(minute)
    _ = monitor.observe(
      value, missing: count.missing(upTo: sequence), at: now, now: now, flags: &flags)
  }

  func raised(_ kind: FlagKind) -> [Flag] {
    flags.filter { $0.kind == kind && $0.end == .distantFuture }
  }
}

private func chance(_ seed: UInt64) -> RandomStream {
  RandomStream(seed: seed, purpose: Purpose("tests.quality.failing"), entity: 0)
}

/// A room that is warmed and cools with a quarter of a kelvin either way every forty minutes, the
/// edge of a send-on-delta sensor's step.
private func room(_ minute: Int64) -> Double {
  let phase = Double(minute % 80)
  return 21 + (phase < 40 ? phase : 80 - phase) / 40 * 0.5
}

@Suite struct FailingSensorTests {
  @Test func messagesAreCountedOnceEach() {
    var count = MessageCount()
    let missing = [7, 7, 8, 11, 11, 12].map { count.missing(upTo: $0) }
    #expect(missing == [0, 0, 0, 2, 2, 2])
    // A counter that wraps goes on.
    var wrapping = MessageCount()
    #expect([.max - 1, .max, 0, 2].map { wrapping.missing(upTo: $0) } == [0, 0, 0, 1])
  }

  /// A steady room: heartbeats at 0, 30, then 61 and 92, each a minute late.
  @Test func twoLateHeartbeatsAreADropout() throws {
    let sender = Sender()
    for minute in 0..<120 as Range<Int64> {
      sender.tick(minute, [60, 91].contains(minute) ? nil : 21 + Double(minute) / 1e3)
    }
    let flag = try #require(sender.raised(.dropout).first)
    #expect(sender.raised(.dropout).count == 1)
    #expect(flag.start == start + .minutes(30))
    #expect(flag.raisedAt == start + .minutes(92))
    #expect(flag.score == 2)
  }

  @Test func oneLateHeartbeatIsForgiven() {
    let sender = Sender()
    for minute in 0..<3_000 as Range<Int64> {
      // The second failure comes more than half a day after the first.
      sender.tick(minute, [60, 60 + 31 + 1_440].contains(minute) ? nil : 21)
    }
    #expect(sender.raised(.dropout).isEmpty)
  }

  /// Messages lost on the way make readings late too, but leave a hole in the device's numbers.
  @Test func aLossyLinkIsNoDropout() {
    for seed in 0..<20 as Range<UInt64> {
      let sender = Sender()
      var luck = chance(seed)
      for minute in 0..<4_320 as Range<Int64> {
        let value = room(minute) + 0.029 * luck.gaussian()
        sender.tick(minute, value, isLost: luck.uniform() < 0.2)
      }
      #expect(sender.raised(.dropout).isEmpty, "seed \(seed)")
    }
  }

  /// Three in ten measurements fail from the second day on: found in nearly every room.
  @Test func droppedMeasurementsAreFound() {
    var found = 0
    for seed in 0..<20 as Range<UInt64> {
      let sender = Sender()
      var luck = chance(seed)
      for minute in 0..<2_880 as Range<Int64> {
        let isDropped = minute >= 1_440 && luck.uniform() < 0.3
        let value = 21 + 0.029 * luck.gaussian()
        sender.tick(minute, isDropped ? nil : value)
      }
      let raised = sender.raised(.dropout)
      #expect(raised.allSatisfy { $0.raisedAt > start + .days(1) }, "seed \(seed)")
      found += raised.isEmpty ? 0 : 1
    }
    #expect(found == 20)
  }

  /// Noise eightfold from the second day on, sent on delta or each minute alike; never before.
  @Test(arguments: [true, false])
  func aNoiseBurstIsFound(sendsAll: Bool) {
    for seed in 0..<20 as Range<UInt64> {
      let sender = Sender()
      var luck = chance(seed)
      for minute in 0..<2_880 as Range<Int64> {
        let value = room(minute) + (minute < 1_440 ? 0.029 : 0.232) * luck.gaussian()
        if sendsAll {
          let now = start + .minutes(minute)
          _ = sender.monitor.observe(value, at: now, now: now, flags: &sender.flags)
        } else {
          sender.tick(minute, value)
        }
      }
      let raised = sender.raised(.noise)
      #expect(raised.count >= 1, "seed \(seed)")
      let hours = raised.first.map { ($0.raisedAt - start).hours } ?? 0
      #expect((24...27).contains(hours), "seed \(seed): after \(hours) h")
    }
  }

  /// Two weeks of healthy noise, sent each minute, in a room that goes up and down.
  @Test func healthyNoiseRaisesNothing() {
    for seed in 0..<10 as Range<UInt64> {
      let sender = Sender()
      var luck = chance(100 + seed)
      for minute in 0..<20_160 as Range<Int64> {
        let now = start + .minutes(minute)
        _ = sender.monitor.observe(
          room(minute) + 0.029 * luck.gaussian(), at: now, now: now, flags: &sender.flags)
      }
      #expect(sender.raised(.noise).isEmpty, "seed \(seed)")
    }
  }

  /// A sensor that has always been that noisy is its own measure.
  @Test func aNoisySensorIsNotFlaggedForBeingItself() {
    let sender = Sender()
    var luck = chance(7)
    for minute in 0..<4_320 as Range<Int64> {
      let now = start + .minutes(minute)
      // Steps to and fro beyond the floor about twice an hour.
      _ = sender.monitor.observe(
        21 + 0.09 * luck.gaussian(), at: now, now: now, flags: &sender.flags)
    }
    #expect(sender.raised(.noise).count <= 1)
  }
}
