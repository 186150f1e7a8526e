internal import Clockwork
internal import Devices
internal import Dwellings
internal import Residents
internal import Telemetry
public import Truth

/// Holds a home to what cannot be otherwise, while it lives.
///
/// It keeps its own account of where everyone is and which lamp burns, from the requests and
/// commands that are carried out, and lays it beside what people and things say of themselves. It
/// is told what happened and never asked what may happen.
struct Plausibility: Sendable {
  static let batteriesEvery = SimDuration.hours(1)

  /// False in copies that only try something out.
  private(set) var isAwake = true
  private(set) var physics: PhysicsGuard
  var own = PlausibilityRecord()
  let plan: DwellingPlan
  /// Where the thermostat hangs.
  private let thermostat: RoomIndex
  /// Rooms behind an outer door; all where the plan has none.
  let entries: UInt16
  /// Where each resident was seen to go; nil outdoors.
  var places: [RoomIndex?]
  var activities: [Activity]
  /// When each resident went to where they are.
  var movedAt: [SimTime]
  var presentCounts: [Int]
  var guestCount = 0
  /// What somebody must be up for as long as it runs, by number.
  let attended: [Int]
  /// Since when nobody has been up at home.
  var unattendedSince: SimTime?
  private var batteriesJ: [Double]
  private var nextBatteries: SimTime

  init(_ dwelling: Dwelling, _ household: Household, _ units: [DeviceUnit]) {
    physics = PhysicsGuard(dwelling)
    let plan = dwelling.plan
    self.plan = plan
    thermostat = household.layout.thermostatRoom
    let doors = plan.rooms.indices.filter { plan.rooms[$0].outerDoorM2 > 0 }
    entries = doors.isEmpty ? .max : doors.reduce(0) { $0 | 1 << UInt16($1) }
    places = household.people.indices.map { household.room(of: ResidentIndex($0)) }
    activities = household.people.indices.map { household.activity(of: ResidentIndex($0)) }
    movedAt = places.map { _ in dwelling.time }
    presentCounts = Array(repeating: 0, count: plan.rooms.count)
    for case let room? in places { presentCounts[room.index] += 1 }
    attended = plan.appliances.indices.filter { Self.isAttended(plan.appliances[$0].kind) }
    batteriesJ = units.map(\.batteryJ)
    nextBatteries = dwelling.time + Self.batteriesEvery
  }

  /// Everything that was looked at.
  var record: PlausibilityRecord {
    var mine = own
    mine.add(.onePlace, Int64(places.count + presentCounts.count) * physics.stepCount)
    var theirs = physics.record
    // The earlier of two is what went wrong first.
    if let first = mine.first, let second = theirs.first, second.time < first.time {
      theirs.join(mine)
      return theirs
    }
    mine.join(theirs)
    return mine
  }

  /// In a copy: forgets its counts, so that it reports what it adds, or looks at nothing any more.
  mutating func begin(isAwake: Bool) {
    self.isAwake = isAwake
    own = PlausibilityRecord()
    physics.resetRecord()
  }

  mutating func join(_ copy: PlausibilityRecord) { own.join(copy) }

  // MARK: What people do

  /// Sees a request that is about to be carried out.
  ///
  /// - Parameters:
  ///   - isFrontDoorOpen: at this moment.
  ///   - closedDoors: a bit a doorway of the plan.
  ///   - appliance: what a start would start.
  mutating func see(
    _ request: HouseholdRequest, at time: SimTime, isFrontDoorOpen: Bool, closedDoors: UInt16,
    appliance: Int?
  ) {
    guard isAwake else { return }
    let resident = request.resident.index
    switch request.action {
    case .begin(let activity, _):
      own.add(.onePlace)
      if (activity == .away) != (places[resident] == nil) {
        own.note(
          Implausibility(
            .onePlace, at: time, name(resident), found: "\(activity.name) in \(place(resident))",
            expected: activity == .away ? "nobody away at home" : "nobody at home outdoors"))
      }
      activities[resident] = activity
      noteAttendance(time)
    case .move(let room, let passage):
      walk(resident, to: room, passage, time, isFrontDoorOpen, closedDoors)
    case .start(let use, _, _):
      own.add(.attendance)
      let stands = appliance.map { plan.appliances[$0].room }
      let isThere = use.isPortable ? places[resident] != nil : places[resident] == stands
      if isThere, activities[resident] != .sleep {
        if let appliance { physics.permitStart(of: appliance, at: time) }
      } else {
        let room = stands.map { " in \(plan.rooms[$0.index].name)" } ?? ""
        tellAbsent(
          resident, "started the \(use.name)\(room)", time, expected: "somebody awake beside it")
      }
    case .switchLamp(let room, _):
      seeHand(resident, "switched the lamp", in: room, time, isBesideIt: true)
    case .moveWindow(let room, _):
      seeHand(resident, "moved the window", in: room, time, isBesideIt: true)
    case .moveDoor(let door, _):
      seeHand(resident, "moved a door", in: plan.doorways[door].a, time)
    case .stop(let use, let room): seeHand(resident, "stopped the \(use.name)", in: room, time)
    case .setHeating, .setCooling:
      seeHand(resident, "moved the thermostat", in: thermostat, time, isBesideIt: true)
    case .speak(let spoken): seeHand(resident, "spoke", in: spoken.room, time)
    case .host(let guests, let room):
      receive(guests, in: room, time, isFrontDoorOpen)
    case .wash(let use, _, _): seeHand(resident, "washed (\(use.name))", in: nil, time)
    case .openFrontDoor: break
    }
  }

