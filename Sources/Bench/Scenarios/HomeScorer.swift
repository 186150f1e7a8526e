internal import Clockwork
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Patterns
internal import Scoring
internal import Telemetry
internal import Truth

/// Lays one home's conclusions beside its truth as the run goes on.
///
/// Works in the order of simulated time, so that it does not matter how often it is called. Holds
/// its own players, which get what the lane's stages got.
struct HomeScorer {
  let catalogue: ScoreCatalogue
  let start: SimTime
  var board: ScoreBoard
  /// Set in runs that only lend their energy figures to another run.
  let isEnergyOnly: Bool

  private var ingestion = IngestionJudge()
  var fusion: FusionJudge
  /// What the store will be asked about; nil where nobody asks.
  private(set) var storage: StorageJudge?
  var patterns: PatternJudge
  var faults: [FaultInterval] = []
  var alarms: [Alarm] = []
  var oracleAlarms: OracleAlarms
  /// Quality's players that compete for the null, in order of ``QualityPlayers/Candidate``.
  private(set) var qualityNulls: [ScoreBoard] = []
  private let qualitySlots: [QualityPlayers.Slot]
  private let coin: RandomKey
  var forecasts: ForecastJudge
  var sampling: SamplingJudge?
  var spoken: [SpokenTruth] = []
  var answers: [MessageID: Answer] = [:]
  var tasks = TaskJudge()
  var energyDay = EnergyScorer.Day()
  var energyDays: [EnergyScorer.Day] = []
  var energyDayIndex = 0
  private var openFlags: [Flag] = []
  private let gateway: DeviceIndex

  init(
    home: Home, lane: LaneSettings, catalogue: ScoreCatalogue, isEnergyOnly: Bool
  ) {
    self.catalogue = catalogue
    self.isEnergyOnly = isEnergyOnly
    start = lane.start
    gateway = home.sitePlan.devices.first { $0.kind == .gateway }?.index ?? DeviceIndex(0)
    board = ScoreBoard(definitions: catalogue.definitions)
    let directory = ChannelDirectory(home.sitePlan, rangeMargin: 0)
    fusion = FusionJudge(home: home, directory: directory, lane: lane)
    patterns = PatternJudge(home: home, lane: lane)
    oracleAlarms = OracleAlarms(home: home, directory: directory, lane: lane)
    forecasts = ForecastJudge(home: home, lane: lane)
    qualitySlots = directory.slots.map {
      QualityPlayers.Slot(device: $0.device, channel: $0.sheet.channel)
    }
    coin = RandomKey(
      seed: home.specification.seed, purpose: Purpose("scoring.quality.coin"),
      entity: UInt64(home.specification.home.rawValue))
    if home.specification.isAudited, !isEnergyOnly {
      sampling = SamplingJudge(home: home, directory: directory, lane: lane)
      if lane.storeMode != nil {
        storage = StorageJudge(home: home, directory: directory, lane: lane)
      }
    }
  }

  /// The day of the run to which a moment counts, from 0.
  func day(_ time: SimTime) -> Int { dayOf(time) }

  /// The same without the scorer, for players that are changed meanwhile.
  private var dayOf: (SimTime) -> Int {
    let start = start
    return { max(Int(($0 - start) / .days(1)), 0) }
  }

  /// Takes what was so and what was concluded since the last call.
  mutating func consume(
    truth: TruthBuffer, conclusions: Conclusions, tap: LaneTap
  ) {
    for index in truth.homes.indices where truth.homes[index].time > start {
      addEnergy(truth, index)
    }
    if isEnergyOnly { return }
    let dayOf = dayOf
    ingestion.take(tap: tap, now: truth.homes.last?.time ?? start)
    storage?.take(tap: tap)
    forecasts.take(
      truth: truth, tap: tap, forecasts: conclusions.forecasts, day: dayOf, board: &board,
      firstScore: catalogue.forecasting)
    fusion.score(
      truth: truth, estimates: conclusions.estimates, tap: tap, day: dayOf, board: &board,
      firstScore: catalogue.fusion)
    oracleAlarms.take(tap: tap, truth: truth)
    patterns.take(truth: truth, tap: tap, matches: conclusions.matches)
    for flag in conclusions.flags { note(flag) }
    for event in truth.events { note(event) }
    for answer in conclusions.answers { answers[answer.utterance] = answer }
    sampling?.take(truth: truth, day: dayOf, board: &board, firstScore: catalogue.sampling)
  }

