/// What heats a dwelling's water.
public enum WaterHeating: String, CaseIterable, Sendable {
  /// Storage tank over a gas burner, with a flue through its middle.
  case gasTank = "gas-tank"
  /// Storage tank with two resistance elements.
  case electricTank = "electric-tank"
  /// The same with a heat pump on top, which takes its heat from the room.
  case heatPumpTank = "heat-pump-tank"
  /// No tank: gas heats the water as it is drawn, in the boiler where one heats the rooms.
  case instantGas = "instant-gas"
  /// No tank: a shower that heats its own water.
  case electricShower = "electric-shower"
  /// Hot water comes from elsewhere, such as a block's boiler.
  case none = "none"

  /// Whether the dwelling stores hot water.
  public var hasTank: Bool {
    switch self {
    case .gasTank, .electricTank, .heatPumpTank: true
    case .instantGas, .electricShower, .none: false
    }
  }
}
