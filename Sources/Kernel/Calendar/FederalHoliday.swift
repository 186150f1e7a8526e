/// A public holiday of the United States' federal government.
///
/// - Source: 5 U.S.C. 6103(a), as amended to 2021; years before 1986 are not covered.
public enum FederalHoliday: String, Hashable, Sendable, CaseIterable {
  case newYear = "New Year's Day"
  case martinLutherKing = "Birthday of Martin Luther King, Jr."
  case washington = "Washington's Birthday"
  case memorial = "Memorial Day"
  case juneteenth = "Juneteenth National Independence Day"
  case independence = "Independence Day"
  case labor = "Labor Day"
  case columbus = "Columbus Day"
  case veterans = "Veterans Day"
  case thanksgiving = "Thanksgiving Day"
  case christmas = "Christmas Day"

  /// The legal date in a year, or nil before the law named the holiday (Juneteenth: 2021).
  public func date(year: Int) -> CivilDate? {
    switch self {
    case .newYear: CivilDate(year: year, month: 1, day: 1)
    case .martinLutherKing: CivilDate.nth(3, .monday, year: year, month: 1)
    case .washington: CivilDate.nth(3, .monday, year: year, month: 2)
    case .memorial: CivilDate.nth(5, .monday, year: year, month: 5)
    case .juneteenth: year < 2021 ? nil : CivilDate(year: year, month: 6, day: 19)
    case .independence: CivilDate(year: year, month: 7, day: 4)
    case .labor: CivilDate.nth(1, .monday, year: year, month: 9)
    case .columbus: CivilDate.nth(2, .monday, year: year, month: 10)
    case .veterans: CivilDate(year: year, month: 11, day: 11)
    case .thanksgiving: CivilDate.nth(4, .thursday, year: year, month: 11)
    case .christmas: CivilDate(year: year, month: 12, day: 25)
    }
  }

  /// The day off: Friday for a holiday on Saturday, Monday for one on Sunday (5 U.S.C. 6103(b)).
  public func observedDate(year: Int) -> CivilDate? {
    guard let date = date(year: year) else { return nil }
    switch date.weekday {
    case .saturday: return date.adding(days: -1)
    case .sunday: return date.adding(days: 1)
    default: return date
    }
  }

  /// The holiday whose day off this is, if any.
  public static func observed(on date: CivilDate) -> FederalHoliday? {
    if date.weekday.isWeekend { return nil }
    let year = date.year
    // New Year's Day on a Saturday is observed in the year before.
    if newYear.observedDate(year: year + 1) == date { return .newYear }
    return allCases.first { $0.observedDate(year: year) == date }
  }
}

extension CivilDate {
  /// True from Monday to Friday unless a federal holiday is observed.
  public var isFederalWorkday: Bool {
    !weekday.isWeekend && FederalHoliday.observed(on: self) == nil
  }
}
