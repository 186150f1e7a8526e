public import Calendar
public import Clockwork
internal import Forecasting

extension LaneForecaster {
  /// When forecasts are due in a stretch of time, and the first hour that each is about.
  ///
  /// - Parameters:
  ///   - start: excluded.
  ///   - end: included.
  ///   - tick: control ticks, counted from `start`.
  public static func origins(
    from start: SimTime, to end: SimTime, tick: SimDuration, zone: ZoneRule
  ) -> [(due: SimTime, firstHour: SimTime)] {
    var clock = LocalClock(zone: zone)
    var day = clock.date(at: start - issueDelay).dayNumber
    var origins: [(due: SimTime, firstHour: SimTime)] = []
    var time = start + tick
    while time <= end {
      let today = clock.date(at: time - issueDelay).dayNumber
      if today != day {
        origins.append((time, HourlySeries.start(ofHour: HourlySeries.hour(of: time))))
      }
      day = today
      time += tick
    }
    return origins
  }
}
