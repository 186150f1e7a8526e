internal import Agents
public import Clockwork
public import Compression
public import Ingestion
internal import Outside
public import Storage
public import Telemetry
internal import Fusion
internal import Patterns
internal import Quality

/// One home's stages wired together: what arrives goes in, conclusions and commands come out.
///
/// A value without handles. It works in the order of simulated time, arrivals before the tick of
/// the same moment, so that it does not matter how far one call catches up.
public struct Lane: Sendable {
  public let home: HomeID
  public let settings: LaneSettings
  public internal(set) var intake: Intake
  /// What every stage was given; emptied by its owner.
  public var tap = LaneTap()
  /// Set where one message's whole life is asked for.
  public var watch: CopyWatch?

  var stages: LaneStages?
  /// Collects what the store will keep, from the site plan on; without a store it only counts.
  private var feed: StoreFeed?
  var nextTick: SimTime { didSet { noteStops() } }
  /// What waits for the answers of outside programs.
  var held = HeldTick()
  var heldWords = HeldWords() { didSet { noteStops() } }
  /// How far the home may run before the lane has to decide again: nothing is decided in history.
  ///
  /// Stored, like ``isWaiting``: who asks a lane in a class would copy all of it otherwise.
  public private(set) var nextStop = SimTime.distantPast
  /// Whether the lane stands still until an outside program has answered.
  public private(set) var isWaiting = false
  var commandCount: UInt32 = 0

  public init(home: HomeID, settings: LaneSettings, birth: SimTime) {
    self.home = home
    self.settings = settings
    intake = Intake(
      home: home, plan: nil, settings: settings.intake, ledgerRowCap: settings.ledgerRowCap)
    nextTick = birth.roundedUp(to: settings.tick, from: settings.origin) + settings.tick
    noteStops()
  }

  /// After whatever the lane may wait for has changed.
  mutating func noteStops() {
    nextStop = min(max(nextTick, settings.start), heldWords.nextReply)
    isWaiting = waitingTick != nil || waitingWords != nil
  }

  /// Takes in what has arrived up to `limit` and decides what was due.
  ///
  /// - Parameters:
  ///   - recorder: sees each copy as it is taken in, for the log.
  public mutating func catchUp(
    to limit: SimTime, wire: inout WireBuffer, conclusions: inout Conclusions,
    recorder: (SimTime, UnsafeRawBufferPointer) -> Void
  ) {
    while !isWaiting {
      let due = min(nextTick, heldWords.nextReply)
      receive(upTo: min(due, limit), wire: &wire, conclusions: &conclusions, recorder: recorder)
      guard due <= limit, !isWaiting else { return }
      if let reply = heldWords.takeReply(due: due) {
        carryOut(reply, conclusions: &conclusions)
      } else {
        nextTick = due + settings.tick
        runTick(due, conclusions: &conclusions)
      }
    }
  }

  /// Hands on what waits and closes what is open, at the end of a run.
  public mutating func finish(at end: SimTime, conclusions: inout Conclusions) {
    intake.flush { reading in
      feed?.append(reading)
      stages?.take(
        reading, tick: end, isScored: end > settings.start, tap: &tap,
        conclusions: &conclusions)
    }
    stages?.finish(at: end, conclusions: &conclusions)
    held.finish(at: end, conclusions: &conclusions)
  }

  /// Hands over what the store shall keep since the last call; everything at the end of a run.
  public mutating func takeBatch(using compressor: Compressor, isLast: Bool) -> StoreBatch? {
    isLast ? feed?.finish(using: compressor) : feed?.take(using: compressor)
  }

  /// Books what the store says it took.
  public mutating func recordStored(_ receipt: Store.Receipt) {
    intake.ledger.recordStored(receipt.stored)
    intake.ledger.recordNotKept(receipt.notKept)
  }

  /// Books what nobody will keep one by one.
  public mutating func recordNotKept(_ ids: IDSum) { intake.ledger.recordNotKept(ids) }

  /// Accepted readings that wait in buffers on their way to the store.
  public var waitingForStore: IDSum { (feed?.waiting ?? .zero) + intake.waiting }

  /// Hands over the ledger's days before the one of `time` and its new exceptions.
  public mutating func takeLedgerPage(before time: SimTime) -> LedgerPage {
    intake.ledger.takePage(before: time)
  }

