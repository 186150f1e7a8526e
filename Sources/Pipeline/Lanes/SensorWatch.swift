internal import Clockwork
internal import Fusion
internal import Quality
internal import Telemetry

/// Joins what fusion thinks of the sensors of a room to the quality check that compares them.
struct SensorWatch: Sendable {
  private struct Room: Sendable {
    var monitor: BiasMonitor
    let routes: [Fuser.Route]
  }

  private var rooms: [Room] = []

  init(
    slots: [(device: DeviceIndex, sheet: SitePlan.ChannelSheet)], routes: [Fuser.Route?],
    subjectCount: Int, settings: QualitySettings
  ) {
    for subject in 0..<subjectCount {
      let members = slots.indices.filter { routes[$0]?.fuser == subject }
      guard members.count >= BiasMonitor.sensorCountMin else { continue }
      let sensors = members.map {
        (slots[$0].device, slots[$0].sheet.channel, slots[$0].sheet.accuracySD)
      }
      rooms.append(
        Room(
          monitor: BiasMonitor(sensors: sensors, settings: settings),
          routes: members.compactMap { routes[$0] }))
    }
  }

  mutating func tick(_ fuser: Fuser, now: SimTime, flags: inout [Flag]) {
    for index in rooms.indices {
      let biases = rooms[index].routes.compactMap { fuser.bias(route: $0) }
      guard biases.count == rooms[index].routes.count else { continue }
      rooms[index].monitor.observe(biases, now: now, flags: &flags)
    }
  }

  mutating func finish(at time: SimTime, flags: inout [Flag]) {
    for index in rooms.indices { rooms[index].monitor.finish(at: time, flags: &flags) }
  }
}
