public import Clockwork
internal import Fusion
internal import Ingestion
public import Outside
public import Telemetry

/// Stages that outside programs stand in for: at each control tick the lane stops, is asked what
/// each program shall know, takes the answers in the stages' order, and goes on.
extension Lane {
  /// The tick at which the lane waits for answers; nil where it does not.
  public var waitingTick: SimTime? { held.tick }

  mutating func hold(at tick: SimTime, conclusions: inout Conclusions) {
    held.tick = tick
    noteStops()
    held.flags.forget(before: tick - .hours(1))
    if !settings.outside.contains(.detect) {
      for reading in held.readings {
        held.isUsable.append(
          stages?.isUsable(reading, tick: tick, conclusions: &conclusions) ?? true)
      }
    }
    guard settings.outside.contains(.forecast) else { return }
    for reading in held.readings where reading.channel == .energy {
      stages?.observe(energy: reading)
    }
    held.wish = stages?.wish(at: tick, home: home)
  }

  /// Adds what an outside stage shall know of this home at the tick or of the words that wait, or
  /// of its history.
  public mutating func ask(_ kind: StageKind, into batch: inout StageBatch) {
    if let plan = held.plan(for: kind) { batch.plans.append(plan) }
    switch kind {
    case .detect: add(held.readings, to: &batch)
    case .fuse:
      add(usable.filter { Self.fused.contains($0.channel) }, to: &batch)
    case .match: add(usable, to: &batch)
    case .forecast:
      add(held.history + held.readings.filter { $0.channel == .energy }, to: &batch)
      held.history = []
      batch.outlooks += held.outlooks
      held.outlooks = []
      if let wish = held.wish { batch.wishes.append(wish) }
    case .understand: batch.words = heldWords.waiting.first
    // Devices are asked, not the lane.
    case .sample: break
    }
  }

  /// What fusion may hear: the quantities that are fused, and what the thermostat asks for.
  private static let fused: [Channel] = Fuser.channels + [.hvacCall]

  private var usable: [IngestedReading] {
    zip(held.readings, held.isUsable).filter(\.1).map(\.0)
  }

  private func add(_ readings: [IngestedReading], to batch: inout StageBatch) {
    guard let rooms = stages?.rooms else { return }
    for reading in readings {
      batch.readings.append(
        StageReading(
          home: home, room: rooms[reading.device.index], device: reading.device,
          channel: reading.channel, time: reading.eventTime, arrival: reading.arrival,
          sequence: reading.message.sequence, position: reading.position, value: reading.value))
    }
  }

  /// Takes what an outside stage says at the tick or of the words that wait.
  ///
  /// - Parameter lateness: after how much simulated time the answers count.
  public mutating func take(
    _ answers: [StageAnswer], of kind: StageKind, lateness: SimDuration,
    conclusions: inout Conclusions
  ) {
    guard kind != .understand else {
      let replies = answers.compactMap { if case .reply(let reply) = $0 { reply } else { nil } }
      return take(replies.first, lateness: lateness)
    }
    guard let tick = held.tick else { return }
    let counts = tick + lateness
    for answer in answers {
      switch answer {
      case .estimate(let room, let channel, let mean, let sd):
        held.estimates.append(
          Estimate(time: counts, room: room, channel: channel, mean: mean, sd: sd))
      case .flag(let device, let channel, let kind, let start, let end, let score):
        held.flags.take(
          Flag(
            device: device, channel: channel, kind: kind, start: start, end: end ?? .distantFuture,
            raisedAt: counts, score: score), conclusions: &conclusions)
      case .match(let pattern, let room, let start, let end):
        conclusions.matches.append(
          PatternMatch(pattern: pattern, room: room, start: start, end: end, raisedAt: counts))
      case .forecast(let firstHour, let mean, let quantiles):
        conclusions.forecasts.append(
          Forecast(
            channel: .power, issuedAt: tick, firstHour: firstHour, mean: mean,
            quantiles: quantiles))
      case .reply, .policy: break
      }
    }
    if kind == .detect { held.isUsable = held.readings.map { !held.flags.covers($0) } }
  }

  /// Goes on after the last answer.
  public mutating func conclude(conclusions: inout Conclusions) {
    guard let tick = held.tick else { return }
    for (reading, isUsable) in zip(held.readings, held.isUsable) {
      if reading.channel == .energy, !settings.outside.contains(.forecast) {
        stages?.observe(energy: reading)
      }
      stages?.conclude(
        reading, isUsable: isUsable, tick: tick, tap: &tap, conclusions: &conclusions)
      stages?.hear(reading)
    }
    held.clear()
    noteStops()
    stateEstimates(at: tick, conclusions: &conclusions)
    close(tick, conclusions: &conclusions)
  }

  /// The newest estimate of each quantity that counts by now.
  private mutating func stateEstimates(at tick: SimTime, conclusions: inout Conclusions) {
    var newest: [Estimate] = []
    for estimate in held.estimates where estimate.time <= tick {
      var stated = estimate
      stated.time = tick
      let place = newest.firstIndex {
        $0.room == stated.room && $0.channel == stated.channel
      }
      if let place { newest[place] = stated } else { newest.append(stated) }
    }
    held.estimates.removeAll { $0.time <= tick }
    for estimate in newest { stages?.see(estimate) }
    conclusions.estimates += newest
  }
}
