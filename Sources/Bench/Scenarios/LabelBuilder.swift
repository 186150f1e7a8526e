internal import Clockwork
internal import Exchange
internal import Homes
internal import Scoring
internal import Telemetry
internal import Truth

/// Writes down what was true of one home, as somebody would who labels a dataset for others.
struct LabelBuilder {
  private let site: SitePlan
  private let subjects: [Frame.Subject]
  private let start: SimTime
  private let end: SimTime
  private var lines: TruthLines
  private var meter = HourMeter()
  private var storage: StorageHours
  /// Words that have not arrived yet. Those that never do are the network's failure.
  private var onTheWay: [MessageID: SpokenTruth] = [:]
  private var activities = ActivityJoin()

  init(_ plan: RunPlan, _ home: Home) {
    site = home.sitePlan
    subjects = plan.subjects(home)
    start = plan.start
    end = plan.end
    storage = StorageHours(home)
    lines = TruthLines(site)
    lines.add(site, from: plan.start, to: plan.end)
  }

  /// - Parameters:
  ///   - matches: of the ideal wire.
  ///   - heard: messages that were taken in.
  mutating func take(truth: TruthBuffer, matches: [PatternMatch], heard: [MessageID]) {
    for (row, state) in truth.homes.enumerated() {
      if let hour = meter.add(state) { lines.add(hour: hour.start, meanW: hour.mean) }
      for hour in storage.add(state) { lines.add(hour) }
      guard state.time > start else { continue }
      let first = row * truth.roomCount
      for subject in subjects {
        let room = truth.rooms[first + subject.room.index]
        guard let value = FusionScorer.truth(room, subject.channel) else { continue }
        lines.add(value, of: subject.room, subject.channel, at: state.time)
      }
    }
    for match in matches { lines.add(match) }
    for event in truth.events { add(event) }
    for message in heard {
      guard let words = onTheWay.removeValue(forKey: message) else { continue }
      lines.add(words)
    }
  }

  private mutating func add(_ event: TruthEvent) {
    switch event {
    case .fault(_, _, _, _, _, let to) where to <= start: break
    case .deviceFault(_, _, _, _, let to) where to <= start: break
    case .uplinkFault(_, _, let to) where to <= start: break
    case .fault(let device, let channel, let kind, _, let from, let to):
      lines.add(kind, of: device, channel, from: from, to: min(to, end))
    case .deviceFault(let device, let kind, _, let from, let to):
      lines.add(kind, of: device, nil, from: from, to: min(to, end))
    case .uplinkFault(let kind, let from, let to):
      let gateway = site.devices.first { $0.kind == .gateway }?.index ?? DeviceIndex(0)
      lines.add(kind, of: gateway, nil, from: from, to: min(to, end))
    case .incident(_, _, _, _, let to) where to <= start: break
    case .incident(let kind, let room, let severity, let from, let to):
      lines.add(kind, in: room, severity: severity, from: from, to: min(to, end))
    case .activity: if let whole = event.bout.flatMap({ activities.add($0) }) { add(whole) }
    case .visit(let room, let count, let from, let to):
      guard isWatched(from, to) else { return }
      lines.add(guests: count, in: room, from: from, to: min(to, end))
    case .feedback(let given) where start < given.time && given.time <= end: lines.add(given)
    case .spoken(let words): onTheWay[words.message] = words
    default: break
    }
  }

  private mutating func add(_ bout: ActivityJoin.Bout) {
    guard isWatched(bout.start, bout.end) else { return }
    lines.add(
      bout.activity, of: bout.resident, in: bout.room, from: bout.start, to: min(bout.end, end))
  }

  /// Adds what residents were about when the run ended.
  mutating func finishActivities() {
    for bout in activities.finish() { add(bout) }
  }

  /// Whether a stretch that lasts lies in the run, at least in part.
  private func isWatched(_ from: SimTime, _ to: SimTime) -> Bool {
    from < to && from < end && to > start
  }

  /// Hands over what a window has brought.
  mutating func finish() -> TruthLines { lines.take() }
}
