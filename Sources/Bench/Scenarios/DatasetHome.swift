internal import Clockwork
internal import Exchange
internal import Forecasting
internal import Scoring
internal import Telemetry
internal import Truth

/// One home of a dataset: its truth beside what somebody concluded.
struct DatasetHome {
  let catalogue = ScoreCatalogue()
  private(set) var board: ScoreBoard
  private(set) var silence: [Layout: SilenceCount] = [:]
  /// Rows that turned out to be of no use, each told to whoever counts them.
  private(set) var refusals: [(inout OutsideConclusions) -> Void] = []
  /// Forecasts of which every hour was compared.
  private(set) var originCount = 0
  /// What each candidate for quality's null counted.
  private(set) var candidateSums: [[Double]] = []

  private let truth: TruthTables.Home
  private let plan: SitePlan
  private let subjects: [Frame.Subject: Int]
  private let outside: OutsideHome
  private let dayOf: (SimTime) -> Int
  private let faults: [FaultInterval]
  private let coin: RandomKey

  init(_ tables: TruthTables, home: Int, outside: OutsideHome) {
    board = ScoreBoard(definitions: catalogue.definitions)
    truth = tables.homes[home]
    plan = tables.frame.homes[home].plan
    subjects = Dictionary(
      uniqueKeysWithValues: tables.frame.homes[home].subjects.enumerated().map { ($1, $0) })
    self.outside = outside
    let start = tables.frame.start
    dayOf = { max(Int(($0 - start) / .days(1)), 0) }
    faults = truth.faults.map {
      FaultInterval(
        device: $0.device, channel: $0.channel, kind: $0.kind, start: $0.start, end: $0.end)
    }
    coin = RandomKey(seed: 0, purpose: Purpose("scoring.quality.coin"), entity: UInt64(home))
  }

  mutating func score(_ layouts: [Layout]) {
    for layout in layouts {
      switch layout {
      case .estimates: scoreEstimates()
      case .flags: scoreFlags()
      case .matches: scoreMatches()
      case .forecasts: scoreForecasts()
      case .answers: scoreAnswers()
      case .actions: break
      }
    }
  }

  private mutating func refuse<Value>(
    _ kind: RowProblems.Kind, _ row: Placed<Value>, count: Int = 1, _ text: String
  ) {
    refusals.append { $0.refuse(kind, row, count: count, text) }
  }

  // MARK: Fusion

  /// Both lists are in order of time and of the home's subjects.
  private mutating func scoreEstimates() {
    var count = SilenceCount()
    var next = 0
    var sums: FusionSums?
    func isBefore(_ next: Int, _ state: TruthTables.State) -> Bool {
      next < outside.estimates.count && place(next) < (state.time, state.subject)
    }
    let channels = Dictionary(uniqueKeysWithValues: subjects.map { ($1, $0.channel) })
    for state in truth.states {
      while isBefore(next, state) {
        refuseEstimate(outside.estimates[next])
        next += 1
      }
      guard let quantity = channels[state.subject].flatMap(FusionScorer.position) else { continue }
      let today = dayOf(state.time - .microseconds(1))
      if sums?.day != today {
        sums?.store(to: &board)
        sums = FusionSums(board, day: today, firstScore: catalogue.fusion)
      }
      let isSaid =
        next < outside.estimates.count && place(next) == (state.time, state.subject)
      count.note(isSilent: !isSaid)
      guard isSaid else { continue }
      let estimate = outside.estimates[next].value
      next += 1
      sums?.add(
        Belief(mean: estimate.mean, sd: estimate.sd), truth: state.value, quantity: quantity,
        player: .ours)
    }
    sums?.store(to: &board)
    for row in outside.estimates[next...] { refuseEstimate(row) }
    silence[.estimates] = count
  }

  /// Where an estimate stands in the order of the truth.
  private func place(_ index: Int) -> (SimTime, Int) {
    let estimate = outside.estimates[index].value
    return (
      estimate.time,
      subjects[Frame.Subject(room: estimate.room, channel: estimate.channel)] ?? 0
    )
  }

  private mutating func refuseEstimate(_ row: Placed<Estimate>) {
    refuse(
      .offGrid, row,
      "time: found \(JSONTimestamp.text(row.value.time)), where estimates.csv of the truth has no "
        + "row of this room and quantity")
  }

  // MARK: Quality

  private mutating func scoreFlags() {
    let alarms = outside.flags.map { row in
      Alarm(
        device: row.value.device, channel: row.value.channel, kind: row.value.kind,
        start: row.value.start, end: row.value.end, raisedAt: row.value.raisedAt)
    }
    add(alarms, .ours, to: &board, firstScore: catalogue.quality)
    let random = QualityPlayers.coin(
      slots, count: max(faults.count, 1), start: truth.start, end: truth.end,
      key: coin.branched(1))
    add(random, .random, to: &board, firstScore: catalogue.quality)
    candidateSums = QualityPlayers.Candidate.allCases.map {
      QualityPlayers.sums(candidateBoard($0))
    }
  }

  private var slots: [QualityPlayers.Slot] {
    plan.devices.flatMap { device in
      device.channels.map { QualityPlayers.Slot(device: device.index, channel: $0.channel) }
    }
  }

  /// What a candidate for the null did.
  func candidateBoard(_ candidate: QualityPlayers.Candidate) -> ScoreBoard {
    var own = ScoreBoard(definitions: QualityScorer.definitions)
    let alarms = QualityPlayers.alarms(
      of: candidate, slots, faultCount: faults.count, start: truth.start, end: truth.end, key: coin)
    add(alarms, .null, to: &own, firstScore: 0)
    return own
  }

