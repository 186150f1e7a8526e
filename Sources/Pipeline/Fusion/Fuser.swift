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

  /// A reading came on a route that must not be used.
  public mutating func distrust(route: Route) {
    fusers[route.fuser].distrust(sensor: route.sensor)
  }

  /// Says what the thermostat asks of the plant from `time` on: 1 heat, -1 cooling, 0 nothing.
  public mutating func setCall(_ call: Double, at time: SimTime) {
    for index in fusers.indices { fusers[index].setCall(call, at: time) }
  }

  /// All messages up to `time` have been taken: what did not come until then was not sent.
  ///
  /// - Parameter now: when the next estimate is for.
  public mutating func close(upTo time: SimTime, now: SimTime) {
    for index in fusers.indices { fusers[index].close(upTo: time, now: now) }
  }

  /// What is thought of the bias of the sensor on a route, its channel's unit; nil for methods that
  /// think nothing of it.
  public func bias(route: Route) -> Double? { fusers[route.fuser].bias(sensor: route.sensor) }

  /// Appends an estimate for each subject that has been read.
  public mutating func estimate(at now: SimTime, into estimates: inout [Estimate]) {
    for index in fusers.indices {
      guard let (mean, sd) = Self.estimate(&fusers[index], at: now) else { continue }
      let subject = subjects[index]
      estimates.append(
        Estimate(time: now, room: subject.room, channel: subject.channel, mean: mean, sd: sd))
    }
  }

  /// In place: to read an element of an array copies it, a whole filter here.
  private static func estimate(
    _ fuser: inout RoomFuser, at now: SimTime
  ) -> (mean: Double, sd: Double)? { fuser.estimate(at: now) }

  /// What sampling does to a channel's readings and to the silence between them.
  public struct Sampling: Sendable {
    /// Standard deviation that it adds to a reading, the channel's unit.
    public var addedSD: Double
    /// What silence says; nil where it says nothing.
    public var silence: SilenceBand?

    public init(addedSD: Double = 0, silence: SilenceBand? = nil) {
      self.addedSD = addedSD
      self.silence = silence
    }
  }

  /// Builds the fusers of a home from its site plan, and the route of each slot.
  ///
  /// - Parameters:
  ///   - slots: device and channel of each periodic channel, in slot order.
  ///   - sampling: of each slot.
  /// - Returns: the fuser, and for each slot its route or nil where the channel is not fused.
  public static func make(
    plan: SitePlan, slots: [(device: DeviceIndex, sheet: SitePlan.ChannelSheet)],
    sampling: [Sampling], method: FusionMethod
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
          sensors.append(FusedSensor(slot.sheet, sampling[index]))
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

extension FusedSensor {
  init(_ sheet: SitePlan.ChannelSheet, _ sampling: Fuser.Sampling) {
    let rounding = sheet.resolution * sheet.resolution / 12
    self.init(
      sheetSD: sheet.accuracySD,
      addedSD: (rounding + sampling.addedSD * sampling.addedSD).squareRoot(),
      responseSeconds: sheet.responseSeconds, silence: sampling.silence)
  }
}
