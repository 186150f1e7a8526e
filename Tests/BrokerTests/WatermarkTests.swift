import Broker
import Clockwork
import Testing

@Suite struct WatermarkTests {
  private static let settings = WatermarkSettings(
    outOfOrderness: .seconds(5), allowedLateness: .seconds(10), idleAfter: .seconds(60))

  private func at(_ seconds: Int64) -> SimTime { SimTime(microseconds: seconds * 1_000_000) }

  /// Flink: the watermark is the newest event less the bound less its smallest step of time.
  @Test func theBoundsAreFlinks() {
    let newest = at(100)
    let settings = Self.settings
    #expect(settings.watermark(newest: newest) == at(95) - .microseconds(1))
    for (event, expected) in [
      (at(200), Timeliness.onTime), (at(95), .onTime), (at(95) - .microseconds(1), .late),
      (at(85), .late), (at(85) - .microseconds(1), .tooLate), (at(-900_000), .tooLate),
    ] {
      #expect(settings.timeliness(of: event, newest: newest) == expected, "\(event)")
    }
    #expect(settings.timeliness(of: at(-900_000), newest: .distantPast) == .onTime)
  }

  @Test func theLeastPartitionRulesUntilItIsIdle() {
    var marks = Watermarks(partitionCount: 2, settings: Self.settings, now: at(0))
    #expect(marks.observe(at(100), partition: 0, now: at(1)) == .onTime)
    #expect(marks.watermark(now: at(1)) == .distantPast, "partition 1 has said nothing")
    marks.observe(at(50), partition: 1, now: at(2))
    #expect(marks.watermark(now: at(2)) == at(45) - .microseconds(1))
    marks.observe(at(120), partition: 0, now: at(50))
    #expect(marks.watermark(now: at(61)) == at(45) - .microseconds(1))
    #expect(marks.watermark(now: at(62)) == at(115) - .microseconds(1), "partition 1 is idle")
    #expect(marks.observe(at(60), partition: 1, now: at(63)) == .onTime)
    #expect(marks.watermark(now: at(63)) == at(115) - .microseconds(1), "it never falls")
    #expect(marks.watermark(now: at(1_000)) == at(115) - .microseconds(1), "all are idle")
    #expect(marks.observe(at(20), partition: 1, now: at(1_000)) == .tooLate)
  }
}
