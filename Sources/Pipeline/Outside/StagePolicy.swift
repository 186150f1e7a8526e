public import Clockwork
public import Telemetry

/// What a device has measured, sent or not.
public struct StageMeasurement: Hashable, Sendable {
  public var home: HomeID
  public var device: DeviceIndex
  public var channel: Channel
  /// Counts the channel's native periods.
  public var tick: Int64
  public var value: Double

  public init(home: HomeID, device: DeviceIndex, channel: Channel, tick: Int64, value: Double) {
    self.home = home
    self.device = device
    self.channel = channel
    self.tick = tick
    self.value = value
  }
}

/// The rule by which a device sends one channel.
public enum StagePolicy: Hashable, Sendable {
  /// Measures and sends once in a while.
  case fixed(every: SimDuration)
  /// Measures always, sends what has moved by `delta`, and something at least each heartbeat.
  case sendOnDelta(delta: Double, heartbeat: SimDuration)

  static let names = ["fixed", "send_on_delta"]
}

extension StageAnswerReader {
  func policy(_ fields: StageFields, _ plan: SitePlan) throws(StageFault) -> StageAnswer {
    let device = try device(fields, plan)
    let channels = device.channels.filter {
      $0.periodSeconds > 0 && $0.channel != .energy && !$0.channel.isSupplyQuality
    }
    guard !channels.isEmpty else {
      throw .garbage(
        "device: found \(device.index.rawValue), a \(device.kind.name), which samples nothing "
          + "that a policy may change")
    }
    let channel = try fields.word("sensor_type", among: channels.map(\.channel), \.name)
    let policy: StagePolicy
    if try fields.word("method", among: StagePolicy.names, \.self) == "fixed" {
      policy = .fixed(every: try span("every_s", fields))
    } else {
      let delta = try fields.number("delta")
      guard delta >= 0 else { throw .garbage("delta: found \(delta), expected 0 or more") }
      policy = .sendOnDelta(delta: delta, heartbeat: try span("heartbeat_s", fields))
    }
    return .policy(device: device.index, channel: channel, policy)
  }

  private func span(_ name: String, _ fields: StageFields) throws(StageFault) -> SimDuration {
    let seconds = try fields.number(name)
    guard (1...86_400).contains(seconds) else {
      throw .garbage("\(name): found \(seconds), expected 1 to 86400")
    }
    return .microseconds(Int64((seconds * 1e6).rounded()))
  }
}

extension StageMeasurement {
  func append(to bytes: inout [UInt8]) {
    bytes.put("{\"type\":\"measured\",\"home\":")
    bytes.put(home.rawValue)
    bytes.put(",\"device\":")
    bytes.put(device.rawValue)
    bytes.put(",\"sensor_type\":\"")
    bytes.append(contentsOf: channel.name.utf8)
    bytes.put("\",\"tick\":")
    bytes.put(tick)
    bytes.put(",\"value\":")
    bytes.put(value)
    bytes.put("}\n")
  }
}
