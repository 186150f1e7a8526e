public import Quantities

/// What heats a dwelling, and whether it can be cooled.
public enum PlantKind: String, CaseIterable, Sendable {
  /// Condensing gas furnace with a blower; no cooling.
  case furnace = "furnace"
  /// The same with a split air conditioner on its blower.
  case furnaceWithCooling = "furnace+ac"
  /// Single-speed air-to-air heat pump with electric strip heat; it also cools.
  case heatPump = "heat-pump"

  /// Condensing gas boiler, pump and a radiator in every room; no cooling.
  case boiler = "boiler"
  /// The same beside an air conditioner with a blower of its own.
  case boilerWithCooling = "boiler+ac"

  /// Whether it has a cooling coil.
  public var canCool: Bool {
    switch self {
    case .furnace, .boiler: false
    case .furnaceWithCooling, .heatPump, .boilerWithCooling: true
    }
  }

  /// Whether water carries its heat.
  public var hasRadiators: Bool { self == .boiler || self == .boilerWithCooling }
}

/// What a thermostat asks of the plant.
@frozen public enum HVACCall: Int8, Sendable {
  case cooling = -1
  case off = 0
  case heating = 1
  /// Heat pump and strip heat together; a furnace knows one stage only.
  case backupHeating = 2

  /// The thermostat's channel: 1 for heat, -1 for cooling, 0 for nothing.
  @inlinable public var channelValue: Double { Double(min(rawValue, 1)) }
}

/// What surrounds a dwelling for good.
public struct DwellingSite: Hashable, Sendable {
  /// Outdoor temperature that only 1 % of the hours of a year lie below, °C.
  public var designHeatingC: Double
  /// Outdoor temperature that only 1 % of the hours of a year exceed, °C.
  public var designCoolingC: Double
  /// Mean air pressure, Pa.
  public var pressurePa: Double

  public init(
    designHeatingC: Double, designCoolingC: Double,
    pressurePa: Double = Psychrometrics.standardPressurePa
  ) {
    self.designHeatingC = designHeatingC
    self.designCoolingC = designCoolingC
    self.pressurePa = pressurePa
  }

  /// Density of air at 20 °C, kg/m³.
  public var airDensity: Double { pressurePa / (287.05 * 293.15) }
}
