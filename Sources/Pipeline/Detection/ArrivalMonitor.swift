internal import Numerics

/// Watches when values come: pauses against the usual period, and time that leaves its rhythm.
///
/// A clock that jumps forward by whole periods cannot be told from a pause.
public struct ArrivalMonitor: Hashable, Sendable {
  /// The median pause, microseconds.
  public let period: Double
  private var last: Int64?

  /// - Precondition: times, microseconds; of two at least.
  public init(learning times: [Int64]) {
    let pauses = zip(times, times.dropFirst()).map { Double($1) - Double($0) }.filter { $0 > 0 }
    period = Statistics.median(pauses) ?? 1
  }

  /// Takes a time; the first one tells nothing.
  ///
  /// - Returns: the pause in usual periods, and how far it is from a whole number of periods, in
  ///   periods: 0 to .5, infinite for time that stands still or goes back.
  public mutating func observe(_ time: Int64) -> (gap: Double, phase: Double)? {
    defer { last = time }
    guard let last else { return nil }
    let gap = (Double(time) - Double(last)) / period
    guard gap > 0 else { return (0, .infinity) }
    return (gap, (gap - max(gap.rounded(), 1)).magnitude)
  }
}
