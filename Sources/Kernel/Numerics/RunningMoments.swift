/// Count, mean and variance of a stream in constant memory (Welford, *Technometrics* 4, 1962).
@frozen
public struct RunningMoments: Hashable, Sendable {
  public private(set) var count: Int
  /// The mean so far, 0 without values.
  public private(set) var mean: Double
  /// The smallest value so far, infinite without values.
  public private(set) var minimum: Double
  /// The largest value so far, minus infinity without values.
  public private(set) var maximum: Double
  @usableFromInline var squares: Double

  public init() {
    count = 0
    mean = 0
    minimum = .infinity
    maximum = -.infinity
    squares = 0
  }

  /// Takes one value in.
  public mutating func add(_ value: Double) {
    count += 1
    let deviation = value - mean
    mean += deviation / Double(count)
    squares += deviation * (value - mean)
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  /// Joins two streams (Chan, Golub and LeVeque, 1979); join in a fixed order for equal bits.
  public mutating func add(_ other: RunningMoments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let total = Double(count) + Double(other.count)
    let deviation = other.mean - mean
    mean += deviation * Double(other.count) / total
    squares += other.squares + deviation * deviation * Double(count) * Double(other.count) / total
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The unbiased variance; nil for fewer than two values.
  public var variance: Double? { count > 1 ? squares / Double(count - 1) : nil }

  /// The square root of ``variance``.
  public var standardDeviation: Double? { variance?.squareRoot() }
}
