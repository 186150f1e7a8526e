import Clockwork
import Exchange
import Foundation
import Telemetry
import TestSupport
import Testing
import Truth

/// Tables of truth: read whole, or refused at the first row that cannot be so.
@Suite struct TruthTableTests {
  static let files: [(name: String, text: String)] = [
    (
      "homes.csv",
      "home,start,end\nmy flat,2024-01-15T00:00:00Z,2024-01-17T00:00:00Z\n"
        + "\"Ann's, upstairs\",2024-01-15T00:00:00Z,2024-01-16T00:00:00Z\n"
    ),
    (
      "sensors.csv",
      "home,room,device,channel\nmy flat,bath,t1,temperature\nmy flat,bath,speaker,\n"
    ),
    (
      "estimates.csv",
      "time,home,room,quantity,value\n2024-01-15T01:00:00Z,my flat,bath,temperature_c,20.5\n"
        + "2024-01-15T02:00:00Z,my flat,bath,temperature_c,21.5\n"
    ),
    (
      "faults.csv",
      "start,end,home,device,channel,kind\n"
        + "2024-01-15T03:00:00Z,,my flat,t1,temperature,stuck\n"
    ),
    (
      "incidents.csv",
      "start,end,home,room,kind,severity\n"
        + "2024-01-15T04:00:00Z,2024-01-15T05:00:00Z,my flat,bath,water-leak,2.5\n"
        + "2024-01-15T06:00:00Z,,my flat,,heating-failure,\n"
    ),
    (
      "matches.csv",
      "start,end,home,room,kind\n"
        + "2024-01-15T03:00:00Z,2024-01-15T03:10:00Z,my flat,bath,temperature-alert\n"
    ),
    (
      "power.csv",
      "time,home,target,value\n"
        + (0..<48).map { hour in
          "2024-01-\(15 + hour / 24)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00Z,my flat,"
            + "home.power_w,\(100 + hour)\n"
        }.joined()
    ),
    (
      "storage.csv",
      "time,home,what,charge_kwh,level,power_w,is_home\n"
        + "2024-01-15T00:00:00Z,my flat,battery,6.75,0.5,-1200.5,1\n"
        + "2024-01-15T00:00:00Z,my flat,car,52,0.8,0,0\n"
        + "2024-01-15T01:00:00Z,my flat,car,,,0,0\n"
    ),
    (
      "words.csv",
      "home,device,sequence,time,action,target,room,value,class\n"
        + "my flat,speaker,0,2024-01-15T05:00:00Z,turn_on,lamp,bath,,plain\n"
        + "my flat,speaker,1,2024-01-15T06:00:00Z,,,,,impossible\n"
    ),
    (
      "activities.csv",
      "start,end,home,resident,activity,room\n"
        + "2024-01-14T23:00:00Z,2024-01-15T06:30:00Z,my flat,0,sleep,bedroom\n"
        + "2024-01-15T06:30:00Z,2024-01-15T06:34:00Z,my flat,0,hygiene,bath\n"
        + "2024-01-15T08:00:00Z,2024-01-15T16:00:00Z,my flat,1,away,\n"
    ),
    (
      "visits.csv",
      "start,end,home,room,guests\n"
        + "2024-01-15T18:00:00Z,2024-01-15T20:00:00Z,my flat,bath,2\n"
    ),
    (
      "feedback.csv",
      "home,device,sequence,time,resident,rating,fulfilled,comment\n"
        + "my flat,speaker,0,2024-01-15T05:00:40Z,1,5,2024-01-15T05:00:10Z,thanks\n"
        + "my flat,speaker,1,2024-01-15T06:01:00Z,0,1,,\n"
    ),
  ]

  private func read(_ files: [(name: String, text: String)]) throws -> TruthTables {
    try withFolder { folder in
      for file in files {
        try Data(file.text.utf8).write(to: URL(fileURLWithPath: folder + "/" + file.name))
      }
      return try TruthReader.read(folder)
    }
  }

