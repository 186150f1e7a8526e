internal import Foundation
internal import Telemetry

/// A wire message on one line.
enum MessageText {
  static func line(_ message: DecodedMessage) -> String {
    switch message {
    case .rejected(let reason): return "damaged: \(reason)"
    case .other(let message): return text(message.header)
    case .readings(let header, let group):
      let readings = (0..<Int(group.count)).map { place in
        "\(group[place].channel.name) \(number(group[place].value))"
      }
      return text(header) + ": " + readings.joined(separator: ", ")
    }
  }

  /// What a message in the binary form says, as one line.
  static func content(_ bytes: [UInt8]) -> String {
    let message = bytes.withUnsafeBytes { MessageCodec.decode($0) }
    guard case .other(let other) = message else { return line(message) }
    return switch other.body {
    case .utterance(let utterance): line(message) + ": \"\(utterance.text)\""
    case .feedback(let feedback):
      line(message) + ": \(feedback.rating) of 5 for the words of device "
        + "\(feedback.utteranceDevice.rawValue), sequence \(feedback.utteranceSequence): "
        + "\"\(feedback.comment)\""
    case .status(let text, let uptime, let firmware):
      line(message) + ": \(text), up for \(uptime) s, firmware \(firmware)"
    default: line(message)
    }
  }

  /// With all digits that a device has, and none that only its arithmetic has.
  static func number(_ value: Double) -> String {
    value == 0 ? "0" : String(format: "%.10g", value)
  }

  private static func text(_ header: MessageHeader) -> String {
    "\(header.kind) of device \(header.device.rawValue), sequence \(header.sequence), "
      + JSONTimestamp.text(header.deviceTime)
  }
}
