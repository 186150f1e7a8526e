/// How a command can be lost between pipeline and device.
@frozen public enum CommandLoss: UInt8, CaseIterable, Sendable {
  /// The broker or a maker's cloud lost it.
  case broker = 0
  /// The home could not be reached.
  case outage = 1
  /// The device's battery was empty.
  case battery = 2
  /// All of the gateway's attempts by radio were lost.
  case radio = 3
  /// The gateway was starting.
  case gateway = 4

  public var name: String {
    switch self {
    case .broker: "broker"
    case .outage: "outage"
    case .battery: "battery"
    case .radio: "radio"
    case .gateway: "gateway"
    }
  }
}
