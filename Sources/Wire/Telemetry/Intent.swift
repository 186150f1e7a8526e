/// What a person wants of the house: the vocabulary that truth and agents share.
@frozen public enum IntentAction: UInt8, CaseIterable, Sendable {
  case turnOn = 1
  case turnOff = 2
  /// `value` is a level 0...1.
  case setLevel = 3
  /// `value` is °C.
  case setTemperature = 4
  /// `value` is a difference in K, or nil for "a bit".
  case warmer = 5
  case cooler = 6
  case askTemperature = 7
  case askHumidity = 8
  case askAirQuality = 9
  case askEnergy = 10
  /// "Is the window open?", asked of a room or the whole home.
  case askOpenings = 11

  public var name: String {
    switch self {
    case .turnOn: "turn_on"
    case .turnOff: "turn_off"
    case .setLevel: "set_level"
    case .setTemperature: "set_temperature"
    case .warmer: "warmer"
    case .cooler: "cooler"
    case .askTemperature: "ask_temperature"
    case .askHumidity: "ask_humidity"
    case .askAirQuality: "ask_air_quality"
    case .askEnergy: "ask_energy"
    case .askOpenings: "ask_openings"
    }
  }
}

/// The kind of thing an intent is about.
@frozen public enum IntentTarget: UInt8, CaseIterable, Sendable {
  case lamp = 1
  case plug = 2
  case thermostat = 3
  case home = 4

  public var name: String {
    switch self {
    case .lamp: "lamp"
    case .plug: "plug"
    case .thermostat: "thermostat"
    case .home: "home"
    }
  }
}

/// One wish made precise. `room` nil means the whole home.
@frozen public struct Intent: Hashable, Sendable {
  public var action: IntentAction
  public var target: IntentTarget
  public var room: RoomIndex?
  public var value: Double?

  public init(
    action: IntentAction, target: IntentTarget, room: RoomIndex? = nil, value: Double? = nil
  ) {
    self.action = action
    self.target = target
    self.room = room
    self.value = value
  }
}
