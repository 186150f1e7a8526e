public import Clockwork
public import Telemetry
internal import Quantities

/// The way of a command from the pipeline to a device: late, or lost.
public struct Downlink: Sendable {
  /// The shortest time a command can take; a home may run ahead of its agents by this much.
  public static let latencyMin = SimDuration.milliseconds(50)
  let latencyMeanSeconds: Double
  let loss: Double
  let key: RandomKey

  public init(latencyMean: SimDuration, loss: Double, seed: UInt64, home: UInt64) {
    latencyMeanSeconds = max((latencyMean - Self.latencyMin).seconds, 0)
    self.loss = loss
    key = RandomKey(seed: seed, purpose: .downlink, entity: home)
  }

  /// When the command takes effect, or nil when it is lost.
  ///
  /// Keyed by device, action and decision time, so that one command's luck is no other's: a
  /// thermostat gets both its set points at one moment.
  ///
  /// - Parameter number: the device's place in the full installation.
  public func arrival(of command: Command, number: Int) -> SimTime? {
    let event =
      UInt64(bitPattern: command.decidedAt.microseconds) &* 8_192
      &+ UInt64(number & 2_047) &* 4 &+ UInt64(command.action.rawValue & 3)
    let block = key.block(event)
    if Double(block.0) * 0x1p-32 < loss { return nil }
    let seconds = -latencyMeanSeconds * Elementary.log(1 - Double(block.1) * 0x1p-32)
    return command.decidedAt + Self.latencyMin
      + SimDuration(microseconds: Int64(min(seconds, 3_600) * 1e6))
  }
}
