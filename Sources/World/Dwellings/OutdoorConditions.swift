public import Climate

/// The weather as one dwelling feels it at a physics tick.
public struct OutdoorConditions: Sendable {
  /// Air temperature, °C.
  public var temperatureC: Double
  /// Kilograms of vapour in a kilogram of dry air.
  public var humidityRatio: Double
  /// Carbon dioxide, ppm.
  public var co2PPM: Double
  /// Fine particles, PM2.5, µg/m³.
  public var particlesUgM3 = 0.0
  /// Wind at 10 m in open country, m/s.
  public var windSpeedMS: Double
  /// Irradiance on vertical faces that look north, east, south and west, in that order, W/m².
  public var facadeIrradianceWm2: SIMD4<Double>
  /// Global irradiance on the horizontal, W/m².
  public var globalHorizontalWm2: Double
  /// Illuminance on the horizontal, lx.
  public var illuminanceLx: Double
  /// Undisturbed ground below the floor, °C.
  public var groundTemperatureC: Double
  /// Cold water from the mains, °C.
  public var mainsWaterC: Double
  /// Sun and sky as modules on a roof meet them; nil is darkness.
  public var sky: WeatherState?

  public init(
    temperatureC: Double, humidityRatio: Double, co2PPM: Double = 420, windSpeedMS: Double = 0,
    facadeIrradianceWm2: SIMD4<Double> = .zero, globalHorizontalWm2: Double = 0,
    illuminanceLx: Double = 0, groundTemperatureC: Double,
    mainsWaterC: Double = 12, sky: WeatherState? = nil
  ) {
    self.temperatureC = temperatureC
    self.humidityRatio = humidityRatio
    self.co2PPM = co2PPM
    self.windSpeedMS = windSpeedMS
    self.facadeIrradianceWm2 = facadeIrradianceWm2
    self.globalHorizontalWm2 = globalHorizontalWm2
    self.illuminanceLx = illuminanceLx
    self.groundTemperatureC = groundTemperatureC
    self.mainsWaterC = mainsWaterC
    self.sky = sky
  }
}

/// What stands open; bit positions are room and doorway numbers of the plan.
public struct Openings: Hashable, Sendable {
  /// Bit `r` is set while the window of room `r` is open.
  public var openWindows: UInt16
  /// Bit `d` is set while the door of the plan's doorway `d` is closed.
  public var closedDoors: UInt16

  /// All windows closed, all doors open by default.
  public init(openWindows: UInt16 = 0, closedDoors: UInt16 = 0) {
    self.openWindows = openWindows
    self.closedDoors = closedDoors
  }
}
