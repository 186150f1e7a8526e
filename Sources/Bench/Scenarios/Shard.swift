internal import Clockwork
internal import Compression
internal import Dwellings
internal import Homes
internal import Ingestion
internal import Lanes
internal import Outside
internal import Sampling
internal import ScenarioFiles
internal import Scoring
internal import Storage
internal import Telemetry
internal import Truth

/// One home, its lane and its scorer: what one thread advances.
///
/// A class because shards stay in place while threads take turns with them; one thread holds one at
/// a time.
final class Shard: @unchecked Sendable {
  /// Conclusions are laid beside the truth at every full hour of the run, and nowhere else, so that
  /// neither windows nor threads change a sum.
  static let consumeEvery = SimDuration.hours(1)

  /// What the run's files will keep of a shard; the rest is not collected.
  struct Keeping {
    var wire = false
    var truth = false
    var hours = false
    var labels = false
    var readings = false
    /// What measured homes are held against, of the first homes.
    var records = false
  }

  /// Of so many homes a run's report tells whether they are real; more need memory for nothing.
  static let recordedHomesMax = 100

  let index: Int
  private let isEnergyOnly: Bool
  let keeping: Keeping
  var home: Home
  var lane: Lane
  var scorer: HomeScorer
  var edge: EdgeSampler
  private var rules: DeviceRules?
  var wire = WireBuffer()
  var truth: TruthBuffer
  private var conclusions = Conclusions()
  /// How many of the truth's events were looked at for wishes.
  private var seenEventCount = 0
  private var nextConsume: SimTime
  private let birth: SimTime
  private var isWatchable = true
  private var mark = Mark()
  /// Everything taken in since the window began.
  var segment: SegmentBuilder
  var hasHandedPlan = false
  var truthRows = TruthRows()
  /// Of the rows that are kept.
  var activities = ActivityJoin()
  var storage: StorageHours?
  var air: AirHours?
  var readings = ReadingRows()
  /// For judging the wire again.
  var hours = HoursBuilder()
  /// Made since the last full hour.
  var oracleForecasts: [Forecast] = []
  private(set) var portrait: Portrait?
  /// What went wrong in the home itself, for the report.
  var incidentsSeen: [IncidentRecord] = []
  private var alarms = AlarmHearing()
  var incidents: [IncidentRecord] { incidentsSeen.map(alarms.completed) }

  var truthHash = Fingerprint()
  private(set) var wireHash = Fingerprint()
  private var conclusionHash = ConclusionHash()
  private(set) var readingCount = 0
  var forks: ForkBudget
  /// Set where perfect foresight runs the home instead of an agent.
  private var foresight: ForesightThermostat?
  /// Whose conclusions are scored in the place of the lane's; nil where it is the lane's own.
  var substitute: Substitute?
  /// Set where the pipeline is broken on purpose.
  private let tamper: Tamper?
  /// The truth as tables; nil where nobody keeps it.
  var labels: LabelBuilder?
  /// Set for the homes of which the report tells whether they are real.
  private(set) var notes: LifeNotes?
  /// Set where one message's whole life is asked for.
  private(set) var trail: MessageTrail?

