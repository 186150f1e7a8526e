import Telemetry

extension Archetype {
  /// Six rooms in this order: living room, kitchen, two bedrooms, bathroom, hallway.
  ///
  /// Sides are north, east, south, west. Per archetype the sums of walls, windows, roof and floor
  /// are those of the TABULA building (of a fifteenth of it for the flat).
  var rooms: [DwellingPlan.Room] {
    switch self {
    case .detachedOld: Self.detachedOldRooms
    case .detachedNew: Self.detachedNewRooms
    case .flat: Self.flatRooms
    case .terraced: Self.terracedRooms
    }
  }

  /// 110 m² living area, 150 m² wall, 169 m² roof, 116 m² floor, 27 m² window.
  private static let detachedOldRooms: [DwellingPlan.Room] = [
    .init(
      kind: .livingRoom, name: "living_room", areaM2: 32, wallM2: [0, 0, 27, 19],
      windowM2: [0, 0, 5.5, 4.5], roofM2: 49, groundFloorM2: 33.7),
    .init(
      kind: .kitchen, name: "kitchen", areaM2: 14, wallM2: [9, 12, 0, 0],
      windowM2: [1.6, 1.6, 0, 0], roofM2: 21.5, groundFloorM2: 14.8),
    .init(
      kind: .bedroom, name: "bedroom_1", areaM2: 20, wallM2: [0, 0, 11, 14],
      windowM2: [0, 0, 1.6, 2.7], roofM2: 30.7, groundFloorM2: 21),
    .init(
      kind: .bedroom, name: "bedroom_2", areaM2: 18, wallM2: [8, 14, 0, 0],
      windowM2: [0, 3.6, 0, 0], roofM2: 27.6, groundFloorM2: 19),
    .init(
      kind: .bathroom, name: "bathroom", areaM2: 9, wallM2: [10, 0, 0, 5],
      windowM2: [1.6, 0, 0, 1.7], roofM2: 13.8, groundFloorM2: 9.5),
    .init(
      kind: .hallway, name: "hallway", areaM2: 17, wallM2: [10.9, 10, 0, 0],
      windowM2: [1.5, 1.2, 0, 0], roofM2: 26.3, groundFloorM2: 17.8, outerDoorM2: 2.1),
  ]

  /// 160 m² living area, 228 m² wall, 132 m² roof, 108 m² floor, 42 m² window.
  private static let detachedNewRooms: [DwellingPlan.Room] = [
    .init(
      kind: .livingRoom, name: "living_room", areaM2: 48, wallM2: [0, 12, 34, 22],
      windowM2: [0, 0, 12, 5], roofM2: 0, groundFloorM2: 58),
    .init(
      kind: .kitchen, name: "kitchen", areaM2: 20, wallM2: [14, 16, 0, 0],
      windowM2: [1.5, 1.7, 0, 0], roofM2: 0, groundFloorM2: 24),
    .init(
      kind: .bedroom, name: "bedroom_1", areaM2: 28, wallM2: [0, 0, 20, 20],
      windowM2: [0, 0, 5.6, 5], roofM2: 50, groundFloorM2: 0),
    .init(
      kind: .bedroom, name: "bedroom_2", areaM2: 24, wallM2: [0, 18, 17, 0],
      windowM2: [0, 1, 5, 0], roofM2: 43, groundFloorM2: 0),
    .init(
      kind: .bathroom, name: "bathroom", areaM2: 14, wallM2: [13, 0, 0, 12],
      windowM2: [1.1, 0, 0, 1.5], roofM2: 25, groundFloorM2: 0),
    .init(
      kind: .hallway, name: "hallway", areaM2: 26, wallM2: [17.6, 6, 0, 6],
      windowM2: [1.1, 0, 0, 1.5], roofM2: 13.9, groundFloorM2: 25.8, outerDoorM2: 2.6),
  ]

