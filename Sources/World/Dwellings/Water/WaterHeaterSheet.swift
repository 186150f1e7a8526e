/// The data sheet of a water heater.
struct WaterHeaterSheet: Sendable {
  /// Water in the tank, L: nine tenths of an electric tank's nominal volume, 0.95 of a gas tank's
  /// (Burch and Erickson 2004).
  var litres: Double
  var diameterM: Double
  /// Loss to all around, W/K.
  var lossWK: Double
  /// Share of it that warms the room; the rest leaves by the flue.
  var roomShare: Double
  /// Each of two resistance elements, W; 0 without.
  var elementW = 0.0
  /// Gas burnt while firing, by its higher heating value, W.
  var burnerW = 0.0
  var burnerEfficiency = 0.0
  /// Electricity of the heat pump at its rating point, W, and its COP there.
  var pumpW = 0.0
  var pumpCOP = 0.0
  /// Controls, always on, W.
  var standbyW = 0.0

  /// The most electricity that it draws at nominal voltage, W: element and pump take turns.
  var ratedW: Double { max(elementW, pumpW) + standbyW }

  /// nil for what has no tank.
  static func standard(_ kind: WaterHeating) -> WaterHeaterSheet? {
    switch kind {
    case .gasTank: gas
    case .electricTank: electric
    case .heatPumpTank: heatPump
    case .instantGas, .electricShower, .none: nil
    }
  }

  /// 40 gallons, 40 kBtu/h, atmospheric: the federal minimum of 2004 (EF 0.67 - 0.0019 V). 64 % of
  /// its standing loss goes into the room (Lawrence Berkeley laboratory tests, as used by
  /// OpenStudio-HPXML).
  static let gas: WaterHeaterSheet = {
    let rating = WaterHeaterRating(
      energyFactor: 0.594, recoveryEfficiency: 0.76, inputW: 11_723)
    return WaterHeaterSheet(
      litres: 143.8, diameterM: 0.42, lossWK: rating.lossWK, roomShare: 0.64,
      burnerW: rating.inputW, burnerEfficiency: rating.heatingEfficiency)
  }()

  /// 50 gallons, two elements of 4.5 kW: the federal minimum of 2015 (EF 0.960 - 0.0003 V).
  static let electric: WaterHeaterSheet = {
    let rating = WaterHeaterRating(energyFactor: 0.945, recoveryEfficiency: 1, inputW: 4_500)
    return WaterHeaterSheet(
      litres: 170.3, diameterM: 0.46, lossWK: rating.lossWK, roomShare: 1,
      elementW: rating.inputW)
  }()

  /// The electric tank with a pump of 500 W and an energy factor of 3.0 (range on sale: 2 to 4);
  /// the COP at the rating point is the one with which the 24-hour test gives that factor.
  static let heatPump: WaterHeaterSheet = {
    var sheet = electric
    sheet.pumpW = 500
    sheet.pumpCOP = 2.74
    sheet.standbyW = 1
    return sheet
  }()
}
