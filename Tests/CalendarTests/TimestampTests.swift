import Calendar
import Clockwork
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("2024-01-15", "2024-01-15T06:00:00Z"), ("2024-01-15T08:00", "2024-01-15T14:00:00Z"),
    ("2024-01-15T08:00Z", "2024-01-15T08:00:00Z"),
    ("2024-01-15T08:00:30.25+05:30", "2024-01-15T02:30:30.25Z"),
    ("2024-01-15T08:00-06:00", "2024-01-15T14:00:00Z"),
    ("2024-07-01T00:00:00.000001", "2024-07-01T05:00:00.000001Z"),
    ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
  ])
  func reads(text: String, utc: String) throws {
    let zone = try ZoneRule("CST6CDT,M3.2.0,M11.1.0")
    #expect(Timestamp.utcText(try Timestamp(text).moment(in: zone)) == utc)
  }

  @Test(arguments: [
    ("", 1, "the end"), ("24-01-15", 3, "\"-\""), ("2024/01/15", 5, "\"/\""),
    ("2024-13-01", 6, "\"13\""), ("2023-02-29", 9, "\"29\""), ("2024-01-15 08:00", 11, "\" \""),
    ("2024-01-15T24:00", 12, "\"24\""), ("2024-01-15T08", 14, "the end"),
    ("2024-01-15T08:00:60", 18, "\"60\""), ("2024-01-15T08:00:00.", 21, "the end"),
    ("2024-01-15T08:00:00.1234567", 27, "\"7\""), ("2024-01-15T08:00X", 17, "\"X\""),
    ("2024-01-15T08:00+0600", 20, "\"0\""), ("2024-01-15T08:00Zz", 18, "\"z\""),
    ("2024-01-15Z", 11, "\"Z\""), ("２０２４-01-15", 1, "byte 239"), ("2024-1-5", 7, "\"-\""),
  ])
  func refuses(text: String, column: Int, found: String) {
    do {
      let read = try Timestamp(text)
      Issue.record("\"\(text)\" was read as \(read)")
    } catch {
      guard case .badTimestamp(let where_, let at, let what, _) = error else {
        Issue.record("another error: \(error)")
        return
      }
      #expect(where_ == text)
      #expect(at == column)
      #expect(what == found)
    }
  }

  @Test func messageSaysWhatIsWrong() {
    #expect(
      throws: CalendarError.badTimestamp(
        text: "2023-02-29", column: 9, found: "\"29\"",
        expected: "a day of that month, 01 to 28")
    ) { try Timestamp("2023-02-29") }
    let error = CalendarError.badTimestamp(
      text: "x", column: 1, found: "\"x\"", expected: "a year")
    #expect(error.description == "time \"x\", column 1: found \"x\", expected a year")
  }

  @Test func writesWhatItReads() throws {
    for seed in UInt64(0)..<500 {
      var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
      state ^= state >> 29
      let time = SimTime(microseconds: Int64(state % 4_000_000_000_000_000))
      let zone = try ZoneRule("CET-1CEST,M3.5.0,M10.5.0/3")
      for text in [Timestamp.utcText(time), Timestamp.localText(time, in: zone)] {
        let stamp = try Timestamp(text)
        #expect(stamp.moment(in: .utc) == time, "seed \(seed): \(text)")
        #expect(stamp.description == text, "seed \(seed)")
      }
    }
  }
}
