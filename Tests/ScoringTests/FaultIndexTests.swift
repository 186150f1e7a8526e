import Clockwork
import Telemetry
import Testing
import Truth

@testable import Scoring

/// Finding the faults of an alarm must be what looking at all of them is.
@Suite struct FaultIndexTests {
  private static func time(_ second: UInt64) -> SimTime {
    SimTime(microseconds: Int64(second) * 1_000_000)
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func whatCoversIsFound(seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: Purpose("test.faultindex"), entity: 0)
    var (index, faults) = (FaultIndex(), [FaultInterval]())
    for _ in 0..<5 {
      for _ in 0..<stream.below(30) {
        let start = stream.below(1_000)
        faults.append(
          FaultInterval(
            device: DeviceIndex(Int(stream.below(3))),
            channel: stream.below(4) == 0 ? nil : .temperature, kind: .bias,
            start: Self.time(start), end: Self.time(start + 1 + stream.below(300))))
      }
      index.update(faults)
      for _ in 0..<50 {
        let alarm = Alarm(
          device: DeviceIndex(Int(stream.below(4))),
          channel: stream.below(2) == 0 ? .temperature : .relativeHumidity,
          start: Self.time(0), end: Self.time(2_000), raisedAt: Self.time(stream.below(1_400)))
        var found: [Int] = []
        index.forEach(covering: alarm, among: faults) { found.append($0) }
        #expect(found.sorted() == faults.indices.filter { faults[$0].covers(alarm) })
      }
    }
  }
}
