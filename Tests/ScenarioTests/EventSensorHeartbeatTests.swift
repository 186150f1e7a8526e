import Clockwork
import Devices
import Telemetry
import Testing
import Truth

@testable import Homes

/// What a struck sensor repeats, in every stretch of a fault that comes back.
@Suite struct EventSensorHeartbeatTests {
  private static let begin = SimTime(microseconds: 1_709_683_200_000_000)

  private static var onsets: FaultOnsets {
    FaultOnsets(
      .init(
        perDay: 12, length: .minutes(20), start: begin, end: begin + .days(10),
        runEnd: begin + .days(10)),
      number: 0, key: RandomKey(seed: 1, purpose: Purpose("test"), entity: 3))
  }

  private static func sensor(_ kind: FaultKind) throws -> EventSensor {
    var onsets = Self.onsets
    let next = onsets.next(after: nil)
    let first = try #require(next)
    var sensor = EventSensor(
      channel: .motion, device: 0, hold: .minutes(1), seed: 1, entity: 2)
    sensor.add(
      SensorFault(
        number: 0, kind: kind, start: first.lowerBound, end: first.upperBound, magnitude: 1,
        occurrence: onsets.occurrence, onsets: onsets))
    return sensor
  }

  private static var stretches: [Range<SimTime>] {
    var (onsets, all) = (Self.onsets, [Range<SimTime>]())
    while all.count < 30, let next = onsets.next(after: all.last) { all.append(next) }
    return all
  }

  @Test func dropoutLosesHeartbeatsEachTime() throws {
    var sensor = try Self.sensor(.dropout)
    #expect(Self.stretches.count == 30)
    for stretch in Self.stretches {
      #expect(sensor.repetition(at: stretch.lowerBound - .microseconds(1)) == 0)
      #expect(sensor.repetition(at: stretch.lowerBound + .minutes(10)) == nil)
    }
  }

  @Test func aStuckOneRepeatsWhatItSaid() throws {
    var sensor = try Self.sensor(.stuck)
    for stretch in Self.stretches {
      sensor.real = 0
      #expect(sensor.repetition(at: stretch.lowerBound - .microseconds(1)) == 0)
      sensor.real = 1
      #expect(sensor.repetition(at: stretch.lowerBound + .minutes(10)) == 0)
      // A later stretch may begin at the end.
      sensor.real = 0
    }
  }
}
