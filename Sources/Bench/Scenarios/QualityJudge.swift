internal import Clockwork
internal import Homes
internal import Ingestion
internal import Lanes
internal import Scoring
internal import Telemetry
internal import Truth

/// Quality's players for one home: its alarms are judged as they end.
struct QualityJudge {
  private var faults: [FaultInterval] = []
  private var ours = AlarmAccount(.ours)
  private var openFlags: [Flag] = []
  private var oracle: OracleAlarms
  private let slots: [QualityPlayers.Slot]
  private let coin: RandomKey
  private let gateway: DeviceIndex
  private let start: SimTime
  private var end = SimTime.distantPast
  /// What each candidate for the null counted, in order of ``QualityPlayers/Candidate``; for all
  /// homes together they decide who it is.
  private(set) var candidateSums: [[Double]] = []

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    start = lane.start
    gateway = home.sitePlan.devices.first { $0.kind == .gateway }?.index ?? DeviceIndex(0)
    oracle = OracleAlarms(home: home, directory: directory, lane: lane)
    slots = directory.slots.map {
      QualityPlayers.Slot(device: $0.device, channel: $0.sheet.channel)
    }
    coin = RandomKey(
      seed: home.specification.seed, purpose: Purpose("scoring.quality.coin"),
      entity: UInt64(home.specification.home.rawValue))
  }

  var heldCount: Int { openFlags.count + oracle.heldCount }

  mutating func take(
    truth: TruthBuffer, tap: LaneTap, flags: [Flag], day: (SimTime) -> Int,
    board: inout ScoreBoard, firstScore: Int
  ) {
    // Faults first: they stand at a home's very beginning, before any alarm.
    for event in truth.events { note(event) }
    oracle.take(tap: tap, truth: truth)
    for flag in flags {
      guard let alarm = closed(flag) else { continue }
      ours.take(alarm, faults: faults, dayOf: day, to: &board, firstScore: firstScore)
    }
  }

  private mutating func note(_ event: TruthEvent) {
    switch event {
    // What ended in the history nobody could be told of.
    case .fault(_, _, _, _, _, let end) where end <= start: break
    case .deviceFault(_, _, _, _, let end) where end <= start: break
    case .uplinkFault(_, _, let end) where end <= start: break
    case .fault(let device, let channel, let kind, _, let start, let end):
      faults.append(
        FaultInterval(device: device, channel: channel, kind: kind, start: start, end: end))
    case .deviceFault(let device, let kind, let magnitude, let start, let end):
      if kind.showsInMessages {
        oracle.watch(kind, of: device, magnitude: magnitude, start: start, end: end)
      }
      faults.append(
        FaultInterval(device: device, channel: nil, kind: kind, start: start, end: end))
    case .uplinkFault(let kind, let start, let end):
      oracle.watch(kind, start: start, end: end)
      faults.append(
        FaultInterval(device: gateway, channel: nil, kind: kind, start: start, end: end))
    default: break
    }
  }

  /// The alarm that a flag ends; nil where one begins.
  private mutating func closed(_ flag: Flag) -> Alarm? {
    if flag.end == .distantFuture {
      openFlags.append(flag)
      return nil
    }
    let open = openFlags.firstIndex {
      $0.device == flag.device && $0.channel == flag.channel && $0.kind == flag.kind
    }
    guard let open else { return nil }
    openFlags.remove(at: open)
    return Alarm(
      device: flag.device, channel: flag.channel, kind: flag.kind, start: flag.start,
      end: flag.end, raisedAt: flag.raisedAt)
  }

  mutating func finish(
    at end: SimTime, day: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) {
    self.end = end
    let days = days
    ours.finish(faults: faults, days: days, dayOf: day, to: &board, firstScore: firstScore)
    let random = QualityPlayers.coin(
      slots, count: max(faults.count, 1), start: start, end: end, key: coin.branched(1))
    for (player, alarms) in [(Player.random, random), (.oracle, oracle.alarms)] {
      QualityScorer.add(
        alarms: alarms, faults: faults, days: days, player: player, dayOf: day, to: &board,
        firstScore: firstScore)
    }
    candidateSums = QualityPlayers.Candidate.allCases.map {
      QualityPlayers.sums(candidateBoard($0, day: day))
    }
  }

  private var days: Double { (end - start).hours / 24 }

  /// What a candidate for the null did, as ``Player/null``; to be asked after the end.
  func candidateBoard(
    _ candidate: QualityPlayers.Candidate, day: (SimTime) -> Int
  ) -> ScoreBoard {
    var board = ScoreBoard(definitions: QualityScorer.definitions)
    let alarms = QualityPlayers.alarms(
      of: candidate, slots, faultCount: faults.count, start: start, end: end, key: coin)
    QualityScorer.add(
      alarms: alarms, faults: faults, days: days, player: .null, dayOf: day, to: &board,
      firstScore: 0)
    return board
  }
}
