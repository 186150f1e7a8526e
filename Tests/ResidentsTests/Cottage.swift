import Clockwork
import Telemetry
import Truth

@testable import Residents

/// A home simple enough to live in without physics: lamps, windows and set points obey at once,
/// daylight follows the clock, CO2 follows the number of people.
struct Cottage {
  static let start = SimTime.at(day: 19_737)  // Monday 2024-01-15, local time = UTC.

  static let layout = HomeLayout(
    rooms: [
      .init(kind: .livingRoom, hasWindow: true, hasLamp: true),
      .init(kind: .kitchen, hasWindow: true, hasLamp: true),
      .init(kind: .hallway, hasWindow: false, hasLamp: true),
      .init(kind: .bathroom, hasWindow: true, hasLamp: true),
      .init(kind: .bedroom, hasWindow: true, hasLamp: true),
      .init(kind: .bedroom, hasWindow: true, hasLamp: true),
    ],
    doorways: [(2, 0), (2, 1), (2, 3), (2, 4), (2, 5), (0, 1)].map {
      SitePlan.Doorway(RoomIndex($0.0), RoomIndex($0.1))
    },
    uses: Dictionary(
      uniqueKeysWithValues: HouseholdUse.allCases.map { ($0, RoomIndex(usualRoom(of: $0))) }),
    plugs: [.init(room: RoomIndex(0), label: "fan")])

  /// The same with an air conditioner.
  static let cooledLayout = HomeLayout(
    rooms: layout.rooms,
    doorways: layout.doorways,
    uses: Dictionary(
      uniqueKeysWithValues: HouseholdUse.allCases.map { ($0, RoomIndex(usualRoom(of: $0))) }),
    hasCooling: true)

  private static func usualRoom(of use: HouseholdUse) -> Int {
    switch use {
    case .television, .computer: 0
    case .vacuumCleaner: 2
    case .shower, .hairDryer, .washingMachine, .tumbleDryer: 3
    default: 1
    }
  }

  var household: Household
  var senses: HomeSenses
  var roomTemperatureC = 20.5
  /// Of a lamp that is on, lx.
  var lampLx = 180.0
  /// Of a street and a television at night, lx.
  var glowLx = 0.0
  var eventCount = 0

  init(household: Household, outdoorC: Double = 4) {
    self.household = household
    let room = RoomSenses(
      temperatureC: 20.5, co2PPM: 600, illuminanceLx: 0, isWindowOpen: false, isLampOn: false)
    senses = HomeSenses(
      rooms: Array(repeating: room, count: Cottage.layout.rooms.count),
      outdoorTemperatureC: outdoorC, heatingSetpointC: 20.5, coolingSetpointC: 25)
  }

  init(
    kind: HouseholdKind, seed: UInt64, home: Int = 0, layout: HomeLayout = Cottage.layout
  ) {
    self.init(
      household: Household(
        kind: kind, seed: seed, home: HomeID(UInt32(home)), layout: layout,
        start: Cottage.start, moment: .of(Cottage.start)))
  }

  /// Lives until a moment and hands every request to `body` with its time.
  mutating func live(
    until end: SimTime, _ body: (SimTime, HouseholdRequest, inout Household) -> Void
  ) {
    var requests: [HouseholdRequest] = []
    while household.nextEventTime() < end {
      let time = household.nextEventTime()
      sense(time)
      requests.removeAll(keepingCapacity: true)
      household.handle(at: time, moment: .of(time), senses: senses, into: &requests)
      eventCount += 1
      for request in requests {
        obey(request)
        body(time, request, &household)
      }
    }
  }

  private mutating func sense(_ time: SimTime) {
    let hour = LocalMoment.of(time).minuteOfDay / 60
    let daylight = hour > 7.5 && hour < 16.8 ? 220.0 : 0
    for index in senses.rooms.indices {
      let lamp = senses.rooms[index].isLampOn ? lampLx : glowLx
      senses.rooms[index].illuminanceLx =
        (Cottage.layout.rooms[index].hasWindow ? daylight : 0) + lamp
      senses.rooms[index].temperatureC = roomTemperatureC
      senses.rooms[index].co2PPM =
        550 + 330 * Double(household.occupantCount(in: RoomIndex(index)))
    }
  }

  private mutating func obey(_ request: HouseholdRequest) {
    switch request.action {
    case .switchLamp(let room, let isOn): senses.rooms[room.index].isLampOn = isOn
    case .moveWindow(let room, let isOpen): senses.rooms[room.index].isWindowOpen = isOpen
    case .moveDoor(let door, let isOpen):
      let bit: UInt16 = 1 << UInt16(door)
      senses.closedDoors = isOpen ? senses.closedDoors & ~bit : senses.closedDoors | bit
    case .setHeating(let value): senses.heatingSetpointC = value
    case .setCooling(let value): senses.coolingSetpointC = value
    default: break
    }
  }
}

extension SimTime {
  static func at(day: Int) -> SimTime { SimTime(microseconds: Int64(day) * 86_400_000_000) }
}

extension LocalMoment {
  static func of(_ time: SimTime) -> LocalMoment {
    let second = Int(time.microseconds / 1_000_000)
    let day = second / 86_400
    return LocalMoment(
      dayNumber: day, secondOfDay: second % 86_400, weekday: (day + 3) % 7 + 1)
  }
}

/// The mix of homes that fleets have: shares of the 2020 U.S. census, rounded.
let fleetMix: [HouseholdKind] = [
  .single, .couple, .family, .single, .couple, .pensioners, .family, .couple, .single, .pensioners,
]

/// What one resident did over days, in hours a day.
struct TimeBudget {
  var hours = [Double](repeating: 0, count: Activity.allCases.count)
  var dayCount = 0.0

  subscript(_ activity: Activity) -> Double { hours[Int(activity.rawValue)] / dayCount }
}
