public import Clockwork
import Quantities

/// The course of the sun over one day at one place.
public struct SunDay: Hashable, Sendable {
  /// Whether the sun crosses the horizon.
  public enum Course: Hashable, Sendable {
    case risesAndSets(sunrise: SimTime, sunset: SimTime)
    /// The sun stays above the horizon from midnight to midnight (solar time).
    case staysUp
    /// The sun stays below it.
    case staysDown
  }

  /// The moment when the sun stands on the meridian.
  public let transit: SimTime
  public let course: Course

  /// The solar day around the transit that falls on `date` at the place's mean solar time.
  ///
  /// Sunrise and sunset are the moments when the upper limb touches a flat horizon: the sun's
  /// centre at -0.8333°, 34' of refraction and 16' of radius included (SPA appendix A.2). Accuracy
  /// about 1 s; real refraction varies by a minute or more.
  public init(date: CivilDate, place: GeographicPoint) {
    let observer = SunObserver(place: place, pressurePa: 0)
    var tracker = SunTracker(observer: observer)
    let solarDay = 86_400e6
    let noon =
      Double(date.dayNumber) * solarDay + solarDay / 2 - place.longitudeDegrees * 240e6
    var transit = SimTime(microseconds: Int64(noon.rounded()))
    for _ in 0..<4 {
      let angle = observer.hourAngle(of: tracker.geocentric(at: transit), at: transit)
      transit += SimDuration(microseconds: Int64((-angle / (2 * .pi) * solarDay).rounded()))
    }
    self.transit = transit
    let threshold = Elementary.sin(-0.8333 * degree)
    func isUp(_ time: SimTime) -> Bool {
      observer.geocentricSinElevation(of: tracker.geocentric(at: time), at: time) > threshold
    }
    let halfDay = SimDuration.hours(12)
    guard isUp(transit) else {
      course = .staysDown
      return
    }
    guard !isUp(transit - halfDay), !isUp(transit + halfDay) else {
      course = .staysUp
      return
    }
    /// Halves the stretch between a moment with the sun down and one with it up.
    func crossing(down: SimTime, up: SimTime) -> SimTime {
      var (down, up) = (down, up)
      while abs((up - down).microseconds) > 1_000 {
        let middle = down + SimDuration(microseconds: (up - down).microseconds / 2)
        if isUp(middle) { up = middle } else { down = middle }
      }
      return up
    }
    course = .risesAndSets(
      sunrise: crossing(down: transit - halfDay, up: transit),
      sunset: crossing(down: transit + halfDay, up: transit))
  }
}
