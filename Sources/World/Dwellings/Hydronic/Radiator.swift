import Quantities

/// One room's radiator, its water and the valve before it.
///
/// Heat by the law of EN 442-1:2014, Q = Qn (dT / dTn)^n, with dT the logarithmic mean of supply
/// and return over the room. Water and steel are one heat capacity at the mean temperature; along
/// the way the water cools exponentially, so that flow and return come out of the number of
/// transfer units, whatever the valve lets through.
struct Radiator: Sendable {
  /// Exponent of panel radiators: 1.3 (EN 442 test reports give 1.24-1.36).
  static let exponent = 1.3
  /// dT of the rating, 75/65/20: 10 K / ln(55/45).
  static let ratedK = 49.83288654563971
  /// What sizes it: 70/55/20, 15 K / ln(50/35); water flows as 15 K of it carry the load.
  static let designK = 42.05509878085694
  static let designSupplyC = 70.0
  static let designDropK = 15.0
  /// Fitters choose the next larger one: assumed, 1.0-1.5.
  static let sizeFactor = 1.2
  /// Water and steel, J/K for each rated watt: some 6 kg of water and 33 kg of steel for 1.7 kW
  /// (panels of type 22, 600 mm high); assumed, 18-32.
  static let capacityPerW = 24.0
  /// What reaches walls and floors and not the air: assumed, 0.2-0.5.
  static let radiantShare = 0.3
  /// J/(kg K).
  static let waterHeat = 4_186.0

  /// At ``ratedK``, W.
  let ratedW: Double
  /// With its valve open, W/K.
  let flowWK: Double
  let capacityJK: Double
  /// Of water and steel, °C.
  var meanC: Double
  /// nil where nothing throttles it, in the thermostat's room.
  var valve: ThermostaticValve?

  /// - Parameter loadW: of its room on the design day.
  init(loadW: Double, meanC: Double, valve: ThermostaticValve?) {
    let designW = max(Self.sizeFactor * loadW, 50)
    ratedW = designW / Self.emission(ofRated: 1, differenceK: Self.designK)
    flowWK = designW / Self.designDropK
    capacityJK = Self.capacityPerW * ratedW
    self.meanC = meanC
    self.valve = valve
  }

  /// What a radiator of so many rated watts gives, W.
  static func emission(ofRated watts: Double, differenceK: Double) -> Double {
    guard differenceK > 0 else { return 0 }
    return watts * Elementary.pow(differenceK / ratedK, exponent)
  }

  /// Heat it gives for each kelvin over the room as it is now, W/K.
  func conductance(roomC: Double) -> Double {
    // Below a tenth of a kelvin the law is as good as a straight line.
    let difference = max(meanC - roomC, 0.1)
    return Self.emission(ofRated: ratedW, differenceK: difference) / difference
  }

  /// Water that flows, as heat a kelvin, W/K.
  var waterWK: Double { flowWK * (valve?.opening ?? 1) }

  /// Heat that water brings for each kelvin of supply over the mean, W/K.
  ///
  /// With N = UA / (m c) the water leaves at exp(-N) of its excess over the room, and its mean is
  /// f = (1 - exp(-N)) / N of it. What flow brings is m c (1 - exp(-N)) of the excess at the inlet;
  /// (1 - f) of that excess lies between inlet and mean.
  static func couplingWK(waterWK: Double, conductance: Double) -> Double {
    guard waterWK > 0 else { return 0 }
    let units = conductance / waterWK
    guard units > 1e-4 else { return 2 * waterWK }
    let used = 1 - Elementary.exp(-units)
    return waterWK * used / (1 - used / units)
  }
}
