import Foundation

/// Measured homes for backtests, read from a data folder beside the package where there is one.
///
/// REFIT House 20 and UK-DALE House 2 (CC BY 4.0), CityLearn 2022 buildings (MIT).
enum HouseholdData {
  /// The package root, found from this file.
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared/data/household").standardizedFileURL

  static var isPresent: Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("citylearn2022").path)
  }

  /// A file with columns time and Aggregate; rows after `last` are dropped, missing hours are gaps.
  static func aggregate(_ file: String, name: String, last: String? = nil) throws -> MeasuredLoad {
    var load = MeasuredLoad(name: name, startHour: 0, powerW: [])
    for (index, row) in try rows(file).enumerated() {
      let hour = hour(of: row[0])
      if index == 0 { load.startHour = hour }
      while load.startHour + Int64(load.powerW.count) < hour { load.powerW.append(nil) }
      load.powerW.append(Double(row[1]))
      if row[0] == last { break }
    }
    return load
  }

  /// Building 1...10 with hour-ending rows; 2022-08-01 is the Monday that row 1 begins.
  static func cityLearn(_ building: Int) throws -> MeasuredLoad {
    let monday: Int64 = 1_659_312_000 / 3600
    let load = try rows("citylearn2022/Building_\(building).csv").map { Double($0[7]) ?? 0 }
    let outdoor = try rows("citylearn2022/weather.csv").map { Double($0[0]) ?? 0 }
    return MeasuredLoad(
      name: "CityLearn B\(building)", startHour: monday - 1, powerW: load.map { $0 * 1000 },
      outdoorC: outdoor)
  }

  private static func rows(_ file: String) throws -> [[String]] {
    let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Hours since 1970 of "2014-03-20 12:00:00", read on its own clock.
  private static func hour(of text: String) -> Int64 {
    let parts = text.split { !$0.isNumber }.compactMap { Int64($0) }
    // Days from civil, Howard Hinnant, "chrono-compatible low-level date algorithms".
    let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((parts[1] + 9) % 12) + 2) / 5 + parts[2] - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * 146_097 + dayOfEra - 719_468) * 24 + parts[3]
  }
}
