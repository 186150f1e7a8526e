public import Climate
internal import Quantities

/// Photovoltaic modules on one plane, and their inverter.
///
/// Irradiance on the plane by the HDKR sky, less what slanting sun reflects from the glass; cell
/// temperature after Faiman; the module's power with its temperature coefficient, losses and the
/// inverter's part-load curve as in PVWatts.
public struct SolarArray: Hashable, Sendable {
  /// Rated efficiency of the inverter and the one that its curve was measured with; A. Dobos,
  /// *PVWatts Version 5 Manual*, NREL/TP-6A20-62641 (2014), section 11.
  static let inverterEfficiency = 0.96
  static let referenceEfficiency = 0.9637
  /// Soiling, shade, snow, mismatch, wiring, connections, degradation, nameplate, outages (ibid.,
  /// table 3: 14 % in all).
  static let lossShare = 0.14
  /// Of a premium module, 1/K (ibid., table 2).
  static let temperatureCoefficient = -0.0035
  /// D. Faiman, "Assessing the outdoor operating temperature of photovoltaic modules", *Progress in
  /// Photovoltaics* 16 (2008), 307-315: heat lost at rest, W/(m² K), and by wind, W s/(m³ K).
  static let lossAtRest = 25.0
  static let lossByWind = 6.84
  /// How slanting beams are reflected (Souka and Safwat 1966; glass, ASHRAE 93: 0.05).
  static let incidenceModifier = 0.05
  /// Modules' rating over the inverter's (PVWatts' default).
  public static let loadingRatio = 1.2

  public var plane: TiltedPlane
  /// Of the modules at 1,000 W/m² and cells of 25 °C, W.
  public var ratedW: Double
  /// Most that the inverter gives, W.
  public var inverterW: Double
  /// Share of the modules that deliver; a string that fails takes its own with it.
  var liveShare = 1.0

  /// - Parameter inverterW: 1/1.2 of the modules' rating unless given.
  public init(plane: TiltedPlane, ratedW: Double, inverterW: Double? = nil) {
    precondition(ratedW > 0, "an array has modules")
    self.plane = plane
    self.ratedW = ratedW
    self.inverterW = inverterW ?? ratedW / Self.loadingRatio
  }

  /// Wind at modules on a roof of 6 m (assumed, 4 to 9) in a suburb over that at 10 m in open
  /// country, from which weather files tell it: power laws of both (ASHRAE Fundamentals 2021,
  /// chapter 24, equation 4 and table 1: exponents 0.14 and 0.22, layers of 270 and 370 m).
  static let windShare = Elementary.pow(270 / 10, 0.14) * Elementary.pow(6 / 370, 0.22)

  /// Alternating current that the array delivers, W.
  public func powerW(_ weather: WeatherState) -> Double {
    guard weather.globalHorizontal > 0 || weather.diffuseHorizontal > 0 else { return 0 }
    let sun = plane.irradiance(weather)
    let cellC = Self.cellTemperatureC(
      irradianceWm2: sun.total, airC: weather.temperatureC,
      windMS: weather.windSpeed * Self.windShare)
    let absorbed =
      sun.beam * Self.beamTransmission(cosine: sun.incidenceCosine) + sun.skyDiffuse
      + sun.groundReflected
    let directW =
      liveShare * ratedW * absorbed / 1_000 * (1 + Self.temperatureCoefficient * (cellC - 25))
      * (1 - Self.lossShare)
    return alternatingW(directW: directW)
  }

  /// Of the cells behind the glass, °C.
  static func cellTemperatureC(irradianceWm2: Double, airC: Double, windMS: Double) -> Double {
    airC + irradianceWm2 / (lossAtRest + lossByWind * windMS)
  }

  /// Share of the beam that slanting sun leaves, against sun that stands on the glass.
  static func beamTransmission(cosine: Double) -> Double {
    cosine > 0 ? min(max(1 - incidenceModifier * (1 / cosine - 1), 0), 1) : 0
  }

  /// What the inverter makes of so much direct current, W; no more than its rating.
  func alternatingW(directW: Double) -> Double {
    let limitW = inverterW / Self.inverterEfficiency
    guard directW > 0 else { return 0 }
    guard directW < limitW else { return inverterW }
    let load = directW / limitW
    let curve = -0.0162 * load - 0.0059 / load + 0.9858
    let efficiency = Self.inverterEfficiency / Self.referenceEfficiency * curve
    return max(0, efficiency * directW)
  }
}
