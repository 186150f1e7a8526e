import Clockwork
import Exchange
import Foundation
import Telemetry
import TestSupport
import Testing

/// A row that cannot be used is counted and named.
@Suite struct RefusedRowTests {
  private static let headers: [Layout: String] = Dictionary(
    uniqueKeysWithValues: Layout.allCases.map { ($0, $0.columns.joined(separator: ",")) })

  private func read(_ layout: Layout, _ rows: [String]) throws -> OutsideConclusions {
    let header = Self.headers[layout] ?? ""
    return try SmallFrame.read(
      [("a.csv", ([header] + rows).joined(separator: "\n") + "\n")])
  }

  @Test(
    arguments: [
      (
        "2024-09-02T10:01:00Z,home_000002,kitchen,temperature_c,20,0.1", .unknownHome,
        "home: found \"home_000002\", expected home_000000...home_000001"
      ),
      (
        "2024-09-02T10:01:00Z,home_000000,kichen,temperature_c,20,0.1", .unknownRoom,
        "did you mean \"kitchen\"?"
      ),
      (
        "2024-09-02T10:01:00Z,home_000000,kitchen,temperature,20,0.1", .unknownQuantity,
        "did you mean \"temperature_c\"?"
      ),
      (
        "2024-09-02T10:01:00Z,home_000000,kitchen,co2_ppm,500,1", .notScored,
        "has no sensor of \"co2_ppm\""
      ),
      (
        "2024-09-02T10:01:30Z,home_000000,kitchen,temperature_c,20,0.1", .offGrid,
        "expected a control tick, every 60 s from 2024-09-02T10:00:00Z"
      ),
      (
        "2024-09-02T10:00:00Z,home_000000,kitchen,temperature_c,20,0.1", .outsideRun,
        "expected after 2024-09-02T10:00:00Z and not after 2024-09-02T16:00:00Z"
      ),
      (
        "2024-09-02 10:01,home_000000,kitchen,temperature_c,20,0.1", .malformed,
        "time: found \"2024-09-02 10:01\""
      ),
      (
        "2024-09-02T10:01:00Z,home_000000,kitchen,temperature_c,nan,0.1", .malformed,
        "value: found \"nan\", expected a number"
      ),
      (
        "2024-09-02T10:01:00Z,home_000000,kitchen,temperature_c,0x1p3,0.1", .malformed, "value"
      ),
      (
        "2024-09-02T10:01:00Z,home_000000,kitchen,temperature_c,1e300,0.1", .malformed,
        "expected a number in -1e12...1e12"
      ),
      ("2024-09-02T10:01:00Z,home_000000,kitchen,temperature_c,20,-1", .malformed, "sd: found"),
      ("2024-09-02T10:01:00Z,home_000000,kitchen,temperature_c,20,", .malformed, "found nothing"),
      (
        "2024-09-02T10:01:00Z,home_000000,kitchen,temperature_c,20", .malformed,
        "found 5 values, expected 6"
      ),
      ("\"2024-09-02T10:01:00Z,home_000000", .malformed, "open quotes"),
    ] as [(String, RowProblems.Kind, String)])
  func estimates(row: String, kind: RowProblems.Kind, says: String) throws {
    let good = "2024-09-02T10:01:00Z,home_000001,kitchen,temperature_c,20,0.1"
    let outside = try read(.estimates, [good, row])
    #expect(outside.problems.count(kind) == 1 && outside.problems.total == 1)
    let example = try #require(outside.problems.examples(kind).first)
    #expect(example.contains("a.csv:3: ") && example.contains(says), "\(example)")
    #expect(outside.files[0].rowCount == 2 && outside.files[0].acceptedCount == 1)
    #expect(outside.homes[1].estimates.count == 1 && outside.homes[0].estimates.isEmpty)
  }

