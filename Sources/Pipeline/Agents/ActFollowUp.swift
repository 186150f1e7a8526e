public import Clockwork
public import Telemetry

/// Sees to it that what was promised to a speaker happens although commands get lost.
///
/// Lamps and thermostats report what they do. An act that is not reported in time is sent again, a
/// few times; any other report from the same device means that somebody has changed their mind, and
/// ends it. Plugs report nothing, so they are told once.
public struct ActFollowUp: Sendable {
  /// How long a report may take: it waits for the watermark and for the next control tick.
  public static let patience = SimDuration.seconds(150)
  public static let repetitionsMax = 4

  private struct Promise: Sendable {
    var act: ConversationAgent.Act
    /// A report from then on speaks of it, whichever of its copies arrived.
    let firstSentAt: SimTime
    var sentAt: SimTime
    var repetitions = 0
  }

  private var promises: [Promise] = []
  /// The last report of each device's channel.
  private var reports: [(device: DeviceIndex, channel: Channel, value: Double)] = []

  public init() {}

  /// Takes note of an act that is on its way.
  public mutating func add(_ act: ConversationAgent.Act, at time: SimTime) {
    guard let channel = Self.channel(act) else { return }
    promises.removeAll { $0.act.device == act.device && Self.channel($0.act) == channel }
    let known = reports.first { $0.device == act.device && $0.channel == channel }
    // A lamp that is as it should be has nothing to report.
    if let known, Self.isMet(act, by: known.value) { return }
    promises.append(Promise(act: act, firstSentAt: time, sentAt: time))
  }

  /// Takes a device's report.
  public mutating func observe(
    _ channel: Channel, _ value: Double, of device: DeviceIndex, at time: SimTime
  ) {
    guard channel == .lampLevel || channel == .heatingSetpoint || channel == .coolingSetpoint
    else { return }
    if let place = reports.firstIndex(where: { $0.device == device && $0.channel == channel }) {
      reports[place].value = value
    } else {
      reports.append((device, channel, value))
    }
    promises.removeAll {
      $0.act.device == device && Self.channel($0.act) == channel && time >= $0.firstSentAt
    }
  }

  /// The acts that have to be sent again.
  public mutating func due(at now: SimTime) -> [ConversationAgent.Act] {
    var due: [ConversationAgent.Act] = []
    for index in promises.indices where now - promises[index].sentAt >= Self.patience {
      promises[index].sentAt = now
      promises[index].repetitions += 1
      if promises[index].repetitions <= Self.repetitionsMax { due.append(promises[index].act) }
    }
    promises.removeAll { $0.repetitions > Self.repetitionsMax }
    return due
  }

  private static func channel(_ act: ConversationAgent.Act) -> Channel? {
    switch act.action {
    case .setHeatingSetpoint: .heatingSetpoint
    case .setCoolingSetpoint: .coolingSetpoint
    case .switchPower, .setLevel: act.isOfLamp ? .lampLevel : nil
    }
  }

  private static func isMet(_ act: ConversationAgent.Act, by value: Double) -> Bool {
    (act.value - value).magnitude < 0.051
  }
}
