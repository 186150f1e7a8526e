public import Clockwork
internal import Telemetry

/// An outside stage during one run: handshake, one exchange a tick, one restart.
///
/// Simulated time stands still while the program thinks, so that its speed decides nothing. A
/// program that dies, hangs or writes what is no answer is started once more and gets the batch
/// again, with the plans but without its past; the second time the run ends, or goes on without
/// answers where the scenario says so.
public final class StageSession {
  public let kind: StageKind
  private let program: StageProgram
  /// Gives the answers in the program's place; nil where it is asked itself.
  private let recording: (any StageRecording)?
  private let terms: StageTerms
  private let errors: StageErrors
  private let answerByteCountMax: Int
  private var process: StageProcess?
  private var plans: [HomeID: SitePlan] = [:]
  private var planOrder: [HomeID] = []
  private var tick: Int64 = 0
  private var restartCount = 0
  private var declaredLateness: SimDuration

  /// By the program's own words; the command's last word until it has spoken.
  public private(set) var name: String
  /// In how many exchanges the program gave no answer.
  public private(set) var abstainedCount = 0
  /// Set once the program is given up.
  private var hasGivenUp = false
  public private(set) var exchangeCount = 0
  public private(set) var answerCount = 0
  /// Wall time of all exchanges and of the slowest, seconds; tells how fast the program is and
  /// decides nothing.
  public private(set) var wallSeconds = 0.0
  public private(set) var slowestSeconds = 0.0
  /// What a reader of the run should know: restarts and abstentions.
  public private(set) var remarks: [String] = []
  /// Whether the program says that it answers the same every time.
  public private(set) var isDeterministic = true
  /// Is handed every exchange of a program that does not answer the same every time.
  public var recorder: ((StageExchange) throws -> Void)?

  /// - Parameters:
  ///   - errors: the file that keeps what the program writes to its standard error.
  ///   - recording: what it said before, to be used instead of starting it.
  public init(
    _ kind: StageKind, _ program: StageProgram, terms: StageTerms, errors: String,
    recording: (any StageRecording)? = nil
  ) {
    self.kind = kind
    self.program = program
    self.terms = terms
    self.recording = recording
    self.errors = StageErrors(path: errors, byteCountMax: program.limits.errorByteCountMax)
    answerByteCountMax = program.limits.answerByteCountMax(homeCount: terms.homeCount)
    name = program.command.last ?? ""
    declaredLateness = kind.usualLateness
  }

  /// After how much simulated time answers count.
  public var lateness: SimDuration { program.answersAfter ?? declaredLateness }

  /// Asks the program about one tick.
  ///
  /// - Throws: ``StageFailure`` where the program failed twice and the scenario does not let it.
  public func ask(_ batch: StageBatch, now: SimTime) throws -> [HomeAnswer] {
    tick += 1
    for plan in batch.plans {
      if plans.updateValue(plan, forKey: plan.home) == nil { planOrder.append(plan.home) }
    }
    exchangeCount += 1
    let before = StageProcess.clock()
    defer {
      let wall = StageProcess.clock() - before
      wallSeconds += wall
      slowestSeconds = max(slowestSeconds, wall)
    }
    if let recording { return try recall(recording, batch, now: now) }
    said = []
    let answers = try askProgram(batch, now: now)
    if !isDeterministic { try recorder?(StageExchange(tick: tick, now: now, answers: said)) }
    return answers
  }

  /// What the program said in the exchange that goes on.
  private var said: [JSONValue] = []

  private func askProgram(_ batch: StageBatch, now: SimTime) throws -> [HomeAnswer] {
    guard !hasGivenUp else {
      abstainedCount += 1
      return []
    }
    do { return try converse(batch, now: now) } catch let first {
      restartCount += 1
      process?.stop(patience: 0)
      process = nil
      if restartCount == 1 {
        remarks.append("restarted at batch \(tick): \(first)")
        do {
          var again = batch
          again.plans = planOrder.compactMap { plans[$0] }
          return try converse(again, now: now)
        } catch let second { return try giveUp(second, batch, now) }
      }
      return try giveUp(first, batch, now)
    }
  }

