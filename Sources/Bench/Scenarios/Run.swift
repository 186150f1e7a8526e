public import Clockwork
internal import Exchange
internal import Homes
internal import Ingestion
internal import Lanes
internal import Realism
internal import ScenarioFiles
public import Scoring
internal import Telemetry

/// How a run is carried out; none of it changes a bit of its results.
public struct RunOptions: Sendable {
  public var threadCount: Int
  public var window: SimDuration
  /// Where outside programs run: the scenario's folder.
  public var programFolder = "."
  /// Where what they write to their standard errors is kept, and what they answer if they would not
  /// answer the same again; nil: nowhere for long.
  public var stageFolder: String?
  /// What takes the place of programs.
  public var recordings: [StagePrograms.Recording] = []
  /// Set where a recorded wire takes the place of the homes.
  var hasNoDevices = false

  public init(threadCount: Int, window: SimDuration) {
    self.threadCount = threadCount
    self.window = window
  }
}

/// How far a run has come.
public struct RunProgress: Sendable {
  public var label: String
  /// Which life of the homes this is, from 0, and how many there are: players are lives of their
  /// own.
  public var pass: Int
  public var passCount: Int
  /// Simulated time done and to do in this pass.
  public var done: SimDuration
  public var total: SimDuration

  public init(
    label: String, pass: Int = 0, passCount: Int = 1, done: SimDuration, total: SimDuration
  ) {
    self.label = label
    self.pass = pass
    self.passCount = passCount
    self.done = done
    self.total = total
  }
}

/// What a run found out.
public struct RunResult: Sendable {
  public var scores: [Score]
  public var fingerprint: RunFingerprint
  public var readingCount: Int
  public var receivedCopyCount: Int
  public var receivedByteCount: Int
  /// Copies of messages that devices sent, all accounted for.
  public var sentCopyCount: Int64 { ledger.count(.sent) }
  /// Rare branches of the world that its homes took.
  public var probes: ProbeTotals
  public var boundViolations: [String]
  /// Programs that stood in for stages.
  public var outside: [StageRecord]
  var portraits: [Portrait]
  var incidents: [IncidentRecord]
  var survey: HomeSurvey
  var catalogue: ScoreCatalogue
  var ledger: LedgerTotals
  var plausibility: PlausibilityTotals
  var homes: HomeTable
}

/// The four parts that must be equal whenever scenario and seed are.
public struct RunFingerprint: Sendable, Hashable {
  public var truth: String
  public var wire: String
  public var conclusions: String
  public var scores: String

  /// One text for all four.
  public var whole: String {
    var hash = Fingerprint()
    for part in [truth, wire, conclusions, scores] { hash.combine(part) }
    return hash.hex
  }
}

/// Lives a plan through: homes and lanes in windows on threads.
public final class Run {
  let plan: RunPlan
  let options: RunOptions
  let outputs: RunOutputs?
  private let runner: ShardRunner
  private let cancellation: CancellationFlag
  private let compressors = CompressorPool()
  let report: (RunProgress) -> Void
  let catalogue = ScoreCatalogue()
  /// Whose conclusions are scored in the place of the pipeline's; nil in a run of its own.
  var outside: OutsideConclusions?

  /// - Parameters:
  ///   - outputs: where stores go; nil keeps nothing but scores.
  ///   - cancellation: asked between windows and homes.
  public init(
    _ plan: RunPlan, options: RunOptions, outputs: RunOutputs?,
    cancellation: CancellationFlag = CancellationFlag(),
    report: @escaping (RunProgress) -> Void
  ) {
    self.plan = plan
    self.options = options
    self.outputs = outputs
    runner = ShardRunner(threadCount: options.threadCount)
    self.cancellation = cancellation
    self.report = report
  }

  /// - Throws: ``RunError``; a ledger that does not balance is a bug and ends the run.
  public func execute() throws -> RunResult {
    do { return try liveAndScore() } catch is RunCancelled { throw RunError.interrupted }
  }

  private func liveAndScore() throws -> RunResult {
    var settings = plan.laneSettings
    settings.storeMode = outputs?.storeMode
    let players = EnergyPlayers(plan)
    passCount = 1 + players.chosen.count
    let main = try live(settings: settings, label: "run", player: .ours)
    var boards = main.map { $0.scorer.board }
    try addEnergyPlayers(players, to: &boards)
    let scorers = main.map(\.scorer)
    catalogue.addQualityNull(scorers, &boards)
    try askStore(main, &boards)
    var scores = catalogue.judge(boards, scorers, storageExcuse: storageExcuse)
    players.excuse(&scores)
    scores += Judge.stageSkills(scores)
    DevelopmentSeeds.mark(&scores, seed: plan.seed)
    let homes = HomeTable(plan, boards: boards, definitions: catalogue.definitions)
    var result = summarise(main, scores: scores, homes: homes)
    result.survey = try survey(main, runner: runner, cancellation: cancellation)
    applyExpectations(&result.scores)
    return result
  }

  // MARK: Windows

