public import Clockwork
internal import Climate
internal import Quantities

extension SolarArray {
  /// The array that a house would have, if it has one.
  ///
  /// Size: lognormal around the median with a spread of 0.35 (assumed; 0.25 to 0.45), at most 40 %
  /// of the roof at 200 W/m² (roofs are covered by 15 to 40 %: G. Barbose and others, *Tracking the
  /// Sun*, LBNL 2024). It looks south within 90 degrees, more often near the middle, at 15 to 35
  /// degrees, as roofs are (assumed). nil without a roof of its own.
  ///
  /// - Parameter medianW: of arrays on sale, W.
  public static func drawn(_ key: RandomKey, plan: DwellingPlan, medianW: Double) -> SolarArray? {
    let roofM2 = plan.rooms.reduce(0) { $0 + $1.roofM2 }
    guard roofM2 > 0, medianW > 0 else { return nil }
    let (first, second) = key.uniforms(0)
    let size = medianW * Elementary.exp(0.35 * key.gaussian(1))
    return SolarArray(
      plane: TiltedPlane(
        tiltDegrees: 15 + 20 * key.uniform(2), azimuthDegrees: 180 + 90 * (first + second - 1)),
      ratedW: min(size, 0.4 * roofM2 * 200))
  }
}
