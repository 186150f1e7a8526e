public import Clockwork
public import Telemetry

/// All fused quantities of one home.
public struct Fuser: Sendable {
  /// Where a channel's readings go.
  public struct Route: Sendable {
    public var fuser: Int
    public var sensor: Int
  }

  /// Which room and quantity each fuser is about.
  public struct Subject: Hashable, Sendable {
    public var room: RoomIndex
    public var channel: Channel
  }

  /// Quantities that are fused, in the order of their estimates.
  public static let channels: [Channel] = [.temperature, .relativeHumidity, .co2]

  public private(set) var subjects: [Subject] = []
  private var fusers: [RoomFuser] = []

  public init() {}

  /// Adds one room's quantity.
  public mutating func add(_ subject: Subject, _ fuser: RoomFuser) {
    subjects.append(subject)
    fusers.append(fuser)
  }

  public mutating func observe(_ value: Double, route: Route, at time: SimTime) {
    fusers[route.fuser].observe(value, sensor: route.sensor, at: time)
  }

  /// Appends an estimate for each subject that has been read.
  public func estimate(at now: SimTime, into estimates: inout [Estimate]) {
    for (subject, fuser) in zip(subjects, fusers) {
      guard let (mean, sd) = fuser.estimate(at: now) else { continue }
      estimates.append(
        Estimate(time: now, room: subject.room, channel: subject.channel, mean: mean, sd: sd))
    }
  }

  /// Builds the fusers of a home from its site plan, and the route of each slot.
  ///
  /// - Parameters:
  ///   - slots: device and channel of each periodic channel, in slot order.
  ///   - samplingSD: standard deviation that sampling adds, for each slot.
  /// - Returns: the fuser, and for each slot its route or nil where the channel is not fused.
  public static func make(
    plan: SitePlan, slots: [(device: DeviceIndex, sheet: SitePlan.ChannelSheet)],
    samplingSD: [Double], method: FusionMethod
  ) -> (fuser: Fuser, routes: [Route?]) {
    var roomOf: [Int: RoomIndex] = [:]
    for device in plan.devices { roomOf[device.index.index] = device.room }
    var fuser = Fuser()
    var routes = [Route?](repeating: nil, count: slots.count)
    for room in plan.rooms {
      for channel in channels {
        var sensors: [FusedSensor] = []
        for (index, slot) in slots.enumerated()
        where slot.sheet.channel == channel && roomOf[slot.device.index] == room.index {
          routes[index] = Route(fuser: fuser.fusers.count, sensor: sensors.count)
          let rounding = slot.sheet.resolution * slot.sheet.resolution / 12
          sensors.append(
            FusedSensor(
              sheetSD: slot.sheet.accuracySD,
              samplingSD: (rounding + samplingSD[index] * samplingSD[index]).squareRoot()))
        }
        guard !sensors.isEmpty else { continue }
        fuser.add(
          Subject(room: room.index, channel: channel),
          RoomFuser(method: method, sensors: sensors, dynamics: .standard(for: channel)))
      }
    }
    return (fuser, routes)
  }
}
