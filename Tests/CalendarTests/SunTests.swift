import Calendar
import Clockwork
import Testing

@Suite struct SunTests {
  /// The worked example of NREL/TP-560-34302, appendix A.5.
  static let golden = GeographicPoint(
    latitudeDegrees: 39.742476, longitudeDegrees: -105.1786, elevationMeters: 1830.14)

  @Test func exampleOfTheReport() throws {
    let time = try Timestamp("2003-10-17T12:30:30-07:00").moment(in: .utc)
    let sun = GeocentricSun(at: time, terrestrialTimeLead: 67)
    let degree = Double.pi / 180
    #expect(abs(sun.rightAscension / degree - 202.22741) < 1e-5)
    #expect(abs(sun.declination / degree - -9.31434) < 1e-5)
    #expect(abs(sun.distance - 0.9965422974) < 1e-9)
    let observer = SunObserver(place: Self.golden, pressurePa: 82_000, temperatureC: 11)
    let position = observer.position(of: sun, at: time)
    #expect(abs(position.zenithDegrees - 50.11162) < 1e-5)
    #expect(abs(position.azimuthDegrees - 194.34024) < 1e-5)
    #expect(abs(GeocentricSun.equationOfTimeMinutes(at: time) - 14.641503) < 1e-4)
  }

  @Test func exampleOfTheReportRisesAndSets() throws {
    let date = try #require(CivilDate(year: 2003, month: 10, day: 17))
    let day = SunDay(date: date, place: Self.golden)
    let zone = ZoneRule(fixedOffset: .hours(-7))
    func near(_ time: SimTime, _ text: String) throws {
      let expected = try Timestamp(text).moment(in: zone)
      #expect(abs((time - expected).seconds) < 1, "\(Timestamp.localText(time, in: zone))")
    }
    try near(day.transit, "2003-10-17T11:46:04.97")
    guard case .risesAndSets(let sunrise, let sunset) = day.course else {
      Issue.record("found \(day.course)")
      return
    }
    try near(sunrise, "2003-10-17T06:12:43.46")
    // The report works in days of universal time; on 17 October the sun sets there at 00:20, which
    // is the evening of the 16th at the place.
    let before = SunDay(date: date.adding(days: -1), place: Self.golden)
    guard case .risesAndSets(_, let eveBefore) = before.course else {
      Issue.record("found \(before.course)")
      return
    }
    try near(eveBefore, "2003-10-16T17:20:19.19")
    #expect(sunset - eveBefore < .days(1))
  }

  /// Seconds since 1970, latitude, longitude, elevation (m); true zenith, apparent zenith at
  /// 900 hPa and 10 °C, azimuth. Made with pvlib 0.16.1 `spa_python`, delta T 69.2 s.
  static let reference: [(Int64, Double, Double, Double, Double, Double, Double)] = [
    (1627756287, 12.97, -133.048, 2748, 35.743200, 35.732367, 77.007022),
    (1754505555, 17.601, -156.41, 40, 55.304105, 55.282434, 81.834194),
    (1949612789, -4.307, 18.282, 575, 165.494584, 165.494584, 145.139809),
    (1885015920, -4.163, 121.126, 1429, 56.242961, 56.220521, 271.577444),
    (1843097093, 50.543, -96.508, 455, 97.900288, 97.900288, 318.730942),
    (1780880774, -15.409, -174.547, 2332, 44.015990, 44.001456, 329.824965),
    (1585577188, 36.152, 32.796, 904, 66.202339, 66.168560, 256.958609),
    (1516649305, 45.3, -83.005, 1784, 69.085090, 69.046258, 206.434286),
    (1708095773, 29.978, 151.596, 1185, 158.232622, 158.232622, 38.930803),
    (1929984622, 10.767, 167.074, 402, 94.937204, 94.937204, 97.430632),
    (1696236872, -56.356, -131.051, 651, 119.962243, 119.962243, 173.984527),
    (1860799388, -8.937, 45.593, 903, 115.512845, 115.512845, 121.383913),
    (1772324002, 46.687, 26.648, 1602, 134.697885, 134.697885, 39.096882),
    (1718815627, 11.795, 145.513, 2046, 129.559827, 129.559827, 45.618167),
    (1515386918, 49.896, 176.756, 2014, 93.397431, 93.397431, 238.783155),
    (1587563442, 27.806, -62.499, 1625, 35.599465, 35.588689, 108.493329),
    (1807066325, 9.675, 76.974, 633, 59.966314, 59.940418, 87.805725),
    (1946466104, 68.33, -83.849, 373, 76.070690, 76.011990, 108.293649),
    (1758772540, 49.552, 176.33, 266, 70.257109, 70.215842, 243.399724),
    (1929816342, -60.674, 142.955, 60, 86.518928, 86.333882, 102.075772),
    (1729319985, 37.631, 134.196, 133, 72.168780, 72.122922, 241.158698),
    (1829924637, 36.629, -43.99, 1759, 63.361665, 63.331887, 202.374709),
    (1795736115, 53.327, 173.029, 1516, 74.914140, 74.859869, 170.322893),
    (1519334247, -26.646, -152.291, 1799, 22.689082, 22.682793, 45.725205),
  ]