  /// 90 m² living area, 83 m² wall, 18.6 m² window; neighbours above, below and beside.
  private static let flatRooms: [DwellingPlan.Room] = [
    .init(
      kind: .livingRoom, name: "living_room", areaM2: 26, wallM2: [0, 0, 8, 19],
      windowM2: [0, 0, 1.6, 5]),
    .init(
      kind: .kitchen, name: "kitchen", areaM2: 12, wallM2: [0, 13, 0, 0], windowM2: [0, 2.6, 0, 0]),
    .init(
      kind: .bedroom, name: "bedroom_1", areaM2: 17, wallM2: [0, 0, 0, 14],
      windowM2: [0, 0, 0, 3.5]),
    .init(
      kind: .bedroom, name: "bedroom_2", areaM2: 14, wallM2: [0, 13, 0, 0],
      windowM2: [0, 3.2, 0, 0]),
    .init(
      kind: .bathroom, name: "bathroom", areaM2: 7, wallM2: [0, 8, 0, 0], windowM2: [0, 1.4, 0, 0]),
    .init(
      kind: .hallway, name: "hallway", areaM2: 14, wallM2: [8, 0, 0, 0], windowM2: [1.3, 0, 0, 0],
      outerDoorM2: 2),
  ]

  /// 135 m² living area, 52 m² wall (cellar wall at half), 77 m² roof, 52 m² floor, 22 m² window.
  private static let terracedRooms: [DwellingPlan.Room] = [
    .init(
      kind: .livingRoom, name: "living_room", areaM2: 36, wallM2: [0, 0, 12, 0],
      windowM2: [0, 0, 8.2, 0], groundFloorM2: 28),
    .init(
      kind: .kitchen, name: "kitchen", areaM2: 17, wallM2: [7.5, 0, 0, 0],
      windowM2: [1.6, 0, 0, 0], groundFloorM2: 13),
    .init(
      kind: .bedroom, name: "bedroom_1", areaM2: 26, wallM2: [0, 0, 9, 0],
      windowM2: [0, 0, 5.6, 0], roofM2: 29),
    .init(
      kind: .bedroom, name: "bedroom_2", areaM2: 22, wallM2: [0, 0, 8, 0],
      windowM2: [0, 0, 4.4, 0], roofM2: 25),
    .init(
      kind: .bathroom, name: "bathroom", areaM2: 11, wallM2: [7, 0, 0, 0],
      windowM2: [1.4, 0, 0, 0],
      roofM2: 12.4),
    .init(
      kind: .hallway, name: "hallway", areaM2: 23, wallM2: [8.6, 0, 0, 0],
      windowM2: [1.2, 0, 0, 0], roofM2: 11, groundFloorM2: 10.9, outerDoorM2: 2.5),
  ]

  /// Inner walls, and ceilings where one room lies above another.
  var partitions: [DwellingPlan.Partition] {
    var result: [DwellingPlan.Partition] = [
      .init(0, 1, areaM2: 10), .init(0, 5, areaM2: 12), .init(1, 5, areaM2: 9),
      .init(2, 5, areaM2: 10), .init(3, 5, areaM2: 10), .init(4, 5, areaM2: 7),
      .init(2, 4, areaM2: 8), .init(2, 3, areaM2: 8),
    ]
    if storeyCount > 1 {
      result.append(.init(0, 2, areaM2: 0.8 * rooms[2].areaM2))
      result.append(.init(1, 4, areaM2: 0.8 * rooms[4].areaM2))
    }
    return result
  }

  /// Every room opens to the hallway, and the kitchen to the living room.
  var doorways: [DwellingPlan.Doorway] {
    [.init(0, 5), .init(1, 5), .init(2, 5), .init(3, 5), .init(4, 5), .init(0, 1)]
  }

  /// What every dwelling has, in the same order, and behind it what this one has besides.
  static func appliances(
    hasElectricShower: Bool, _ ownership: ApplianceOwnership
  ) -> [DwellingPlan.Appliance] {
    let usual: [DwellingPlan.Appliance] = [
      .init(.fridgeFreezer, room: 1), .init(.kettle, room: 1), .init(.hob, room: 1),
      .init(.oven, room: 1), .init(.microwave, room: 1), .init(.toaster, room: 1),
      .init(.dishwasher, room: 1), .init(.washingMachine, room: 4), .init(.tumbleDryer, room: 4),
      .init(.television, room: 0), .init(.computer, room: 3), .init(.vacuumCleaner, room: 5),
      .init(.hairDryer, room: 4), .init(hasElectricShower ? .electricShower : .shower, room: 4),
      .init(.iron, room: 2), .init(.router, room: 5),
    ]
    return usual + ownership.appliances
  }
}
