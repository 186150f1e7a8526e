import Calendar
import Quantities

/// The parameters by which Perez et al. (1990) tell skies apart.
///
/// - Source: R. Perez, P. Ineichen, R. Seals, J. Michalsky and R. Stewart, "Modeling daylight
///   availability and irradiance components from direct and global irradiance", *Solar Energy* 44,
///   1990, pp. 271-289.
struct PerezSky {
  /// Sun's zenith angle, radians.
  let zenith: Double
  /// Sky brightness: diffuse radiation by air mass over that outside the atmosphere.
  let brightness: Double
  /// Sky clearness as a row of the tables, 0 (overcast) to 7 (clear).
  let category: Int

  /// - Precondition: the sun is up and there is diffuse radiation.
  init(_ weather: WeatherState) {
    zenith = Elementary.acos(min(weather.sun.up, 1))
    let diffuse = weather.diffuseHorizontal
    let bend = 1.041 * zenith * zenith * zenith
    let clearness = ((diffuse + weather.directNormal) / diffuse + bend) / (1 + bend)
    brightness =
      diffuse * Self.airMass(zenith: zenith, cosine: weather.sun.up)
      / weather.sun.extraterrestrialNormal
    category = Self.categoryEdges.firstIndex { clearness < $0 } ?? 7
  }

  /// Relative optical air mass: F. Kasten and A. Young, *Applied Optics* 28, 1989.
  static func airMass(zenith: Double, cosine: Double) -> Double {
    let degrees = zenith * 180 / .pi
    return 1 / (cosine + 0.505_72 * Elementary.pow(96.079_95 - degrees, -1.636_4))
  }

  private static let categoryEdges = [1.065, 1.230, 1.500, 1.950, 2.800, 4.500, 6.200]

  /// The brightening of the sky around the sun (F1) and at the horizon (F2); eq. 9, table 6.
  var brightening: (sun: Double, horizon: Double) {
    let f = Self.brighteningTable[category]
    return (
      max(0, f[0] + f[1] * brightness + f[2] * zenith), f[3] + f[4] * brightness + f[5] * zenith
    )
  }

  private static let brighteningTable: [[Double]] = [
    [-0.008, 0.588, -0.062, -0.060, 0.072, -0.022],
    [0.130, 0.683, -0.151, -0.019, 0.066, -0.029],
    [0.330, 0.487, -0.221, 0.055, -0.064, -0.026],
    [0.568, 0.187, -0.295, 0.109, -0.152, -0.014],
    [0.873, -0.392, -0.362, 0.226, -0.462, 0.001],
    [1.132, -1.237, -0.412, 0.288, -0.823, 0.056],
    [1.060, -1.600, -0.359, 0.264, -1.127, 0.131],
    [0.678, -0.327, -0.250, 0.156, -1.377, 0.251],
  ]

  /// Lumens a watt of diffuse radiation: eq. 7, table 4.
  func diffuseEfficacy(waterCm: Double) -> Double {
    let t = Self.diffuseEfficacyTable[category]
    let cosine = Elementary.cos(zenith)
    return max(0, t[0] + t[1] * waterCm + t[2] * cosine + t[3] * Elementary.log(brightness))
  }

  /// Lumens a watt of direct radiation: eq. 8, table 4.
  func directEfficacy(waterCm: Double) -> Double {
    let t = Self.directEfficacyTable[category]
    let low = Elementary.exp(5.73 * zenith - 5)
    return max(0, t[0] + t[1] * waterCm + t[2] * low + t[3] * brightness)
  }

  private static let diffuseEfficacyTable: [[Double]] = [
    [97.24, -0.46, 12.00, -8.91],
    [107.22, 1.15, 0.59, -3.95],
    [104.97, 2.96, -5.53, -8.77],
    [102.39, 5.59, -13.95, -13.90],
    [100.71, 5.94, -22.75, -23.74],
    [106.42, 3.83, -36.15, -28.83],
    [141.88, 1.90, -53.24, -14.03],
    [152.23, 0.35, -45.27, -7.98],
  ]

  private static let directEfficacyTable: [[Double]] = [
    [57.20, -4.55, -2.98, 117.12],
    [98.99, -3.46, -1.21, 12.38],
    [109.83, -4.90, -1.71, -8.81],
    [110.34, -5.84, -1.99, -4.56],
    [106.36, -3.97, -1.75, -6.16],
    [107.19, -1.25, -1.51, -26.73],
    [105.75, 0.77, -1.26, -34.44],
    [101.18, 1.58, -1.10, -8.29],
  ]
}
