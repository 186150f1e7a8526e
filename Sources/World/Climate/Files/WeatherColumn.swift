/// The columns of an EPW row that are used, with their limits and codes for "missing".
///
/// - Source: EnergyPlus, *Auxiliary Programs*, "EPW CSV Format", data dictionary. Where it names
///   only a minimum, the maximum here is beyond any weather measured on Earth.
enum WeatherColumn: Int, CaseIterable {
  case dryBulb, dewPoint, relativeHumidity, pressure, infrared
  case globalHorizontal, directNormal, diffuseHorizontal
  case windDirection, windSpeed, totalSkyCover, opaqueSkyCover

  /// Position in a full row of 35 columns, counted from 0.
  var fullIndex: Int {
    switch self {
    case .dryBulb: 6
    case .dewPoint: 7
    case .relativeHumidity: 8
    case .pressure: 9
    case .infrared: 12
    case .globalHorizontal: 13
    case .directNormal: 14
    case .diffuseHorizontal: 15
    case .windDirection: 20
    case .windSpeed: 21
    case .totalSkyCover: 22
    case .opaqueSkyCover: 23
    }
  }

  /// Position in a cut row, after year, month, day and hour.
  var cutIndex: Int { rawValue + 4 }

  /// The allowed values in the file's own unit.
  var range: ClosedRange<Double> {
    switch self {
    case .dryBulb, .dewPoint: -70...70
    case .relativeHumidity: 0...110
    case .pressure: 31_000...120_000
    case .infrared: 0...800
    case .globalHorizontal, .directNormal: 0...1_500
    case .diffuseHorizontal: 0...1_000
    case .windDirection: 0...360
    case .windSpeed: 0...40
    case .totalSkyCover, .opaqueSkyCover: 0...10
    }
  }

  /// The number that stands for a missing value: this or more.
  var missingCode: Double {
    switch self {
    case .dryBulb, .dewPoint: 99.9
    case .relativeHumidity, .windDirection, .windSpeed: 999
    case .pressure: 999_999
    case .infrared, .globalHorizontal, .directNormal, .diffuseHorizontal: 9_999
    case .totalSkyCover, .opaqueSkyCover: 99
    }
  }

  /// Radiation cannot be guessed from its neighbours.
  var isRadiation: Bool {
    self == .globalHorizontal || self == .directNormal || self == .diffuseHorizontal
  }

  /// Name and limits in words for messages.
  var expected: String {
    let low = Int(range.lowerBound)
    let high = Int(range.upperBound)
    return switch self {
    case .dryBulb: "a dry bulb temperature in °C, \(low)...\(high)"
    case .dewPoint: "a dew point temperature in °C, \(low)...\(high)"
    case .relativeHumidity: "a relative humidity in %, \(low)...\(high)"
    case .pressure: "an atmospheric pressure in Pa, \(low)...\(high)"
    case .infrared: "a horizontal infrared intensity in W/m², \(low)...\(high)"
    case .globalHorizontal: "a global horizontal radiation in Wh/m², \(low)...\(high)"
    case .directNormal: "a direct normal radiation in Wh/m², \(low)...\(high)"
    case .diffuseHorizontal: "a diffuse horizontal radiation in Wh/m², \(low)...\(high)"
    case .windDirection: "a wind direction in degrees, \(low)...\(high)"
    case .windSpeed: "a wind speed in m/s, \(low)...\(high)"
    case .totalSkyCover: "a total sky cover in tenths, \(low)...\(high)"
    case .opaqueSkyCover: "an opaque sky cover in tenths, \(low)...\(high)"
    }
  }

  /// The names in the order of a cut row, as `COMMENTS 2` must list them.
  static let cutNames =
    "year month day hour dry_bulb_c dew_point_c relative_humidity_pct pressure_pa "
    + "horizontal_infrared_w_m2 global_horizontal_wh_m2 direct_normal_wh_m2 "
    + "diffuse_horizontal_wh_m2 wind_direction_deg wind_speed_m_s total_sky_cover_tenths "
    + "opaque_sky_cover_tenths"
}
