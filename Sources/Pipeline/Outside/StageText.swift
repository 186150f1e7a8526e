public import Clockwork
public import Telemetry

/// What is said to an outside program: JSON Lines, one object a line, told apart by `type`.
enum StageText {
  /// Of the lines and what they mean.
  static let protocolVersion: Int64 = 1

  /// The first line: what the program is asked to be, and in which units.
  static func hello(_ terms: StageTerms, _ kind: StageKind) -> [UInt8] {
    var members = [
      JSONMember("type", .string("hello")), JSONMember("protocol", .integer(protocolVersion)),
      JSONMember("stage", .string(kind.rawValue)),
      JSONMember("answer", .string(kind.answerType)),
      JSONMember("seed", .integer(Int64(bitPattern: terms.seed))),
      JSONMember("homes", .integer(Int64(terms.homeCount))),
      JSONMember("tick_s", .number(terms.tick.seconds)),
      JSONMember("birth_us", .integer(terms.birth.microseconds)),
      JSONMember("start_us", .integer(terms.start.microseconds)),
      JSONMember("end_us", .integer(terms.end.microseconds)),
      JSONMember("units", .object(units)),
    ]
    switch kind {
    case .detect:
      members.append(JSONMember("kinds", .array(FlagKind.allCases.map { .string($0.name) })))
    case .fuse:
      members.append(
        JSONMember("quantities", .array(terms.quantities.map { .string($0.name) })))
    case .match:
      members.append(JSONMember("patterns", .array(terms.patterns.map { .string($0.name) })))
    case .forecast:
      members.append(JSONMember("levels", .array(ForecastLevels.all.map { .number($0) })))
    case .sample:
      members.append(JSONMember("methods", .array(StagePolicy.names.map { .string($0) })))
    case .understand:
      func names(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
      members += [
        JSONMember("actions", names(IntentAction.allCases.map(\.name))),
        JSONMember("targets", names(IntentTarget.allCases.map(\.name))),
        JSONMember("commands", names(CommandAction.allCases.map(\.name))),
      ]
    }
    return line(.object(members))
  }

  private static var units: [JSONMember] {
    Channel.allCases.map { JSONMember($0.name, .string($0.unitSuffix)) }
  }

  /// A batch: what has come, then the tick that closes it.
  static func batch(_ batch: StageBatch, tick: Int64, now: SimTime) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((batch.readings.count + batch.measurements.count) * 150 + 100)
    for plan in batch.plans {
      bytes += line(
        .object([JSONMember("type", .string("plan")), JSONMember("plan", plan.jsonValue)]))
    }
    for outlook in batch.outlooks { bytes += line(json(outlook)) }
    for reading in batch.readings { append(reading, to: &bytes) }
    for wish in batch.wishes {
      bytes += line(
        .object([
          JSONMember("type", .string("wanted")),
          JSONMember("home", .integer(Int64(wish.home.rawValue))),
          JSONMember("first_hour_us", .integer(wish.firstHour.microseconds)),
          JSONMember("hours", .integer(Int64(wish.hours))),
        ]))
    }
    for measurement in batch.measurements { measurement.append(to: &bytes) }
    if let words = batch.words { bytes += line(words.json) }
    bytes += Array("{\"type\":\"tick\",\"tick\":\(tick),\"now_us\":\(now.microseconds)}\n".utf8)
    return bytes
  }

  private static func append(_ reading: StageReading, to bytes: inout [UInt8]) {
    bytes.put("{\"type\":\"reading\",\"home\":")
    bytes.put(reading.home.rawValue)
    bytes.put(",\"room\":")
    bytes.put(reading.room.rawValue)
    bytes.put(",\"device\":")
    bytes.put(reading.device.rawValue)
    bytes.put(",\"sensor_type\":\"")
    bytes.append(contentsOf: reading.channel.name.utf8)
    bytes.put("\",\"time_us\":")
    bytes.put(reading.time.microseconds)
    bytes.put(",\"arrival_us\":")
    bytes.put(reading.arrival.microseconds)
    bytes.put(",\"sequence\":")
    bytes.put(reading.sequence)
    bytes.put(",\"value\":")
    bytes.put(reading.value)
    bytes.put("}\n")
  }

  private static func json(_ outlook: StageOutlook) -> JSONValue {
    .object([
      JSONMember("type", .string("weather")),
      JSONMember("home", .integer(Int64(outlook.home.rawValue))),
      JSONMember("arrival_us", .integer(outlook.arrival.microseconds)),
      JSONMember("first_hour_us", .integer(outlook.forecast.firstHour.microseconds)),
      JSONMember(
        "temperature_c", .array(outlook.forecast.temperatureC.map { .number(Double($0)) })),
      JSONMember(
        "global_horizontal_wm2",
        .array(outlook.forecast.globalHorizontalWm2.map { .number(Double($0)) })),
    ])
  }

  private static func line(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }
}

/// What an outside stage is told of the run before it begins.
public struct StageTerms: Sendable {
  /// For a program that draws lots; it says nothing of the world.
  public var seed: UInt64
  public var homeCount: Int
  public var tick: SimDuration
  /// When the homes' history begins.
  public var birth: SimTime
  /// When scoring begins.
  public var start: SimTime
  public var end: SimTime
  /// What is fused.
  public var quantities: [Channel]
  public var patterns: [PatternKind]

  public init(
    seed: UInt64, homeCount: Int, tick: SimDuration, birth: SimTime, start: SimTime, end: SimTime,
    quantities: [Channel], patterns: [PatternKind]
  ) {
    self.seed = seed
    self.homeCount = homeCount
    self.tick = tick
    self.birth = birth
    self.start = start
    self.end = end
    self.quantities = quantities
    self.patterns = patterns
  }
}

/// What millions of lines are written with.
extension [UInt8] {
  mutating func put(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func put(_ number: some BinaryInteger) { append(contentsOf: String(number).utf8) }

  /// The shortest text that reads back as the same number; `null` for what JSON has no word for.
  mutating func put(_ number: Double) {
    if number.isFinite { append(contentsOf: number.description.utf8) } else { put("null") }
  }
}
