import Calendar
import Quantities

/// How diffuse radiation is spread over the sky.
public enum SkyModel: Hashable, Sendable, CaseIterable {
  /// The same from everywhere.
  ///
  /// - Source: B. Liu and R. Jordan, *ASHRAE Journal* 3, 1961.
  case isotropic
  /// Isotropic, a part from around the sun, and a brighter horizon ("HDKR").
  ///
  /// - Source: D. Reindl et al., *Solar Energy* 45, 1990; J. Duffie and W. Beckman, *Solar
  ///   Engineering of Thermal Processes*, eq. 2.16.7.
  case hdkr
  /// The same three parts from measured statistics.
  ///
  /// - Source: R. Perez et al., *Solar Energy* 44, 1990, table 6, all sites.
  case perez
}

extension TiltedPlane {
  /// The radiation on the surface.
  ///
  /// - Parameters:
  ///   - albedo: reflectance of the ground, 0.2 for grass and soil, 0.6 for old snow.
  ///   - model: HDKR by default: within some percent of Perez at a third of its cost.
  public func irradiance(
    _ weather: WeatherState, albedo: Double = 0.2, model: SkyModel = .hdkr
  ) -> PlaneIrradiance {
    let ground = max(weather.globalHorizontal, 0) * albedo * groundViewFactor
    let incidence = weather.sun.up > 0 ? max(incidenceCosine(weather.sun), 0) : 0
    let sky: Double
    if weather.diffuseHorizontal <= 0 {
      sky = 0
    } else if weather.sun.up <= 0 {
      // Without a sun there is nothing to crowd around.
      sky = weather.diffuseHorizontal * skyViewFactor
    } else {
      switch model {
      case .isotropic: sky = weather.diffuseHorizontal * skyViewFactor
      case .hdkr: sky = hdkrDiffuse(weather, incidence: incidence)
      case .perez: sky = perezDiffuse(weather, incidence: incidence)
      }
    }
    return PlaneIrradiance(
      beam: weather.directNormal * incidence, skyDiffuse: sky, groundReflected: ground,
      incidenceCosine: incidence)
  }

  private func hdkrDiffuse(_ weather: WeatherState, incidence: Double) -> Double {
    let anisotropy = min(weather.directNormal / weather.sun.extraterrestrialNormal, 1)
    // Below 1 degree of elevation the ratio of cosines loses its meaning.
    let beamRatio = incidence / max(weather.sun.up, 0.017_45)
    let global = weather.globalHorizontal
    let beamHorizontal = max(weather.directNormal * weather.sun.up, 0)
    let modulation = global > 0 ? min(beamHorizontal / global, 1).squareRoot() : 0
    // sin³(tilt / 2), from the half-angle formula.
    let sinHalfCubed = groundViewFactor * groundViewFactor.squareRoot()
    let background = skyViewFactor * (1 + modulation * sinHalfCubed)
    return weather.diffuseHorizontal * (anisotropy * beamRatio + (1 - anisotropy) * background)
  }

  private func perezDiffuse(_ weather: WeatherState, incidence: Double) -> Double {
    let sky = PerezSky(weather)
    let (f1, f2) = sky.brightening
    // 0.087 is the cosine of 85 degrees.
    let circumsolar = f1 * incidence / max(weather.sun.up, 0.087)
    let share = (1 - f1) * skyViewFactor + circumsolar + f2 * sinTilt
    return max(weather.diffuseHorizontal * share, 0)
  }
}
