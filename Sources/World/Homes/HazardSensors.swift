internal import Clockwork
internal import Devices
internal import Dwellings
internal import Telemetry

/// A home's leak sensors and smoke alarms, and what they need to know of its kitchen.
struct HazardSensors: Sendable {
  /// What one has said last, and which turn it will tell: the last, of 2^16 that are told apart.
  struct Voice: Sendable {
    private var turnCount = 0
    private(set) var saysYes = false

    /// - Returns: the number of a new turn, which overtakes the one before.
    mutating func turn() -> Int {
      turnCount = (turnCount + 1) & 0xFFFF
      return turnCount
    }

    /// Takes a turn that is due; false for one that was overtaken, or that is no news.
    mutating func take(turn number: Int, saying yes: Bool) -> Bool {
      guard turnCount == number, saysYes != yes else { return false }
      saysYes = yes
      return true
    }
  }

  struct Leak: Sendable {
    var device: Int
    var room: Int
    var sensor: LeakSensor
    var voice = Voice()
  }

  struct Smoke: Sendable {
    var device: Int
    var room: Int
    var alarm: SmokeAlarm
    /// Whether frying in the kitchen reaches it: it hangs in the next room.
    var isByKitchen: Bool
    /// How often its button was pressed.
    var testCount: UInt64 = 0
    var voice = Voice()
  }

  var leaks: [Leak] = []
  var smokes: [Smoke] = []
  /// Stoves that somebody forgot, by the incident's place, and since when.
  var stoves: [(place: Int, room: Int, since: SimTime)] = []
  var isCooking = false

  init(_ parts: HomeBuilder) {
    let (specification, plan) = (parts.specification, parts.plan)
    let kitchen = plan.room(.kitchen)
    for (device, placement) in parts.layout.placements.enumerated() {
      let entity = HomeSpecification.entity(specification.home, device: placement.number)
      let model = placement.shared.perfect(specification.perfect).model
      let room = placement.room.index
      switch model.kind {
      case .leakSensor:
        let sensor = LeakSensor(
          model.leak, floorM2: plan.rooms[room].areaM2, seed: specification.seed, entity: entity)
        leaks.append(Leak(device: device, room: room, sensor: sensor))
      case .smokeAlarm:
        let isByKitchen = plan.doorways.contains {
          ($0.a == placement.room && $0.b == kitchen) || ($0.b == placement.room && $0.a == kitchen)
        }
        let alarm = SmokeAlarm(model.smoke, seed: specification.seed, entity: entity)
        smokes.append(
          Smoke(device: device, room: room, alarm: alarm, isByKitchen: isByKitchen))
      default: break
      }
    }
  }

  /// Whether a device has said last that there is water or smoke; nil for others.
  func saysYes(_ device: Int) -> Bool? {
    leaks.first { $0.device == device }?.voice.saysYes
      ?? smokes.first { $0.device == device }?.voice.saysYes
  }

  /// Takes a device's turn that is due, as its voice does.
  mutating func take(turn number: Int, of device: Int, saying yes: Bool) -> Bool {
    if let place = leaks.firstIndex(where: { $0.device == device }) {
      return leaks[place].voice.take(turn: number, saying: yes)
    }
    let place = smokes.firstIndex { $0.device == device }
    return place.map { smokes[$0].voice.take(turn: number, saying: yes) } ?? false
  }
}
