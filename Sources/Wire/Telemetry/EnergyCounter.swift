public import Clockwork

/// Reads a counter that may run backwards while a home feeds the grid.
public enum EnergyCounter {
  /// Most that a home feeds in, kW: inverters for homes end at 11.5, and there is some room.
  @usableFromInline static let feedInMaxKW = 15.0

  /// What a counter gained between two readings, kWh: negative for what was fed in.
  ///
  /// A counter that fell by more than any home could feed in was reset and counts from zero.
  @inlinable
  public static func gain(
    from earlier: Double, to later: Double, over span: SimDuration
  ) -> (energyKWh: Double, wasReset: Bool) {
    let gained = later - earlier
    return gained >= lowest(over: span) ? (gained, false) : (later, true)
  }

  @usableFromInline static func lowest(over span: SimDuration) -> Double {
    // Two readings of a counter may each be rounded to a Wh.
    -feedInMaxKW * span.hours - 0.002
  }
}
