import Calendar
import Clockwork
import Testing

@Suite struct CivilDateTests {
  @Test(arguments: [
    (1970, 1, 1, 0, Weekday.thursday), (2000, 2, 29, 11_016, .tuesday),
    (2024, 1, 15, 19_737, .monday), (1969, 12, 31, -1, .wednesday),
    (1600, 3, 1, -135_080, .wednesday), (2100, 12, 31, 47_846, .friday),
  ])
  func knownDays(year: Int, month: Int, day: Int, number: Int, weekday: Weekday) throws {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    #expect(date.dayNumber == number)
    #expect(date.weekday == weekday)
    #expect(CivilDate(dayNumber: number).parts == (year, month, day))
  }

  @Test func everyDayOfEightCenturiesFollowsTheLast() throws {
    var expected = (year: 1599, month: 12, day: 31)
    let first = try #require(CivilDate(year: 1600, month: 1, day: 1))
    for number in first.dayNumber..<first.dayNumber + 292_194 {
      if expected.day < CivilDate.dayCount(year: expected.year, month: expected.month) {
        expected.day += 1
      } else {
        expected =
          expected.month < 12
          ? (expected.year, expected.month + 1, 1)
          : (expected.year + 1, 1, 1)
      }
      let parts = CivilDate(dayNumber: number).parts
      guard parts == expected else {
        Issue.record("day \(number): found \(parts), expected \(expected)")
        return
      }
    }
  }

  @Test func refusesDaysThatDoNotExist() {
    #expect(CivilDate(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2024, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 2024, month: 4, day: 31) == nil)
    #expect(CivilDate(year: 2024, month: 1, day: 0) == nil)
    #expect(CivilDate(year: 2024, month: 12, day: 31)?.dayOfYear == 366)
  }

  @Test func federalHolidays() {
    func dates(_ year: Int) -> [String] {
      FederalHoliday.allCases.compactMap { $0.observedDate(year: year)?.description }
    }
    // Source: U.S. Office of Personnel Management, lists of 2021 and 2024.
    #expect(
      dates(2024) == [
        "2024-01-01", "2024-01-15", "2024-02-19", "2024-05-27", "2024-06-19", "2024-07-04",
        "2024-09-02", "2024-10-14", "2024-11-11", "2024-11-28", "2024-12-25",
      ])
    #expect(
      dates(2021) == [
        "2021-01-01", "2021-01-18", "2021-02-15", "2021-05-31", "2021-06-18", "2021-07-05",
        "2021-09-06", "2021-10-11", "2021-11-11", "2021-11-25", "2021-12-24",
      ])
    let lastOf2021 = CivilDate(year: 2021, month: 12, day: 31)
    #expect(lastOf2021.flatMap { FederalHoliday.observed(on: $0) } == .newYear)
    #expect(lastOf2021?.isFederalWorkday == false)
    #expect(CivilDate(year: 2024, month: 1, day: 16)?.isFederalWorkday == true)
    #expect(FederalHoliday.juneteenth.date(year: 2020) == nil)
  }
}
