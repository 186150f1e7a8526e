public import Clockwork

/// What an actuator can be told.
@frozen public enum CommandAction: UInt8, CaseIterable, Sendable {
  /// Thermostat: heating set point, °C.
  case setHeatingSetpoint = 1
  /// Thermostat: cooling set point, °C.
  case setCoolingSetpoint = 2
  /// Lamp or smart plug: 1 on, 0 off.
  case switchPower = 3
  /// Lamp: level 0...1.
  case setLevel = 4

  /// As outside programs say it.
  public var name: String {
    switch self {
    case .setHeatingSetpoint: "set_heating_setpoint"
    case .setCoolingSetpoint: "set_cooling_setpoint"
    case .switchPower: "switch_power"
    case .setLevel: "set_level"
    }
  }

  /// What makes sense to ask for; a thermostat keeps to its own range besides.
  public var valueRange: ClosedRange<Double> {
    switch self {
    case .setHeatingSetpoint, .setCoolingSetpoint: -50...100
    case .switchPower, .setLevel: 0...1
    }
  }

  /// Whether such a device can be told so.
  public func isTaken(by kind: DeviceKind) -> Bool {
    switch self {
    case .setHeatingSetpoint, .setCoolingSetpoint: kind == .thermostat
    case .switchPower: kind == .lamp || kind == .smartPlug
    case .setLevel: kind == .lamp
    }
  }
}

/// Which agent decided a command.
@frozen public enum CommandOrigin: UInt8, Sendable {
  case conversation = 1
  case energy = 2
}

/// One order from an agent to a device; it may arrive late or be lost.
@frozen public struct Command: Hashable, Sendable {
  /// Counts the home's commands from 0.
  public var sequence: UInt32
  public var device: DeviceIndex
  public var action: CommandAction
  public var origin: CommandOrigin
  public var value: Double
  public var decidedAt: SimTime

  @inlinable public init(
    sequence: UInt32, device: DeviceIndex, action: CommandAction, origin: CommandOrigin,
    value: Double, decidedAt: SimTime
  ) {
    self.sequence = sequence
    self.device = device
    self.action = action
    self.origin = origin
    self.value = value
    self.decidedAt = decidedAt
  }
}
