import Clockwork
import Forecasting
import Testing

@Suite("Hourly series")
struct HourlySeriesTests {
  @Test("parts of an hour join by their coverage")
  func joins() {
    var series = HourlySeries()
    #expect(series.isEmpty)
    series.add(100, at: Fixtures.time(0) + .minutes(5), coverage: 0.25)
    #expect(series[Fixtures.monday] == nil)
    series.add(300, at: Fixtures.time(0) + .minutes(59), coverage: 0.75)
    #expect(series[Fixtures.monday] == 250)
    #expect(series.coverage(ofHour: Fixtures.monday) == 1)
    #expect(series[Fixtures.monday + 1] == nil)
    series.replace(40, at: Fixtures.time(0), coverage: 0.5)
    #expect(series[Fixtures.monday] == 40)
  }

  @Test("the ring forgets the oldest and takes late hours")
  func ring() {
    var series = HourlySeries(capacity: 48)
    for index in 0..<100 where index != 80 {
      series.add(Double(index), at: Fixtures.time(index), coverage: 1)
    }
    #expect(series.endHour == Fixtures.monday + 100)
    #expect(series[Fixtures.monday + 51] == nil)
    #expect(series[Fixtures.monday + 52] == 52)
    #expect(series[Fixtures.monday + 80] == nil)
    let isLateKept = series.add(7, at: Fixtures.time(80), coverage: 1)
    #expect(isLateKept)
    #expect(series[Fixtures.monday + 80] == 7)
    let isForgottenKept = series.add(7, at: Fixtures.time(51), coverage: 1)
    #expect(!isForgottenKept)
    // A gap longer than the ring leaves nothing behind.
    series.add(1, at: Fixtures.time(400), coverage: 1)
    let known = (0..<48).filter { series[Fixtures.monday + 353 + Int64($0)] != nil }
    #expect(known == [47])
  }

  @Test("what is not a number or covers nothing is refused")
  func refuses() {
    var series = HourlySeries()
    for value in [Double.nan, .infinity, -.infinity, 1e300] {
      let isKept = series.add(value, at: Fixtures.time(0), coverage: 1)
      #expect(!isKept, "\(value)")
    }
    for coverage in [0, -1, Double.nan] {
      let isKept = series.add(1, at: Fixtures.time(0), coverage: coverage)
      #expect(!isKept, "\(coverage)")
    }
    #expect(series.isEmpty)
  }

  @Test("hours before 1970 count downwards")
  func early() {
    #expect(HourlySeries.hour(of: SimTime(microseconds: -1)) == -1)
    #expect(HourlySeries.hour(of: SimTime(microseconds: 0)) == 0)
    var series = HourlySeries()
    series.add(5, at: SimTime(microseconds: -1), coverage: 1)
    #expect(series[-1] == 5)
  }

  @Test("the local hour of the week follows the wall clock")
  func localHours() {
    let utc = LocalHours()
    #expect(utc.hourOfWeek(ofHour: Fixtures.monday) == 0)
    #expect(utc.hourOfWeek(ofHour: Fixtures.monday - 1) == 167)
    #expect(utc.hourOfWeek(ofHour: -72) == 0)
    let chicago = LocalHours(
      first: .hours(-6),
      changes: [
        (SimTime(microseconds: 1_730_617_200_000_000), .hours(-6)),  // 2024-11-03 07:00 UTC
        (SimTime(microseconds: 1_710_057_600_000_000), .hours(-5)),  // 2024-03-10 08:00 UTC
      ])
    let spring: Int64 = 1_710_057_600 / 3600
    #expect(chicago.hourOfWeek(ofHour: spring - 1) == 6 * 24 + 1)
    #expect(chicago.hourOfWeek(ofHour: spring) == 6 * 24 + 3)
    let autumn: Int64 = 1_730_617_200 / 3600
    #expect(chicago.hourOfWeek(ofHour: autumn - 1) == 6 * 24 + 1)
    #expect(chicago.hourOfWeek(ofHour: autumn) == 6 * 24 + 1)
    #expect(LocalHours(utcOffset: .minutes(330)).hourOfWeek(ofHour: Fixtures.monday) == 5)
  }
}
