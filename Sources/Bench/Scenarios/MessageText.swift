internal import Telemetry

/// A wire message on one line.
enum MessageText {
  static func line(_ message: DecodedMessage) -> String {
    switch message {
    case .rejected(let reason): return "damaged: \(reason)"
    case .other(let message): return text(message.header)
    case .readings(let header, let group):
      let readings = (0..<Int(group.count)).map { place in
        "\(group[place].channel.name) \(group[place].value)"
      }
      return text(header) + ": " + readings.joined(separator: ", ")
    }
  }

  private static func text(_ header: MessageHeader) -> String {
    "\(header.kind) of device \(header.device.rawValue), sequence \(header.sequence), "
      + JSONTimestamp.text(header.deviceTime)
  }
}
