internal import Clockwork
internal import Foundation
internal import Fusion
internal import Homes
internal import Lanes
internal import Outside
internal import Patterns
internal import ScenarioFiles
internal import Telemetry

/// Lets outside programs stand in for stages: all homes live to the next control tick, then each
/// program in the stages' order gets one batch of all homes. Who understands is asked when words
/// arrive.
final class StageDesk {
  private let sessions: [StageSession]
  /// A folder of our own for standard errors that nobody keeps.
  private let passingFolder: String?
  private let plan: RunPlan

  /// - Returns: nil where the scenario names no program.
  init?(_ plan: RunPlan, options: RunOptions) {
    let programs = plan.scenario.pipeline.outside
    guard !programs.isEmpty else { return nil }
    self.plan = plan
    let settings = plan.laneSettings
    passingFolder = options.stageErrorFolder == nil ? Self.makeFolder() : nil
    let folder = options.stageErrorFolder ?? passingFolder ?? NSTemporaryDirectory()
    sessions = programs.compactMap { program -> StageSession? in
      guard let kind = StageKind(rawValue: program.stage.rawValue) else { return nil }
      // Drawn from the run's seed, which would be enough to live the same world again.
      let place = StageKind.allCases.firstIndex(of: kind) ?? 0
      let key = RandomKey(
        seed: plan.seed, purpose: Purpose("scenarios.outside"), entity: UInt64(place))
      let terms = StageTerms(
        seed: UInt64(key.uniform(0) * 0x1p52), homeCount: plan.scenario.homeCount,
        tick: settings.tick, birth: plan.birth, start: plan.start, end: plan.end,
        quantities: Fuser.channels, patterns: settings.patterns.map(\.kind))
      return StageSession(
        kind,
        StageProgram(
          command: program.command, timeoutSeconds: program.timeout.seconds,
          answersAfter: program.answersAfter,
          onFailure: program.onFailure == .stop ? .stop : .abstain,
          folder: options.programFolder), terms: terms, errors: folder + "/\(kind.rawValue).stderr")
    }
  }

  deinit {
    sessions.forEach { $0.finish() }
    if let passingFolder { try? FileManager.default.removeItem(atPath: passingFolder) }
  }

  /// The system picks the name, so that runs beside each other never share one.
  private static func makeFolder() -> String? {
    var template = Array((NSTemporaryDirectory() + "/hometwin-XXXXXX").utf8CString)
    return mkdtemp(&template).map { String(cString: $0) }
  }

  /// Lives a window. Programs are asked at control ticks or when somebody has spoken, before scoring
  /// begins once a day of the homes' history, and never because a window ends.
  func live(
    _ shards: [Shard], from: SimTime, to end: SimTime, track: WeatherTrack,
    runner: ShardRunner, cancellation: CancellationFlag
  ) throws {
    var now = from
    while now < end {
      let mark = mark(after: now)
      let stop = min(mark, end)
      try runner.run(shardCount: shards.count, cancellation: cancellation) {
        shards[$0].run(to: stop, weather: track)
      }
      try answerWords(shards, upTo: stop, track)
      now = stop
      guard now == mark else { return }
      try ask(shards, now: now)
      try runner.run(shardCount: shards.count, cancellation: cancellation) {
        shards[$0].conclude(weather: track)
      }
    }
  }

  private func mark(after now: SimTime) -> SimTime {
    let next = now + .microseconds(1)
    if now < plan.start {
      return min(next.roundedUp(to: .days(1), from: plan.birth), plan.start)
    }
    let settings = plan.laneSettings
    return next.roundedUp(to: settings.tick, from: settings.origin)
  }

  /// Has words answered in the order in which they arrive in all homes, one by one: a home that was
  /// answered may hear more before the others' come up.
  private func answerWords(
    _ shards: [Shard], upTo stop: SimTime, _ track: WeatherTrack
  ) throws {
    guard let session = sessions.first(where: { $0.kind == .understand }) else { return }
    while let shard = nextSpokenTo(shards), let arrival = shard.lane.waitingWords {
      var batch = StageBatch()
      shard.ask(.understand, into: &batch)
      let answers = try Self.ask(session, batch, now: arrival)
      shard.take(answers.map(\.answer), of: .understand, lateness: session.lateness)
      shard.answered(to: stop, weather: track)
    }
  }

  /// The home whose waiting words came first; of two at once the one with the lower number.
  private func nextSpokenTo(_ shards: [Shard]) -> Shard? {
    var next: (shard: Shard, arrival: SimTime)?
    for shard in shards {
      guard let arrival = shard.lane.waitingWords, arrival < next?.arrival ?? .distantFuture else {
        continue
      }
      next = (shard, arrival)
    }
    return next?.shard
  }

  private static func ask(
    _ session: StageSession, _ batch: StageBatch, now: SimTime
  ) throws -> [HomeAnswer] {
    do { return try session.ask(batch, now: now) } catch let failure as StageFailure {
      throw RunError.environment("pipeline.outside." + failure.description)
    }
  }

  private func ask(_ shards: [Shard], now: SimTime) throws {
    for session in sessions where session.kind.isAskedAtTicks {
      var batch = StageBatch()
      for shard in shards { shard.ask(session.kind, into: &batch) }
      batch.sort()
      let answers = try Self.ask(session, batch, now: now)
      var byHome: [[StageAnswer]] = Array(repeating: [], count: shards.count)
      for answer in answers { byHome[Int(answer.home.rawValue)].append(answer.answer) }
      for (shard, answers) in zip(shards, byHome) {
        shard.take(answers, of: session.kind, lateness: session.lateness)
      }
    }
  }

  /// Ends the programs and says what a reader of the run should know.
  func finish() -> [StageRecord] {
    sessions.map { session in
      session.finish()
      return StageRecord(
        stage: session.kind.rawValue, name: session.name, exchangeCount: session.exchangeCount,
        abstainedCount: session.abstainedCount, answerCount: session.answerCount,
        latenessSeconds: session.lateness.seconds, wallSeconds: session.wallSeconds,
        slowestSeconds: session.slowestSeconds, remarks: session.remarks)
    }
  }
}

/// What became of an outside program in a run.
public struct StageRecord: Hashable, Sendable {
  /// For the terminal.
  var text: String {
    "outside \(stage): \(name), \(exchangeCount) batches, \(abstainedCount) without an answer"
      + remarks.map { "; " + $0 }.joined()
  }

  var json: JSONValue {
    .object([
      JSONMember("stage", .string(stage)), JSONMember("name", .string(name)),
      JSONMember("batches", .integer(Int64(exchangeCount))),
      JSONMember("answers", .integer(Int64(answerCount))),
      JSONMember("answers_after_s", .number(latenessSeconds)),
      JSONMember("batches_without_answer", .integer(Int64(abstainedCount))),
      JSONMember("remarks", .array(remarks.map { .string($0) })),
    ])
  }

  public var stage: String
  public var name: String
  /// Batches, and those that it gave no answer to.
  public var exchangeCount: Int
  public var abstainedCount: Int
  public var answerCount: Int
  /// After how much simulated time answers counted.
  public var latenessSeconds: Double
  /// Wall time of all batches and of the slowest.
  public var wallSeconds: Double
  public var slowestSeconds: Double
  public var remarks: [String]
}
