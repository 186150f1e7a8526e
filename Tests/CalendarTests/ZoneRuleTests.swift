import Calendar
import Clockwork
import Testing

private func second(_ n: Int64) -> SimTime { SimTime(microseconds: n * 1_000_000) }

@Suite struct ZoneRuleTests {
  @Test(arguments: KnownTransitions.zones.indices)
  func matchesTheTimeZoneDatabase(index: Int) throws {
    let zone = KnownTransitions.zones[index]
    let rule = try ZoneRule(zone.rule)
    for (k, change) in zone.changes.enumerated() {
      #expect(rule.utcOffset(at: second(change.from)) == .seconds(change.offset))
      guard k > 0 else { continue }
      let before = second(change.from) - .microseconds(1)
      #expect(rule.utcOffset(at: before) == .seconds(zone.changes[k - 1].offset))
      let segment = rule.segment(at: before)
      #expect(segment.end == second(change.from))
      #expect(rule.segment(at: second(change.from)).start == segment.end)
    }
  }

  @Test func matchesAnotherReaderOnUnusualRules() throws {
    for sample in KnownTransitions.samples {
      let offset = try ZoneRule(sample.rule).utcOffset(at: second(sample.at))
      #expect(offset == .seconds(sample.offset), "\(sample.rule) at \(sample.at)")
    }
  }

  @Test func daylightTimeAllYear() throws {
    // The example of RFC 8536, 3.3.1: Eastern daylight time for ever.
    let rule = try ZoneRule("XXX3EDT4,0/0,J365/23")
    for day in 0..<800 {
      let time = second(1_700_000_000 + Int64(day) * 86_400)
      #expect(rule.utcOffset(at: time) == .hours(-4))
    }
    // Around both years' ends.
    for edge: Int64 in [1_704_081_600, 1_735_704_000] {
      for k: Int64 in -3_700...3_700 where k % 100 == 0 {
        #expect(rule.utcOffset(at: second(edge + k)) == .hours(-4))
      }
    }
  }

  @Test func offsetsAtTheEndsOfTimeDoNotTrap() throws {
    let rule = try ZoneRule("CST6CDT,M3.2.0,M11.1.0")
    _ = rule.utcOffset(at: .distantFuture)
    _ = rule.utcOffset(at: .distantPast)
  }

  @Test(arguments: [
    ("", 1), ("CS6", 3), ("CST", 4), ("CST6CDT", 8), ("CST6CDT,M3.2.0", 15),
    ("CST6CDT,M13.2.0,M11.1.0", 10), ("CST6CDT,M3.6.0,M11.1.0", 12),
    ("CST6CDT,M3.2.7,M11.1.0", 14), ("CST6CDT,J0,J300", 10), ("CST6CDT,366,1", 9),
    ("CST25", 4), ("CST6:60", 6), ("<-03>", 6), ("<-03", 5), ("<>3", 2),
    ("CST6CDT,M3.2.0/168,M11.1.0", 16), ("CST6CDT,M3.2.0,M11.1.0 ", 23),
    ("CST6CDT,M3.2.0/,M11.1.0", 16), ("CST999999999999", 4), ("America/Chicago", 8),
  ])
  func refuses(text: String, column: Int) {
    do {
      _ = try ZoneRule(text)
      Issue.record("\"\(text)\" was read")
    } catch {
      guard case .badZoneRule(_, let at, _, _) = error else {
        Issue.record("another error: \(error)")
        return
      }
      #expect(at == column, "\(error)")
    }
  }

  @Test func fixedOffsetReadsBack() throws {
    for minutes in [0, 60, -420, 330, -210, 825] {
      let rule = ZoneRule(fixedOffset: .minutes(Int64(minutes)))
      #expect(rule.standardOffset == .minutes(Int64(minutes)))
      #expect(try ZoneRule(rule.description) == rule)
    }
  }

  @Test func localTimesInGapsAndOverlaps() throws {
    let rule = try ZoneRule("CST6CDT,M3.2.0,M11.1.0")
    func utc(_ text: String) throws -> String {
      Timestamp.utcText(try Timestamp(text).moment(in: rule))
    }
    // Spring 2024: 02:00 to 03:00 on 10 March does not exist.
    #expect(try utc("2024-03-10T01:59:59") == "2024-03-10T07:59:59Z")
    #expect(try utc("2024-03-10T02:30") == "2024-03-10T08:30:00Z")
    #expect(try utc("2024-03-10T03:00") == "2024-03-10T08:00:00Z")
    // Autumn 2024: 01:00 to 02:00 on 3 November happens twice; the first is meant.
    #expect(try utc("2024-11-03T01:30") == "2024-11-03T06:30:00Z")
    #expect(try utc("2024-11-03T02:00") == "2024-11-03T08:00:00Z")
    let twice = rule.resolve(try Timestamp("2024-11-03T01:30").civil)
    #expect(twice == .twice(first: second(1_730_615_400), second: second(1_730_619_000)))
    let gap = rule.resolve(try Timestamp("2024-03-10T02:30").civil)
    #expect(gap == .skipped(earlier: second(1_710_055_800), later: second(1_710_059_400)))
  }

  @Test func dayStartsAtTheJumpWhereMidnightIsSkipped() throws {
    // Clocks go from 24:00 to 01:00, as in Chile.
    let rule = try ZoneRule("<-04>4<-03>,M9.1.6/24,M4.1.6/24")
    let date = try #require(CivilDate(year: 2024, month: 9, day: 8))
    #expect(Timestamp.localText(rule.startOfDay(date), in: rule) == "2024-09-08T01:00:00-03:00")
  }

  @Test func everyMomentComesBack() throws {
    for zone in KnownTransitions.zones {
      let rule = try ZoneRule(zone.rule)
      for k in Int64(0)..<3_000 {
        let time = second(1_700_000_000 + k * 21_601)
        switch rule.resolve(rule.civil(at: time)) {
        case .once(let moment): #expect(moment == time, "\(zone.name), step \(k)")
        case .twice(let a, let b): #expect(a == time || b == time, "\(zone.name), step \(k)")
        case .skipped: Issue.record("\(zone.name): a clock showed a skipped time, step \(k)")
        }
      }
    }
  }

  @Test func clockAgreesWithRule() throws {
    for zone in KnownTransitions.zones {
      let rule = try ZoneRule(zone.rule)
      var clock = LocalClock(zone: rule)
      for k in Int64(0)..<4_000 {
        // Forward in odd steps, with a jump back now and then.
        let time = second(1_709_000_000 + (k % 97 == 0 ? -k : k) * 7_919)
        let civil = rule.civil(at: time)
        #expect(clock.civil(at: time) == civil)
        #expect(clock.minuteOfDay(at: time) == civil.minuteOfDay)
        #expect(clock.weekday(at: time) == civil.date.weekday)
        #expect(clock.isDaylight(at: time) == rule.segment(at: time).isDaylight)
      }
    }
  }
}