  @Test func agreesWithAnotherImplementation() {
    for (time, latitude, longitude, elevation, zenith, apparent, azimuth) in Self.reference {
      let place = GeographicPoint(
        latitudeDegrees: latitude, longitudeDegrees: longitude, elevationMeters: elevation)
      let moment = SimTime(microseconds: time * 1_000_000)
      let real = SunObserver(place: place, pressurePa: 0).position(at: moment)
      #expect(abs(real.zenithDegrees - zenith) < 2e-6, "at \(time)")
      let seen = SunObserver(place: place, pressurePa: 90_000, temperatureC: 10)
      #expect(abs(seen.position(at: moment).zenithDegrees - apparent) < 2e-6, "at \(time)")
      #expect(abs(real.azimuthDegrees - azimuth) < 2e-6, "at \(time)")
      var tracker = SunTracker(observer: seen)
      let tracked = tracker.position(at: moment)
      #expect(abs(tracked.zenithDegrees - apparent) < 1e-5, "at \(time)")
    }
  }

  @Test func trackerFollowsTheFullAlgorithmOverTheEquinox() {
    let observer = SunObserver(place: Self.golden, pressurePa: 82_000, temperatureC: 11)
    var tracker = SunTracker(observer: observer)
    let start = SimTime(microseconds: 1_710_720_000_000_000)
    for k in Int64(0)..<400 {
      let time = start + .minutes(k * 37)
      let full = observer.position(at: time)
      let fast = tracker.position(at: time)
      let gap =
        abs(full.east - fast.east) + abs(full.north - fast.north) + abs(full.up - fast.up)
      #expect(gap < 2e-7, "step \(k)")
      // The order of questions must not change an answer.
      var fresh = SunTracker(observer: observer)
      #expect(fresh.position(at: time) == fast)
    }
  }

  @Test func polarDays() throws {
    let place = GeographicPoint(latitudeDegrees: 69.65, longitudeDegrees: 18.96)
    let june = try #require(CivilDate(year: 2024, month: 6, day: 21))
    let december = try #require(CivilDate(year: 2024, month: 12, day: 21))
    #expect(SunDay(date: june, place: place).course == .staysUp)
    #expect(SunDay(date: december, place: place).course == .staysDown)
  }

  /// Rising and setting as seconds since 1970: the moments when pvlib 0.16.1 `spa_python` has the
  /// sun's centre at -0.8333°, found by bisection, parallax taken out.
  @Test(arguments: [
    (41.98, -87.92, 19_737, 1_705_324_639, 1_705_358_699),
    (-33.87, 151.21, 19_737, 1_705_258_740, 1_705_309_748),
    (52.52, 13.405, 19_895, 1_718_937_791, 1_718_998_403),
    (32.17, -110.88, 20_394, 1_762_090_896, 1_762_129_931),
  ])
  func daysElsewhere(
    latitude: Double, longitude: Double, day: Int, sunrise: Int64, sunset: Int64
  ) {
    let place = GeographicPoint(latitudeDegrees: latitude, longitudeDegrees: longitude)
    let sun = SunDay(date: CivilDate(dayNumber: day), place: place)
    guard case .risesAndSets(let rise, let set) = sun.course else {
      Issue.record("found \(sun.course)")
      return
    }
    #expect(abs(rise.microseconds - sunrise * 1_000_000) <= 2_000_000)
    #expect(abs(set.microseconds - sunset * 1_000_000) <= 2_000_000)
  }
}
