import Clockwork
import Fusion
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)

/// A room that a furnace heats and that cools between, read by a sensor that lags.
private struct CyclingRoom {
  var truth: [Double] = []
  var call: [Double] = []
  var readings: [Double] = []

  /// - Parameter lag: of the sensor, minutes.
  init(seed: UInt64, minutes: Int, lag: Double, noise: Double) {
    var chance = RandomStream(seed: seed, purpose: Purpose("tests.fusion.cycle"), entity: 0)
    var (level, output, heats) = (20.0, 20.0, 0.0)
    for _ in 0..<minutes {
      // Twenty substeps of three seconds keep Euler's error below the noise.
      for _ in 0..<20 {
        level += ((heats > 0 ? 8.0 : 0) - 4 - 0.3 * (level - 20)) / 1_200
        output += (level - output) / (20 * lag)
      }
      if output > 21 { heats = 0 } else if output < 20.4 { heats = 1 }
      truth.append(level)
      call.append(heats)
      readings.append(output + noise * chance.gaussian())
    }
  }

  func rmse(_ fuser: inout RoomFuser, sends: (Int, Double) -> Bool = { _, _ in true }) -> Double {
    var sum = 0.0
    var count = 0.0
    for minute in truth.indices {
      let now = start + .minutes(Int64(minute))
      if sends(minute, readings[minute]) { fuser.observe(readings[minute], sensor: 0, at: now) }
      fuser.setCall(call[minute], at: now)
      fuser.close(upTo: now, now: now)
      guard minute > 360, let (mean, _) = fuser.estimate(at: now) else { continue }
      sum += (mean - truth[minute]) * (mean - truth[minute])
      count += 1
    }
    return (sum / count).squareRoot()
  }
}

private func fuser(response: Double, silence: SilenceBand? = nil) -> RoomFuser {
  var dynamics = QuantityDynamics.roomTemperature
  dynamics.mixingSeconds = 0
  return RoomFuser(
    method: .kalman,
    sensors: [
      FusedSensor(sheetSD: 1e-6, addedSD: 0, responseSeconds: response, silence: silence)
    ], dynamics: dynamics)
}

@Suite struct LagAndSilenceTests {
  private let room = CyclingRoom(seed: 1, minutes: 2_880, lag: 3, noise: 0.03)

  /// A lag of 3 min at 4 K/h is an error of 0.2 K; a filter that knows it removes most of it.
  @Test func aKnownLagIsTakenOut() {
    var knowing = fuser(response: 180)
    var unknowing = fuser(response: 0)
    let (with, without) = (room.rmse(&knowing), room.rmse(&unknowing))
    #expect(without > 0.15, "RMSE \(without)")
    #expect(with < 0.06, "RMSE \(with)")
  }

  /// Send-on-delta with 0.2 K: what was not sent lies within the band, and that helps.
  @Test func silenceSpeaks() {
    func rmse(_ silence: SilenceBand?) -> Double {
      var fused = fuser(response: 180, silence: silence)
      var last = -100.0
      var sentAt = 0
      return room.rmse(&fused) { minute, value in
        guard (value - last).magnitude >= 0.2 || minute - sentAt >= 30 else { return false }
        last = value
        sentAt = minute
        return true
      }
    }
    let deaf = rmse(nil)
    let listening = rmse(
      SilenceBand(halfWidth: 0.2, period: .minutes(1), heartbeat: .minutes(30)))
    #expect(listening < deaf, "RMSE \(listening) against \(deaf)")
    #expect(listening < 0.12, "RMSE \(listening)")
  }

  /// A device that is gone is not silent: its last value must not be believed for ever.
  @Test func afterAHeartbeatSilenceMeansNothing() throws {
    var fused = fuser(
      response: 0,
      silence: SilenceBand(halfWidth: 0.2, period: .minutes(1), heartbeat: .minutes(30)))
    fused.observe(20, sensor: 0, at: start)
    for minute in 1...600 as ClosedRange<Int64> {
      fused.close(upTo: start + .minutes(minute), now: start + .minutes(minute))
    }
    let early = try #require(fused.estimate(at: start + .minutes(600)))
    #expect(early.sd > 1, "sd \(early.sd)")
  }
}
