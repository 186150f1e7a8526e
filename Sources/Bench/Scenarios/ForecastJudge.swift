internal import Clockwork
internal import Homes
internal import Ingestion
internal import Lanes
internal import Scoring
internal import Telemetry
internal import Truth

/// Forecasting's players for one home, and the hours that came.
struct ForecastJudge {
  private struct Pending {
    var player: Player
    var forecast: Forecast
    var day: Int
    /// In-sample error of the hours before the forecast, W; nil where history is too short.
    var scale: Double?
  }

  private let start: SimTime
  private var null: LaneForecaster?
  private var pending: [Pending] = []
  private var previous: Forecast?
  private var lived: HourlyTruth
  /// Origins of which every hour was compared with the truth.
  private(set) var originCount = 0
  private(set) var silence = SilenceCount()

  init(home: Home, lane: LaneSettings) {
    start = lane.start
    lived = HourlyTruth(horizon: lane.forecastHorizonHours ?? 24)
    if let horizon = lane.forecastHorizonHours {
      null = LaneForecaster(
        model: .seasonalNaive, horizonHours: horizon, chance: lane.chance,
        zoneRule: home.sitePlan.zoneRule, home: home.specification.home)
      // It issues at the first tick of a new day, hence it must know the day of the birth.
      var none: [Forecast] = []
      null?.tick(home.specification.birth, forecasts: &none)
    }
  }

  /// Adds a forecast of the oracle's, made by forking the world.
  mutating func addOracle(_ forecast: Forecast, day: Int) {
    pending.append(Pending(player: .oracle, forecast: forecast, day: day, scale: nil))
  }

  mutating func take(
    truth: TruthBuffer, tap: LaneTap, forecasts: [Forecast], day: (SimTime) -> Int,
    board: inout ScoreBoard, firstScore: Int
  ) {
    for state in truth.homes { lived.add(state) }
    var next = 0
    for closing in tap.closings {
      while next < tap.entries.count, tap.entries[next].tick <= closing.tick {
        feed(tap.entries[next])
        next += 1
      }
      var nulls: [Forecast] = []
      null?.tick(closing.tick, forecasts: &nulls)
      let own = forecasts.first { $0.issuedAt == closing.tick }
      // Who issues nothing where the null does is charged with its forecast.
      guard closing.tick > start, let forecast = own ?? nulls.first else { continue }
      add(forecast, null: nulls.first, isOwn: own != nil, day: day(closing.tick))
      if own != nil { previous = forecast }
    }
    while next < tap.entries.count {
      feed(tap.entries[next])
      next += 1
    }
    settle(board: &board, firstScore: firstScore)
  }

  /// An origin counts where the null had a full season to go by; all players forecast there.
  private mutating func add(_ forecast: Forecast, null: Forecast?, isOwn: Bool, day: Int) {
    guard let null,
      lived.livedCount(before: forecast.firstHour) >= ForecastScorer.nullPeriodHours
    else {
      pending.removeAll {
        $0.player == .oracle && $0.forecast.issuedAt == forecast.issuedAt
      }
      return
    }
    silence.note(isSilent: !isOwn)
    let scale = lived.scale(before: forecast.firstHour)
    for index in pending.indices
    where pending[index].player == .oracle
      && pending[index].forecast.issuedAt == forecast.issuedAt
    {
      pending[index].scale = scale
    }
    var players: [(Player, Forecast)] = [(.ours, forecast), (.null, null)]
    if var stale = previous {
      stale.firstHour = forecast.firstHour
      players.append((.random, stale))
    }
    for (player, forecast) in players {
      pending.append(Pending(player: player, forecast: forecast, day: day, scale: scale))
    }
  }

  var heldCount: Int { pending.count + lived.heldCount }

  /// Lets go of a home that had too few origins.
  func finish(board: inout ScoreBoard, firstScore: Int) {
    guard originCount < ForecastScorer.originsMin else { return }
    board.clear(firstScore..<firstScore + ForecastScorer.definitions.count)
  }

  private mutating func feed(_ entry: LaneTap.Entry) {
    guard entry.reading.channel == .energy else { return }
    // The null issues at the first tick of a day too, so that it knows when a day begins.
    null?.observe(energyKWh: entry.reading.value, at: entry.reading.eventTime)
  }

  private mutating func settle(board: inout ScoreBoard, firstScore: Int) {
    var waiting = pending
    pending = []
    waiting.removeAll { item in
      let last = item.forecast.firstHour + .hours(Int64(item.forecast.mean.count - 1))
      guard lived.mean(atHour: last) != nil else { return false }
      if item.player == .ours { originCount += 1 }
      lived.judge(
        item.forecast, scale: item.scale, player: item.player, day: item.day, board: &board,
        firstScore: firstScore)
      return true
    }
    pending = waiting
  }
}