  private func add(
    _ alarms: [Alarm], _ player: Player, to board: inout ScoreBoard, firstScore: Int
  ) {
    QualityScorer.add(
      alarms: alarms, faults: faults, days: (truth.end - truth.start).hours / 24, player: player,
      dayOf: dayOf, to: &board, firstScore: firstScore)
  }

  // MARK: Patterns

  /// Hour by hour as a run goes on: an alarm that comes a day late helps nobody.
  private mutating func scoreMatches() {
    let matches = outside.matches.map(\.value)
    let rooms = max(plan.rooms.count, 1)
    add(matches, .ours)
    if rooms > 1 {
      add(matches.map { PatternScorer.inNextRoom($0, roomCount: rooms) }, .random)
    }
    add(truth.matches, .oracle)
  }

  private mutating func add(_ matches: [PatternMatch], _ player: Player) {
    var account = PatternAccount(player)
    var (own, ideal) = (0, 0)
    var now = truth.start
    while now < truth.end {
      if account.heldCount == 0 {
        // Nothing happens in the hours up to the next event, and a home may be watched for years.
        let next =
          [
            matches[own...].first?.raisedAt, truth.matches[ideal...].first?.end,
          ].compactMap { $0 }.min() ?? truth.end
        now += .hours(Int64(max((min(next, truth.end) - now) / .hours(1) - 1, 0)))
      }
      now = min(now + .hours(1), truth.end)
      let (firstOwn, firstIdeal) = (own, ideal)
      while own < matches.count, matches[own].raisedAt <= now { own += 1 }
      while ideal < truth.matches.count, truth.matches[ideal].end <= now { ideal += 1 }
      account.take(
        matches: matches[firstOwn..<own], ideal: truth.matches[firstIdeal..<ideal])
      account.settle(upTo: now, dayOf: dayOf, to: &board, firstScore: catalogue.patterns)
    }
    account.take(matches: matches[own...], ideal: truth.matches[ideal...])
    account.settle(
      upTo: .distantFuture, dayOf: dayOf, to: &board, firstScore: catalogue.patterns)
  }

  // MARK: Conversation

  private mutating func scoreAnswers() {
    var judge = ConversationJudge()
    var said: [MessageID: SimTime] = [:]
    for words in truth.words {
      said[words.message] = words.time
      judge.take(words)
      judge.take(heard: words.message)
    }
    for row in outside.answers {
      if let refusal = Substitute.refusal(of: row.value, said: said[row.value.utterance]) {
        refuse(refusal.kind, row, refusal.text)
      } else {
        judge.take(row.value)
      }
    }
    judge.finish(day: dayOf, board: &board, firstScore: catalogue.conversation)
    silence[.answers] = judge.silence
  }

  // MARK: Forecasting

  /// Each forecast counts where a full season of truth lies before it and all its hours are known.
  private mutating func scoreForecasts() {
    var lived = HourlyTruth(horizon: TruthTables.horizonHours)
    var series = HourlySeries()
    var null = SeasonalNaive()
    var previous: Forecast?
    var pending: [(row: Placed<Forecast>, players: [(Player, Forecast)], scale: Double?)] = []
    var next = 0
    for hour in truth.hours {
      while next < outside.forecasts.count,
        outside.forecasts[next].value.firstHour <= hour.start
      {
        let row = outside.forecasts[next]
        next += 1
        guard row.value.firstHour == hour.start,
          row.value.firstHour + TruthTables.issueDelay > truth.start,
          lived.livedCount(before: hour.start) >= ForecastScorer.nullPeriodHours,
          let naive = try? null.forecast(
            series,
            ForecastRequest(issuedAt: hour.start, horizonHours: TruthTables.horizonHours))
        else {
          refuseForecast(row)
          continue
        }
        var players = [(Player.ours, row.value), (.null, naive.conclusion(channel: .power))]
        if var stale = previous {
          stale.firstHour = hour.start
          players.append((.random, stale))
        }
        previous = row.value
        pending.append((row, players, lived.scale(before: hour.start)))
      }
      lived.add(hour: hour.start, mean: hour.meanW)
      _ = series.add(hour.meanW, at: hour.start, coverage: 1)
      while let first = pending.first,
        first.row.value.firstHour + .hours(Int64(TruthTables.horizonHours - 1)) <= hour.start
      {
        for (player, forecast) in first.players {
          lived.judge(
            forecast, scale: first.scale, player: player,
            day: dayOf(forecast.firstHour + TruthTables.issueDelay), board: &board,
            firstScore: catalogue.forecasting)
        }
        originCount += 1
        pending.removeFirst()
      }
    }
    for row in pending.map(\.row) + outside.forecasts[next...] { refuseForecast(row) }
    if originCount < ForecastScorer.originsMin {
      let first = catalogue.forecasting
      board.clear(first..<first + ForecastScorer.definitions.count)
    }
  }

  private mutating func refuseForecast(_ row: Placed<Forecast>) {
    refuse(
      .notScored, row, count: TruthTables.horizonHours,
      "found a forecast from \(JSONTimestamp.text(row.value.firstHour)) on, expected one of hours "
        + "in which this home is watched, that power has, and \(ForecastScorer.nullPeriodHours) "
        + "before them")
  }
}
