import Clockwork
import Scoring
import Telemetry
import Testing
import Truth

/// Homes with known faults on known channels.
struct FaultyHomes {
  static let start = SimTime(microseconds: 1_700_000_000_000_000)
  static let dayCount = 6
  static var end: SimTime { start + .days(Int64(dayCount)) }
  static let kinds = QualityScorer.kinds

  var slots: [QualityPlayers.Slot] = []
  var faults: [FaultInterval] = []

  /// - Parameters:
  ///   - channels: how many sensor channels a home has.
  ///   - faultCount: of which so many have a fault, from 05:00 of a day for so many hours.
  init(home: Int, channels: Int, faultCount: Int, hours: Int64) {
    slots = (0..<channels).map {
      QualityPlayers.Slot(
        device: DeviceIndex($0 / 2), channel: $0 % 2 == 0 ? .temperature : .relativeHumidity)
    }
    for n in 0..<faultCount {
      let slot = slots[(home + n * 3) % channels]
      let onset = Self.start + .days(Int64((home + n) % 4)) + .hours(5)
      faults.append(
        FaultInterval(
          device: slot.device, channel: slot.channel, kind: Self.kinds[(home + n) % 6],
          start: onset, end: onset + .hours(hours)))
    }
  }

  static func alarm(
    _ device: DeviceIndex, _ channel: Channel?, _ time: SimTime, until end: SimTime? = nil
  ) -> Alarm {
    Alarm(
      device: device, channel: channel ?? .cpuUsage, start: time, end: end ?? time + .hours(1),
      raisedAt: time)
  }

  func alarms(of name: String, home: Int) -> [Alarm] {
    let delayed = faults.map { Self.alarm($0.device, $0.channel, $0.start + .hours(1)) }
    let key = RandomKey(seed: 1, purpose: Purpose("tests.coin"), entity: UInt64(home))
    switch name {
    case "oracle": return delayed
    case "slower": return faults.map { Self.alarm($0.device, $0.channel, $0.start + .hours(2)) }
    case "half": return delayed.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    case "half and noise":
      return alarms(of: "half", home: home)
        + slots.prefix(2).map { Self.alarm($0.device, $0.channel, Self.start + .hours(1)) }
    case "before onset":
      return faults.map {
        Self.alarm($0.device, $0.channel, $0.start - .minutes(1), until: $0.end)
      }
    case "after the end": return faults.map { Self.alarm($0.device, $0.channel, $0.end) }
    case "wrong device":
      return faults.map {
        Self.alarm(DeviceIndex($0.device.index + 100), $0.channel, $0.start + .hours(1))
      }
    case "labels shuffled":
      return faults.map {
        let other: Channel = $0.channel == .temperature ? .relativeHumidity : .temperature
        return Self.alarm($0.device, other, $0.start + .hours(1))
      }
    case "all at once":
      return slots.map { Self.alarm($0.device, $0.channel, Self.start, until: Self.end) }
    case "every hour":
      return slots.flatMap { slot in
        (0..<Self.dayCount * 24).map {
          Self.alarm(slot.device, slot.channel, Self.start + .hours(Int64($0)))
        }
      }
    case "random":
      return QualityPlayers.coin(
        slots, count: faults.count, start: Self.start, end: Self.end, key: key.branched(1))
    case "everything", "nothing", "coin":
      let candidate = QualityPlayers.Candidate.allCases.first { "\($0)" == name } ?? .nothing
      return QualityPlayers.alarms(
        of: candidate, slots, faultCount: faults.count, start: Self.start, end: Self.end, key: key)
    default: return []
    }
  }

  static func day(_ time: SimTime) -> Int { max(Int((time - start) / .days(1)), 0) }

  static func contest(channels: Int, faultCount: Int, hours: Int64) -> Contest {
    let homes = (0..<12).map {
      FaultyHomes(home: $0, channels: channels, faultCount: faultCount, hours: hours)
    }
    let candidates = homes.enumerated().map { index, home in
      QualityPlayers.Candidate.allCases.map { candidate in
        var board = ScoreBoard(definitions: QualityScorer.definitions)
        QualityScorer.add(
          alarms: home.alarms(of: "\(candidate)", home: index), faults: home.faults,
          days: Double(dayCount), player: .null, dayOf: day, to: &board, firstScore: 0)
        return board
      }
    }
    let null = QualityPlayers.best(candidates.map { $0.map(QualityPlayers.sums) })
    return Contest(definitions: QualityScorer.definitions, homeCount: homes.count) {
      name, player, home, board in
      if player == .null {
        board.adopt(candidates[home][null.rawValue], .null, as: .null, firstScore: 0)
        return
      }
      let name = name == "null" ? "\(null)" : name
      QualityScorer.add(
        alarms: homes[home].alarms(of: name, home: home), faults: homes[home].faults,
        days: Double(dayCount), player: player, dayOf: day, to: &board, firstScore: 0)
    }
  }
}

