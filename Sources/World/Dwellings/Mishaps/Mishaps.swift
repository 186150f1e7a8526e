/// What is wrong with a dwelling while it is wrong: fires and water on floors, and machines that
/// fail.
///
/// Whoever runs the dwelling sets all of it anew when anything begins or ends.
public struct Mishaps: Sendable {
  public var fires: [Fire] = []
  public var leaks: [Leak] = []
  /// A burner that does not light, or a heat pump that is locked out.
  public var heatingFails = false
  /// Share of the refrigerant that a compressor's circuit has lost.
  public var refrigerantLost = 0.0
  /// Share of the roof's modules that deliver nothing.
  public var modulesLost = 0.0
  public var refrigerator = RefrigeratorState.sound

  /// Nothing is wrong.
  public init() {}

  var touchesRooms: Bool { !fires.isEmpty || !leaks.isEmpty }

  /// Something smoulders or burns in a room, without spreading.
  public struct Fire: Hashable, Sendable {
    public var room: Int
    /// Heat that it releases, W.
    public var heatW: Double

    public init(room: Int, heatW: Double) {
      self.room = room
      self.heatW = heatW
    }
  }

  /// Water runs onto a room's floor.
  public struct Leak: Hashable, Sendable {
    /// Tells it from another like it.
    public var number: Int
    public var room: Int
    public var litresPerMinute: Double
    /// Whether it comes from the hot-water tank, where there is one.
    public var isHot: Bool
    /// What of its water is on the floor, L.
    public internal(set) var litres = 0.0

    public init(number: Int, room: Int, litresPerMinute: Double, isHot: Bool) {
      self.number = number
      self.room = room
      self.litresPerMinute = litresPerMinute
      self.isHot = isHot
    }
  }
}

/// What a refrigerator's compressor does.
public enum RefrigeratorState: Hashable, Sendable {
  /// What its thermostat says.
  case sound
  /// Nothing.
  case dead
  /// Runs without a pause: its thermostat's contact is stuck.
  case runsOn
}
