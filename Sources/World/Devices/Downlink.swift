public import Clockwork
public import Telemetry
internal import Quantities

/// The way of a command from the pipeline to a device: late, or lost.
///
/// Brokers and clouds lose their share and take their time; the last hop is the device's own radio
/// link, heard from its other end.
public struct Downlink: Sendable {
  /// The shortest time a command can take; a home may run ahead of its agents by this much.
  public static let latencyMin = SimDuration.milliseconds(50)
  let latencyMeanSeconds: Double
  let loss: Double
  let key: RandomKey
  /// The last link that was used, as its device hears it: a burst outlives a command.
  private var last: (number: Int, spot: RadioLink.Spot, link: RadioLink)?

  public init(latencyMean: SimDuration, loss: Double, seed: UInt64, home: UInt64) {
    latencyMeanSeconds = max((latencyMean - Self.latencyMin).seconds, 0)
    self.loss = loss
    key = RandomKey(seed: seed, purpose: .downlink, entity: home)
  }

  /// When the command reaches the gateway, or nil when it is lost before.
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

  /// When a gateway's radio has got a command through, or nil when all its attempts are lost.
  ///
  /// The gateway tries as often as the device does and waits as long in between. Where only the
  /// device's answer is lost, it hears the command again, which changes nothing.
  ///
  /// - Parameters:
  ///   - link: as the gateway hears the device.
  ///   - air: of the home.
  ///   - time: when the command is at the gateway.
  ///   - shadow: how busy Wi-Fi is on the link's channel, 0...1.
  public mutating func passage(
    of command: Command, number: Int, over link: RadioLink, in air: RadioAir, from time: SimTime,
    shadow: Double
  ) -> SimTime? {
    guard link.medium != .wired else { return time }
    var way: RadioLink
    if let last, last.number == number, last.spot == link.spot {
      way = last.link
    } else {
      way = link.surveyed(in: air, isReversed: true)
    }
    defer { last = (number, link.spot, way) }
    let event =
      UInt64(bitPattern: command.decidedAt.microseconds) &* 32
      &+ UInt64(command.action.rawValue & 3) &* 8
    var moment = time
    for attempt in 0..<way.attemptLimit {
      let outcome = way.attempt(
        event: event &+ UInt64(attempt), at: moment, number: attempt, shadow: shadow)
      if outcome.isDelivered { return moment }
      moment += outcome.backOff
    }
    return nil
  }
}