  /// Guests come and go through the open door, and come to somebody.
  private mutating func receive(
    _ count: Int, in room: RoomIndex, _ time: SimTime, _ isFrontDoorOpen: Bool
  ) {
    own.add(.openDoor)
    if !isFrontDoorOpen || (count > 0 && places.allSatisfy { $0 == nil }) {
      own.note(
        Implausibility(
          .openDoor, at: time, plan.rooms[room.index].name,
          found: "\(count) guests, front door " + (isFrontDoorOpen ? "open" : "shut"),
          expected: "an open door, and somebody at home to receive them"))
    }
    presentCounts[room.index] += count - guestCount
    guestCount = count
    noteAttendance(time)
  }

  /// - Parameter isBesideIt: whether it takes a hand, and no voice or remote control.
  private mutating func seeHand(
    _ resident: Int, _ act: String, in room: RoomIndex?, _ time: SimTime, isBesideIt: Bool = false
  ) {
    own.add(.attendance)
    guard places[resident] == nil || (isBesideIt && places[resident] != room) else { return }
    tellAbsent(
      resident, act + (room.map { " of \(plan.rooms[$0.index].name)" } ?? ""), time,
      expected: isBesideIt ? "somebody beside it" : "somebody at home")
  }

  private mutating func tellAbsent(
    _ resident: Int, _ act: String, _ time: SimTime, expected: String = "somebody at home"
  ) {
    own.note(
      Implausibility(
        .attendance, at: time, name(resident), found: "\(act) while \(state(resident))",
        expected: expected))
  }

  /// A hand or a command sets a lamp.
  mutating func seeLamp(_ room: Int, level: Double) {
    guard isAwake else { return }
    physics.setLamp(room: room, level: level)
  }

  // MARK: What is so after a step

  /// Looks at the home right after a step of its physics.
  ///
  /// - Parameter isStoveForgotten: whether the hob is on because somebody forgot it.
  mutating func look(
    at dwelling: Dwelling, _ report: StepReport, _ household: Household, _ units: [DeviceUnit],
    people: [PersonLoad], isStoveForgotten: Bool
  ) {
    guard isAwake else { return }
    physics.look(at: dwelling, report, people: people)
    lookAtPeople(household, people, dwelling.time)
    dwelling.forEachDraw { lookAtDraw($0, dwelling.time) }
    lookForUnattended(dwelling, isStoveForgotten: isStoveForgotten)
    if dwelling.time >= nextBatteries {
      nextBatteries = dwelling.time + Self.batteriesEvery
      lookAtBatteries(units, dwelling.time)
    }
  }

  private mutating func lookAtPeople(
    _ household: Household, _ people: [PersonLoad], _ time: SimTime
  ) {
    for resident in places.indices {
      let room = household.room(of: ResidentIndex(resident))
      guard room != places[resident] else { continue }
      own.note(
        Implausibility(
          .onePlace, at: time, name(resident),
          found: room.map { plan.rooms[$0.index].name } ?? "outdoors",
          expected: "\(place(resident)), where the last steps led"))
    }
    for room in people.indices where people[room].sensibleW > 0 && presentCounts[room] == 0 {
      own.note(
        Implausibility(
          .onePlace, at: time, plan.rooms[room].name, found: "the warmth of somebody",
          expected: "nobody there"))
    }
  }

  /// Is told that a device got a new battery.
  mutating func noteCharge(of device: Int, _ chargeJ: Double) { batteriesJ[device] = chargeJ }

  private mutating func lookAtBatteries(_ units: [DeviceUnit], _ time: SimTime) {
    for index in units.indices where units[index].isBatteryPowered {
      own.add(.batteryCharge)
      let chargeJ = units[index].batteryJ
      if !(chargeJ >= 0 && chargeJ <= batteriesJ[index]) {
        own.note(
          Implausibility(
            .batteryCharge, at: time, "\(units[index].kind.name), device \(index)",
            found: "\(chargeJ) J", expected: "0 to the \(batteriesJ[index]) J of an hour before"))
      }
      batteriesJ[index] = chargeJ
    }
  }
}

extension Home {
  /// What the home was held to so far, and the first thing that it broke.
  public var plausibility: PlausibilityRecord { guardian.record }

  /// Takes over what a copy of this home went through.
  public mutating func join(_ copy: PlausibilityRecord) { guardian.join(copy) }

  /// What stands open.
  var openings: Openings { Openings(openWindows: openWindows, closedDoors: closedDoors) }
}
