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
  /// By stage; write something only where a program does not say the same every time.
  private let recorders: [String: AnswerRecorder]
  /// A folder of our own for standard errors that nobody keeps.
  private let passingFolder: String?
  private let plan: RunPlan

  /// - Returns: nil where the scenario names no program.
  init?(_ plan: RunPlan, options: RunOptions) throws {
    // What devices send has been decided where a wire is read again.
    let programs = plan.scenario.pipeline.outside.filter {
      !options.hasNoDevices || $0.stage != .sample
    }
    guard !programs.isEmpty else { return nil }
    self.plan = plan
    let settings = plan.laneSettings
    passingFolder = options.stageFolder == nil ? Self.makeFolder() : nil
    let folder = options.stageFolder ?? passingFolder ?? NSTemporaryDirectory()
    var recorders: [String: AnswerRecorder] = [:]
    sessions = try programs.compactMap { program -> StageSession? in
      guard let kind = StageKind(rawValue: program.stage.rawValue) else { return nil }
      // Drawn from the run's seed, which would be enough to live the same world again.
      let place = StageKind.allCases.firstIndex(of: kind) ?? 0
      let key = RandomKey(
        seed: plan.seed, purpose: Purpose("scenarios.outside"), entity: UInt64(place))
      let terms = StageTerms(
        seed: UInt64(key.uniform(0) * 0x1p52), homeCount: plan.scenario.homeCount,
        tick: settings.tick, birth: plan.birth, start: plan.start, end: plan.end,
        quantities: Fuser.channels, patterns: settings.patterns.map(\.kind))
      let stage = program.stage.rawValue
      let session = StageSession(
        kind,
        StageProgram(
          command: program.command, timeoutSeconds: program.timeout.seconds,
          answersAfter: program.answersAfter,
          onFailure: program.onFailure == .stop ? .stop : .abstain,
          folder: options.programFolder), terms: terms, errors: folder + "/\(stage).stderr",
        recording: try options.recordings.first { $0.stage == stage }.map {
          try AnswerRecording(path: $0.path, checksum: $0.checksum)
        })
      if options.stageFolder != nil {
        let recorder = AnswerRecorder(path: folder + "/" + AnswerFile.name(stage))
        recorders[stage] = recorder
        session.recorder = { [unowned session] exchange in
          try recorder.append(exchange, ready: session.readyLine)
        }
      }
      return session
    }
    self.recorders = recorders
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

  /// Lives a window. Programs are asked at control ticks or when somebody spoke, before scoring
  /// begins once a day of the homes' history, and never because a window ends.
  func live(
    _ homes: [some AskedHome], from: SimTime, to end: SimTime, runner: ShardRunner,
    cancellation: CancellationFlag
  ) throws {
    var now = from
    while now < end {
      let mark = mark(after: now)
      let stop = min(mark, end)
      try runner.run(shardCount: homes.count, cancellation: cancellation) {
        try homes[$0].live(to: stop)
      }
      try answerWords(homes, upTo: stop)
      now = stop
      guard now == mark else { return }
      try ask(homes, now: now)
      try runner.run(shardCount: homes.count, cancellation: cancellation) {
        try homes[$0].conclude()
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
  private func answerWords(_ homes: [some AskedHome], upTo stop: SimTime) throws {
    guard let session = sessions.first(where: { $0.kind == .understand }) else { return }
    while let (home, arrival) = firstSpokenTo(homes) {
      var batch = StageBatch()
      home.ask(.understand, into: &batch)
      let answers = try Self.ask(session, batch, now: arrival)
      home.take(answers.map(\.answer), of: .understand, lateness: session.lateness)
      try home.liveOn(to: stop)
    }
  }

  /// The home whose waiting words came first; of two at once the one with the lower number.
  private func firstSpokenTo<Home: AskedHome>(_ homes: [Home]) -> (home: Home, arrival: SimTime)? {
    var first: (home: Home, arrival: SimTime)?
    for home in homes {
      if let arrival = home.waitingWords, arrival < first?.arrival ?? .distantFuture {
        first = (home, arrival)
      }
    }
    return first
  }

  private static func ask(
    _ session: StageSession, _ batch: StageBatch, now: SimTime
  ) throws -> [HomeAnswer] {
    do { return try session.ask(batch, now: now) } catch let failure as StageFailure {
      throw RunError.environment("pipeline.outside." + failure.description)
    }
  }

  private func ask(_ homes: [some AskedHome], now: SimTime) throws {
    for session in sessions where session.kind.isAskedAtTicks {
      var batch = StageBatch()
      for home in homes { home.ask(session.kind, into: &batch) }
      batch.sort()
      let answers = try Self.ask(session, batch, now: now)
      var byHome: [[StageAnswer]] = Array(repeating: [], count: homes.count)
      for answer in answers { byHome[Int(answer.home.rawValue)].append(answer.answer) }
      for (home, answers) in zip(homes, byHome) {
        home.take(answers, of: session.kind, lateness: session.lateness)
      }
    }
  }

  /// Ends the programs and says what a reader of the run should know.
  func finish() throws -> [StageRecord] {
    try sessions.map { session in
      session.finish()
      let recorder = recorders[session.kind.rawValue]
      try recorder?.finish()
      return StageRecord(
        stage: session.kind.rawValue, name: session.name, exchangeCount: session.exchangeCount,
        abstainedCount: session.abstainedCount, answerCount: session.answerCount,
        latenessSeconds: session.lateness.seconds, wallSeconds: session.wallSeconds,
        slowestSeconds: session.slowestSeconds, remarks: session.remarks,
        isDeterministic: session.isDeterministic, recordingChecksum: recorder?.checksum)
    }
  }
}
