/// What a water heater's label says, and what a model needs of it.
///
/// J. Burch and P. Erickson, *Using Ratings Data to Derive Simulation-Model Inputs for Storage-Tank
/// Water Heaters*, NREL/CP-550-35069 (2004): loss coefficient and burner efficiency follow from the
/// energy factor of the 24-hour test and the recovery efficiency.
struct WaterHeaterRating: Sendable {
  /// The test of 10 CFR 430, subpart B, appendix E (1998): 64.3 gallons a day in six draws an hour
  /// apart, from 58 to 135 °F, in a room of 67.5 °F.
  static let testLitres = 64.3 * 3.785_411_784
  static let testMainsC = 14.44
  static let testSetpointC = 57.22
  static let testRoomC = 19.72

  /// Heat in the water of the test's day, J.
  static var testLoadJ: Double {
    testLitres * WaterTank.heatCapacity * (testSetpointC - testMainsC)
  }

  var energyFactor: Double
  /// Share of the input that reaches the water during recovery; 1 for resistance elements.
  var recoveryEfficiency: Double
  /// Rated input, W.
  var inputW: Double

  /// Loss of the tank while it stands, W/K.
  var lossWK: Double {
    let excess = Self.testSetpointC - Self.testRoomC
    if recoveryEfficiency == 1 {
      return Self.testLoadJ * (1 / energyFactor - 1) / (excess * 86_400)
    }
    return (recoveryEfficiency / energyFactor - 1)
      / (excess * (86_400 / Self.testLoadJ - 1 / (inputW * energyFactor)))
  }

  /// Share of the input that enters the water; the tank's own loss is apart.
  var heatingEfficiency: Double {
    if recoveryEfficiency == 1 { return 1 }
    return recoveryEfficiency + lossWK * (Self.testSetpointC - Self.testRoomC) / inputW
  }
}
