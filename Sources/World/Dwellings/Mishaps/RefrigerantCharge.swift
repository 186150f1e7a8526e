/// What a compressor's circuit can do with the refrigerant that it has left.
///
/// W. Kim and J. Braun, "Evaluation of the impacts of refrigerant charge on air conditioner and
/// heat pump performance", *International Journal of Refrigeration* 35 (2012), 1805-1814: with a
/// quarter of the charge missing, capacity is about a fifth and efficiency about 15 % lower on
/// average. Straight lines through that point and a full charge, used to 40 % (assumed beyond a
/// quarter, slopes 0.6 to 1.2 and 0.4 to 0.9: units with fixed orifices lose more).
struct RefrigerantCharge: Sendable {
  static let capacitySlope = 0.2 / 0.25
  static let efficiencySlope = 0.15 / 0.25

  /// Factors on capacity and on COP; 1 with a full charge.
  let capacity: Double
  let cop: Double

  static let full = RefrigerantCharge(lost: 0)

  /// - Parameter lost: share of the charge, 0...0.4.
  init(lost: Double) {
    capacity = 1 - Self.capacitySlope * lost
    cop = 1 - Self.efficiencySlope * lost
  }
}
