internal import Devices
internal import Dwellings
internal import Telemetry

/// Which devices stand where in a dwelling.
struct DeviceLayout {
  struct Placement {
    /// Its place in the full installation.
    var number: Int
    /// Its name within the home, counted by kind: `hygrometer_003`.
    var name: String
    var shared: SharedModel
    var room: RoomIndex
    var label: String
    /// The appliance behind a plug.
    var appliance: Int?

    var model: DeviceModel { shared.model }
    var kind: DeviceKind { shared.model.kind }
  }

  private(set) var placements: [Placement] = []
  private let models: OwnedModels

  /// The standard installation: a gateway, a meter, a thermostat, a hygrometer and a motion
  /// detector in every room but a second bathroom, contacts at every opening, and more where people
  /// spend their time.
  ///
  /// - Parameters:
  ///   - models: what this home owns of each kind.
  ///   - extras: kinds that not every home has, which stand behind all else, so that nobody's place
  ///     changes: leak sensors in kitchens and bathrooms; smoke alarms in halls, bedrooms and
  ///     living rooms, as codes ask for, and never in kitchens; air monitors in living rooms and
  ///     kitchens; sound meters in living rooms and bedrooms.
  ///   - without: names of devices or kinds that were never installed.
  ///   - feedsIn: whether the meter is one whose counter runs both ways.
  init(
    plan: DwellingPlan, models: OwnedModels, extras: [DeviceKind] = [], without: [String] = [],
    feedsIn: Bool = false
  ) {
    self.models = models
    let rooms = plan.rooms
    let hall = plan.room(.hallway) ?? RoomIndex(0)
    let living = plan.room(.livingRoom) ?? RoomIndex(0)
    add(.gateway, hall)
    add(.electricityMeter, hall)
    if feedsIn { placements[placements.count - 1].shared = models.shared(.electricityMeter).twoWay }
    add(.thermostat, living)
    let bathroom = plan.room(.bathroom)?.index
    let watched = rooms.indices.filter { rooms[$0].kind != .bathroom || $0 == bathroom }
    for i in watched { add(.hygrometer, RoomIndex(i)) }
    let bedroom = plan.room(.bedroom)
    for room in [living, bedroom].compactMap({ $0 }) {
      add(.thermometer, room)
      add(.co2Meter, room)
    }
    for room in [living, plan.room(.kitchen)].compactMap({ $0 }) { add(.lightMeter, room) }
    for i in watched { add(.motionDetector, RoomIndex(i)) }
    add(.doorContact, hall, label: "front door")
    for i in rooms.indices where rooms[i].hasWindow { add(.windowContact, RoomIndex(i)) }
    for (number, appliance) in plan.appliances.enumerated() {
      guard plan.appliance(appliance.kind) == number, let label = Self.plugLabel(appliance.kind)
      else { continue }
      add(.smartPlug, appliance.room, label: label, appliance: number)
    }
    for i in rooms.indices { add(.lamp, RoomIndex(i)) }
    for room in [living, plan.room(.kitchen)].compactMap({ $0 }) { add(.speaker, room) }
    add(.multiSensor, plan.room(.kitchen) ?? living)
    add(.circuitMeter, hall, label: "heating")
    if extras.contains(.leakSensor) { add(.leakSensor, in: plan, [.kitchen, .bathroom]) }
    if extras.contains(.smokeAlarm) {
      add(.smokeAlarm, in: plan, [.hallway, .bedroom, .livingRoom])
    }
    if extras.contains(.airMonitor) { add(.airMonitor, in: plan, [.livingRoom, .kitchen]) }
    if extras.contains(.soundMeter) { add(.soundMeter, in: plan, [.livingRoom, .bedroom]) }
    if !without.isEmpty {
      placements.removeAll { without.contains($0.name) || without.contains($0.kind.name) }
    }
  }

  /// Appliances of which people put the first behind a smart plug.
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

  private mutating func add(_ kind: DeviceKind, in plan: DwellingPlan, _ rooms: [RoomKind]) {
    for i in plan.rooms.indices where rooms.contains(plan.rooms[i].kind) {
      add(kind, RoomIndex(i))
    }
  }

  private mutating func add(
    _ kind: DeviceKind, _ room: RoomIndex, label: String = "", appliance: Int? = nil
  ) {
    let count = placements.count { $0.kind == kind } + 1
    let names = Self.names[Int(kind.rawValue) - 1]
    placements.append(
      Placement(
        number: placements.count,
        name: count <= names.count ? names[count - 1] : Self.name(kind, count),
        shared: models.shared(kind), room: room, label: label, appliance: appliance))
  }

  /// What the first of each kind are called, in the order of `DeviceKind.allCases`: as many as a
  /// dwelling may have rooms. All homes share these texts.
  private static let names = DeviceKind.allCases.map { kind in (1...16).map { name(kind, $0) } }

  private static func name(_ kind: DeviceKind, _ count: Int) -> String {
    let digits = String(count)
    return kind.name + "_" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}