  @Test(
    arguments: [
      (
        .flags, "10:00:00Z,10:05:00Z,home_000000,thermometer_002,temperature,stuk,1,10:03:00Z",
        .unknownKind
      ),
      (
        .flags, "10:00:00Z,10:05:00Z,home_000000,thermometer_9,temperature,stuck,1,10:03:00Z",
        .unknownDevice
      ),
      (
        .flags, "10:00:00Z,10:05:00Z,home_000000,thermometer_002,humidity,stuck,1,10:03:00Z",
        .unknownChannel
      ),
      (
        .flags, "10:04:00Z,10:05:00Z,home_000000,thermometer_002,temperature,stuck,1,10:03:00Z",
        .malformed
      ),
      (
        .flags, "10:04:00Z,10:05:00Z,home_000000,thermometer_002,temperature,stuck,1,16:00:01Z",
        .outsideRun
      ),
      (
        .matches, "10:04:00Z,10:05:00Z,home_000000,kitchen,temperature-alert,10:06:00Z",
        .unknownKind
      ),
      (
        .matches, "10:04:00Z,10:03:00Z,home_000000,kitchen,window-open-while-heating,10:06:00Z",
        .malformed
      ),
      (.answers, "home_000000,smart_speaker_003,1.5,10:03:00Z,,,,,1", .malformed),
      (.answers, "home_000000,smart_speaker_003,1,10:03:00Z,dance,lamp,,,1", .unknownKind),
      (
        .answers, "home_000000,smart_speaker_003,1,10:03:00Z,turn_on,lamp,attic,,1",
        .unknownRoom
      ),
      (.answers, "home_000000,smart_speaker_003,1,10:03:00Z,turn_on,lamp,,,1.5", .malformed),
      (.actions, "10:03:00Z,home_000000,thermostat_009,set_heating_setpoint,20", .unknownDevice),
      (.actions, "10:03:00Z,home_000000,thermostat_004,set_fire,20", .unknownKind),
      (.actions, "10:03:00Z,home_000000,thermostat_004,switch_power,1", .unknownKind),
      (.actions, "10:03:00Z,home_000000,thermostat_004,set_heating_setpoint,warm", .malformed),
      (.actions, "10:00:00Z,home_000000,thermostat_004,set_heating_setpoint,20", .outsideRun),
    ] as [(Layout, String, RowProblems.Kind)])
  func otherLayouts(layout: Layout, row: String, kind: RowProblems.Kind) throws {
    let whole = row.replacing(/\d\d:\d\d:\d\dZ/) { "2024-09-02T\($0.output)" }
    let outside = try read(layout, [whole])
    #expect(outside.problems.count(kind) == 1 && outside.problems.total == 1)
    #expect(outside.files[0].layout == layout && outside.files[0].acceptedCount == 0)
  }

  /// Nobody says what lies before the homes or after the saying.
  @Test(
    arguments: [
      (
        .matches,
        "0001-01-01T00:00:00Z,2024-09-02T10:05:00Z,home_000000,kitchen,"
          + "window-open-while-heating,2024-09-02T10:06:00Z", .outsideRun, "the homes' birth"
      ),
      (
        .flags,
        "2024-09-01T09:59:59Z,,home_000000,thermometer_002,temperature,stuck,1,"
          + "2024-09-02T10:06:00Z", .outsideRun, "2024-09-01T10:00:00Z"
      ),
      (
        .matches,
        "2024-09-02T10:04:00Z,2999-01-01T00:00:00Z,home_000000,kitchen,"
          + "window-open-while-heating,2024-09-02T10:06:00Z", .malformed, "no earlier than end"
      ),
    ] as [(Layout, String, RowProblems.Kind, String)])
  func times(layout: Layout, row: String, kind: RowProblems.Kind, says: String) throws {
    let outside = try read(layout, [row])
    #expect(outside.problems.count(kind) == 1 && outside.problems.total == 1)
    #expect(outside.problems.examples(kind).first?.contains(says) == true)
  }

  @Test func whatIsSaidTwiceCountsOnce() throws {
    let rows = [
      "2024-09-02T10:01:00Z,home_000000,kitchen,temperature_c,20,0.1",
      "2024-09-02T10:01:00Z,home_000000,kitchen,temperature_c,30,0.1",
    ]
    let outside = try read(.estimates, rows)
    #expect(outside.problems.count(.duplicate) == 1)
    #expect(outside.homes[0].estimates.map(\.value.mean) == [20])
    let flag =
      "2024-09-02T10:01:00Z,,home_000000,thermometer_002,temperature,stuck,,2024-09-02T10:02:00Z"
    let flags = try read(.flags, [flag, flag])
    #expect(flags.problems.count(.duplicate) == 1 && flags.homes[0].flags.count == 1)
    #expect(flags.homes[0].flags[0].value.end == SmallFrame.end, "open to the run's end")
  }

  /// Who fits once issues several days at a time, all before the first is due.
  @Test func forecastsOfSeveralDaysMayBeIssuedAtOnce() throws {
    var frame = SmallFrame.frame
    let second = SmallFrame.firstHour + .hours(3)
    frame.origins.append(Frame.Origin(due: second + .minutes(5), firstHour: second))
    let rows = (12...17).map { hour in
      "2024-09-02T11:00:00Z,home_000000,home.power_w,2024-09-02T\(hour):00:00Z,5,"
        + ForecastLevels.all.map { "\($0)" }.joined(separator: ",")
    }
    let text = ([Layout.forecasts.columns.joined(separator: ",")] + rows).joined(separator: "\n")
    try withFolder { folder in
      let path = folder + "/f.csv"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let outside = try ConclusionReader.read([path], frame: frame)
      #expect(outside.problems.total == 0 && outside.homes[0].forecasts.count == 2)
    }
  }

