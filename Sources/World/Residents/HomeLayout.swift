public import Telemetry

/// The rooms and things of a home as its residents know them.
public struct HomeLayout: Sendable {
  public struct Room: Hashable, Sendable {
    public var kind: RoomKind
    public var hasWindow: Bool
    public var hasLamp: Bool

    public init(kind: RoomKind, hasWindow: Bool, hasLamp: Bool) {
      self.kind = kind
      self.hasWindow = hasWindow
      self.hasLamp = hasLamp
    }
  }

  /// A smart plug whose load a resident may want switched, such as a fan.
  public struct Plug: Hashable, Sendable {
    public var room: RoomIndex
    public var label: String

    public init(room: RoomIndex, label: String) {
      self.room = room
      self.label = label
    }
  }

  public let rooms: [Room]
  public let plugs: [Plug]
  /// Inner doors.
  let doorways: [SitePlan.Doorway]
  public let hasCooling: Bool
  /// Of computers and other screens beside the television; residents share them out in turn.
  public let screenCount: Int
  /// The room behind the front door.
  public let entry: RoomIndex
  /// Where the home's meals and evenings take place if it has no room of that kind of its own.
  let livingRoom: RoomIndex
  /// Where the thermostat hangs.
  public var thermostatRoom: RoomIndex { livingRoom }
  let kitchen: RoomIndex
  /// Where each use stands, by raw value; nil where the home has none.
  public let useRooms: [RoomIndex?]
  /// The rooms of each kind, by raw value.
  private let roomsByKind: [[RoomIndex]]
  /// The room entered first on the shortest way from one room to another, row by row.
  private let firstSteps: [UInt8]

  /// - Parameters:
  ///   - uses: what the home owns, and where it stands.
  /// - Precondition: 1 to 32 rooms, at most 16 doorways.
  public init(
    rooms: [Room], doorways: [SitePlan.Doorway], uses: [HouseholdUse: RoomIndex],
    plugs: [Plug] = [], hasCooling: Bool = false, screenCount: Int = 1
  ) {
    precondition((1...32).contains(rooms.count), "a home has 1 to 32 rooms")
    precondition(doorways.count <= 16, "a home has at most 16 inner doors")
    self.rooms = rooms
    self.doorways = doorways
    self.plugs = plugs
    self.hasCooling = hasCooling
    self.screenCount = max(screenCount, 1)
    let hall = rooms.firstIndex { $0.kind == .hallway }
    let living = rooms.firstIndex { $0.kind == .livingRoom }
    entry = RoomIndex(hall ?? living ?? 0)
    var places = [RoomIndex?](repeating: nil, count: HouseholdUse.allCases.count)
    for use in HouseholdUse.allCases { places[Int(use.rawValue)] = uses[use] }
    useRooms = places
    roomsByKind = RoomKind.allCases.map { kind in
      rooms.indices.filter { rooms[$0].kind == kind }.map { RoomIndex($0) }
    }
    livingRoom = RoomIndex(living ?? entry.index)
    kitchen = RoomIndex(rooms.firstIndex { $0.kind == .kitchen } ?? livingRoom.index)
    firstSteps = Self.firstSteps(roomCount: rooms.count, doorways: doorways)
  }

  /// Where a use stands, or nil if the home has none.
  public func room(of use: HouseholdUse) -> RoomIndex? { useRooms[Int(use.rawValue)] }

  /// Which screen is a resident's.
  public func screen(of resident: Int) -> Int { resident % screenCount }

  /// The rooms of one kind, in order.
  public func rooms(of kind: RoomKind) -> [RoomIndex] { roomsByKind[Int(kind.rawValue)] }

  /// The room passed first on the way between two others; nil if they adjoin or are the same.
  public func passage(from start: RoomIndex, to end: RoomIndex) -> RoomIndex? {
    let step = firstSteps[start.index * rooms.count + end.index]
    return step == UInt8.max || step == end.rawValue || step == start.rawValue
      ? nil : RoomIndex(Int(step))
  }

  /// The bits of the doors of a room.
  func doors(of room: RoomIndex) -> UInt16 {
    var bits: UInt16 = 0
    for (door, ends) in doorways.enumerated() where ends.a == room || ends.b == room {
      bits |= 1 << UInt16(door)
    }
    return bits
  }

  /// The bits of the doors between two rooms that adjoin.
  func doors(between a: RoomIndex, _ b: RoomIndex) -> UInt16 { doors(of: a) & doors(of: b) }

  /// Breadth-first search from every room.
  private static func firstSteps(roomCount: Int, doorways: [SitePlan.Doorway]) -> [UInt8] {
    var table = [UInt8](repeating: .max, count: roomCount * roomCount)
    for end in 0..<roomCount {
      var frontier = [end]
      var isSeen = [Bool](repeating: false, count: roomCount)
      isSeen[end] = true
      table[end * roomCount + end] = UInt8(end)
      while !frontier.isEmpty {
        var next: [Int] = []
        for room in frontier {
          for doorway in doorways where doorway.a.index == room || doorway.b.index == room {
            let other = doorway.a.index == room ? doorway.b.index : doorway.a.index
            guard other < roomCount, !isSeen[other] else { continue }
            isSeen[other] = true
            table[other * roomCount + end] = UInt8(room)
            next.append(other)
          }
        }
        frontier = next
      }
    }
    return table
  }
}
