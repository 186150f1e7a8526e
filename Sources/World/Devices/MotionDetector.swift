public import Clockwork

/// A passive infrared detector: goes to 1 at the first movement, back to 0 when none follows for
/// its
/// hold time.
///
/// Source: common home detectors hold for 60 to 90 s after the last movement.
public struct MotionDetector: Sendable {
  public static let hold = SimDuration.seconds(60)
  public private(set) var isOn = false
  private var lastMovement = SimTime.distantPast

  public init() {}

  /// - Returns: true when this movement switches the detector on.
  public mutating func movement(at time: SimTime) -> Bool {
    lastMovement = time
    defer { isOn = true }
    return !isOn
  }

  /// The moment at which it would fall back, if nothing moved again.
  public var fallsBackAt: SimTime { lastMovement + Self.hold }

  /// - Returns: true when the detector falls back to 0 at this time.
  public mutating func expire(at time: SimTime) -> Bool {
    guard isOn, fallsBackAt <= time else { return false }
    isOn = false
    return true
  }
}
