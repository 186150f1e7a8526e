internal import Devices
internal import Dwellings
internal import Telemetry

/// Which devices stand where in a dwelling.
struct DeviceLayout {
  struct Placement {
    var model: DeviceModel
    var room: RoomIndex
    var label: String
    /// The appliance behind a plug.
    var appliance: Int?
  }

  private(set) var placements: [Placement] = []

  /// The standard installation: a gateway, a meter, a thermostat, a hygrometer and a motion
  /// detector
  /// in every room, contacts at every opening, and more where people spend their time.
  init(plan: DwellingPlan) {
    let rooms = plan.rooms
    let hall = plan.room(.hallway) ?? RoomIndex(0)
    let living = plan.room(.livingRoom) ?? RoomIndex(0)
    add(.gateway, hall)
    add(.electricityMeter, hall)
    add(.thermostat, living)
    for i in rooms.indices { add(.hygrometer, RoomIndex(i)) }
    let bedroom = plan.room(.bedroom)
    for room in [living, bedroom].compactMap({ $0 }) {
      add(.thermometer, room)
      add(.co2Meter, room)
    }
    for room in [living, plan.room(.kitchen)].compactMap({ $0 }) { add(.lightMeter, room) }
    for i in rooms.indices { add(.motionDetector, RoomIndex(i)) }
    add(.doorContact, hall, label: "front door")
    for i in rooms.indices where rooms[i].hasWindow { add(.windowContact, RoomIndex(i)) }
    for (number, appliance) in plan.appliances.enumerated() {
      guard let label = Self.plugLabel(appliance.kind) else { continue }
      add(.smartPlug, appliance.room, label: label, appliance: number)
    }
    for i in rooms.indices { add(.lamp, RoomIndex(i)) }
    for room in [living, plan.room(.kitchen)].compactMap({ $0 }) { add(.speaker, room) }
  }

  /// Appliances that people put behind a smart plug.
  private static func plugLabel(_ kind: ApplianceKind) -> String? {
    switch kind {
    case .fridgeFreezer: "fridge"
    case .kettle: "kettle"
    case .washingMachine: "washing machine"
    case .television: "tv"
    case .computer: "computer"
    default: nil
    }
  }

  private mutating func add(
    _ kind: DeviceKind, _ room: RoomIndex, label: String = "", appliance: Int? = nil
  ) {
    placements.append(
      Placement(model: .standard(for: kind), room: room, label: label, appliance: appliance))
  }

  /// Names devices within a home: `hygrometer_003`, counted by kind.
  func names() -> [String] {
    var counts: [DeviceKind: Int] = [:]
    return placements.map { placement in
      let kind = placement.model.kind
      let number = counts[kind, default: 0] + 1
      counts[kind] = number
      let digits = String(number)
      return kind.name + "_" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
  }
}
