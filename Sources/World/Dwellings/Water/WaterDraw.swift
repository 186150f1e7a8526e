public import Clockwork
public import Telemetry
public import Truth

/// Somebody draws water, mixed to the warmth they like where the tank allows it.
public struct WaterDraw: Hashable, Sendable {
  public var use: WaterUse
  public var resident: ResidentIndex
  /// Where the tap is.
  public var room: RoomIndex
  public var start: SimTime
  public var end: SimTime
  /// At the tap.
  public var litresPerMinute: Double
  /// At the tap, °C.
  public var wishC: Double

  public init(
    use: WaterUse, resident: ResidentIndex, room: RoomIndex, start: SimTime, end: SimTime,
    litresPerMinute: Double, wishC: Double
  ) {
    self.use = use
    self.resident = resident
    self.room = room
    self.start = start
    self.end = end
    self.litresPerMinute = litresPerMinute
    self.wishC = wishC
  }
}

/// A draw that has ended and what came out of the tap.
public struct FinishedDraw: Hashable, Sendable {
  public var draw: WaterDraw
  /// At the tap, L.
  public internal(set) var litres = 0.0
  /// Of them from the tank, L.
  public internal(set) var hotLitres = 0.0
  /// Coldest that it ran, °C; the wish where the tank sufficed.
  public internal(set) var coldestC: Double

  init(_ draw: WaterDraw) {
    self.draw = draw
    coldestC = draw.wishC
  }
}
