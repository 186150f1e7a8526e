internal import Ingestion
internal import Telemetry

/// Tells changes of state from repetitions: sensors that speak at changes repeat themselves after a
/// while, so that their silence means something, and nothing has happened then.
///
/// A change that was lost on the way is news when it is repeated.
struct StateNews: Sendable {
  /// By device, what it last said; nil before it has spoken, and of other devices.
  private var said: [Double?]

  init(deviceCount: Int) { said = Array(repeating: nil, count: deviceCount) }

  mutating func isNews(_ reading: IngestedReading) -> Bool {
    guard reading.channel.isBinaryEvent else { return true }
    defer { said[reading.device.index] = reading.value }
    return said[reading.device.index] != reading.value
  }
}