  init(
    _ plan: RunPlan, home index: Int, weather: WeatherTrack, catalogue: ScoreCatalogue,
    portrait choice: PortraitChoice? = nil, player: EnergyScorer.Player, settings: LaneSettings,
    keeping: Keeping = Keeping(), message: MessageID? = nil
  ) {
    self.index = index
    isEnergyOnly = player != .ours
    self.keeping = keeping
    var specification = plan.specification(index)
    if isEnergyOnly { specification.isAudited = false }
    specification.recordsReadings = keeping.readings
    home = Home(specification, outdoor: weather.conditions[0])
    lane = Lane(home: specification.home, settings: settings, birth: plan.birth)
    scorer = HomeScorer(
      home: home, lane: settings, catalogue: catalogue, energyPlayer: player)
    edge = EdgeSampler(
      methods: settings.sampling.policies(home.sitePlan), home: specification.home)
    if settings.outside.contains(.sample) {
      edge.keepMeasurements()
      rules = DeviceRules(home.sitePlan)
    }
    truth = TruthBuffer(roomCount: home.plan.rooms.count)
    nextConsume = plan.birth + Self.consumeEvery
    birth = plan.birth
    segment = SegmentBuilder(home: specification.home)
    forks = ForkBudget(
      plan.scenario.oracle, isSampled: index < plan.scenario.oracle.homeCount && !isEnergyOnly)
    foresight = player == .oracle ? ForesightThermostat(home: home, start: plan.start) : nil
    if let choice { portrait = Portrait(home: home, choice: choice, start: plan.start) }
    if let mutation = plan.mutation, !isEnergyOnly {
      tamper = Tamper(mutation, home: home)
    } else {
      tamper = nil
    }
    if keeping.hours { scorer.judges?.fusion.oracleUse = .isKept }
    if keeping.truth {
      storage = StorageHours(home)
      if home.specification.followsAir { air = AirHours(roomCount: home.plan.rooms.count) }
    }
    if keeping.labels { labels = LabelBuilder(plan, home) }
    if keeping.records, index < Self.recordedHomesMax {
      notes = LifeNotes(home, zone: plan.zone, birth: plan.birth)
    }
    if let message, message.home == specification.home {
      trail = MessageTrail(message)
      home.trace = MessageTrace(message)
      lane.watch = CopyWatch(message)
    }
    home.commission(wire: &wire, truth: &truth)
    tamper?.bend(&wire, from: 0, home: &home)
  }

  /// Lives and concludes up to the end of a window, or until outside stages must be asked.
  func run(to end: SimTime, weather: WeatherTrack) {
    while home.now < end, !lane.isWaiting {
      let own = min(lane.nextStop, nextConsume, nextWatch)
      let stop = min(own, end)
      let before = wire.entries.count
      let reached = home.advance(
        to: stop, weather: weather, edge: &edge, wire: &wire, truth: &truth)
      tamper?.bend(&wire, from: before, home: &home)
      beginTasks()
      mark = Mark(conclusions, lane.tap)
      catchUp(to: reached)
      // A moment at which only a window ends is none that a score may know.
      isWatchable = reached < stop || own <= end
      if !lane.isWaiting { settle(weather: weather) }
    }
  }

  /// A wish is watched every minute, however seldom the agents decide.
  private var nextWatch: SimTime {
    guard scorer.judges?.tasks.isWatching == true else { return .distantFuture }
    return (home.now + .microseconds(1)).roundedUp(to: .minutes(1), from: birth)
  }

  /// Goes on after words were answered, up to the end of a window or until somebody must be asked.
  func answered(to end: SimTime, weather: WeatherTrack) {
    catchUp(to: home.now)
    guard !lane.isWaiting else { return }
    settle(weather: weather)
    run(to: end, weather: weather)
  }

  /// Goes on after the last answer of an outside stage.
  func conclude(weather: WeatherTrack) {
    guard lane.waitingTick != nil else { return }
    lane.conclude(conclusions: &conclusions)
    settle(weather: weather)
  }

  /// Adds what an outside stage shall know of this home.
  func ask(_ kind: StageKind, into batch: inout StageBatch) {
    lane.ask(kind, into: &batch)
    if kind == .sample { rules?.ask(&edge, into: &batch) }
  }

  func take(_ answers: [StageAnswer], of kind: StageKind, lateness: SimDuration) {
    guard kind != .sample else {
      rules?.take(answers, lateness: lateness, now: home.now, edge: &edge)
      return
    }
    lane.take(answers, of: kind, lateness: lateness, conclusions: &conclusions)
  }

