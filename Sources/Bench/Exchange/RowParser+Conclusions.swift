internal import Clockwork
internal import Telemetry

/// One row of each layout as a conclusion.
extension RowParser {
  /// - Returns: the home, the estimate and its order: by time, then as the home lists its subjects.
  mutating func estimate() throws(Refusal) -> (home: Int, value: Estimate, key: Int64) {
    let time = try time(0)
    let home = try home(1)
    let room = try room(2, of: home)
    let channel = try choice(
      3, .unknownQuantity, among: Layout.quantities.map { ($0.name, $0.channel) })
    let mean = try number(4)
    let sd = try number(5, in: 0...ConclusionLimit.magnitudeMax)
    try within(time, "time", home)
    guard let order = names.homes[home].subjects[Frame.Subject(room: room, channel: channel)]
    else {
      throw Refusal(
        kind: .notScored,
        text: "\(cells[2].found) has no sensor of \(cells[3].found); nobody is judged there")
    }
    let since = (time - frame.start).microseconds
    guard since % frame.tick.microseconds == 0 else {
      throw Refusal(
        kind: .offGrid,
        text: "time: found \(JSONTimestamp.text(time)), expected a control tick, every "
          + "\(Int(frame.tick.seconds)) s from \(JSONTimestamp.text(frame.start))")
    }
    return (
      home, Estimate(time: time, room: room, channel: channel, mean: mean, sd: sd),
      since / frame.tick.microseconds * 4_096 + Int64(order)
    )
  }

  mutating func flag() throws(Refusal) -> (home: Int, value: Flag) {
    let start = try time(0)
    let home = try home(2)
    let end = isEmpty(1) ? frame.watch(home).end : try time(1)
    let device = try device(3, of: home)
    let channel = try channel(4, of: device)
    let kind = try choice(
      5, .unknownKind, among: FlagKind.allCases.map { ($0.name, $0) })
    let score = isEmpty(6) ? 0 : try number(6)
    let raised = try time(7)
    try ordered(start, end, raised)
    try born(start, home)
    try within(raised, "raised_at", home)
    return (
      home,
      Flag(
        device: device.index, channel: channel, kind: kind, start: start, end: end,
        raisedAt: raised, score: score)
    )
  }

  mutating func match() throws(Refusal) -> (home: Int, value: PatternMatch) {
    let start = try time(0)
    let end = try time(1)
    let home = try home(2)
    let room = try room(3, of: home)
    let kind = try choice(4, .unknownKind, among: frame.patterns.map { ($0.name, $0) })
    let raised = try time(5)
    try ordered(start, end, raised)
    try born(start, home)
    try within(raised, "raised_at", home)
    guard end <= raised else {
      throw Refusal(
        kind: .malformed,
        text: "raised_at: found \(JSONTimestamp.text(raised)), expected no earlier than end, "
          + JSONTimestamp.text(end))
    }
    return (
      home,
      PatternMatch(pattern: kind, room: room, start: start, end: end, raisedAt: raised)
    )
  }

  mutating func answer() throws(Refusal) -> (home: Int, value: Answer) {
    let home = try home(0)
    let device = try device(1, of: home)
    let sequence = try whole(2, max: Double(UInt32.max))
    let decided = try time(3)
    let intent = isEmpty(4) ? nil : try intent(of: home)
    let confidence = isEmpty(8) ? 1 : try number(8, in: 0...1)
    let watch = frame.homes[home].watch ?? Frame.Watch(start: frame.birth, end: frame.end)
    guard watch.contains(decided) else { throw outside(decided, "decided_at", watch) }
    return (
      home,
      Answer(
        utterance: MessageID(
          home: frame.homes[home].plan.home, device: device.index, sequence: UInt32(sequence)),
        decidedAt: decided, intent: intent, confidence: confidence, text: "", commandCount: 0)
    )
  }

  mutating func action() throws(Refusal) -> (home: Int, value: Command) {
    let time = try time(0)
    let home = try home(1)
    let device = try device(2, of: home)
    let action = try choice(3, .unknownKind, among: CommandAction.allCases.map { ($0.name, $0) })
    guard action.isTaken(by: device.kind) else {
      throw Refusal(
        kind: .unknownKind,
        text: "action: found \(action.name) for \(device.name), which does not take it")
    }
    let value = try number(4, in: action.valueRange)
    try within(time, "time", home)
    return (
      home,
      Command(
        sequence: 0, device: device.index, action: action, origin: .conversation, value: value,
        decidedAt: time)
    )
  }

  private func intent(of home: Int) throws(Refusal) -> Intent {
    Intent(
      action: try choice(
        4, .unknownKind, among: IntentAction.allCases.map { ($0.name, $0) }),
      target: try choice(
        5, .unknownKind, among: IntentTarget.allCases.map { ($0.name, $0) }),
      room: isEmpty(6) ? nil : try room(6, of: home), value: isEmpty(7) ? nil : try number(7))
  }

  // MARK: Times

  /// Whether a moment lies where a home is judged.
  private func within(_ time: SimTime, _ name: String, _ home: Int) throws(Refusal) {
    let watch = frame.watch(home)
    guard watch.contains(time) else { throw outside(time, name, watch) }
  }

  /// In a run nothing begins before the homes do; homes of a dataset were there before somebody
  /// watched them.
  private func born(_ start: SimTime, _ home: Int) throws(Refusal) {
    guard frame.homes[home].watch == nil, start < frame.birth else { return }
    throw Refusal(
      kind: .outsideRun,
      text: "start: found \(JSONTimestamp.text(start)), expected no earlier than the homes' birth, "
        + JSONTimestamp.text(frame.birth))
  }

  private func outside(_ time: SimTime, _ name: String, _ watch: Frame.Watch) -> Refusal {
    Refusal(
      kind: .outsideRun,
      text: "\(name): found \(JSONTimestamp.text(time)), expected after "
        + "\(JSONTimestamp.text(watch.start)) and not after \(JSONTimestamp.text(watch.end))")
  }

  /// A stretch ends after it begins and nobody can speak of it before.
  private func ordered(_ start: SimTime, _ end: SimTime, _ raised: SimTime) throws(Refusal) {
    guard end >= start, raised >= start else {
      let name = end < start ? "end" : "raised_at"
      throw Refusal(
        kind: .malformed,
        text: "\(name): found \(JSONTimestamp.text(end < start ? end : raised)), expected no "
          + "earlier than start, \(JSONTimestamp.text(start))")
    }
  }
}