  /// What was said of this batch when it was recorded.
  private func recall(
    _ recording: any StageRecording, _ batch: StageBatch, now: SimTime
  ) throws -> [HomeAnswer] {
    do throws(StageFault) {
      if tick == 1 { try take(ready: try recording.ready()) }
      let exchange = try recording.next()
      guard exchange.tick == tick, exchange.now == now else {
        throw .garbage(
          "found batch \(exchange.tick) at \(JSONTimestamp.text(exchange.now)) in the recording; "
            + "it is of another run")
      }
      var reader = StageAnswerReader(
        kind: kind, terms: terms, plans: plans, now: now, batch: batch)
      var answers: [HomeAnswer] = []
      for value in exchange.answers { answers.append(try reader.read(value)) }
      answerCount += answers.count
      return answers
    } catch {
      throw StageFailure(
        stage: kind,
        description:
          "\(kind.rawValue), recorded batch \(tick) at \(JSONTimestamp.text(now)): \(error)")
    }
  }

  private func giveUp(
    _ fault: StageFault, _ batch: StageBatch, _ now: SimTime
  ) throws -> [HomeAnswer] {
    process?.stop(patience: 0)
    process = nil
    let text =
      "\(kind.rawValue) (\(shownCommand)), batch \(tick) of \(batch.text) at "
      + "\(JSONTimestamp.text(now)): \(fault)"
    guard program.onFailure == .abstain else {
      throw StageFailure(stage: kind, description: text + lastErrors())
    }
    hasGivenUp = true
    said = []
    abstainedCount += 1
    remarks.append("given up at batch \(tick): \(fault)")
    return []
  }

  private var shownCommand: String {
    let text = program.command.joined(separator: " ")
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 100 ? line.prefix(97) + "..." : line
  }

  /// The end of what the program wrote to its standard error.
  private func lastErrors() -> String {
    guard let lines = errors.lastLines else { return "; it wrote nothing to its standard error" }
    return "; its standard error ends:\n" + lines
  }

  private func converse(_ batch: StageBatch, now: SimTime) throws(StageFault) -> [HomeAnswer] {
    let process = try running()
    var reader = StageAnswerReader(
      kind: kind, terms: terms, plans: plans, now: now, batch: batch)
    var answers: [HomeAnswer] = []
    said = []
    let tick = tick
    var byteCount = 0
    try process.exchange(
      StageText.batch(batch, tick: tick, now: now), timeout: program.timeoutSeconds
    ) { bytes throws(StageFault) in
      byteCount += bytes.count + 1
      guard byteCount <= answerByteCountMax else {
        throw .garbage(
          "found more than \(answerByteCountMax >> 20) MiB of answers to one tick, expected "
            + "{\"done\": \(tick)} before")
      }
      let value = try Self.parse(bytes)
      if let done = value["done"] {
        guard done.integerValue == tick else {
          throw .garbage("done: found \(done.kindText), expected \(tick)")
        }
        return true
      }
      answers.append(try reader.read(value))
      if !isDeterministic { said.append(value) }
      return false
    }
    answerCount += answers.count
    return answers
  }

  private func running() throws(StageFault) -> StageProcess {
    if let process { return process }
    let started = try StageProcess(program, errors: errors)
    process = started
    try started.exchange(
      StageText.hello(terms, kind), timeout: program.timeoutSeconds,
      wanted: "{\"type\": \"ready\", ...}"
    ) {
      bytes throws(StageFault) in
      try take(ready: try Self.parse(bytes))
      return true
    }
    return started
  }

  private func take(ready value: JSONValue) throws(StageFault) {
    let fields = try StageFields(value)
    guard fields.type == "ready" else {
      throw .garbage(
        "found \(value.text().prefix(80)) as its first line, expected "
          + "{\"type\": \"ready\", \"protocol\": 1}")
    }
    let version = try fields.integer("protocol")
    guard version == StageText.protocolVersion else {
      throw .garbage("protocol: found \(version), expected \(StageText.protocolVersion)")
    }
    if let text = value["name"]?.stringValue { name = String(text.prefix(80)).printable }
    if !fields.isNull("deterministic") { isDeterministic = try fields.flag("deterministic") }
    if !fields.isNull("answers_after_s") {
      let seconds = try fields.number("answers_after_s")
      guard (0...86_400).contains(seconds) else {
        throw .garbage("answers_after_s: found \(seconds), expected 0 to 86400")
      }
      declaredLateness = .microseconds(Int64((seconds * 1e6).rounded()))
    }
  }

  private static func parse(_ bytes: [UInt8]) throws(StageFault) -> JSONValue {
    do { return try JSONValue.parse(bytes) } catch {
      let shown = String(decoding: bytes.prefix(60), as: UTF8.self)
      throw .garbage("it wrote \"\(shown)\", which is no JSON (\(error))")
    }
  }

  /// Lets the program end; call once after the last exchange.
  public func finish() {
    process?.stop(patience: 2)
    process = nil
  }
}
