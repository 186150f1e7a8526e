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

  /// Food that chars on rings; set by itself, for it begins while other things go on.
  public var pots: [Pot] = []

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

    /// What it still releases in air with so much carbon dioxide, W.
    func heatW(amongPPM co2PPM: Double) -> Double { heatW * Burning.share(co2PPM: co2PPM) }
  }

  /// What is left in a pot chars on a ring that somebody forgot.
  public struct Pot: Hashable, Sendable {
    public var room: Int
    /// 1 mg/s (assumed, range 0.2-5): a tenth of a gram of food a second, of which a hundredth is
    /// smoke.
    public var smokeGramsPerSecond = 1e-3

    public init(room: Int) { self.room = room }
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
