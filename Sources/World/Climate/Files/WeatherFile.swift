public import Calendar
public import Clockwork

/// A typical year as a file holds it: a place and one row of weather an hour.
public struct WeatherFile: Hashable, Sendable {
  /// What to do where a used column holds the code for "missing".
  public enum MissingValues: Hashable, Sendable {
    /// A missing value is an error.
    case refuse
    /// Gaps of at most so many hours are filled, longer ones are errors.
    ///
    /// Temperatures, humidity, pressure, wind speed, sky cover and infrared are drawn as a straight
    /// line between the hours beside the gap (the year is a ring); wind direction keeps the last
    /// one known. Missing radiation is always an error.
    case fill(hoursMax: Int)
  }

  /// Monthly ground temperatures at one depth.
  public struct Ground: Hashable, Sendable {
    public var depthMeters: Double
    /// January to December, °C.
    public var monthlyC: [Double]
  }

  /// The name under which the file was read, for messages.
  public let name: String
  public let city: String
  public let region: String
  public let country: String
  /// Such as `TMY3`.
  public let source: String
  public let place: GeographicPoint
  /// Offset of the file's clock, positive east.
  public let standardOffset: SimDuration
  /// The clock rule on the wall, where the file names one.
  public let zone: ZoneRule?
  public let ground: [Ground]
  /// The text of the two comment records.
  public let comments: [String]
  /// True if 29 February has rows of its own.
  public let hasLeapDay: Bool
  /// 8760 or 8784 rows; row 0 is the first hour of 1 January, local standard time.
  public let rows: [HourlyWeather]
  /// How many missing values were filled.
  public let filledCount: Int

  /// Reads an EPW file, full (35 columns) or cut (`Worlds/climates/README.md`).
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: what messages call it, a path for example.
  /// - Throws: ``ClimateError/weatherFile(file:line:column:found:expected:)`` at the first fault.
  public init(
    bytes: [UInt8], name: String, missing: MissingValues = .refuse
  ) throws(ClimateError) {
    self = try WeatherFile(bytes: bytes, name: name, missing: missing, dayCount: nil)
  }

  /// Reads a file of fewer days from 1 January, so that tests can try many faults quickly.
  package init(
    bytes: [UInt8], name: String, missing: MissingValues, dayCount: Int?
  ) throws(ClimateError) {
    var reader = WeatherFileReader(bytes: bytes, name: name, dayCount: dayCount)
    let header = try reader.readHeader()
    let table = try reader.readRows(header: header, missing: missing)
    self.name = name
    city = header.city
    region = header.region
    country = header.country
    source = header.source
    place = header.place
    standardOffset = .minutes(Int64(header.offsetMinutes))
    zone = header.zone
    ground = header.ground
    comments = header.comments
    hasLeapDay = header.hasLeapDay
    rows = table.rows
    filledCount = table.filledCount
  }
}

/// One row of a weather file.
public struct HourlyWeather: Hashable, Sendable {
  /// At the end of the hour.
  public var temperatureC: Double
  public var dewPointC: Double
  /// 0...1.
  public var relativeHumidity: Double
  public var pressurePa: Double
  /// Infrared from the sky on the ground, W/m².
  public var infrared: Double
  /// Means over the hour, W/m².
  public var globalHorizontal: Double
  public var directNormal: Double
  public var diffuseHorizontal: Double
  /// Where the wind comes from, degrees clockwise from north.
  public var windDirectionDegrees: Double
  /// At 10 m, m/s.
  public var windSpeed: Double
  /// 0...1.
  public var totalSkyCover: Double
  public var opaqueSkyCover: Double

  /// From the used columns in their order, in the file's units.
  init(columns: [Double]) {
    func value(_ column: WeatherColumn) -> Double { columns[column.rawValue] }
    temperatureC = value(.dryBulb)
    dewPointC = value(.dewPoint)
    relativeHumidity = min(value(.relativeHumidity) / 100, 1)
    pressurePa = value(.pressure)
    infrared = value(.infrared)
    globalHorizontal = value(.globalHorizontal)
    directNormal = value(.directNormal)
    diffuseHorizontal = value(.diffuseHorizontal)
    windDirectionDegrees = value(.windDirection)
    windSpeed = value(.windSpeed)
    totalSkyCover = value(.totalSkyCover) / 10
    opaqueSkyCover = value(.opaqueSkyCover) / 10
  }
}
