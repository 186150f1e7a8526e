public import Clockwork
internal import Compression
internal import Homes
internal import Lanes
internal import ScenarioFiles
internal import Scoring
public import Telemetry

extension RunPlan {
  /// Lives a message's home again, with an eye on the message.
  ///
  /// Homes do not touch each other, so the others stay out, unless outside programs are asked about
  /// all of them at once.
  ///
  /// - Parameters:
  ///   - options: where outside programs lie and what was recorded of them.
  ///   - ledger: the run's `ledger.sqlite`, which the life must agree with; nil without one.
  /// - Throws: ``RunError``, also where the device sent no such message.
  public func life(
    of message: MessageID, options: RunOptions, ledger: String?,
    cancellation: CancellationFlag = CancellationFlag()
  ) throws -> MessageLife {
    let shards: [Shard]
    do { shards = try live(message, options, cancellation) } catch is RunCancelled {
      throw RunError.interrupted
    }
    guard let shard = shards.first(where: { $0.trail != nil }) else {
      preconditionFailure("the message's home has lived")
    }
    let agreed = try ledger.map { try LedgerReader(path: $0).check(shard) }
    let title = "\(scenario.name), seed \(seed)"
    if let life = MessageLife(shard, plan: self, title: title, agreedCount: agreed) { return life }
    let count = shard.home.messageCount(of: message.device) ?? 0
    throw RunError.input(
      "--message: found sequence \(message.sequence), "
        + (count == 0
          ? "but the device sent nothing in this run"
          : "expected 0...\(count - 1), which is what the device sent in this run"))
  }

  private func live(
    _ message: MessageID, _ options: RunOptions, _ cancellation: CancellationFlag
  ) throws -> [Shard] {
    let tracks = WeatherTracks(self)
    let desk = try StageDesk(self, options: options)
    let runner = ShardRunner(threadCount: options.threadCount)
    let numbers = desk == nil ? [Int(message.home.rawValue)] : Array(0..<scenario.homeCount)
    let settings = laneSettings
    let ahead = SimDuration.hours(Int64(max(settings.forecastHorizonHours ?? 24, 24) + 2))
    let catalogue = ScoreCatalogue()
    let compressors = CompressorPool()
    var shards: [Shard] = []
    var from = birth
    var window = Int64(0)
    while from < end {
      let to = min(from + options.window, end)
      let track = tracks.track(
        from: from, through: (to + ahead).roundedUp(to: .minutes(1), from: birth))
      if shards.isEmpty {
        shards = numbers.map {
          Shard(
            self, home: $0, weather: track, catalogue: catalogue, player: .ours,
            settings: settings, message: message)
        }
      }
      try desk?.live(
        shards.map { LivingHome($0, weather: track) }, from: from, to: to, runner: runner,
        cancellation: cancellation)
      try runner.run(shardCount: shards.count, cancellation: cancellation) {
        [shards, window] index in
        shards[index].run(to: to, weather: track)
        _ = try compressors.lend {
          try shards[index].closeWindow(window, at: to, isLast: false, using: $0)
        }
      }
      window += 1
      from = to
    }
    for shard in shards { shard.finish(at: end) }
    _ = try desk?.finish()
    return shards
  }
}
