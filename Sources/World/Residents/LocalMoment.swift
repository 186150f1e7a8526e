internal import Clockwork

/// Which habits a day follows.
@frozen public enum DayKind: UInt8, CaseIterable, Sendable {
  case workday = 0
  case weekend = 1
  case holiday = 2

  /// Whether nobody with a weekday job has to go.
  @inlinable public var isFree: Bool { self != .workday }
}

/// The civil time at a home, as far as its residents look at clock and calendar.
@frozen public struct LocalMoment: Hashable, Sendable {
  /// Civil days since 1970-01-01.
  public var dayNumber: Int
  /// Seconds since local midnight.
  public var secondOfDay: Int
  /// 1 for Monday to 7 for Sunday.
  public var weekday: Int
  public var isHoliday: Bool
  public var isHolidayTomorrow: Bool
  /// By how much clocks will have been put forward at the next noon, minutes; negative if back.
  public var minutesLostByNoon: Double

  @inlinable public init(
    dayNumber: Int, secondOfDay: Int, weekday: Int, isHoliday: Bool = false,
    isHolidayTomorrow: Bool = false, minutesLostByNoon: Double = 0
  ) {
    self.dayNumber = dayNumber
    self.secondOfDay = secondOfDay
    self.weekday = weekday
    self.isHoliday = isHoliday
    self.isHolidayTomorrow = isHolidayTomorrow
    self.minutesLostByNoon = minutesLostByNoon
  }

  /// Twelve hours before today's noon, which is not midnight where clocks change in between.
  ///
  /// - Parameter time: the moment that this is.
  func noonsMidnight(at time: SimTime) -> SimTime {
    let midnight = time - .seconds(Int64(secondOfDay))
    return secondOfDay < 43_200 ? midnight - .seconds(Int64(minutesLostByNoon * 60)) : midnight
  }

  /// The same time of the day before, which is taken for no holiday.
  var yesterday: LocalMoment {
    LocalMoment(
      dayNumber: dayNumber - 1, secondOfDay: secondOfDay, weekday: (weekday + 5) % 7 + 1,
      isHolidayTomorrow: isHoliday)
  }

  /// Minutes since local midnight.
  @inlinable public var minuteOfDay: Double { Double(secondOfDay) / 60 }

  /// Which habits today follows.
  @inlinable public var dayKind: DayKind {
    isHoliday ? .holiday : weekday >= 6 ? .weekend : .workday
  }

  /// Which habits tomorrow follows; decides when people go to bed.
  @inlinable public var tomorrowKind: DayKind {
    isHolidayTomorrow ? .holiday : weekday == 5 || weekday == 6 ? .weekend : .workday
  }
}
