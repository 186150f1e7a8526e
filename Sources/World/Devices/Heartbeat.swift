public import Clockwork

/// When a sensor that speaks at changes repeats its state, so that its silence means something.
///
/// The time runs from the last that it said, whatever made it speak, as with the sampling rules of
/// channels that measure: "on change, and after so long at the latest".
public struct Heartbeat: Sendable {
  /// The longest that it is silent; zero for ever.
  public let every: SimDuration
  private var lastTold: SimTime

  /// - Parameter phase: where in its interval it begins, 0..<1: devices were switched on at
  ///   different times.
  public init(every: SimDuration, start: SimTime, phase: Double) {
    self.every = every
    lastTold = start - .microseconds(Int64((1 - phase) * Double(every.microseconds)))
  }

  /// When it has to speak, unless a change makes it speak before; nil for never.
  public var due: SimTime? { every > .zero ? lastTold + every : nil }

  public func isDue(at time: SimTime) -> Bool { due.map { $0 <= time } ?? false }

  /// It has said something.
  public mutating func told(at time: SimTime) { lastTold = max(lastTold, time) }
}
