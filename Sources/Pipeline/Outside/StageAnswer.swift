public import Clockwork
public import Telemetry

/// One thing that an outside stage has said.
public enum StageAnswer: Sendable {
  case estimate(room: RoomIndex, channel: Channel, mean: Double, sd: Double)
  /// Without an end the channel stays distrusted until the flag is said again with one.
  case flag(
    device: DeviceIndex, channel: Channel, kind: FlagKind, start: SimTime, end: SimTime?,
    score: Double)
  case match(pattern: PatternKind, room: RoomIndex, start: SimTime, end: SimTime)
  case forecast(firstHour: SimTime, mean: [Double], quantiles: [Double])
  case reply(StageReply)
  case policy(device: DeviceIndex, channel: Channel, StagePolicy)
}

/// Whose home an answer is about.
public struct HomeAnswer: Sendable {
  public var home: HomeID
  public var answer: StageAnswer

  public init(home: HomeID, answer: StageAnswer) {
    self.home = home
    self.answer = answer
  }
}

/// Reads a program's answers strictly: what is not understood ends the batch.
struct StageAnswerReader {
  let kind: StageKind
  let terms: StageTerms
  let plans: [HomeID: SitePlan]
  /// The simulated present: nothing may be said of what comes after it.
  let now: SimTime
  let wishes: [StageWish]
  let words: StageWords?
  private var hasReplied = false

  init(
    kind: StageKind, terms: StageTerms, plans: [HomeID: SitePlan], now: SimTime,
    batch: StageBatch
  ) {
    self.kind = kind
    self.terms = terms
    self.plans = plans
    self.now = now
    wishes = batch.wishes
    words = batch.words
  }

  mutating func read(_ line: JSONValue) throws(StageFault) -> HomeAnswer {
    let fields = try StageFields(line)
    guard fields.type == kind.answerType else {
      throw .garbage(
        "found an answer of type \"\(fields.type)\", expected \"\(kind.answerType)\" or "
          + "{\"done\": TICK}")
    }
    let number = try fields.integer("home")
    guard let home = UInt32(exactly: number).map(HomeID.init), let plan = plans[home] else {
      throw .garbage("home: found \(number), expected one whose plan was sent")
    }
    let answer: StageAnswer =
      switch kind {
      case .detect: try flag(fields, plan)
      case .fuse: try estimate(fields, plan)
      case .match: try match(fields, plan)
      case .forecast: try forecast(fields, home)
      case .understand: try reply(fields, plan)
      case .sample: try policy(fields, plan)
      }
    return HomeAnswer(home: home, answer: answer)
  }

  private func estimate(_ fields: StageFields, _ plan: SitePlan) throws(StageFault) -> StageAnswer {
    let channel = try fields.word("quantity", among: terms.quantities, \.name)
    let sd = try fields.number("sd")
    guard sd >= 0 else { throw .garbage("sd: found \(sd), expected 0 or more") }
    return .estimate(
      room: try room(fields, plan), channel: channel, mean: try fields.number("mean"), sd: sd)
  }

  private func flag(_ fields: StageFields, _ plan: SitePlan) throws(StageFault) -> StageAnswer {
    let device = try device(fields, plan)
    let channel = try fields.word("sensor_type", among: device.channels.map(\.channel), \.name)
    let kind = try fields.word("kind", among: FlagKind.allCases, \.name)
    let start = try past("start_us", fields)
    let end = fields.isNull("end_us") ? nil : try past("end_us", fields)
    guard (end ?? start) >= start else { throw .garbage("end_us: lies before start_us") }
    return .flag(
      device: device.index, channel: channel, kind: kind, start: start, end: end,
      score: fields.isNull("score") ? 1 : try fields.number("score"))
  }

  private func match(_ fields: StageFields, _ plan: SitePlan) throws(StageFault) -> StageAnswer {
    let pattern = try fields.word("pattern", among: terms.patterns, \.name)
    let (start, end) = (try past("start_us", fields), try past("end_us", fields))
    guard end >= start else { throw .garbage("end_us: lies before start_us") }
    return .match(pattern: pattern, room: try room(fields, plan), start: start, end: end)
  }

