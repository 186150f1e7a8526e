internal import Clockwork
internal import Homes
internal import Scoring
internal import Telemetry
internal import Truth

/// Watches whether the world reaches the state that somebody wished for.
///
/// Judged by the state, not by words (as in Yao et al. 2024, "tau-bench"): within five minutes the
/// lamp, plug or set point must have become as wished (where it was so before, it must still be so
/// at the end), nothing else may have been told to any device, and after a wish that no act can
/// fulfil nothing may happen at all.
struct TaskJudge {
  static let within = SimDuration.minutes(5)

  private struct Task {
    var spoken: SpokenTruth
    var before: DeviceStates
    var wasSoBefore: Bool
    var isReached: Bool
    /// A command that the wish does not ask for.
    var hasStrayAct = false
    var wasHeard = false
    var answer: Answer?
  }

  private var open: [Task] = []
  private var closed: [Task] = []

  /// Takes a wish as it reaches the pipeline, before anything is done about it.
  mutating func begin(_ spoken: SpokenTruth, home: Home) {
    let states = DeviceStates(home)
    let isSo = spoken.intent.map { states.satisfies($0, before: states) } ?? true
    open.append(
      Task(spoken: spoken, before: states, wasSoBefore: isSo, isReached: isSo))
  }

  /// Takes the news that the agent got a wish.
  mutating func take(heard message: MessageID) {
    let index = open.firstIndex { $0.spoken.message == message }
    if let index { open[index].wasHeard = true }
  }

  mutating func take(_ answer: Answer, _ commands: ArraySlice<Command>, home: Home) {
    guard let index = open.firstIndex(where: { $0.spoken.message == answer.utterance }) else {
      return
    }
    open[index].answer = answer
    let own = commands.filter { $0.origin == .conversation && $0.decidedAt == answer.decidedAt }
    open[index].hasStrayAct = own.contains { command in
      guard let wish = open[index].spoken.intent else { return true }
      return !DeviceStates.concerns(command, wish, home: home)
    }
  }

  /// Whether anybody's wish is still open.
  var isWatching: Bool { !open.isEmpty }

  /// Looks at the home; to be called at least every minute while anything is open.
  mutating func watch(_ home: Home) {
    let states = DeviceStates(home)
    let now = home.now
    func isOver(_ task: Task) -> Bool { now - task.spoken.time >= Self.within }
    for index in open.indices {
      guard let wish = open[index].spoken.intent else { continue }
      // What was so already must not be undone; what was not, residents may change again.
      guard open[index].wasSoBefore ? isOver(open[index]) : !open[index].isReached else { continue }
      open[index].isReached = states.satisfies(wish, before: open[index].before)
    }
    closed += open.filter(isOver)
    open.removeAll(where: isOver)
  }

  /// Scores every wish whose time is up and whose words arrived, and lets go of it.
  ///
  /// Who says nothing to words that arrived in time is judged by the state of the home like others.
  mutating func settle(day: (SimTime) -> Int, board: inout ScoreBoard, firstScore base: Int) {
    for task in closed {
      guard task.wasHeard else { continue }
      let isQuestion = task.spoken.intent?.target == .home
      let isRight = ConversationScorer.isRight(task.answer?.intent, wish: task.spoken.intent)
      let success = !task.hasStrayAct && (isQuestion ? isRight : task.isReached)
      ConversationScorer.addTask(
        success: success, nullSuccess: !isQuestion && task.wasSoBefore,
        day: day(task.spoken.time), to: &board, firstScore: base)
    }
    closed.removeAll(keepingCapacity: true)
  }

  var heldCount: Int { open.count + closed.count }
}

extension DeviceStates {
  /// Whether a wish asks for such a command.
  static func concerns(_ command: Command, _ wish: Intent, home: Home) -> Bool {
    guard let device = home.sitePlan.devices.first(where: { $0.index == command.device }) else {
      return false
    }
    let isThere = wish.room == nil || wish.room == device.room
    let isSwitched: Bool =
      switch wish.action {
      case .turnOn: command.value > 0
      case .turnOff: command.value == 0
      case .setLevel: (command.value - (wish.value ?? 0)).magnitude <= 0.051
      default: true
      }
    switch wish.target {
    case .lamp: return device.kind == .lamp && isThere && isSwitched
    case .plug: return device.kind == .smartPlug && isThere && isSwitched
    case .thermostat: return device.kind == .thermostat
    case .home: return false
    }
  }
}
