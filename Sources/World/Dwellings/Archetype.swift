import Telemetry

/// A kind of dwelling; a home is an archetype bent by its ``DwellingVariation``.
///
/// Those that are shipped, with the sources of their numbers, are files in `Worlds/dwellings`.
public struct Archetype: Hashable, Sendable {
  /// Where its rooms lie and what radio meets between them.
  public struct Layout: Hashable, Sendable {
    /// By floor, rows from south to north of rooms from west to east.
    public var floors: [[[Int]]]
    /// From west to east, m.
    public var footprintWidthM: Double
    /// Attenuation of one inner wall for radio waves of 2.4 GHz, dB.
    public var innerWallLossDB: Double
    /// Attenuation of the floor between two storeys, dB.
    public var floorLossDB: Double

    public init(
      floors: [[[Int]]], footprintWidthM: Double, innerWallLossDB: Double, floorLossDB: Double
    ) {
      self.floors = floors
      self.footprintWidthM = footprintWidthM
      self.innerWallLossDB = innerWallLossDB
      self.floorLossDB = floorLossDB
    }

    func floorCount(of room: Int) -> Int {
      floors.count { floor in floor.joined().contains(room) }
    }
  }

  /// Such as `detached-old`.
  public var name: String
  /// Whether others live above, below or beside; else it is a house.
  public var isFlat: Bool
  /// The shell before variation.
  public var envelope: Envelope
  /// Clear height of all rooms, m.
  public var heightM: Double
  public var rooms: [DwellingPlan.Room]
  /// Inner walls, and ceilings where one room lies above another.
  public var partitions: [DwellingPlan.Partition]
  public var doorways: [DwellingPlan.Doorway]
  public var layout: Layout

  /// - Precondition: a living room, a kitchen, a bedroom, a bathroom and a hallway are there.
  public init(
    name: String, isFlat: Bool, envelope: Envelope, heightM: Double, rooms: [DwellingPlan.Room],
    partitions: [DwellingPlan.Partition], doorways: [DwellingPlan.Doorway], layout: Layout
  ) {
    self.name = name
    self.isFlat = isFlat
    self.envelope = envelope
    self.heightM = heightM
    self.rooms = rooms
    self.partitions = partitions
    self.doorways = doorways
    self.layout = layout
  }

  /// Storeys that the dwelling's own stack spans.
  public var storeyCount: Int { layout.floors.count }

  /// The archetype as one home has it.
  ///
  /// - Parameters:
  ///   - hasElectricShower: whether the shower heats its own water.
  ///   - ownership: what stands there beside the usual appliances.
  public func plan(
    _ variation: DwellingVariation = .none, hasElectricShower: Bool = false,
    ownership: ApplianceOwnership = .none
  ) -> DwellingPlan {
    var rooms = self.rooms
    for i in rooms.indices { variation.bend(&rooms[i]) }
    return DwellingPlan(
      name: name, envelope: variation.bent(envelope), rooms: rooms, partitions: partitions,
      doorways: doorways,
      appliances: appliances(hasElectricShower: hasElectricShower, ownership),
      lampEfficacy: ownership.lampEfficacy, blowerFactor: ownership.blowerFactor,
      heightM: heightM, storeyCount: storeyCount)
  }

  /// The first room whose walls, roof and floor lose more than its surfaces can carry to its air
  /// (``ThermalNetwork``), in the least favourable variation; nil if there is none.
  public var overloadedRoom: Int? {
    rooms.firstIndex { room in
      let bridge = envelope.bridgeU
      let opaque =
        room.wallM2.sum() * (envelope.wallU + bridge) + room.roofM2 * (envelope.roofU + bridge)
        + room.groundFloorM2 * (envelope.groundFloorU + bridge)
      return opaque * DwellingVariation.lossFactorMax
        >= ThermalNetwork.massToAirPerM2 * room.areaM2
    }
  }

  // MARK: Appliances

  /// What every dwelling has, in the same order, and behind it what this one has besides.
  private func appliances(
    hasElectricShower: Bool, _ ownership: ApplianceOwnership
  ) -> [DwellingPlan.Appliance] {
    let (living, kitchen) = (first(.livingRoom), first(.kitchen))
    let (bathroom, hall) = (first(.bathroom), first(.hallway))
    let desk =
      rooms.firstIndex { $0.kind == .study } ?? rooms.lastIndex { $0.kind == .bedroom } ?? living
    let usual: [DwellingPlan.Appliance] = [
      .init(.fridgeFreezer, room: kitchen), .init(.kettle, room: kitchen),
      .init(.hob, room: kitchen),
      .init(.oven, room: kitchen),
      .init(.microwave, room: kitchen), .init(.toaster, room: kitchen),
      .init(.dishwasher, room: kitchen),
      .init(.washingMachine, room: bathroom), .init(.tumbleDryer, room: bathroom),
      .init(.television, room: living, powerFactor: ownership.televisionFactor),
      .init(.computer, room: desk),
      .init(.vacuumCleaner, room: hall), .init(.hairDryer, room: bathroom),
      .init(hasElectricShower ? .electricShower : .shower, room: bathroom),
      .init(.iron, room: first(.bedroom)), .init(.router, room: hall),
    ]
    return usual + ownership.appliances(hall: hall, living: living, bedroom: first(.bedroom))
  }

  private func first(_ kind: RoomKind) -> Int { rooms.firstIndex { $0.kind == kind } ?? 0 }
}
