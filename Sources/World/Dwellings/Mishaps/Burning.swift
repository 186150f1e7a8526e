/// What something that burns gives to the room around, per watt of its heat.
///
/// Wood in air enough (Douglas fir, flaming): A. Tewarson, "Generation of heat and gaseous, liquid
/// and solid products in fires", *SFPE Handbook of Fire Protection Engineering*, 4th ed. (2008),
/// table 3-4.16: 13.0 kJ of heat and 1.31 g of carbon dioxide a gram burnt. Water: 0.55 g a gram,
/// half a gram from the 6 % of hydrogen in wood and what moisture it holds (assumed, range 0.5 to
/// 0.7).
enum Burning {
  static let heatKJPerGram = 13.0
  static let co2GramsPerGram = 1.31
  static let waterGramsPerGram = 0.55
  /// Soot, a gram burnt: red oak, flaming, same table (Douglas fir has none; Mulholland, same
  /// handbook, table 2-13.1: Douglas fir below 0.025 flaming, 0.03 to 0.17 smouldering).
  static let sootGramsPerGram = 0.015
  /// Carbon dioxide at 20 °C and 101,325 Pa: 44.01 g/mol over 24.055 L/mol, g/L.
  static let co2GramsPerLitre = 1.8296

  /// Carbon dioxide, ppm, from which a fire fades for want of air, and at which it is out (assumed:
  /// flames go out below 13 to 15 % of oxygen, and rooms are not mixed as well as this one).
  static let fadingPPM = 20_000.0
  static let outPPM = 35_000.0

  /// What is left of a fire in a room's air, 0...1.
  static func share(co2PPM: Double) -> Double {
    min(1, max(0, (outPPM - co2PPM) / (outPPM - fadingPPM)))
  }

  /// Litres of carbon dioxide from so much heat, J.
  static func co2Litres(heatJ: Double) -> Double {
    heatJ * 1e-3 / heatKJPerGram * co2GramsPerGram / co2GramsPerLitre
  }

  /// Grams of soot from so much heat, J.
  static func sootGrams(heatJ: Double) -> Double {
    heatJ * 1e-3 / heatKJPerGram * sootGramsPerGram
  }

  /// Grams of vapour from so much heat, J.
  static func vapourGrams(heatJ: Double) -> Double {
    heatJ * 1e-3 / heatKJPerGram * waterGramsPerGram
  }
}
