/// How much of the outdoor light reaches a room's tables.
enum Daylight {
  /// Visible transmittance of double glazing, with dirt and frame (CIBSE LG10: 0.8 x 0.9 x 0.7).
  static let glazingTransmittance = 0.5
  /// Mean reflectance of light rooms.
  static let reflectance = 0.5
  /// Angle of visible sky, degrees, with moderate obstructions.
  static let skyAngle = 65.0

  /// Outdoors, below this street lamps burn, lx (assumed, 20-70: photocells on sale).
  static let streetLampsBelowLx = 50.0
  /// What an overcast sky gives a wall of what it gives the ground (CIE standard overcast sky:
  /// 0.396); turns light on a window into that of a sky with as much of it.
  static let wallShare = 0.4

  /// Average daylight factor of a room, 0...1: T A_w theta / (A (1 - R²)) percent.
  ///
  /// BS 8206-2:2008, eq. 1 (Crisp and Littlefair). It is defined for an overcast sky; here it is
  /// applied to the illuminance of any sky.
  static func factor(windowM2: Double, floorM2: Double, heightM: Double) -> Double {
    let surfaceM2 = 2 * floorM2 + 4 * floorM2.squareRoot() * heightM
    let percent =
      glazingTransmittance * windowM2 * skyAngle
      / (surfaceM2 * (1 - reflectance * reflectance))
    return percent / 100
  }
}
