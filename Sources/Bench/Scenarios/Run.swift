public import Clockwork
internal import Compression
internal import Dispatch
internal import Homes
internal import Ingestion
internal import Lanes
internal import ScenarioFiles
public import Scoring
internal import Synchronization
internal import Telemetry

/// How a run is carried out; none of it changes a bit of its results.
public struct RunOptions: Sendable {
  public var threadCount: Int
  public var window: SimDuration

  public init(threadCount: Int, window: SimDuration) {
    self.threadCount = threadCount
    self.window = window
  }
}

/// How far a run has come.
public struct RunProgress: Sendable {
  public var label: String
  /// Simulated time done and to do.
  public var done: SimDuration
  public var total: SimDuration
}

/// What a run found out.
public struct RunResult: Sendable {
  public var scores: [Score]
  public var fingerprint: RunFingerprint
  public var readingCount: Int
  public var receivedCopyCount: Int
  public var receivedByteCount: Int
  public var imbalances: [String]
  public var boundViolations: [String]
  var portraits: [Portrait]
  var catalogue: ScoreCatalogue
  var ledger: LedgerTotals
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
  private let outputs: RunOutputs?
  private let isCancelled: @Sendable () -> Bool
  private let report: (RunProgress) -> Void
  private let catalogue = ScoreCatalogue()

  /// - Parameters:
  ///   - outputs: where stores go; nil keeps nothing but scores.
  ///   - isCancelled: asked between windows and homes.
  public init(
    _ plan: RunPlan, options: RunOptions, outputs: RunOutputs?,
    isCancelled: @escaping @Sendable () -> Bool, report: @escaping (RunProgress) -> Void
  ) {
    self.plan = plan
    self.options = options
    self.outputs = outputs
    self.isCancelled = isCancelled
    self.report = report
  }

  /// - Throws: ``RunError``.
  public func execute() throws -> RunResult {
    var settings = plan.laneSettings
    settings.storeMode = outputs?.storeMode
    let main = try live(settings: settings, label: "run", isEnergyOnly: false)
    var boards = main.map { $0.scorer.board }
    try addEnergyPlayers(&boards)
    let definitions = catalogue.definitions
    var scores = definitions.indices.map { index in
      Judge.score(definitions[index], tallies: boards.map { $0.tallies[index] })
    }
    excuseShortForecasts(&scores)
    scores += Judge.stageSkills(scores)
    var result = summarise(main, scores: scores)
    applyExpectations(&result)
    return result
  }

  /// Agents act, so the run without them is a run of its own.
  private func addEnergyPlayers(_ boards: inout [ScoreBoard]) throws {
    guard plan.laneSettings.energy != nil, plan.scenario.agentPlayers.contains(.null) else {
      return
    }
    var settings = plan.laneSettings
    settings.energy = nil
    settings.forecastHorizonHours = nil
    let shards = try live(settings: settings, label: "players: null", isEnergyOnly: true)
    for (index, shard) in shards.enumerated() {
      for (day, energy) in shard.scorer.energyDays.enumerated() where energy.hours > 0 {
        EnergyScorer.add(
          energy, player: .null, dayIndex: day, to: &boards[index],
          firstScore: catalogue.energy)
      }
    }
  }

  // MARK: Windows

  private func live(
    settings: LaneSettings, label: String, isEnergyOnly: Bool
  ) throws -> [Shard] {
    let tracks = WeatherTracks(plan)
    var window = Int64(0)
    var from = plan.birth
    var shards: [Shard] = []
    let total = plan.end - plan.birth
    report(RunProgress(label: label, done: .zero, total: total))
    while from < plan.end {
      let to = min(from + options.window, plan.end)
      // Forks look a day beyond their issue.
      let track = tracks.track(
        from: from, through: (to + .hours(26)).roundedUp(to: .minutes(1), from: plan.birth))
      if shards.isEmpty {
        shards = makeShards(settings, track, isEnergyOnly: isEnergyOnly)
      }
      let ready = shards
      try parallel(ready.count) { ready[$0].run(to: to, weather: track) }
      if !isEnergyOnly { try outputs?.flush(shards, window: window) }
      window += 1
      from = to
      report(RunProgress(label: label, done: to - plan.birth, total: total))
    }
    let imbalances = Mutex<[Int: [LedgerImbalance]]>([:])
    let lived = shards
    let end = plan.end
    try parallel(lived.count) { index in
      let found = lived[index].finish(at: end)
      if !found.isEmpty { imbalances.withLock { $0[index] = found } }
    }
    if !isEnergyOnly {
      self.imbalances = imbalances.withLock { found in
        found.keys.sorted().flatMap { home in
          (found[home] ?? []).map { "home \(home): \($0.description)" }
        }
      }
      try outputs?.finish(shards)
    }
    return shards
  }

  private var imbalances: [String] = []

  private func makeShards(
    _ settings: LaneSettings, _ track: WeatherTrack, isEnergyOnly: Bool
  ) -> [Shard] {
    (0..<plan.scenario.homeCount).map { index in
      Shard(
        plan, home: index, weather: track, catalogue: catalogue,
        keepsPortrait: index == 0 && !isEnergyOnly, isEnergyOnly: isEnergyOnly,
        settings: settings)
    }
  }

  /// Runs a body for each index on the threads; which thread takes which changes nothing.
  private func parallel(_ count: Int, _ body: @Sendable (Int) -> Void) throws {
    let next = Atomic<Int>(0)
    let isCancelled = isCancelled
    let threads = max(1, min(options.threadCount, count))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while !isCancelled() {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
    if isCancelled() { throw RunError.interrupted }
  }

  // MARK: Summary

  /// A forecast score needs five origins a home.
  private func excuseShortForecasts(_ scores: inout [Score]) {
    let origins = Int(plan.scenario.duration / .days(1)) - 1
    guard origins < 5 else { return }
    for index in scores.indices where scores[index].stage == "forecasting" {
      scores[index].value = nil
      scores[index].skill = nil
      scores[index].interval = nil
      scores[index].why = "\(max(origins, 0)) forecast origins a home, at least 5 are needed"
    }
  }

  private func summarise(_ shards: [Shard], scores: [Score]) -> RunResult {
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
      imbalances: imbalances, boundViolations: Judge.boundViolations(scores),
      portraits: shards.compactMap(\.portrait), catalogue: catalogue,
      ledger: LedgerTotals(shards))
  }

  private func applyExpectations(_ result: inout RunResult) {
    for expectation in plan.scenario.expectations {
      guard let index = result.scores.firstIndex(where: { $0.id == expectation.scoreID }) else {
        continue
      }
      result.scores[index].status = Verdicts.status(expectation, result.scores[index])
    }
  }
}