  private mutating func receive(
    upTo limit: SimTime, wire: inout WireBuffer, conclusions: inout Conclusions,
    recorder: (SimTime, UnsafeRawBufferPointer) -> Void
  ) {
    wire.take(upTo: limit) { arrival, bytes in
      recorder(arrival, bytes)
      let receipt = intake.receive(bytes, arrival: arrival)
      if watch != nil { watch?.note(intake.message(of: bytes), arrival: arrival, receipt) }
      for message in intake.takeMessages() { handle(message, conclusions: &conclusions) }
    }
  }

  private mutating func handle(_ arrived: ArrivedMessage, conclusions: inout Conclusions) {
    feed?.append(arrived)
    switch arrived.message.body {
    case .sitePlan:
      if stages == nil, let plan = intake.plan, let directory = intake.directory {
        stages = LaneStages(plan: plan, directory: directory, settings: settings)
        held.plan = plan
        intake.holdBack = settings.sampling.holdBack(directory)
        feed = StoreFeed(
          home: home, mode: settings.storeMode ?? .none, directory: directory)
      }
    case .weatherForecast(let forecast):
      stages?.take(forecast, at: arrived.arrival)
      held.take(forecast, of: home, at: arrived.arrival, settings.outside)
    case .utterance(let utterance):
      guard settings.answersUtterances else { return }
      tap.heard.append(arrived.id)
      if settings.outside.contains(.understand) {
        hold(utterance, arrived)
      } else {
        answer(utterance, arrived, conclusions: &conclusions)
      }
    default: break
    }
  }

  private mutating func answer(
    _ utterance: Utterance, _ arrived: ArrivedMessage, conclusions: inout Conclusions
  ) {
    guard let stages, let agent = stages.conversation else { return }
    let reply = agent.answer(utterance, view: stages.view, isCooling: stages.isCooling)
    carryOut(
      HeldWords.Reply(utterance: arrived.id, due: arrived.arrival, reply: reply),
      conclusions: &conclusions)
  }

  /// Sends the commands of a reply and states it.
  private mutating func carryOut(_ held: HeldWords.Reply, conclusions: inout Conclusions) {
    let reply = held.reply
    for act in reply.acts {
      stages?.followUp.add(act, at: held.due)
      command(
        act.device, act.action, act.value, origin: .conversation, at: held.due,
        conclusions: &conclusions)
    }
    let answer = Answer(
      utterance: held.utterance, decidedAt: held.due, intent: reply.intent,
      confidence: reply.confidence, text: reply.text, commandCount: reply.acts.count)
    feed?.append(answer)
    conclusions.answers.append(answer)
  }

  private mutating func runTick(_ tick: SimTime, conclusions: inout Conclusions) {
    let isHeld =
      !settings.outside.isDisjoint(with: .inLanes) && tick > settings.start && stages != nil
    intake.drain(upTo: tick) { reading in
      feed?.append(reading)
      if isHeld {
        held.take(reading)
      } else {
        held.note(history: reading, settings.outside)
        stages?.take(
          reading, tick: tick, isScored: tick > settings.start, tap: &tap,
          conclusions: &conclusions)
      }
    }
    if isHeld {
      hold(at: tick, conclusions: &conclusions)
    } else {
      close(tick, conclusions: &conclusions)
    }
  }

  /// What is decided at a tick once all readings have been taken.
  mutating func close(_ tick: SimTime, conclusions: inout Conclusions) {
    guard stages != nil else { return }
    // Silence speaks only as far as the home itself has been heard of.
    let heardUpTo = intake.heardUpTo
    tap.closings.append(LaneTap.Closing(tick: tick, heardUpTo: heardUpTo))
    stages?.tick(tick, heardUpTo: heardUpTo, conclusions: &conclusions)
    guard tick > settings.start else { return }
    var decided: [(DeviceIndex, CommandAction, Double)] = []
    stages?.energy?.decide(at: tick) { decided.append(($0, $1, $2)) }
    for act in stages?.followUp.due(at: tick) ?? [] {
      command(
        act.device, act.action, act.value, origin: .conversation, at: tick,
        conclusions: &conclusions)
    }
    stages?.schedule?.decide(at: tick) { decided.append(($0, $1, $2)) }
    for (device, action, value) in decided {
      command(
        device, action, value, origin: .energy, at: tick, conclusions: &conclusions)
    }
  }

  private mutating func command(
    _ device: DeviceIndex, _ action: CommandAction, _ value: Double, origin: CommandOrigin,
    at time: SimTime, conclusions: inout Conclusions
  ) {
    conclusions.commands.append(
      Command(
        sequence: commandCount, device: device, action: action, origin: origin, value: value,
        decidedAt: time))
    commandCount += 1
  }
}
