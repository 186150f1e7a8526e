public import Telemetry

/// A site plan's channels, numbered, with a table to find them by device and channel.
///
/// Series count all channels in site-plan order; slots count those that have a period.
public struct ChannelDirectory: Sendable {
  public struct Series: Hashable, Sendable {
    public var device: DeviceIndex
    public var deviceKind: DeviceKind
    public var sheet: SitePlan.ChannelSheet
    /// -1 for channels without a period.
    public var slot: Int16
  }

  public private(set) var series: [Series] = []
  /// Device and channel of each slot.
  public private(set) var slots: [(device: DeviceIndex, sheet: SitePlan.ChannelSheet)] = []

  /// For each device, one more than its kind's channel count; -1 where there is no channel.
  private var table: [Int16] = []
  private var kinds: [DeviceKind?] = []
  private var limits: [(low: Double, high: Double)] = []
  private static let channelCount = 1 + Int(Channel.allCases.reduce(0) { max($0, $1.rawValue) })
  /// Message ids have 12 bits for the device.
  static let deviceCountMax = 4096

  /// - Parameter rangeMargin: see ``IntakeSettings/rangeMargin``.
  public init(_ plan: SitePlan, rangeMargin: Double) {
    let known = plan.devices.filter { $0.index.index < Self.deviceCountMax }
    let deviceCount = (known.map(\.index.index).max() ?? -1) + 1
    table = [Int16](repeating: -1, count: deviceCount * Self.channelCount)
    kinds = [DeviceKind?](repeating: nil, count: deviceCount)
    for device in known {
      kinds[device.index.index] = device.kind
      for sheet in device.channels where series.count < Int(Int16.max) {
        let cell = device.index.index * Self.channelCount + Int(sheet.channel.rawValue)
        table[cell] = Int16(series.count)
        let slot: Int16 = sheet.periodSeconds > 0 ? Int16(slots.count) : -1
        if slot >= 0 { slots.append((device.index, sheet)) }
        series.append(
          Series(device: device.index, deviceKind: device.kind, sheet: sheet, slot: slot))
        let margin = (sheet.rangeMax - sheet.rangeMin) * rangeMargin
        limits.append((sheet.rangeMin - margin, sheet.rangeMax + margin))
      }
    }
  }

  /// How many devices there is room for: one more than the largest index.
  var deviceCount: Int { kinds.count }

  /// The kind of a device, or nil if the plan does not list it.
  func kind(of device: DeviceIndex) -> DeviceKind? {
    device.index < kinds.count ? kinds[device.index] : nil
  }

  /// The series of a channel, or nil if the device has no such channel.
  public func seriesIndex(device: DeviceIndex, channel: Channel) -> Int? {
    let cell = device.index * Self.channelCount + Int(channel.rawValue)
    guard cell < table.count, table[cell] >= 0 else { return nil }
    return Int(table[cell])
  }

  /// Whether the data sheet, with its margin, allows the value.
  func allows(_ value: Double, series: Int) -> Bool {
    let limit = limits[series]
    return value >= limit.low && value <= limit.high
  }
}
