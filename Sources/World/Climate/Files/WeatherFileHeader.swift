import Calendar
import Clockwork

/// What the eight header records of a weather file say.
struct WeatherFileHeader {
  var city = ""
  var region = ""
  var country = ""
  var source = ""
  var place = GeographicPoint(latitudeDegrees: 0, longitudeDegrees: 0)
  var offsetMinutes = 0
  var zone: ZoneRule?
  var ground: [WeatherFile.Ground] = []
  var comments: [String] = []
  var hasLeapDay = false
  /// True for the cut form.
  var isCut = false
}

extension WeatherFileReader {
  /// Reads the eight header records, each of which must stand in its place.
  mutating func readHeader() throws(ClimateError) -> WeatherFileHeader {
    var header = WeatherFileHeader()
    try enterRecord("LOCATION")
    try readLocation(&header)
    try enterRecord("DESIGN CONDITIONS")
    _ = try readInteger(0...10_000, "the number of design conditions")
    try enterRecord("TYPICAL/EXTREME PERIODS")
    try readPeriods()
    try enterRecord("GROUND TEMPERATURES")
    try readGround(&header)
    try enterRecord("HOLIDAYS/DAYLIGHT SAVINGS")
    try readHolidays(&header)
    try enterRecord("COMMENTS 1")
    header.comments.append(scanner.text(scanner.restOfLine()))
    try enterRecord("COMMENTS 2")
    try readSecondComment(&header)
    try enterRecord("DATA PERIODS")
    try readDataPeriod()
    return header
  }

  private mutating func enterRecord(_ key: StaticString) throws(ClimateError) {
    guard scanner.nextLine() else { throw scanner.endFault("the record \(key)") }
    guard let field = scanner.nextField(), scanner.equals(field, key) else {
      scanner.restart()
      throw scanner.fault(scanner.nextField(), "the record \(key)")
    }
  }

  private mutating func readLocation(_ header: inout WeatherFileHeader) throws(ClimateError) {
    header.city = try readText("a city")
    header.region = try readText("a state or region")
    header.country = try readText("a country")
    header.source = try readText("a data source")
    _ = try readText("a WMO number")
    let latitude = try readNumber(-90...90, "a latitude in degrees north, -90...90")
    let longitude = try readNumber(-180...180, "a longitude in degrees east, -180...180")
    let zoneStart = scanner.position
    let hours = try readNumber(-12...14, "a time zone in hours east of Greenwich, -12...14")
    let minutes = (hours * 60).rounded()
    guard abs(minutes - hours * 60) < 1e-9 else {
      throw scanner.fault(at: zoneStart, found: "\(hours) h", "a time zone of whole minutes")
    }
    header.offsetMinutes = Int(minutes)
    let elevation = try readNumber(-1_000...9_999.9, "an elevation in m, -1000...9999.9")
    try expectEndOfLine("the end of the record LOCATION after 10 fields")
    header.place = GeographicPoint(
      latitudeDegrees: latitude, longitudeDegrees: longitude, elevationMeters: elevation)
  }

  private mutating func readPeriods() throws(ClimateError) {
    let count = try readInteger(0...100, "the number of typical and extreme periods, 0...100")
    for _ in 0..<count {
      for part in ["a period's name", "a period's kind", "its first day", "its last day"] {
        _ = try readText(part)
      }
    }
    try expectEndOfLine("the end of the record after \(count) periods")
  }

  private mutating func readGround(_ header: inout WeatherFileHeader) throws(ClimateError) {
    let count = try readInteger(0...100, "the number of ground depths, 0...100")
    for _ in 0..<count {
      let depth = try readNumber(0...100, "a depth in m, 0...100")
      for _ in 0..<3 {
        guard scanner.nextField() != nil else {
          throw scanner.fault(nil, "a soil property (may be empty)")
        }
      }
      var monthly: [Double] = []
      for _ in 0..<12 {
        monthly.append(try readNumber(-70...70, "a ground temperature in °C, -70...70"))
      }
      header.ground.append(WeatherFile.Ground(depthMeters: depth, monthlyC: monthly))
    }
    try expectEndOfLine("the end of the record after \(count) depths")
  }

  private mutating func readHolidays(_ header: inout WeatherFileHeader) throws(ClimateError) {
    let field = scanner.nextField()
    guard let field, scanner.equals(field, "Yes") || scanner.equals(field, "No") else {
      throw scanner.fault(field, "\"Yes\" or \"No\" (rows for 29 February)")
    }
    header.hasLeapDay = scanner.equals(field, "Yes")
    _ = try readText("the start of daylight saving time, or 0")
    _ = try readText("the end of daylight saving time, or 0")
    let count = try readInteger(0...366, "the number of holidays, 0...366")
    for _ in 0..<count {
      _ = try readText("a holiday's name")
      _ = try readText("a holiday's day")
    }
    try expectEndOfLine("the end of the record after \(count) holidays")
  }

  /// `COMMENTS 2` marks the cut form: `HomeTwin cut 1; columns=...; zone=...`.
  private mutating func readSecondComment(
    _ header: inout WeatherFileHeader
  ) throws(ClimateError) {
    let range = scanner.restOfLine()
    let text = scanner.text(range)
    header.comments.append(text)
    guard text.hasPrefix("HomeTwin cut") else { return }
    let start = "HomeTwin cut 1; columns=\(WeatherColumn.cutNames); zone="
    guard text.hasPrefix(start) else {
      throw scanner.fault(range, "\"\(start)\" and a POSIX TZ rule")
    }
    header.isCut = true
    do {
      header.zone = try ZoneRule(String(text.dropFirst(start.count)))
    } catch {
      guard case .badZoneRule(_, let column, let found, let expected) = error else { return }
      throw scanner.fault(
        at: range.lowerBound + start.utf8.count + column - 1, found: found, expected)
    }
  }

  private mutating func readDataPeriod() throws(ClimateError) {
    _ = try readInteger(1...1, "one data period")
    _ = try readInteger(1...1, "one row an hour")
    _ = try readText("the data period's name")
    _ = try readText("the start's day of the week")
    try expectDay(month: 1, day: 1, "1/1, the start of a whole year")
    try expectDay(month: 12, day: 31, "12/31, the end of a whole year")
    try expectEndOfLine("the end of the record DATA PERIODS after 7 fields")
  }

  /// Reads a day such as `12/31` or ` 1/ 1`.
  private mutating func expectDay(
    month: Int, day: Int, _ expected: String
  ) throws(ClimateError) {
    let field = scanner.nextField()
    guard let field else { throw scanner.fault(nil, expected) }
    let text = scanner.text(field).filter { $0 != " " }
    guard text == "\(month)/\(day)" else { throw scanner.fault(field, expected) }
  }
}
