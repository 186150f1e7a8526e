internal import Homes
internal import ScenarioFiles
public import Telemetry

/// Names a message as files do, by home, device and sequence: `3/hygrometer_001/120`.
///
/// `ledger.sqlite` numbers homes and devices, the JSON wire calls them `home_000003` and
/// `hygrometer_001`; both are understood.
public enum MessageName {
  /// What the weather service and the site plan come from.
  static let service = "service"

  /// - Throws: ``RunError/input(_:)`` with what is nearest.
  public static func parse(_ text: String, in plan: RunPlan) throws -> MessageID {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else {
      throw RunError.input(
        "--message: found \"\(text.brief)\", expected HOME/DEVICE/SEQUENCE as ledger.sqlite and "
          + "wire.sqlite number them, such as 0/hygrometer_001/12 or home_000000/3/12")
    }
    let home = try home(parts[0], count: plan.scenario.homeCount)
    let device = try device(
      parts[1], of: Home.devices(of: plan.specification(Int(home.rawValue))).map(\.name))
    guard let sequence = UInt32(parts[2]) else {
      throw RunError.input(
        "--message: found sequence \"\(parts[2].brief)\", expected a whole number from 0")
    }
    return MessageID(home: home, device: device, sequence: sequence)
  }

  private static func home(_ text: String, count: Int) throws -> HomeID {
    let digits = text.hasPrefix("home_") ? String(text.dropFirst(5)) : text
    guard let number = Int(digits), (0..<count).contains(number) else {
      throw RunError.input(
        "--message: found home \"\(text.brief)\", expected 0...\(count - 1) or its name, such as "
          + HomeID(UInt32(count - 1)).name)
    }
    return HomeID(UInt32(number))
  }

  private static func device(_ text: String, of names: [String]) throws -> DeviceIndex {
    if text == service || text == String(Home.serviceDevice) {
      return DeviceIndex(Home.serviceDevice)
    }
    if let index = names.firstIndex(of: text) { return DeviceIndex(index) }
    if let number = Int(text) {
      if names.indices.contains(number) { return DeviceIndex(number) }
      throw RunError.input(
        "--message: found device \(number), expected 0...\(names.count - 1) in this home, or "
          + "\(Home.serviceDevice) for its services")
    }
    let near = Nearest.word(to: text, among: names + [service])
    throw RunError.input(
      "--message: found device \"\(text.brief)\", expected the name or number of a device of this "
        + "home" + (near.map { "; did you mean \"\($0)\"?" } ?? ", such as \(names[0])"))
  }

  /// As it is told.
  static func text(_ message: MessageID, deviceName: String) -> String {
    "\(message.home.rawValue)/\(deviceName)/\(message.sequence)"
  }
}
