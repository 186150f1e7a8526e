import Calendar
import Climate
import Clockwork
import Foundation
import Testing

private func read(
  _ text: String, days: Int = 2, missing: WeatherFile.MissingValues = .refuse
) throws(ClimateError) -> WeatherFile {
  try WeatherFile(bytes: Array(text.utf8), name: "test.epw", missing: missing, dayCount: days)
}

@Suite struct WeatherFileTests {
  @Test(arguments: WeatherSamples.names)
  func shippedFilesParse(name: String) throws {
    let file = try WeatherFile(bytes: WeatherSamples.bytes(name), name: name)
    #expect(file.rows.count == 8_760)
    #expect(file.source == "TMY3")
    #expect(file.zone != nil)
    #expect(file.ground.map(\.depthMeters) == [0.5, 2, 4])
    #expect(file.filledCount == 0)
    #expect(file.comments[0].contains("NREL"))
    _ = try Climate(file)
  }

  @Test func chicagoSaysWhatTheOriginalSays() throws {
    let file = try WeatherFile(bytes: WeatherSamples.bytes("chicago"), name: "chicago.epw")
    #expect(file.city == "Chicago Ohare Intl Ap")
    #expect(
      file.place
        == GeographicPoint(
          latitudeDegrees: 41.98, longitudeDegrees: -87.92, elevationMeters: 201))
    #expect(file.standardOffset == .hours(-6))
    #expect(file.zone?.description == "CST6CDT,M3.2.0,M11.1.0")
    let first = file.rows[0]
    #expect(first.temperatureC == -12.2)
    #expect(first.relativeHumidity == 0.73)
    #expect(first.pressurePa == 99_500)
    #expect(first.infrared == 218)
    #expect(first.windDirectionDegrees == 270)
    #expect(first.totalSkyCover == 0.9)
    #expect(file.rows[8_759].temperatureC == -6.1)
  }

  @Test func fullAndCutFormsAgree() throws {
    let full = try read(WeatherSamples.fullText(days: 2))
    let cut = try read(WeatherSamples.cutText(days: 2))
    #expect(full.rows == cut.rows)
    #expect(full.rows.count == 48)
    #expect(full.zone == nil)
    #expect(cut.zone?.description == "MST7MDT,M3.2.0,M11.1.0")
    #expect(full.ground.map(\.depthMeters) == [0.5])
    #expect(full.ground[0].monthlyC == (1...12).map { Double($0) })
    let crlf = WeatherSamples.fullText(days: 2).replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try read("\u{FEFF}" + crlf).rows == full.rows)
  }

  /// Line to change, text to find in it, its replacement, and where the fault must be seen.
  static let faults: [(Int, String, String, String)] = [
    (1, "LOCATION", "LOCATOIN", "1:1: found \"LOCATOIN\", expected the record LOCATION"),
    (1, "40.0", "94.0", "1:39: found \"94.0\", expected a latitude in degrees north, -90...90"),
    (1, ",-7.0,1600.0", "", "1:50: found the end of the line, expected a time zone"),
    (1, "-7.0", "-7.01", "1:51: found -7.01 h, expected a time zone of whole minutes"),
    (4, "12", "warm", "4:53: found \"warm\", expected a ground temperature in °C, -70...70"),
    (5, "No", "Maybe", "5:27: found \"Maybe\", expected \"Yes\" or \"No\""),
    (8, "1,1,", "1,4,", "8:16: found \"4\", expected one row an hour"),
    (8, "12/31", "6/30", "8:36: found \"6/30\", expected 12/31"),
    (9, "2003,1,1,1,", "2003,1,1,2,", "9:10: found \"2\", expected hour 1 of 1/1"),
    (9, "2003,1,1,1,", "2003,2,1,1,", "9:6: found \"2\", expected month 1"),
    (10, "2.5", "nan", "10:12: found \"nan\", expected a dry bulb temperature in °C, -70...70"),
    (10, "2.5", "inf", "10:12: found \"inf\""),
    (10, "2.5", "1e400", "10:12: found \"1e400\""),
    (10, "2.5", "-70.1", "10:12: found \"-70.1\""),
    (10, "2.5", "", "10:12: found nothing"),
    (10, "2.5", "99.9", "10:12: found 99.9, the code for a missing value"),
    (10, "83000", "30999", "10:24: found \"30999\", expected an atmospheric pressure in Pa"),
    (11, ",4,2", ",4", "11:48: found the end of the line, expected an opaque sky cover"),
    (11, ",4,2", ",4,2,7", "11:51: found \"7\", expected the end of the row after 16 columns"),
    (11, ",4,2", ",4,11", "11:49: found \"11\", expected an opaque sky cover in tenths, 0...10"),
  ]

  @Test(arguments: faults.indices)
  func faultsAreNamed(index: Int) throws {
    let (line, old, new, message) = Self.faults[index]
    var lines = WeatherSamples.cutText(days: 2).components(separatedBy: "\n")
    let range = try #require(lines[line - 1].range(of: old))
    lines[line - 1].replaceSubrange(range, with: new)
    do {
      _ = try read(lines.joined(separator: "\n"))
      Issue.record("the fault was not seen: \(message)")
    } catch {
      let text = error.description
      #expect(text.hasPrefix("test.epw:" + message), "found: \(text)")
    }
  }

  @Test func truncationIsSeen() throws {
    let text = WeatherSamples.cutText(days: 2)
    func fault(_ text: String, days: Int = 2) -> String {
      do {
        _ = try read(text, days: days)
        return "none"
      } catch {
        return error.description
      }
    }
    #expect(fault("") == "test.epw:1:1: found the end of the file, expected the record LOCATION")
    #expect(
      fault(text, days: 3)
        == "test.epw:57:1: found the end of the file, expected the row for 1/3, hour 1")
    #expect(fault(text, days: 1).hasPrefix("test.epw:33:1: found \"2003\", expected the end of"))
    let cut = fault(String(text.dropLast()))
    #expect(cut.hasSuffix("found the end of the file, expected a line end"))
    // The true API asks for the whole year.
    #expect(throws: ClimateError.self) {
      try WeatherFile(bytes: Array(text.utf8), name: "test.epw")
    }
  }

  @Test func missingValuesAreFilledByRule() throws {
    func change(_ text: String, hour: Int, _ column: Int, _ value: String) -> String {
      var lines = text.components(separatedBy: "\n")
      var fields = lines[8 + hour].components(separatedBy: ",")
      fields[column] = value
      lines[8 + hour] = fields.joined(separator: ",")
      return lines.joined(separator: "\n")
    }
    let whole = WeatherSamples.cutText(days: 2)
    var text = whole
    for hour in 5...7 { text = change(text, hour: hour, 4, "99.9") }
    text = change(text, hour: 9, 12, "999")
    let filled = try read(text, missing: .fill(hoursMax: 3))
    #expect(filled.filledCount == 4)
    // The temperatures of the made-up file rise by 1 K an hour, so a straight line restores them.
    #expect(filled.rows.map(\.temperatureC) == (try read(whole)).rows.map(\.temperatureC))
    #expect(filled.rows[9].windDirectionDegrees == filled.rows[8].windDirectionDegrees)
    #expect(throws: ClimateError.self) { try read(text, missing: .fill(hoursMax: 2)) }
    #expect(throws: ClimateError.self) { try read(text) }
    // Over the year's end: the last and first hours lie in one gap.
    var ring = change(whole, hour: 0, 7, "999999")
    ring = change(ring, hour: 47, 7, "999999")
    #expect(try read(ring, missing: .fill(hoursMax: 2)).rows[0].pressurePa == 83_000)
    // All but one, all, and radiation.
    var most = whole
    for hour in 1..<48 { most = change(most, hour: hour, 7, "999999") }
    #expect(try read(most, missing: .fill(hoursMax: 50)).filledCount == 47)
    let all = change(most, hour: 0, 7, "999999")
    #expect(throws: ClimateError.self) { try read(all, missing: .fill(hoursMax: 50)) }
    let dark = change(whole, hour: 12, 9, "9999")
    #expect(throws: ClimateError.self) { try read(dark, missing: .fill(hoursMax: 50)) }
  }

  @Test func ruleOfAnotherZoneIsRefused() throws {
    let file = try WeatherFile(bytes: WeatherSamples.bytes("tucson"), name: "tucson.epw")
    let berlin = try ZoneRule("CET-1CEST,M3.5.0,M10.5.0/3")
    #expect(
      throws: ClimateError.zoneMismatch(
        file: "tucson.epw", rule: berlin.description, fileOffsetMinutes: -420)
    ) { try Climate(file, zone: berlin) }
    let error = ClimateError.zoneMismatch(file: "a", rule: "CET-1", fileOffsetMinutes: -420)
    #expect(
      error.description.hasPrefix(
        "a: clock rule \"CET-1\" does not fit the file's standard time, which is 420 minutes behind"
      ))
  }
}
