public import Clockwork
public import Telemetry

/// What a program said of one batch.
public struct StageExchange: Sendable {
  public var tick: Int64
  public var now: SimTime
  public var answers: [JSONValue]

  /// As a line of a recording.
  public var json: JSONValue {
    .object([
      JSONMember("tick", .integer(tick)), JSONMember("now_us", .integer(now.microseconds)),
      JSONMember("answers", .array(answers)),
    ])
  }

  public init(tick: Int64, now: SimTime, answers: [JSONValue]) {
    self.tick = tick
    self.now = now
    self.answers = answers
  }

  /// - Returns: nil for what is no line of a recording.
  public init?(_ value: JSONValue) {
    guard let tick = value["tick"]?.integerValue, let now = value["now_us"]?.integerValue,
      let answers = value["answers"]?.arrayValue
    else { return nil }
    self.init(tick: tick, now: SimTime(microseconds: now), answers: answers)
  }
}

/// The recorded answers of a program that would not say the same again.
public protocol StageRecording: AnyObject {
  /// The program's first line.
  func ready() throws(StageFault) -> JSONValue
  func next() throws(StageFault) -> StageExchange
}

extension StageSession {
  /// What a recording begins with: the handshake as it was.
  public var readyLine: JSONValue {
    .object([
      JSONMember("type", .string("ready")), JSONMember("protocol", .integer(1)),
      JSONMember("name", .string(name)), JSONMember("answers_after_s", .number(lateness.seconds)),
      JSONMember("deterministic", .bool(isDeterministic)),
    ])
  }
}
