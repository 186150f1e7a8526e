public import Clockwork
public import Telemetry

/// The parts of a small home as its site plan tells them.
public enum TestHome {
  /// 2024-09-02T10:00:00Z.
  public static let start = SimTime(microseconds: 1_725_271_200_000_000)

  /// A home at the edge of Chicago.
  public static func plan(
    _ home: HomeID, street: String, zoneRule: String = "UTC0", floorAreaM2: Double = 80,
    rooms: [SitePlan.Room], doorways: [SitePlan.Doorway] = [], devices: [SitePlan.Device],
    residents: [SitePlan.Resident] = []
  ) -> SitePlan {
    SitePlan(
      home: home, street: street, zoneRule: zoneRule, latitudeDegrees: 41.88,
      longitudeDegrees: -87.63, floorAreaM2: floorAreaM2, rooms: rooms, doorways: doorways,
      devices: devices, residents: residents)
  }

  public static func device(
    _ index: Int, _ kind: DeviceKind, room: Int = 0, name: String? = nil, model: String = "M1",
    firmware: String = "v1", label: String = "", isMainsPowered: Bool = false,
    _ channels: [SitePlan.ChannelSheet] = []
  ) -> SitePlan.Device {
    SitePlan.Device(
      index: DeviceIndex(index), kind: kind, name: name ?? "\(kind.name)_00\(index)",
      manufacturer: "Acme", model: model, firmware: firmware, room: RoomIndex(room), label: label,
      isMainsPowered: isMainsPowered, channels: channels)
  }

  public static func sheet(
    _ channel: Channel, period: UInt16, resolution: Double = 0.1, accuracySD: Double = 0.2,
    range: ClosedRange<Double>
  ) -> SitePlan.ChannelSheet {
    SitePlan.ChannelSheet(
      channel: channel, periodSeconds: period, resolution: resolution, accuracySD: accuracySD,
      rangeMin: range.lowerBound, rangeMax: range.upperBound)
  }
}
