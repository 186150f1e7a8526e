internal import Numerics

/// How far a value lies from the median of those just before it, in robust standard deviations.
///
/// - Source: Hampel 1974, "The influence curve and its role in robust estimation", JASA 69; the
///   filter of Davies, Gather 1993, JASA 88, with a window that ends before the value, since what
///   comes after is not known yet.
public struct HampelFilter: Hashable, Sendable {
  /// The scale is never less, in the values' unit.
  public let scaleMin: Double
  private var window: TrailingWindow

  /// - Precondition: a scale above zero, a window of 3 values or more.
  public init(scaleMin: Double, windowCount: Int = 7) {
    precondition(scaleMin > 0 && windowCount >= 3, "something to compare with")
    self.scaleMin = scaleMin
    window = TrailingWindow(count: windowCount)
  }

  /// - Returns: nil until the window is full.
  public mutating func observe(_ value: Double) -> Double? {
    defer { window.append(value) }
    guard window.isFull, let level = Statistics.median(window.values),
      let spread = Statistics.medianAbsoluteDeviation(window.values)
    else { return nil }
    return (value - level).magnitude / max(Statistics.normalConsistency * spread, scaleMin)
  }

  public mutating func reset() { window.removeAll() }
}
