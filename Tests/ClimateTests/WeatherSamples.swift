import Calendar
import Climate
import Clockwork
import Foundation

/// Weather for tests: the shipped files and small made-up ones.
enum WeatherSamples {
  static let names = ["denver", "chicago", "tucson", "port-angeles"]

  static func bytes(_ name: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let url = root.appendingPathComponent("Worlds/climates/\(name).epw")
    return Array(try Data(contentsOf: url))
  }

  static func climate(_ name: String) throws -> Climate {
    try Climate(WeatherFile(bytes: bytes(name), name: "\(name).epw"))
  }

  static let header = """
    LOCATION,Testville,TS,USA,TMY3,123456,40.0,-105.0,-7.0,1600.0
    DESIGN CONDITIONS,0
    TYPICAL/EXTREME PERIODS,1,Summer - Week Nearest Max,Extreme,7/13,7/19
    GROUND TEMPERATURES,1,.5,,,,1,2,3,4,5,6,7,8,9,10,11,12
    HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0
    COMMENTS 1,A made-up file
    COMMENTS 2,
    DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31

    """

  static let cutComment =
    "COMMENTS 2,HomeTwin cut 1; columns=year month day hour dry_bulb_c dew_point_c "
    + "relative_humidity_pct pressure_pa horizontal_infrared_w_m2 global_horizontal_wh_m2 "
    + "direct_normal_wh_m2 diffuse_horizontal_wh_m2 wind_direction_deg wind_speed_m_s "
    + "total_sky_cover_tenths opaque_sky_cover_tenths; zone=MST7MDT,M3.2.0,M11.1.0\n"

  /// The first days of a full EPW file in 35 columns.
  static func fullText(days: Int) -> String {
    var text = header
    for day in 1...days {
      for hour in 1...24 {
        let sun = max(0, 8 - abs(hour - 12)) * 50
        text += "2003,1,\(day),\(hour),0,?9?9?9E0*9,\(hour).5,-9.1,5\(hour % 10),83000,0,0,25"
        text += "\(hour % 10),\(sun),\(sun * 2),\(sun / 4),0,0,0,0,\(hour)0,3.\(hour % 10),4,2"
        text += ",777.7,77777,9,999999999,30,0.0440,0,88,0.220,999.0,99.0\n"
      }
    }
    return text
  }

  /// The same in the cut form.
  static func cutText(days: Int) -> String {
    let used = [0, 1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15, 20, 21, 22, 23]
    let lines = fullText(days: days).split(separator: "\n", omittingEmptySubsequences: false)
    var text = ""
    for (index, line) in lines.enumerated() where !line.isEmpty {
      if index == 6 {
        text += cutComment
      } else if index < 8 {
        text += line + "\n"
      } else {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        text += used.map { String(fields[$0]) }.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  static func time(_ text: String) throws -> SimTime { try Timestamp(text).moment(in: .utc) }
}
