internal import Fusion
internal import Homes
internal import Lanes
internal import Sampling
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// One thing that a world or its pipeline is lived without, to ask what it is worth.
public enum Removal: Hashable, Sendable {
  /// By its place under `faults:`, from 0.
  case fault(Int)
  case stage(Stage)
  case agent(Agent)
  /// All devices of a kind, or those of one name such as `hygrometer_003`, in every home.
  case device(String)

  /// A stage is removed by putting its null in its place.
  public enum Stage: String, CaseIterable, Sendable {
    case sampling, quality, fusion, patterns, forecasting

    var program: Scenario.Program.Stage {
      switch self {
      case .sampling: .sample
      case .quality: .detect
      case .fusion: .fuse
      case .patterns: .match
      case .forecasting: .forecast
      }
    }
  }

  public enum Agent: String, CaseIterable, Sendable { case energy, conversation }

  /// - Parameter text: `fault:2`, `stage:fusion`, `agent:energy` or `device:co2_meter`.
  /// - Throws: ``RunError/input(_:)`` with what was expected.
  public init(_ text: String) throws(RunError) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    let name = parts.count == 2 ? parts[1] : ""
    switch parts.first {
    case "fault":
      guard let index = Int(name), index >= 0 else {
        throw Self.wrong(text, "fault:N with the place under faults:, from 0")
      }
      self = .fault(index)
    case "stage": self = .stage(try Self.word(name, text))
    case "agent": self = .agent(try Self.word(name, text))
    case "device" where !name.isEmpty: self = .device(name)
    default:
      throw Self.wrong(
        text, "fault:N, stage:NAME, agent:NAME or device:NAME, such as fault:0 or stage:fusion")
    }
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, _ text: String
  ) throws(RunError) -> Word where Word.RawValue == String {
    if let word = Word(rawValue: name) { return word }
    throw wrong(text, Word.allCases.map(\.rawValue).joined(separator: ", "))
  }

  private static func wrong(_ text: String, _ expected: String) -> RunError {
    .input("--without: found \"\(text.brief)\", expected \(expected)")
  }
}

extension RunPlan {
  /// The same worlds without one thing; all other chance is as it was.
  ///
  /// - Throws: ``RunError/input(_:)`` where there is nothing of the kind to remove.
  public func without(_ removal: Removal) throws(RunError) -> RunPlan {
    var plan = self
    switch removal {
    case .fault(let index): try plan.remove(fault: index)
    case .device(let name): try plan.remove(device: name)
    case .stage(let stage): try plan.remove(stage)
    case .agent(.energy):
      guard laneSettings.energy != nil else {
        throw .input("--without agent:energy: found none, expected one; the scenario has it off")
      }
      plan.laneSettings.energy = nil
    case .agent(.conversation):
      guard laneSettings.answersUtterances else {
        throw .input(
          "--without agent:conversation: found none, expected one; the scenario has it off")
      }
      plan.laneSettings.answersUtterances = false
    }
    return plan
  }

  private mutating func remove(fault index: Int) throws(RunError) {
    guard faultRules.contains(where: { $0.index == index }) else {
      let known = faultRules.map { "\($0.index) (\($0.kind.name))" }
      throw .input(
        "--without fault:\(index): expected "
          + (known.isEmpty
            ? "a fault; the scenario has none" : "one of \(known.joined(separator: ", "))"))
    }
    // Others keep their numbers, which key their luck.
    faultRules.removeAll { $0.index == index }
  }

  private mutating func remove(_ stage: Removal.Stage) throws(RunError) {
    let program = stage.program
    if scenario.pipeline.outside.contains(where: { $0.stage == program }) {
      throw .input(
        "--without stage:\(stage.rawValue): found a program of your own in its place "
          + "(pipeline.outside.\(program.rawValue)), expected one of ours; compare with "
          + "hometwin check --candidate")
    }
    switch stage {
    case .sampling: laneSettings.sampling.method = .fixed
    case .quality: laneSettings.detects = false
    case .fusion: laneSettings.fusion = .inverseVariance
    case .patterns: laneSettings.patterns = []
    case .forecasting: laneSettings.forecastModel = .seasonalNaive
    }
  }

  /// Kinds that a home can be built without.
  private static let removableKinds: [DeviceKind] = [
    .thermometer, .hygrometer, .co2Meter, .lightMeter, .motionDetector, .windowContact, .smartPlug,
    .multiSensor, .circuitMeter,
  ]

  private mutating func remove(device name: String) throws(RunError) {
    let kinds = Self.removableKinds.map(\.name)
    let isRemovable = kinds.contains { name == $0 || name.hasPrefix($0 + "_") }
    let isInstalled = (0..<scenario.homeCount).contains { home in
      Home.devices(of: specification(home)).contains { $0.name == name || $0.kind == name }
    }
    guard isRemovable, isInstalled else {
      throw .input(
        "--without device:\(name): expected \(kinds.joined(separator: ", ")), or one of them by "
          + "number, such as \(kinds[1])_001; what a home cannot do without stays")
    }
    withoutDevices.append(name)
  }
}