  /// A forecast is whole, in time and for a day that is asked for, or it is refused by name.
  @Test func forecastsAreWholeAndInTime() throws {
    func row(_ issued: String, _ hour: Int, _ levels: [Double] = ForecastLevels.all) -> String {
      "2024-09-02T\(issued)Z,home_000000,home.power_w,2024-09-02T\(hour):00:00Z,5,"
        + levels.map { "\($0)" }.joined(separator: ",")
    }
    let good = (12...14).map { row("12:05:00", $0) }
    let early = (12...14).map { row("11:00:00", $0) }
    #expect(try read(.forecasts, good.reversed()).problems.total == 0)
    let cases: [([String], RowProblems.Kind, Int, Int)] = [
      (Array(good.dropLast()), .incomplete, 2, 0),
      (good + [row("12:05:00", 13)], .duplicate, 1, 1),
      ((12...14).map { row("12:06:00", $0) }, .afterTheFact, 3, 0),
      ((13...15).map { row("12:05:00", $0) }, .notScored, 3, 0), (early + good, .duplicate, 3, 1),
      (good + [row("12:05:00", 13, ForecastLevels.all.reversed())], .malformed, 1, 1),
    ]
    for (rows, kind, count, kept) in cases {
      let outside = try read(.forecasts, rows)
      #expect(outside.problems.count(kind) == count, "\(kind)")
      #expect(outside.problems.total == count, "\(kind)")
      #expect(outside.homes[0].forecasts.count == kept, "\(kind)")
      #expect(outside.files[0].refusedCount == count, "\(kind)")
    }
    #expect(
      try read(.forecasts, early).homes[0].forecasts.first?.value.issuedAt
        == SmallFrame.firstHour + .minutes(5), "early is in time")
  }

  @Test func onlyTheFirstFewAreNamed() throws {
    let rows = (0..<50).map { _ in "x,home_000000,kitchen,temperature_c,20,0.1" }
    let outside = try read(.estimates, rows)
    #expect(outside.problems.count(.malformed) == 50)
    let places = outside.problems.examples(.malformed)
      .map { $0.split(separator: ":")[1] }
    #expect(places == ["2", "3", "4"])
  }

  // MARK: Files that are none

  @Test(
    arguments: [
      ("a.csv", "", "found nothing"), ("a.csv", "\n\n", "found nothing"),
      ("a.csv", "a,b\n1,2", "no column of any layout"),
      ("a.csv", "time,home,room,quantity,values,sd\n", "without value (is it \"values\"?)"),
      ("a.csv", "time,time,home\n", "the column \"time\" twice"),
      ("a.csv", "\"time\n", "no header line"), ("a.jsonl", "time,home\n", "no JSON object"),
      ("a.jsonl", "{\"time\":1}\n", "actions without home"),
      ("a.txt", "time", "expected .csv, .jsonl or .parquet"),
      ("a.csv", String(repeating: "x", count: 70_000), "a line of more than"),
    ])
  func unreadable(name: String, text: String, says: String) throws {
    let error = #expect(throws: ExchangeError.self) {
      try SmallFrame.read([(name, text)])
    }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
  }

  /// JSON Lines have no header: without a row the name tells the stage that said nothing.
  @Test func anEmptyFileIsASilentStage() throws {
    let outside = try SmallFrame.read([("flags.jsonl", "")])
    #expect(outside.layouts == [.flags] && outside.files[0].rowCount == 0)
    #expect(throws: ExchangeError.self) { try SmallFrame.read([("mine.jsonl", "")]) }
  }

  @Test func foldersPipesAndHolesAreNotRead() throws {
    for path in ["/", "/nowhere/a.csv", "/dev"] {
      #expect(throws: ExchangeError.self) {
        try ConclusionReader.read([path], frame: SmallFrame.frame)
      }
    }
    try withFolder { folder in
      #expect(mkfifo(folder + "/a.csv", 0o644) == 0)
      #expect(
        throws: ExchangeError.unreadable(path: folder + "/a.csv", reason: "not a plain file")
      ) { try ConclusionReader.read([folder + "/a.csv"], frame: SmallFrame.frame) }
    }
  }
}
