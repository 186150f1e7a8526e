import Telemetry

/// Conductances and capacities of a dwelling: per room an air node and a mass node.
///
/// The resistances follow the lumped model of EN ISO 13790:2008, annex C (surface conductances
/// 3.45 and 9.1 W/(m² K) over 4.5 and 2.5 times the floor area), per room instead of per zone:
/// outdoors - mass - air, windows and air exchange straight to the air, ground to the mass.
struct ThermalNetwork: Sendable {
  /// Conductance between mass and air per floor area: 3.45 x 4.5 and 9.1 x 2.5 in series.
  static let massToAirPerM2 = 1 / (1 / (3.45 * 4.5) + 1 / (9.1 * 2.5))
  /// Heat capacity that follows the air within some minutes, J/(m² K) of floor: the air itself
  /// (3 kJ), furniture (10 kJ, EN ISO 52016-1:2017, 6.5.11) and the layer of plaster that a
  /// furnace cycle of ten minutes reaches: sqrt(a t / pi) is 7.6 mm for a = 3e-7 m²/s, hence 27 kJ
  /// over 3.5 m² of surface a square metre of floor.
  static let airCapacityPerM2 = 40_000.0
  /// Plaster on studs or light blocks, W/(m² K) (CIBSE Guide A 2015, table 3.50).
  static let partitionU = 1.8
  /// Absorptance of outer walls and roofs over the outer surface's 25 W/(m² K).
  static let solarAirFactor = 0.6 / 25
  /// Frames take 30 %, dirt and oblique rays 10 %, shading by surroundings and curtains 40 %
  /// (TABULA's F_F, F_W and F_sh for vertical windows).
  static let windowUse = 0.7 * 0.9 * 0.6
  /// Of solar heat let in, what reaches air and furniture at once (EN ISO 52016-1: 0.1).
  static let solarAirShare = 0.1
  /// Of other radiant and convective gains, what reaches the air at once (EN ISO 13790: 1/2).
  static let gainAirShare = 0.5

  /// J/K.
  let airCapacity: [Double]
  let massCapacity: [Double]
  /// W/K.
  let massToAir: [Double]
  let airToOutdoors: [Double]
  let massToOutdoors: [Double]
  let massToGround: [Double]
  let partitions: [(a: Int, b: Int, conductance: Double)]
  /// m² of black absorber that heat air and mass; five orientations a room.
  let airSolarM2: [Double]
  let massSolarM2: [Double]
  /// Loss from room air to outdoors through the shell with all nodes steady, W/K, without air
  /// exchange; the ground counts as outdoors.
  let shellLoss: [Double]

  init(_ plan: DwellingPlan) {
    let envelope = plan.envelope
    airCapacity = plan.rooms.map { Self.airCapacityPerM2 * $0.areaM2 }
    massCapacity = plan.rooms.map { 1_000 * envelope.massCapacityKJ * $0.areaM2 }
    massToAir = plan.rooms.map { Self.massToAirPerM2 * $0.areaM2 }
    let parts = plan.rooms.map { RoomShell($0, envelope) }
    airToOutdoors = parts.map(\.windowLoss)
    let outer = zip(parts, massToAir).map { $0.outerConductances(massToAir: $1) }
    massToOutdoors = outer.map(\.outdoors)
    massToGround = outer.map(\.ground)
    partitions = plan.partitions.map {
      ($0.a.index, $0.b.index, Self.partitionU * $0.areaM2)
    }
    shellLoss = parts.map { $0.windowLoss + $0.opaqueLoss + $0.groundLoss }
    var air = [Double](repeating: 0, count: 5 * plan.rooms.count)
    var mass = air
    for (index, room) in plan.rooms.enumerated() {
      let opaque = parts[index].opaqueLoss
      for side in 0..<5 {
        let glazing =
          side < 4 ? room.windowM2[side] * Self.windowUse * envelope.glazingTransmittance : 0
        let wallLoss =
          side < 4
          ? room.wallM2[side] * (envelope.wallU + envelope.bridgeU)
          : room.roofM2 * (envelope.roofU + envelope.bridgeU)
        // Sun on a wall acts as a warmer outdoors behind the wall's part of the conductance.
        let sunlit = opaque > 0 ? massToOutdoors[index] * wallLoss / opaque : 0
        air[5 * index + side] = Self.solarAirShare * glazing
        mass[5 * index + side] =
          (1 - Self.solarAirShare) * glazing + Self.solarAirFactor * sunlit
      }
    }
    airSolarM2 = air
    massSolarM2 = mass
  }
}

/// One room's losses through its shell, W/K.
private struct RoomShell {
  var windowLoss: Double
  var opaqueLoss: Double
  var groundLoss: Double

  init(_ room: DwellingPlan.Room, _ envelope: Envelope) {
    let bridge = envelope.bridgeU
    windowLoss =
      room.windowM2.sum() * (envelope.windowU + bridge)
      + room.outerDoorM2 * (envelope.outerDoorU + bridge)
    opaqueLoss =
      room.wallM2.sum() * (envelope.wallU + bridge) + room.roofM2 * (envelope.roofU + bridge)
    groundLoss = room.groundFloorM2 * (envelope.groundFloorU + bridge)
  }

  /// What is left of the opaque losses outside of the mass node, so that mass and air in series
  /// lose what the U-values say (EN ISO 13790, eq. 64).
  func outerConductances(massToAir: Double) -> (outdoors: Double, ground: Double) {
    let total = opaqueLoss + groundLoss
    precondition(total < massToAir, "a room loses more than its surfaces can carry")
    if total == 0 { return (0, 0) }
    let outer = 1 / (1 / total - 1 / massToAir)
    return (outer * opaqueLoss / total, outer * groundLoss / total)
  }
}
