internal import Clockwork
internal import Devices
internal import Dwellings
internal import Telemetry

/// A home's leak sensors and smoke alarms, and what they need to know of its kitchen.
struct HazardSensors: Sendable {
  struct Leak: Sendable {
    var device: Int
    var room: Int
    var sensor: LeakSensor
    /// How often it has turned, so that only the last turn is told.
    var turnCount = 0
    var hasTold = false
  }

  struct Smoke: Sendable {
    var device: Int
    var room: Int
    var alarm: SmokeAlarm
    /// Whether frying in the kitchen reaches it: it hangs in the next room.
    var isByKitchen: Bool
    /// How often its button was pressed.
    var testCount: UInt64 = 0
    var turnCount = 0
    var hasTold = false
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
      let model = placement.model.perfect(specification.perfect)
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
  func hasTold(_ device: Int) -> Bool? {
    leaks.first { $0.device == device }?.hasTold ?? smokes.first { $0.device == device }?.hasTold
  }

  /// Takes a turn that is due; false for one that a later one has overtaken, or that is no news.
  mutating func take(turn number: Int, of device: Int, says: Bool) -> Bool {
    if let place = leaks.firstIndex(where: { $0.device == device }) {
      guard leaks[place].turnCount == number, leaks[place].hasTold != says else { return false }
      leaks[place].hasTold = says
    } else if let place = smokes.firstIndex(where: { $0.device == device }) {
      guard smokes[place].turnCount == number, smokes[place].hasTold != says else { return false }
      smokes[place].hasTold = says
    }
    return true
  }
}