  /// Carries out and judges what has been concluded since the mark.
  private func settle(weather: WeatherTrack) {
    let commands =
      substitute?.dueActions(at: home.now)?[...] ?? conclusions.commands[mark.commands...]
    for command in commands { home.receive(tamper?.bend(command) ?? command, truth: &truth) }
    foresight?.decide(for: home, weather: weather, edge: edge).forEach {
      home.receive($0, truth: &truth)
    }
    for message in lane.tap.heard[mark.heard...] { scorer.judges?.tasks.take(heard: message) }
    let answers = substitute?.dueAnswers(at: home.now)?[...] ?? conclusions.answers[mark.answers...]
    for answer in answers { scorer.judges?.tasks.take(answer, commands, home: home) }
    // Asked first, because to hand over the home copies it.
    if isWatchable, scorer.judges?.tasks.isWatching == true {
      scorer.judges?.tasks.watch(home)
    }
    for forecast in conclusions.forecasts[mark.forecasts...] { fork(forecast, weather: weather) }
    if home.now == nextConsume {
      nextConsume = home.now + Self.consumeEvery
      consume()
    }
  }

  /// How much had been concluded before the lane caught up.
  private struct Mark {
    var commands = 0
    var answers = 0
    var forecasts = 0
    var heard = 0

    init() {}

    init(_ conclusions: Conclusions, _ tap: LaneTap) {
      commands = conclusions.commands.count
      answers = conclusions.answers.count
      forecasts = conclusions.forecasts.count
      heard = tap.heard.count
    }
  }

  /// Notes what people have wished for since the last call, before anybody acts on it.
  private func beginTasks() {
    guard !isEnergyOnly else { return }
    for case .spoken(let spoken) in truth.events[seenEventCount...] {
      scorer.judges?.tasks.begin(spoken, home: home)
    }
    seenEventCount = truth.events.count
  }

  private func catchUp(to reached: SimTime) {
    lane.catchUp(to: reached, wire: &wire, conclusions: &conclusions) { arrival, bytes in
      // Nobody reads the wire or the fingerprint of a run that lends its energy figures only.
      if isEnergyOnly { return }
      if keeping.wire { segment.append(bytes, arrival: arrival) }
      wireHash.combine(arrival)
      wireHash.combine(bytes: bytes)
    }
  }

  private func consume() {
    tamper?.bend(&conclusions)
    if !isEnergyOnly {
      takeTruth()
      conclusionHash.combine(conclusions)
    }
    portrait?.take(truth: truth, conclusions: conclusions, tap: lane.tap)
    substitute?.replace(&conclusions, truth: truth, upTo: home.now)
    scorer.consume(truth: truth, conclusions: conclusions, tap: lane.tap)
    trail?.take(conclusions, lane.tap, truth: truth)
    alarms.take(lane.tap)
    labels?.take(
      truth: truth, matches: scorer.judges?.patterns.idealMatches ?? [], heard: lane.tap.heard)
    if keeping.hours { keepHour() }
    if keeping.readings { readings.take(truth) }
    notes?.take(truth)
    truth.removeAll()
    seenEventCount = 0
    conclusions.removeAll()
    lane.tap.removeAll()
  }

  /// Closes what is open at the end of the run.
  func finish(at end: SimTime) {
    lane.finish(at: end, conclusions: &conclusions)
    home.finish(truth: &truth)
    consume()
    keepOpenActivities()
    labels?.finishActivities()
    scorer.finish(end: end)
    scorer.addIngestion(
      lane.intake, putCount: putReadingCount, imbalanceCount: balance.check().count)
    readingCount = Int(home.ledger.total(.taken).count)
  }

  /// How many readings the devices put in messages.
  var putReadingCount: Int64 {
    home.ledger.total(.inMessages).count + home.ledger.total(.forged).count
  }

  var fingerprints: (truth: Fingerprint, wire: Fingerprint, conclusions: Fingerprint) {
    (truthHash, wireHash, conclusionHash.fingerprint)
  }
}
