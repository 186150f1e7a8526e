/// What a resident can feel and see in one room.
@frozen public struct RoomSenses: Hashable, Sendable {
  public var temperatureC: Double
  public var co2PPM: Double
  /// Horizontal illuminance of daylight and lamps together, lx.
  public var illuminanceLx: Double
  public var isWindowOpen: Bool
  public var isLampOn: Bool

  @inlinable public init(
    temperatureC: Double, co2PPM: Double, illuminanceLx: Double, isWindowOpen: Bool,
    isLampOn: Bool
  ) {
    self.temperatureC = temperatureC
    self.co2PPM = co2PPM
    self.illuminanceLx = illuminanceLx
    self.isWindowOpen = isWindowOpen
    self.isLampOn = isLampOn
  }
}

/// What residents can feel and see at one moment; kept and updated in place by its owner.
public struct HomeSenses: Sendable {
  /// In room order.
  public var rooms: [RoomSenses]
  public var outdoorTemperatureC: Double
  public var heatingSetpointC: Double
  public var coolingSetpointC: Double
  /// Bit `d` is set while inner door `d` is shut.
  public var closedDoors: UInt16 = 0

  public init(
    rooms: [RoomSenses], outdoorTemperatureC: Double, heatingSetpointC: Double,
    coolingSetpointC: Double
  ) {
    self.rooms = rooms
    self.outdoorTemperatureC = outdoorTemperatureC
    self.heatingSetpointC = heatingSetpointC
    self.coolingSetpointC = coolingSetpointC
  }
}