@Suite struct QualityPlayersTests {
  static let id = "quality.faults."

  @Test func playersKeepTheirOrder() throws {
    let contest = FaultyHomes.contest(channels: 12, faultCount: 3, hours: 10)
    let noCredit = ["before onset", "after the end", "wrong device", "labels shuffled"]
    let table = [
      Ranking(
        Self.id + "f1_ratio", [["oracle", "slower"], ["half"], ["half and noise"], ["null"]]),
      Ranking(Self.id + "f1_ratio", [["half and noise"], ["random"], noCredit + ["all at once"]]),
      Ranking(Self.id + "f1_ratio", [["null"], ["every hour"], ["nothing"]]),
      Ranking(Self.id + "precision_ratio", [["oracle", "half"], ["half and noise"], ["random"]]),
      Ranking(Self.id + "precision_ratio", [["random"], ["all at once", "before onset"]]),
      Ranking(
        Self.id + "recall_ratio",
        [["oracle", "every hour"], ["half"], ["random"], noCredit + ["nothing"]]),
      Ranking(
        Self.id + "false_alarms_per_day",
        [["nothing", "oracle"], ["half and noise"], ["all at once"], ["every hour"]]),
      Ranking(Self.id + "delay_h", [["oracle", "half"], ["slower"]]),
      Ranking("quality.drift.recall_ratio", [["oracle"], ["before onset", "nothing"]]),
    ]
    try contest.check(table, skilled: [Self.id + "f1_ratio"])
  }

  @Test func closedForm() throws {
    let contest = FaultyHomes.contest(channels: 12, faultCount: 3, hours: 10)
    let oracle = contest.scores(of: "oracle")
    #expect(oracle[Self.id + "f1_ratio"]?.value == 1)
    #expect(oracle[Self.id + "delay_h"]?.value == 1)
    #expect(oracle[Self.id + "delay_h"]?.skill == nil, "a delay is no skill")
    let noisy = contest.scores(of: "half and noise")
    // Of three faults two are found; two false alarms a home.
    #expect(noisy[Self.id + "f1_ratio"]?.value == 4.0 / 7)
    #expect(noisy[Self.id + "precision_ratio"]?.value == 0.5)
    #expect(noisy[Self.id + "recall_ratio"]?.value == 2.0 / 3)
    #expect(noisy[Self.id + "false_alarms_per_day"]?.value == 2.0 / 6)
    #expect(contest.scores(of: "every hour")[Self.id + "f1_ratio"]?.value ?? 1 < 0.05)
  }

  /// The null is whichever of nothing, everything and a coin is best by F1 over all homes.
  @Test(arguments: [
    // Few faults among many channels: everything drowns in false alarms, a coin hits a tenth.
    (12, 3, 10, "coin"), (20, 2, 60, "coin"),
    // A fault on every channel over one midnight: everything finds them all.
    (2, 2, 20, "everything"),
    // Nothing to find.
    (6, 0, 1, "nothing"),
  ])
  func nullIsTheBestOfThree(
    channels: Int, faultCount: Int, hours: Int, expected: String
  ) throws {
    let contest = FaultyHomes.contest(
      channels: channels, faultCount: faultCount, hours: Int64(hours))
    let f1 = Self.id + "f1_ratio"
    let values = ["nothing", "everything", "coin"].map { contest.scores(of: $0)[f1]?.value ?? 0 }
    let score = try #require(contest.scores(of: "oracle")[f1])
    #expect(score.null ?? 0 == values.max())
    #expect(contest.scores(of: expected)[f1]?.value ?? 0 == values.max(), "\(values)")
  }

  /// Days without a false alarm count too, each in its own block of the bootstrap.
  @Test func everyDayIsAtRisk() {
    var board = ScoreBoard(definitions: QualityScorer.definitions)
    QualityScorer.add(
      alarms: [FaultyHomes.alarm(DeviceIndex(0), .co2, FaultyHomes.start + .days(2))], faults: [],
      days: 3.5, player: .ours, dayOf: FaultyHomes.day, to: &board, firstScore: 0)
    let tally = board.tallies[3]
    let rates = (0..<tally.blockCount).map { Array(tally.block($0, .ours)) }
    #expect(rates == [[0, 1], [0, 1], [1, 1], [0, 0.5]])
  }
}
