/// The true state of one room's air and light.
@frozen public struct RoomClimate: Hashable, Sendable {
  /// Air temperature, °C.
  public var temperatureC: Double
  /// kg of vapour in a kg of dry air.
  public var humidityRatio: Double
  /// 0...1.
  public var relativeHumidity: Double
  /// Carbon dioxide, ppm.
  public var co2PPM: Double
  /// Daylight at table height, lx; lamps come on top.
  public var daylightLx: Double

  @inlinable public init(
    temperatureC: Double, humidityRatio: Double, relativeHumidity: Double, co2PPM: Double,
    daylightLx: Double
  ) {
    self.temperatureC = temperatureC
    self.humidityRatio = humidityRatio
    self.relativeHumidity = relativeHumidity
    self.co2PPM = co2PPM
    self.daylightLx = daylightLx
  }

  /// A share of the way from one state to another.
  @inlinable
  static func between(_ a: RoomClimate, _ b: RoomClimate, _ share: Double) -> RoomClimate {
    RoomClimate(
      temperatureC: a.temperatureC + share * (b.temperatureC - a.temperatureC),
      humidityRatio: a.humidityRatio + share * (b.humidityRatio - a.humidityRatio),
      relativeHumidity: a.relativeHumidity + share * (b.relativeHumidity - a.relativeHumidity),
      co2PPM: a.co2PPM + share * (b.co2PPM - a.co2PPM),
      daylightLx: a.daylightLx + share * (b.daylightLx - a.daylightLx))
  }
}

/// Powers and heat flows of a dwelling, means over one physics step.
public struct StepReport: Hashable, Sendable {
  /// Electricity from the grid, W: all that is used less what roof and battery give.
  public var electricPowerW = 0.0
  /// The plant's part of it, W.
  public var hvacElectricPowerW = 0.0
  /// Fuel that the plant burnt, W.
  public var fuelPowerW = 0.0
  /// What modules on the roof gave, W.
  public var solarPowerW = 0.0
  /// What charged a car, part of all, W.
  public var vehiclePowerW = 0.0
  /// What a battery took, W; negative while it gives.
  public var batteryPowerW = 0.0
  /// At the step's end: what the battery holds, kWh, the car's charge, 0...1, and whether it is
  /// there; 0 and false without them.
  public var batteryChargeKWh = 0.0
  public var vehicleLevel = 0.0
  public var isVehicleHome = false
  /// The water heater's electricity, also part of all, and its fuel, W.
  public var waterElectricPowerW = 0.0
  public var waterFuelPowerW = 0.0
  /// What the hot-water tank gave to the room around, W; negative where a heat pump takes more.
  public var waterRoomHeatW = 0.0
  /// Sensible heat from the plant, W; negative when cooling.
  public var hvacHeatW = 0.0
  /// What radiators gave to rooms, part of that, and how much the colder ones took from theirs, W.
  public var radiatorHeatW = 0.0
  public var radiatorTakenW = 0.0
  /// What burner and pump put into the radiators' water, W.
  public var boilerHeatW = 0.0
  /// Sensible heat from appliances, lamps, the hot-water tank and mishaps, W.
  public var applianceHeatW = 0.0
  /// What fires gave to rooms and what drying floors took from them, both parts of the former, W.
  public var fireHeatW = 0.0
  public var dryingHeatW = 0.0
  /// Carbon dioxide from fires, L/min at 20 °C.
  public var burntCO2LitresPerMinute = 0.0
  /// Sensible heat from people, W.
  public var personHeatW = 0.0
  /// Sun through windows and on walls and roof, as heat inside of the shell, W.
  public var solarHeatW = 0.0
  /// Heat lost to outdoors and ground through shell and air, W; negative when gained.
  public var heatLossW = 0.0
  /// Vapour that people and appliances gave off, kg/s.
  public var vapourSourceKgS = 0.0
  /// Water that condensed on windows and on the plant's coil, kg/s.
  public var condensateKgS = 0.0

  public init() {}
}
