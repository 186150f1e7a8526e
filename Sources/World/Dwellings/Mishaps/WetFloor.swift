internal import Quantities

/// Water on a floor that dries into the room.
///
/// The film is as cold as a wet bulb: all heat of evaporation comes out of the room's air. The rate
/// is ASHRAE's for quiet water (*Handbook: HVAC Applications* 2019, chapter 6, "Natatoriums":
/// (0.089 + 0.0782 v)(p_w - p_a)/Y in kPa, kJ/kg, kg/(m² s)), of which 74 % was measured over
/// undisturbed pools (Smith, Löf, Jones, *ASHRAE Transactions* 104 (1998), part 1A).
enum WetFloor {
  /// Depth of the film before it spreads, mm (assumed, range 1-5: hard floors, little slope).
  static let depthMM = 2.0
  /// Air over the floor, m/s (assumed, range 0.05-0.15: still rooms).
  static let airSpeedMS = 0.1
  static let undisturbedShare = 0.74
  /// Latent heat of water at about 15 °C, kJ/kg.
  static let latentKJPerKg = 2_466.0

  /// m² under water: as far as it spreads, no further than the floor.
  static func areaM2(litres: Double, floorM2: Double) -> Double { min(litres / depthMM, floorM2) }

  /// Evaporation from a square metre, kg/s; none into air that is full.
  static func evaporationKgSM2(_ air: RoomClimate, pressurePa: Double) -> Double {
    let wetBulbC = Psychrometrics.wetBulbC(
      temperatureC: air.temperatureC, humidityRatio: air.humidityRatio, pressurePa: pressurePa)
    let filmPa = Psychrometrics.saturationPressureMagnusPa(temperatureC: wetBulbC)
    let airPa =
      air.relativeHumidity
      * Psychrometrics.saturationPressureMagnusPa(temperatureC: air.temperatureC)
    let difference = max(filmPa - airPa, 0) * 1e-3
    return undisturbedShare * (0.089 + 0.0782 * airSpeedMS) * difference / latentKJPerKg
  }
}

extension Dwelling {
  /// How much of a room's floor is under water, m², at the last tick.
  public func wetFloorM2(room: Int) -> Double {
    let litres = mishaps.leaks.reduce(0) { $0 + ($1.room == room ? $1.litres : 0) }
    return WetFloor.areaM2(litres: litres, floorM2: plan.rooms[room].areaM2)
  }
}