  private mutating func addEnergy(_ truth: TruthBuffer, _ index: Int) {
    let home = truth.homes[index]
    // The step that ends at midnight belongs to the day before.
    let dayIndex = day(home.time - .microseconds(1))
    if dayIndex != energyDayIndex {
      closeEnergyDay()
      energyDayIndex = dayIndex
    }
    let rooms = truth.rooms[index * truth.roomCount..<(index + 1) * truth.roomCount]
    energyDay.add(home: home, rooms: rooms, stepHours: 1.0 / 60)
  }

  private mutating func closeEnergyDay() {
    while energyDays.count <= energyDayIndex { energyDays.append(EnergyScorer.Day()) }
    energyDays[energyDayIndex] = energyDay
    energyDay = EnergyScorer.Day()
  }

  private mutating func note(_ flag: Flag) {
    if flag.end == .distantFuture {
      openFlags.append(flag)
    } else if let open = openFlags.firstIndex(where: {
      $0.device == flag.device && $0.channel == flag.channel && $0.kind == flag.kind
    }) {
      openFlags.remove(at: open)
      alarms.append(
        Alarm(
          device: flag.device, channel: flag.channel, start: flag.start, end: flag.end,
          raisedAt: flag.raisedAt))
    }
  }

  private mutating func note(_ event: TruthEvent) {
    switch event {
    case .fault(let device, let channel, let kind, _, let start, let end):
      faults.append(
        FaultInterval(device: device, channel: channel, kind: kind, start: start, end: end))
    case .uplinkFault(let kind, let start, let end):
      faults.append(
        FaultInterval(device: gateway, channel: nil, kind: kind, start: start, end: end))
    case .spoken(let truth): spoken.append(truth)
    default: break
    }
  }

  /// Scores what can only be judged at the end.
  mutating func finish(end: SimTime) {
    closeEnergyDay()
    for (index, day) in energyDays.enumerated() where day.hours > 0 {
      EnergyScorer.add(
        day, player: .ours, dayIndex: index, to: &board, firstScore: catalogue.energy)
    }
    if isEnergyOnly { return }
    let days = (end - start).hours / 24
    let dayOf = dayOf
    finishQuality(days: days, end: end)
    patterns.finish(dayOf: dayOf, board: &board, firstScore: catalogue.patterns)
    finishConversation()
    tasks.finish(day: dayOf, board: &board, firstScore: catalogue.conversation)
    forecasts.finish(board: &board, firstScore: catalogue.forecasting)
    sampling?.finish(day: dayOf, board: &board, firstScore: catalogue.sampling)
  }

  /// - Parameter droppedDoubles: copies that ingestion recognised, by its own count.
  mutating func finishIngestion(droppedDoubles: Int) {
    ingestion.finish(
      droppedDoubles: droppedDoubles, board: &board, firstScore: catalogue.ingestion)
  }

  private mutating func finishQuality(days: Double, end: SimTime) {
    let first = catalogue.quality
    let dayOf = dayOf
    let random = QualityPlayers.coin(
      qualitySlots, count: max(faults.count, 1), start: start, end: end, key: coin.branched(1))
    let players: [(Player, [Alarm])] = [
      (.ours, alarms), (.random, random), (.oracle, oracleAlarms.alarms),
    ]
    for (player, alarms) in players {
      QualityScorer.add(
        alarms: alarms, faults: faults, days: days, player: player, dayOf: dayOf, to: &board,
        firstScore: first)
    }
    // Which of them is the null is known once all homes have ended.
    qualityNulls = QualityPlayers.Candidate.allCases.map { candidate in
      var board = ScoreBoard(definitions: QualityScorer.definitions)
      let alarms = QualityPlayers.alarms(
        of: candidate, qualitySlots, faultCount: faults.count, start: start, end: end, key: coin)
      QualityScorer.add(
        alarms: alarms, faults: faults, days: days, player: .null, dayOf: dayOf, to: &board,
        firstScore: 0)
      return board
    }
  }

  private mutating func finishConversation() {
    for (index, truth) in spoken.enumerated() {
      // Words that never arrived are the network's failure, not the agent's.
      guard let answer = answers[truth.message] else { continue }
      var players: [(Player, Intent?)] = [
        (.ours, answer.intent), (.null, nil), (.oracle, truth.intent),
      ]
      if spoken.count > 1 {
        players.append((.random, spoken[(index + 1) % spoken.count].intent))
      }
      for (player, intent) in players {
        ConversationScorer.add(
          answer: intent, spoken: truth, player: player, day: day(truth.time), to: &board,
          firstScore: catalogue.conversation)
      }
    }
  }
}
