public import Telemetry

/// Understands what residents say, acts on it, or refuses.
///
/// The first honest form: a matcher over a lexicon that knows where its knowledge ends. Every word
/// that it does not know weighs against acting, because a wrong act costs more than a question.
public struct ConversationAgent: Sendable {
  /// What it knows of the home when it answers.
  public struct HomeView: Sendable {
    /// °C, ratio and ppm by room; nil where nothing is known.
    public var temperatureC: [Double?]
    public var relativeHumidity: [Double?]
    public var co2PPM: [Double?]
    public var isWindowOpen: [Bool]
    public var heatingSetpointC: Double
    public var coolingSetpointC: Double
    public var energyTodayKWh: Double?

    public init(roomCount: Int) {
      temperatureC = Array(repeating: nil, count: roomCount)
      relativeHumidity = temperatureC
      co2PPM = temperatureC
      isWindowOpen = Array(repeating: false, count: roomCount)
      heatingSetpointC = 21
      coolingSetpointC = 25
    }
  }

  /// An order to a device.
  public struct Act: Hashable, Sendable {
    public var device: DeviceIndex
    public var action: CommandAction
    public var value: Double
    /// Lamps report their level; plugs report nothing.
    var isOfLamp = false

    public init(
      device: DeviceIndex, action: CommandAction, value: Double, isOfLamp: Bool = false
    ) {
      self.device = device
      self.action = action
      self.value = value
      self.isOfLamp = isOfLamp
    }
  }

  public struct Reply: Sendable {
    /// nil for a refusal.
    public var intent: Intent?
    public var confidence: Double
    public var text: String
    public var acts: [Act]

    public init(intent: Intent?, confidence: Double, text: String, acts: [Act]) {
      self.intent = intent
      self.confidence = confidence
      self.text = text
      self.acts = acts
    }
  }

  /// What "dim" without a number means.
  static let dimLevel = 0.3
  /// How far "a bit warmer" moves the set point, K.
  static let step = 1.0
  /// Set points that the house will obey, °C.
  static let setpointRange = 12.0...28.0

  private let plan: SitePlan
  private let matcher: IntentMatcher

  public init(plan: SitePlan) {
    self.plan = plan
    matcher = IntentMatcher(plan: plan)
  }

  /// Answers one utterance.
  public func answer(_ utterance: Utterance, view: HomeView, isCooling: Bool) -> Reply {
    let match = matcher.match(utterance.text, speakerRoom: utterance.room)
    guard let intent = match.intent else {
      return refusal(match.confidence, "Sorry, I can't help with that.")
    }
    switch intent.action {
    case .turnOn, .turnOff, .setLevel: return switching(intent, match.confidence)
    case .setTemperature, .warmer, .cooler:
      return heating(intent, match.confidence, view: view, isCooling: isCooling)
    default:
      return Reply(
        intent: intent, confidence: match.confidence, text: inform(intent, view), acts: [])
    }
  }

  private func refusal(_ confidence: Double, _ text: String) -> Reply {
    Reply(intent: nil, confidence: confidence, text: text, acts: [])
  }

  private func switching(_ intent: Intent, _ confidence: Double) -> Reply {
    let kind: DeviceKind = intent.target == .lamp ? .lamp : .smartPlug
    let devices = plan.devices.filter {
      $0.kind == kind && (intent.room == nil || $0.room == intent.room)
    }
    guard !devices.isEmpty else {
      return refusal(confidence, "I know of no \(intent.target.name) there.")
    }
    let acts = devices.map { device -> Act in
      if let level = intent.value, intent.action == .setLevel {
        return Act(device: device.index, action: .setLevel, value: level, isOfLamp: true)
      }
      return Act(
        device: device.index, action: .switchPower, value: intent.action == .turnOn ? 1 : 0,
        isOfLamp: kind == .lamp)
    }
    return Reply(intent: intent, confidence: confidence, text: "Done.", acts: acts)
  }

  private func heating(
    _ intent: Intent, _ confidence: Double, view: HomeView, isCooling: Bool
  ) -> Reply {
    guard let thermostat = plan.devices.first(where: { $0.kind == .thermostat }) else {
      return refusal(confidence, "I know of no thermostat here.")
    }
    let current = isCooling ? view.coolingSetpointC : view.heatingSetpointC
    let wanted: Double
    switch intent.action {
    case .setTemperature: wanted = intent.value ?? current
    case .warmer: wanted = current + (intent.value ?? Self.step)
    default: wanted = current - (intent.value ?? Self.step)
    }
    guard Self.setpointRange.contains(wanted) else {
      return refusal(confidence, "I keep the house between 12 and 28 degrees.")
    }
    let act = Act(
      device: thermostat.index, action: isCooling ? .setCoolingSetpoint : .setHeatingSetpoint,
      value: wanted)
    return Reply(
      intent: intent, confidence: confidence, text: "The thermostat goes to \(tenths(wanted)) °C.",
      acts: [act])
  }

  private func inform(_ intent: Intent, _ view: HomeView) -> String {
    switch intent.action {
    case .askTemperature:
      return state(view.temperatureC, intent.room) { "\(tenths($0)) °C" }
    case .askHumidity:
      return state(view.relativeHumidity, intent.room) { "\(tenths($0 * 100)) %" }
    case .askAirQuality: return state(view.co2PPM, intent.room) { "\(tenths($0)) ppm CO2" }
    case .askEnergy:
      guard let energy = view.energyTodayKWh else { return "I have no meter reading yet." }
      return "\(tenths(energy)) kWh today."
    default:
      let open = plan.rooms.filter {
        view.isWindowOpen[$0.index.index] && (intent.room == nil || intent.room == $0.index)
      }
      return open.isEmpty
        ? "Everything is closed." : "Open: " + open.map(\.name).joined(separator: ", ") + "."
    }
  }

  private func state(
    _ values: [Double?], _ room: RoomIndex?, _ text: (Double) -> String
  ) -> String {
    if let room {
      guard let value = values[room.index] else { return "I cannot tell." }
      return text(value) + "."
    }
    let known = values.compactMap { $0 }
    guard !known.isEmpty else { return "I cannot tell." }
    return text(known.reduce(0, +) / Double(known.count)) + " on average."
  }

  private func tenths(_ value: Double) -> String {
    guard value.magnitude < 1e12 else { return "an unknown number of" }
    let scaled = Int((value * 10).rounded())
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / 10).\(scaled.magnitude % 10)"
  }
}