  func live(
    settings: LaneSettings, label: String, player: EnergyScorer.Player
  ) throws -> [Shard] {
    let tracks = WeatherTracks(plan)
    let outputs = player == .ours ? outputs : nil
    var window = Int64(0)
    var from = plan.birth
    var shards: [Shard] = []
    let total = plan.end - plan.birth
    let desk = player == .ours ? try StageDesk(plan, options: options) : nil
    func tell(_ done: SimDuration) {
      report(
        RunProgress(label: label, pass: pass, passCount: passCount, done: done, total: total))
    }
    defer { pass += 1 }
    tell(.zero)
    while from < plan.end {
      let to = min(from + options.window, plan.end)
      // Forks live as far as forecasts look, from the hour of their issue on.
      let ahead = SimDuration.hours(Int64(max(settings.forecastHorizonHours ?? 24, 24) + 2))
      let track = tracks.track(
        from: from, through: (to + ahead).roundedUp(to: .minutes(1), from: plan.birth))
      if shards.isEmpty {
        shards = makeShards(settings, track, player: player)
        if let outside, player == .ours {
          for (shard, home) in zip(shards, outside.homes) {
            shard.substitute = Substitute(home, layouts: outside.layouts)
          }
        }
      }
      try desk?.live(
        shards.map { LivingHome($0, weather: track) }, from: from, to: to, runner: runner,
        cancellation: cancellation)
      try forEach(shards, window: window, outputs: outputs) { shard in
        shard.run(to: to, weather: track)
        return (to, false)
      }
      window += 1
      from = to
      tell(to - plan.birth)
    }
    let end = plan.end
    try forEach(shards, window: window, outputs: outputs) { shard in
      shard.finish(at: end)
      return (end, true)
    }
    if let desk { programs = try desk.finish() }
    try outputs?.finish(shards)
    return shards
  }

  /// Lets the threads take the shards of a window, each closed and packed where it was lived; one
  /// thread at a time writes, in home order.
  private func forEach(
    _ shards: [Shard], window: Int64, outputs: RunOutputs?,
    _ body: @Sendable (Shard) -> (end: SimTime, isLast: Bool)
  ) throws {
    let desk = PageDesk { page in
      guard let receipt = try outputs?.write(page) else { return }
      shards[page.home].book(receipt)
    }
    let compressors = compressors
    try runner.run(shardCount: shards.count, cancellation: cancellation) { index in
      let (end, isLast) = body(shards[index])
      let page = try compressors.lend {
        try shards[index].closeWindow(window, at: end, isLast: isLast, using: $0)
      }
      try desk.handIn(page)
    }
  }

  private var pass = 0
  private var programs: [StageRecord] = []
  /// How many times the homes live, for the time left: ours and one for each acting player.
  var passCount = 1

  private func makeShards(
    _ settings: LaneSettings, _ track: WeatherTrack, player: EnergyScorer.Player
  ) -> [Shard] {
    let portrait = player == .ours ? PortraitChoice(plan) : nil
    return (0..<plan.scenario.homeCount).map { index in
      Shard(
        plan, home: index, weather: track, catalogue: catalogue,
        portrait: portrait?.home == index ? portrait : nil, player: player, settings: settings,
        keeping: player == .ours ? outputs?.keeping ?? Shard.Keeping() : Shard.Keeping())
    }
  }

  // MARK: Summary

  private func summarise(
    _ shards: [Shard], scores: [Score], homes: HomeTable
  ) -> RunResult {
    var truth = Fingerprint()
    var wire = Fingerprint()
    var conclusions = Fingerprint()
    for shard in shards {
      let parts = shard.fingerprints
      truth.combine(parts.truth)
      wire.combine(parts.wire)
      conclusions.combine(parts.conclusions)
    }
    var hash = Fingerprint()
    hash.combine(ScoreText.canonical(scores))
    return RunResult(
      scores: scores,
      fingerprint: RunFingerprint(
        truth: truth.hex, wire: wire.hex, conclusions: conclusions.hex, scores: hash.hex),
      readingCount: shards.reduce(0) { $0 + $1.readingCount },
      receivedCopyCount: shards.reduce(0) { $0 + Int($1.lane.intake.statistics.copyCount) },
      receivedByteCount: shards.reduce(0) { $0 + Int($1.lane.intake.statistics.byteCount) },
      probes: ProbeTotals(shards), boundViolations: Judge.boundViolations(scores),
      outside: programs, portraits: shards.compactMap(\.portrait),
      incidents: shards.flatMap(\.incidents), survey: HomeSurvey(), catalogue: catalogue,
      ledger: LedgerTotals(shards), plausibility: PlausibilityTotals(shards), homes: homes)
  }

  func applyExpectations(_ scores: inout [Score]) {
    for expectation in plan.scenario.expectations {
      guard let index = scores.firstIndex(where: { $0.id == expectation.scoreID }) else {
        continue
      }
      scores[index].status = Verdicts.status(expectation, scores[index])
    }
  }
}