  private func forecast(_ fields: StageFields, _ home: HomeID) throws(StageFault) -> StageAnswer {
    guard let wish = wishes.first(where: { $0.home == home }) else {
      throw .garbage("home: found \(home.rawValue), of which no forecast is wanted at this tick")
    }
    let mean = try fields.numbers("mean", count: wish.hours)
    let quantiles: [Double]
    if fields.isNull("quantiles") {
      quantiles = mean.flatMap { value in ForecastLevels.all.map { _ in value } }
    } else {
      let rows = try fields.array("quantiles", count: wish.hours)
      var all: [Double] = []
      for (hour, row) in rows.enumerated() {
        let values = try StageFields.numbers(
          row, "quantiles[\(hour)]", count: ForecastLevels.all.count)
        guard zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) else {
          throw .garbage("quantiles[\(hour)]: found values that fall, expected ascending ones")
        }
        all += values
      }
      quantiles = all
    }
    return .forecast(firstHour: wish.firstHour, mean: mean, quantiles: quantiles)
  }

  private mutating func reply(
    _ fields: StageFields, _ plan: SitePlan
  ) throws(StageFault) -> StageAnswer {
    guard let words, words.id.home == plan.home else {
      throw .garbage("home: found \(plan.home.rawValue), where nobody has spoken in this batch")
    }
    guard !hasReplied else {
      throw .garbage("found a second answer to the same words, expected {\"done\": TICK}")
    }
    hasReplied = true
    let confidence = fields.isNull("confidence") ? 1 : try fields.number("confidence")
    guard (0...1).contains(confidence) else {
      throw .garbage("confidence: found \(confidence), expected 0 to 1")
    }
    var acts: [StageReply.Act] = []
    for item in try fields.list("acts") { acts.append(try act(try StageFields(item), plan)) }
    return .reply(
      StageReply(
        intent: try intent(fields, plan), confidence: confidence, text: try fields.text("text"),
        acts: acts))
  }

  private func intent(_ fields: StageFields, _ plan: SitePlan) throws(StageFault) -> Intent? {
    guard !fields.isNull("action") else { return nil }
    return Intent(
      action: try fields.word("action", among: IntentAction.allCases, \.name),
      target: try fields.word("target", among: IntentTarget.allCases, \.name),
      room: fields.isNull("room") ? nil : try room(fields, plan),
      value: fields.isNull("value") ? nil : try fields.number("value"))
  }

  private func act(_ fields: StageFields, _ plan: SitePlan) throws(StageFault) -> StageReply.Act {
    let device = try device(fields, plan)
    let command = try fields.word("command", among: CommandAction.allCases, \.name)
    guard command.isTaken(by: device.kind) else {
      throw .garbage(
        "command: found \(command.name) for device \(device.index.rawValue), which is a "
          + "\(device.kind.name) and does not take it")
    }
    return StageReply.Act(
      device: device.index, action: command, value: try fields.number("value"))
  }

  func device(
    _ fields: StageFields, _ plan: SitePlan
  ) throws(StageFault) -> SitePlan.Device {
    let number = try fields.integer("device")
    guard let device = plan.devices.first(where: { Int64($0.index.rawValue) == number }) else {
      throw .garbage("device: found \(number), expected the index of a device in the home's plan")
    }
    return device
  }

  private func room(_ fields: StageFields, _ plan: SitePlan) throws(StageFault) -> RoomIndex {
    let number = try fields.integer("room")
    guard let room = plan.rooms.first(where: { Int64($0.index.rawValue) == number }) else {
      throw .garbage("room: found \(number), expected the index of a room in the home's plan")
    }
    return room.index
  }

  private func past(_ name: String, _ fields: StageFields) throws(StageFault) -> SimTime {
    let time = SimTime(microseconds: try fields.integer(name))
    guard time <= now else {
      throw .garbage(
        "\(name): found \(time.microseconds), after now_us \(now.microseconds); nothing is known "
          + "of the future")
    }
    guard time >= terms.birth else {
      throw .garbage(
        "\(name): found \(time.microseconds), before birth_us \(terms.birth.microseconds), "
          + "when the first home begins")
    }
    return time
  }
}