  private func replacing(_ name: String, _ old: String, _ new: String) -> [(String, String)] {
    Self.files.map { ($0.name, $0.name == name ? $0.text.replacing(old, with: new) : $0.text) }
  }

  private func expectRefusal(
    _ files: [(name: String, text: String)], says: String,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    do {
      _ = try read(files)
      Issue.record("it was taken", sourceLocation: place)
    } catch let error as ExchangeError {
      #expect(error.description.contains(says), "\(error)", sourceLocation: place)
    }
  }

  @Test func everyTableIsRead() throws {
    let truth = try read(Self.files)
    #expect(truth.layouts == TruthLayout.allCases)
    #expect(truth.judged == Layout.allCases.filter { $0 != .actions })
    #expect(truth.frame.homes.map(\.name) == ["my flat", "Ann's, upstairs"])
    let home = truth.homes[0]
    #expect(home.states.map(\.value) == [20.5, 21.5] && home.hours.count == 48)
    #expect(home.faults.first?.end == home.end && home.faults.first?.kind == .stuck)
    #expect(home.incidents.map(\.kind) == [.waterLeak, .heatingFailure])
    #expect(home.incidents.map(\.severity) == [2.5, 1])
    #expect(home.incidents[0].room != nil && home.incidents[1].end == home.end)
    #expect(
      home.storage == [
        StorageHour(
          kind: .battery, start: home.start, chargeKWh: 6.75, level: 0.5, meanW: -1200.5,
          isHome: true),
        StorageHour(
          kind: .car, start: home.start, chargeKWh: 52, level: 0.8, meanW: 0, isHome: false),
        StorageHour(
          kind: .car, start: home.start + .hours(1), chargeKWh: nil, level: nil, meanW: 0,
          isHome: false),
      ])
    #expect(home.matches.count == 1 && home.words.map(\.intent?.action) == [.turnOn, nil])
    #expect(home.words.map(\.phraseClass) == [.plain, .impossible])
    #expect(home.activities.map(\.activity) == [.sleep, .hygiene, .away])
    #expect(home.activities.map { $0.room == nil } == [false, false, true])
    #expect(home.visits.map(\.guestCount) == [2])
    #expect(home.ratings.map(\.rating) == [5, 1] && home.ratings[1].fulfilledAt == nil)
    #expect(home.ratings.map(\.words) == home.words.map(\.message))
    // A forecast may begin wherever a whole day follows.
    #expect(truth.frame.origins.count == 25)
  }

  @Test func jsonLinesSayTheSame() throws {
    let lines =
      "{\"home\": \"my flat\", \"start\": \"2024-01-15T00:00:00Z\", "
      + "\"end\": \"2024-01-17T00:00:00Z\"}\n"
    let truth = try read([("homes.jsonl", lines)])
    #expect(truth.homes.count == 1 && truth.judged.isEmpty)
  }

  @Test(arguments: [
    ("homes.csv", "2024-01-17T00", "2024-01-14T00", "homes.csv:2: end: found"),
    ("homes.csv", "home,start,end", "home,start,stop", "homes without end"),
    ("estimates.csv", "bath,temperature_c,21.5", "bath,temperature,21.5", "expected temperature_c"),
    ("estimates.csv", "T02:00", "T01:00", "found a row twice for my flat"),
    ("estimates.csv", "my flat", "my falt", "did you mean \"my flat\"?"),
    ("estimates.csv", "2024-01-15T02", "2024-02-15T02", "not after its end"),
    ("faults.csv", "stuck", "broken", "kind: found \"broken\""),
    ("incidents.csv", "water-leak", "water-leek", "did you mean \"water-leak\""),
    ("incidents.csv", "T05:00", "T03:00", "expected a time after start"),
    (
      "incidents.csv", "2024-01-15T06:00:00Z,,my flat,,heating-failure,",
      "2024-01-15T04:00:00Z,2024-01-15T05:00:00Z,my flat,bath,water-leak,2.5",
      "found a row twice for my flat, water-leak"
    ),
    ("power.csv", "T05:00:00Z", "T05:00:01Z", "expected the start of an hour"),
    (
      "power.csv", "2024-01-15T05:00:00Z,my flat,home.power_w,105\n", "", "found no hour of my flat"
    ),
    ("storage.csv", "battery", "batery", "did you mean \"battery\""),
    ("storage.csv", "0.8,0,0", "1.8,0,0", "level: found"),
    ("storage.csv", "car,,,0,0", "car,,,0,1", "charge_kwh: found"),
    ("storage.csv", "T00:00:00Z,my flat,car", "T00:30:00Z,my flat,car", "the start of an hour"),
    (
      "storage.csv", "car,52,0.8,0,0", "battery,52,0.8,0,0",
      "found a row twice for my flat, battery"
    ),
    ("activities.csv", "hygiene", "hygeine", "did you mean \"hygiene\""),
    ("activities.csv", "T06:34", "T06:30", "expected a time after start"),
    ("activities.csv", "2024-01-15T08", "2024-01-18T08", "a time after start"),
    ("visits.csv", "bath,2", "bath,two", "guests: found"),
    (
      "visits.csv", "2024-01-15T20:00:00Z,my flat,bath,2\n",
      "2024-01-15T20:00:00Z,my flat,bath,2\n"
        + "2024-01-15T18:00:00Z,2024-01-15T20:00:00Z,my flat,bath,2\n", "found a row twice"
    ),
    ("feedback.csv", ",1,5,", ",1,6,", "rating: found"),
    ("feedback.csv", ",1,5,", ",1,4.5,", "a whole number in 1...5"),
    ("feedback.csv", "speaker,1", "speeker,1", "did you mean \"speaker\"?"),
    ("words.csv", ",1,2024", ",0,2024", "message 0 of speaker in my flat twice"),
    ("words.csv", "turn_on", "dance", "action: found \"dance\""),
    ("sensors.csv", "temperature\n", "temperature,x\n", "5 values, expected 4"),
    ("homes.csv", "2024-01-17T00", "2094-01-17T00", "by 50 years at most"),
    ("homes.csv", "upstairs\",2024", "upstairs\",1904", "by 50 years at most"),
    ("faults.csv", "t1,", "t2,", "a device that the table sensors lists"),
    ("faults.csv", "temperature", "co2", "lists for t1: temperature"),
    ("faults.csv", "03:00:00Z,,", "03:00:00Z,2024-01-15T00:00:00Z,", "a time after start"),
    (
      "faults.csv", "2024-01-15T03:00:00Z,,", "2024-01-12T03:00:00Z,2024-01-15T00:00:00Z,",
      "lasts while the home is watched"
    ),
    (
      "faults.csv", "stuck\n", "stuck\n2024-01-15T03:00:00Z,,my flat,t1,temperature,stuck\n",
      "twice"
    ),
    (
      "matches.csv", "T03:10",
      "T03:00:00Z,my flat,bath,temperature-alert\n2024-01-19T03:00:00Z,2024-01-19T03:10",
      "is watched"
    ),
    ("sensors.csv", "t1,temperature\n", "t1,temperature\nmy flat,bath,t1,temperature\n", "once"),
    ("sensors.csv", "t1,temperature\n", "t1,temperature\nmy flat,hall,t1,co2\n", "so far, bath"),
    ("sensors.csv", "t1,temperature", "t1,", "lists for t1: it measures nothing"),
    ("power.csv", "2024-01-16T23:00:00Z", "2024-01-17T00:00:00Z", "an hour before the home's end"),
    ("words.csv", "2024-01-15T06", "2024-01-19T06", "3: time"),
    ("words.csv", "speaker,1", "speeker,1", "did you mean \"speaker\"?"),
  ])
  func whatCannotBeSoIsSaid(file: String, old: String, new: String, says: String) throws {
    try expectRefusal(replacing(file, old, new), says: says)
  }

  @Test(arguments: [
    ("fault.csv", "fault.csv: found a table of no known name, expected faults.csv"),
    ("faults.CSV", "faults.CSV: found a table of no known name, expected faults.csv"),
    ("Faults.csv", "Faults.csv: found a table of no known name, expected faults.csv"),
    ("faults.tsv", "faults.tsv: found a table of no known name, expected faults.csv"),
    ("faults.jsonl", "found faults.csv and faults.jsonl, expected one of them"),
  ])
  func namesThatWouldBeMissedAreSaid(name: String, says: String) throws {
    try expectRefusal(Self.files + [(name, "")], says: says)
    let others = [("readings.csv", "time,value\n"), ("faults.csv.bak", ""), ("notes.txt", "")]
    #expect(try read(Self.files + others).homes.count == 2)
    try withFolder { folder in
      try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/Homes.csv"))
      #expect(TruthReader.isDataset(folder))
    }
  }

  /// Each home has its own time: what somebody says of another is refused, not judged.
  @Test func conclusionsStandInTheirHomesTime() throws {
    let flags = """
      start,end,home,device,channel,kind,score,raised_at
      2024-01-15T03:00:00Z,,my flat,t1,temperature,stuck,1,2024-01-16T12:00:00Z
      2024-01-15T03:00:00Z,,"Ann's, upstairs",t9,temperature,stuck,1,2024-01-15T12:00:00Z
      """
    try withFolder { folder in
      let sensors = (
        "sensors.csv", Self.files[1].text + "\"Ann's, upstairs\",bath,t9,temperature\n"
      )
      let truth = try read(Self.files.filter { $0.name != "sensors.csv" } + [sensors])
      for (raised, refused) in [("15T12", 0), ("16T12", 1)] {
        let path = "\(folder)/\(refused).csv"
        try Data(flags.replacing("2024-01-15T12:00:00Z", with: "2024-01-\(raised):00:00Z").utf8)
          .write(to: URL(fileURLWithPath: path))
        let outside = try ConclusionReader.read([path], frame: truth.frame)
        #expect(outside.problems.count(.outsideRun) == refused)
        #expect(outside.homes[0].flags.first?.value.end == truth.homes[0].end)
        #expect(refused == 1 || outside.homes[1].flags.first?.value.end == truth.homes[1].end)
      }
    }
  }

  /// Nobody could flag it.
  @Test func aFaultOfWhatMeasuresNothingIsNone() throws {
    let files = Self.files.filter { $0.name != "sensors.csv" }.map {
      ($0.name, $0.text.replacing("t1,temperature,stuck", with: "t1,,stuck"))
    }
    try expectRefusal(files, says: "a fault of all of t1 in my flat")
  }

  @Test func aFolderWithoutHomesIsNone() throws {
    try withFolder { folder in
      #expect(!TruthReader.isDataset(folder))
      #expect(throws: ExchangeError.self) { try TruthReader.read(folder) }
    }
  }

  /// Damaged tables are refused or read, and never end the program.
  @Test func damagedTablesNeverTrap() throws {
    let pieces = ["\n", ",", "\"", "null", "1e999", "-", "{", "\0", "9999-12-31T23:59:59Z"]
    var (refused, taken) = (0, 0)
    for seed in 0..<1_500 as Range<UInt64> {
      var random = TestRandom(seed: seed)
      var files = Self.files
      let which = random.below(files.count)
      var bytes = Array(files[which].text.utf8)
      for _ in 0...random.below(2) {
        let place = random.below(bytes.count + 1)
        switch random.below(4) {
        case 0: if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
        case 1: bytes.insert(contentsOf: Array(pieces[random.below(pieces.count)].utf8), at: place)
        case 2: bytes.removeSubrange(place..<min(place + random.below(60), bytes.count))
        default:
          bytes.insert(
            contentsOf: Array(bytes[place..<min(place + random.below(200), bytes.count)]),
            at: place)
        }
      }
      files[which].text = String(decoding: bytes, as: UTF8.self)
      do {
        let truth = try read(files)
        #expect(truth.homes.count == truth.frame.homes.count, "seed \(seed)")
        taken += 1
      } catch is ExchangeError {
        refused += 1
      }
    }
    #expect(refused > 500 && taken > 10, "\(refused), \(taken): the mutations must bite")
  }
}
