/// One room's constants as the step needs them, side by side in memory.
struct RoomCell: Sendable {
  /// W/K.
  var airToOutdoors: Double
  var massToOutdoors: Double
  var massToGround: Double
  var massToAir: Double
  /// K/J.
  var inverseAirCapacity: Double
  var inverseMassCapacity: Double
  /// 1/m³.
  var inverseVolume: Double
  /// Absorbers for the sun from north, east, south, west, m².
  var airSolarM2: SIMD4<Double>
  var massSolarM2: SIMD4<Double>
  /// Absorbers for the sun from above, m².
  var airRoofSolarM2: Double
  var massRoofSolarM2: Double
  var heatingShare: Double
  var coolingShare: Double
  var windowM2: Double
  var daylightFactor: Double

  /// The cells of a plan, in room order.
  static func cells(
    _ plan: DwellingPlan, _ network: ThermalNetwork, _ load: DesignLoad
  ) -> [RoomCell] {
    plan.rooms.enumerated().map { index, room in
      func sides(_ areas: [Double]) -> SIMD4<Double> {
        SIMD4(
          areas[5 * index], areas[5 * index + 1], areas[5 * index + 2], areas[5 * index + 3])
      }
      return RoomCell(
        airToOutdoors: network.airToOutdoors[index], massToOutdoors: network.massToOutdoors[index],
        massToGround: network.massToGround[index], massToAir: network.massToAir[index],
        inverseAirCapacity: 1 / network.airCapacity[index],
        inverseMassCapacity: 1 / network.massCapacity[index],
        inverseVolume: 1 / (room.areaM2 * plan.heightM),
        airSolarM2: sides(network.airSolarM2), massSolarM2: sides(network.massSolarM2),
        airRoofSolarM2: network.airSolarM2[5 * index + 4],
        massRoofSolarM2: network.massSolarM2[5 * index + 4],
        heatingShare: load.heatingShares[index], coolingShare: load.coolingShares[index],
        windowM2: room.windowM2.sum(),
        daylightFactor: Daylight.factor(
          windowM2: room.windowM2.sum(), floorM2: room.areaM2, heightM: plan.heightM))
    }
  }

  /// How warm the mass is in the long run, °C.
  func steadyMassC(airC: Double, _ outdoor: OutdoorConditions) -> Double {
    let outdoorC = outdoor.temperatureC + StartClimate.meanAboveNightK
    return
      (massToAir * airC + massToOutdoors * outdoorC
      + massToGround * outdoor.groundTemperatureC) / (massToAir + massToOutdoors + massToGround)
  }

  /// A of x' = A x + f for the temperatures of the room's air and mass, 1/s.
  ///
  /// - Parameter outdoorWK: heat carried to outdoors by air a kelvin, W/K.
  func heatRates(outdoorWK: Double) -> SquareMatrix {
    var matrix = SquareMatrix(size: 2)
    matrix[0, 0] = -(massToAir + airToOutdoors + outdoorWK) * inverseAirCapacity
    matrix[0, 1] = massToAir * inverseAirCapacity
    matrix[1, 0] = massToAir * inverseMassCapacity
    matrix[1, 1] = -(massToAir + massToOutdoors + massToGround) * inverseMassCapacity
    return matrix
  }
}
