public import Telemetry

/// Rooms, envelope, doors and appliances of one dwelling: all that does not change while it runs.
public struct DwellingPlan: Hashable, Sendable {
  /// One room and the parts of the envelope that belong to it.
  public struct Room: Hashable, Sendable {
    public var kind: RoomKind
    /// Unique in the dwelling, such as `bedroom_2`.
    public var name: String
    public var areaM2: Double
    /// Opaque outer wall facing north, east, south, west, m².
    public var wallM2: SIMD4<Double>
    /// Glazing with its frame facing north, east, south, west, m².
    public var windowM2: SIMD4<Double>
    /// Roof above the room, m².
    public var roofM2: Double
    /// Floor on the ground or over a cellar, m².
    public var groundFloorM2: Double
    /// Outer door, m².
    public var outerDoorM2: Double
    /// Light and power of its lamp against the usual one's.
    public var lampFactor: Float = 1
    /// Level of sound when nothing is heard in it, dB(A).
    public var quietDB = Float(AirSources.backgroundDB)

    public init(
      kind: RoomKind, name: String, areaM2: Double, wallM2: SIMD4<Double> = .zero,
      windowM2: SIMD4<Double> = .zero, roofM2: Double = 0, groundFloorM2: Double = 0,
      outerDoorM2: Double = 0
    ) {
      self.kind = kind
      self.name = name
      self.areaM2 = areaM2
      self.wallM2 = wallM2
      self.windowM2 = windowM2
      self.roofM2 = roofM2
      self.groundFloorM2 = groundFloorM2
      self.outerDoorM2 = outerDoorM2
    }

    /// Whether a scenario's name of a room or of a kind of room means this one; none means any.
    public func isMeant(by name: String?) -> Bool {
      name == nil || name == self.name || name == kind.name
    }

    /// Whether the room has a window that can be opened.
    public var hasWindow: Bool { windowM2.sum() > 0 }
  }

  /// A wall or ceiling between two rooms.
  public struct Partition: Hashable, Sendable {
    public var a: RoomIndex
    public var b: RoomIndex
    public var areaM2: Double

    public init(_ a: Int, _ b: Int, areaM2: Double) {
      self.a = RoomIndex(a)
      self.b = RoomIndex(b)
      self.areaM2 = areaM2
    }
  }

  /// A door between two rooms; its number is its position in ``doorways``.
  public struct Doorway: Hashable, Sendable {
    public var a: RoomIndex
    public var b: RoomIndex

    public init(_ a: Int, _ b: Int) {
      self.a = RoomIndex(a)
      self.b = RoomIndex(b)
    }
  }

  /// An appliance and where it stands; its number is its position in ``appliances``.
  public struct Appliance: Hashable, Sendable {
    public var kind: ApplianceKind
    public var room: RoomIndex
    /// Power of electronics that are never off, W.
    public var ownW: Double
    /// Its powers against those of its kind.
    public var powerFactor: Double

    public init(
      _ kind: ApplianceKind, room: Int, ownW: Double = 0, powerFactor: Double = 1
    ) {
      self.kind = kind
      self.room = RoomIndex(room)
      self.ownW = ownW
      self.powerFactor = powerFactor
    }
  }

  public var name: String
  /// Thermal quality of the shell.
  public var envelope: Envelope
  public var rooms: [Room]
  public var partitions: [Partition]
  public var doorways: [Doorway]
  public var appliances: [Appliance]
  /// Of its lamps, lm/W.
  public var lampEfficacy: Double
  /// Power of its plant's blower against the usual one's.
  public var blowerFactor: Double
  /// Clear height of all rooms, m.
  public var heightM: Double
  /// Storeys that the stack effect spans.
  public var storeyCount: Int
  /// What street lamps throw at its windows at night, lx.
  public var streetLightLx: Float = 0
  /// Mean level of the street before its windows, dB(A); 0 where there is none.
  public var streetNoiseDB: Float = 0

  /// At most 16 rooms and 16 doorways fit the masks of ``Openings``.
  public init(
    name: String, envelope: Envelope, rooms: [Room], partitions: [Partition], doorways: [Doorway],
    appliances: [Appliance], lampEfficacy: Double = 100, blowerFactor: Double = 1,
    heightM: Double = 2.5, storeyCount: Int
  ) {
    precondition(
      (1...16).contains(rooms.count) && doorways.count <= 16, "at most 16 rooms and doorways")
    self.name = name
    self.envelope = envelope
    self.rooms = rooms
    self.partitions = partitions
    self.doorways = doorways
    self.appliances = appliances
    self.lampEfficacy = lampEfficacy
    self.blowerFactor = blowerFactor
    self.heightM = heightM
    self.storeyCount = storeyCount
  }

  /// Sum over the rooms, m².
  public var floorAreaM2: Double { rooms.reduce(0) { $0 + $1.areaM2 } }
  /// Air volume, m³.
  public var volumeM3: Double { floorAreaM2 * heightM }

  /// The number of the first appliance of a kind, if there is one.
  public func appliance(_ kind: ApplianceKind) -> Int? {
    appliances.firstIndex { $0.kind == kind }
  }

  /// The first room of a kind, if there is one.
  public func room(_ kind: RoomKind) -> RoomIndex? {
    rooms.firstIndex { $0.kind == kind }.map { RoomIndex($0) }
  }

  /// The rooms as an installer writes them down.
  public var sitePlanRooms: [SitePlan.Room] {
    rooms.enumerated().map { index, room in
      SitePlan.Room(
        index: RoomIndex(index), kind: room.kind, name: room.name, areaM2: room.areaM2)
    }
  }

  /// The doorways as an installer writes them down.
  public var sitePlanDoorways: [SitePlan.Doorway] {
    doorways.map { SitePlan.Doorway($0.a, $0.b) }
  }
}
