internal import Numerics
internal import Quantities

/// Compares the spread of the latest values with a reference spread, robustly.
///
/// The spread is the median absolute deviation over a window times 1.4826, which estimates the
/// standard deviation of normal values and is blind to a few wild ones and to the level.
///
/// - Source: Rousseeuw, Croux 1993, "Alternatives to the median absolute deviation", JASA 88,
///   section 1.
public struct NoiseChange: Hashable, Sendable {
  /// The usual standard deviation, in the values' unit.
  public let reference: Double
  private var window: TrailingWindow

  /// - Precondition: a reference above zero, a window of 3 values or more.
  public init(reference: Double, windowCount: Int = 18) {
    precondition(reference > 0 && windowCount >= 3, "something to compare with")
    self.reference = reference
    window = TrailingWindow(count: windowCount)
  }

  /// Takes a value; tells the natural logarithm of the ratio of variances.
  ///
  /// - Returns: nil until the window is full; at least -18, where nothing varies at all.
  public mutating func observe(_ value: Double) -> Double? {
    window.append(value)
    guard window.isFull, let middle = Statistics.medianAbsoluteDeviation(window.values)
    else { return nil }
    let ratio = Statistics.normalConsistency * middle / reference
    return 2 * Elementary.log(max(ratio, 1.234e-4))
  }

  public mutating func reset() { window.removeAll() }
}
