public import Calendar
public import Clockwork

/// The weather of a place at every moment of every year, from one typical year.
///
/// The rows of the file are local standard time, so summer time never moves them. A year without
/// rows for 29 February repeats those of the 28th. Radiation is interpolated so that the sum of
/// each hour is kept (``HourBlock``); all else runs linearly between the ends of the hours, the
/// wind
/// direction on the shorter way round. Between two years, too, nothing jumps.
public struct Climate: Sendable {
  public let file: WeatherFile
  /// The rule of the clock on the wall.
  public let zone: ZoneRule
  /// For the sun's position; refraction by the year's mean pressure and temperature.
  public let observer: SunObserver

  public var place: GeographicPoint { file.place }
  /// Offset of the rows' clock, positive east.
  public var standardOffset: SimDuration { file.standardOffset }

  /// - Parameter zone: overrides the file's own rule; where neither is given, the clock on the wall
  ///   keeps the file's standard time all year.
  /// - Throws: ``ClimateError/zoneMismatch(file:rule:fileOffsetMinutes:)`` if neither of the rule's
  ///   two offsets is the file's.
  public init(_ file: WeatherFile, zone: ZoneRule? = nil) throws(ClimateError) {
    let offset = file.standardOffset
    let rule = zone ?? file.zone ?? ZoneRule(fixedOffset: offset)
    guard rule.standardOffset == offset || rule.daylight?.utcOffset == offset else {
      throw .zoneMismatch(
        file: file.name, rule: rule.description,
        fileOffsetMinutes: Int(offset.microseconds / 60_000_000))
    }
    self.file = file
    self.zone = rule
    let count = Double(file.rows.count)
    observer = SunObserver(
      place: file.place, pressurePa: file.rows.reduce(0) { $0 + $1.pressurePa } / count,
      temperatureC: file.rows.reduce(0) { $0 + $1.temperatureC } / count)
  }

  /// The weather at a moment.
  ///
  /// This builds the hour around it anew, some 0.1 ms; in loops use ``WeatherCursor`` or
  /// ``WeatherTable``, which give the same values.
  public func state(at time: SimTime) -> WeatherState {
    var cursor = WeatherCursor(climate: self)
    return cursor.state(at: time)
  }

  /// The row of the hour in which a moment lies, as the file has it.
  public func row(at time: SimTime) -> HourlyWeather { row(hour: hourNumber(at: time)) }

  /// Hours of local standard time since 1970-01-01T00:00 on that clock.
  func hourNumber(at time: SimTime) -> Int64 {
    let local = time.microseconds + standardOffset.microseconds
    let hour = local / 3_600_000_000
    return local % 3_600_000_000 < 0 ? hour - 1 : hour
  }

  /// The first moment of an hour.
  func start(ofHour hour: Int64) -> SimTime {
    SimTime(microseconds: hour * 3_600_000_000) - standardOffset
  }

  /// The file's row for an hour of any year.
  func row(hour: Int64) -> HourlyWeather {
    let day = hour >= 0 ? hour / 24 : (hour - 23) / 24
    let (year, month, dayOfMonth) = CivilDate(dayNumber: Int(day)).parts
    var dayIndex = CivilDate(dayNumber: Int(day)).dayOfYear - 1
    let isLeapYear = CivilDate.isLeap(year: year)
    let isFromLeapDayOn = month > 2 || (month == 2 && dayOfMonth == 29)
    if isLeapYear && isFromLeapDayOn && !file.hasLeapDay { dayIndex -= 1 }
    if !isLeapYear && month > 2 && file.hasLeapDay { dayIndex += 1 }
    return file.rows[dayIndex * 24 + Int(hour - day * 24)]
  }
}
