import Clockwork
import Fusion
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)

private func minute(_ count: Int) -> SimTime { start + .minutes(Int64(count)) }

/// What the filter does when what it hears, or does not hear, contradicts what it thinks.
@Suite struct DoubtTests {
  private static func fuser(sensors: Int, sheetSD: Double, silence: SilenceBand?) -> RoomFuser {
    RoomFuser(
      method: .kalman,
      sensors: (0..<sensors).map { _ in
        FusedSensor(sheetSD: sheetSD, addedSD: 0.03, responseSeconds: 60, silence: silence)
      }, dynamics: .roomTemperature)
  }

  /// A furnace that lifts the room by 9 K/h and lets it cool by 9 K/h, a quarter of an hour each,
  /// repeated each five minutes.
  private static func cycle(_ fuser: inout RoomFuser, minutes: Int, silence: SilenceBand?) -> Double
  {
    var level = 20.0
    var sent = Array(repeating: -100.0, count: 4)
    for now in 0..<minutes {
      let heats = now / 15 % 2 == 0
      if now % 5 == 0 { fuser.setCall(heats ? 1 : 0, at: minute(now)) }
      level += heats ? 0.15 : -0.15
      for sensor in 0..<4 where (level - sent[sensor]).magnitude >= silence?.halfWidth ?? 0 {
        fuser.observe(level, sensor: sensor, at: minute(now))
        sent[sensor] = level
      }
      fuser.close(upTo: minute(now), now: minute(now))
    }
    return level
  }

  /// Somebody opens a window: the furnace runs and the room stays as it is, so nobody sends.
  @Test func allAreSilentThoughTheFurnaceRuns() throws {
    let silence = SilenceBand(halfWidth: 0.2, period: .minutes(1), heartbeat: .minutes(30))
    var fuser = Self.fuser(sensors: 4, sheetSD: 0.2, silence: silence)
    let level = Self.cycle(&fuser, minutes: 1_215, silence: silence)
    for now in 1_215..<1_240 {
      if now % 5 == 0 { fuser.setCall(1, at: minute(now)) }
      fuser.close(upTo: minute(now), now: minute(now))
      let (mean, sd) = try #require(fuser.estimate(at: minute(now)))
      #expect((mean - level).magnitude < 1, "minute \(now): \(mean) for \(level)")
      #expect((mean - level).magnitude < 4 * sd, "minute \(now): \(mean) +- \(sd) for \(level)")
    }
    #expect((0..<4).allSatisfy { (fuser.bias(sensor: $0) ?? 9).magnitude < 0.5 })
  }

  /// A thermostat that is not heard of does not heat for ever: this one would add 9 K an hour.
  /// Where the whole home is silent the pipeline waits for what may still come.
  @Test(arguments: [30, 60, 180, 600], [false, true])
  func anOutageBeginsWhileTheFurnaceRuns(minutes: Int, waits: Bool) throws {
    var fuser = Self.fuser(sensors: 4, sheetSD: 0.2, silence: nil)
    let level = Self.cycle(&fuser, minutes: 1_215, silence: nil)
    fuser.setCall(1, at: minute(1_215))
    for now in 1_215...1_215 + minutes {
      fuser.close(upTo: minute(waits ? 1_215 : now), now: minute(now))
    }
    let (mean, sd) = try #require(fuser.estimate(at: minute(1_215 + minutes)))
    #expect((mean - level).magnitude < 3 * sd, "\(mean) +- \(sd) for \(level)")
    #expect((mean - level).magnitude < 6, "\(mean) for \(level)")
    // The thermostat is heard again before any sensor.
    let after = minute(1_216 + minutes)
    fuser.setCall(1, at: after)
    fuser.close(upTo: after, now: after)
    let again = try #require(fuser.estimate(at: after))
    #expect((again.mean - level).magnitude < 6, "\(again.mean) for \(level)")
  }

  /// Rooms change at once when an outage ends: all sensors say so, and none of them is to blame.
  @Test func theRoomHasChanged() throws {
    var fuser = Self.fuser(sensors: 4, sheetSD: 0.2, silence: nil)
    Self.read(&fuser, 0..<240) { _, _ in 20 }
    Self.read(&fuser, 240..<255) { _, _ in 26 }
    let (mean, sd) = try #require(fuser.estimate(at: minute(254)))
    #expect((mean - 26).magnitude < 0.5, "\(mean) +- \(sd)")
    #expect((0..<4).allSatisfy { (fuser.bias(sensor: $0) ?? 9).magnitude < 0.5 })
  }

  /// One of four that is still believed does not turn a change of the room into a change of three.
  @Test func oneAgainstThreeIsNoMajority() throws {
    var fuser = Self.fuser(sensors: 4, sheetSD: 0.2, silence: nil)
    Self.read(&fuser, 0..<240) { _, _ in 20 }
    Self.read(&fuser, 240..<270) { sensor, _ in sensor == 3 ? 20 : 26 }
    let (mean, sd) = try #require(fuser.estimate(at: minute(269)))
    #expect((mean - 26).magnitude < 0.5, "\(mean) +- \(sd)")
    #expect((fuser.bias(sensor: 3) ?? 0) < -5, "\(fuser.bias(sensor: 3) ?? 0)")
  }

  @Test func aSensorHasChanged() throws {
    var fuser = Self.fuser(sensors: 4, sheetSD: 0.2, silence: nil)
    Self.read(&fuser, 0..<240) { _, _ in 20 }
    Self.read(&fuser, 240..<270) { sensor, _ in sensor == 3 ? 26 : 20 }
    let (mean, sd) = try #require(fuser.estimate(at: minute(269)))
    #expect((mean - 20).magnitude < 0.3, "\(mean) +- \(sd)")
    #expect((fuser.bias(sensor: 3) ?? 0) > 5, "\(fuser.bias(sensor: 3) ?? 0)")
  }

  private static func read(
    _ fuser: inout RoomFuser, _ minutes: Range<Int>,
    _ value: (_ sensor: Int, _ minute: Int) -> Double
  ) {
    for now in minutes {
      for sensor in 0..<4 { fuser.observe(value(sensor, now), sensor: sensor, at: minute(now)) }
      fuser.close(upTo: minute(now), now: minute(now))
    }
  }
}
