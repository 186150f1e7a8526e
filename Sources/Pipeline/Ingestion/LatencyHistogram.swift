public import Clockwork

/// Latencies in fixed bins, eight to each doubling, from 1 us to 12 days; merging is exact.
public struct LatencyHistogram: Hashable, Sendable {
  private static let binsPerDoubling = 8
  private static let binCount = 8 + 37 * 8
  private var bins = [UInt32](repeating: 0, count: LatencyHistogram.binCount)
  public private(set) var count: Int64 = 0

  public init() {}

  /// Counts one latency; negative ones count as zero.
  public mutating func record(_ latency: SimDuration) {
    bins[Self.bin(latency.microseconds)] &+= 1
    count += 1
  }

  /// The latency that a share of all does not exceed, to within an eighth; nil without any.
  ///
  /// - Parameter share: 0...1.
  public func quantile(_ share: Double) -> SimDuration? {
    guard count > 0 else { return nil }
    let rank = min(max(share, 0), 1) * Double(count)
    var below = 0.0
    for bin in bins.indices where bins[bin] > 0 {
      let inside = Double(bins[bin])
      if below + inside >= rank {
        let low = Self.lowerEdge(bin)
        let width = Self.lowerEdge(bin + 1) - low
        let part = (rank - below) / inside * Double(width)
        return SimDuration(microseconds: low + Int64(part))
      }
      below += inside
    }
    return SimDuration(microseconds: Self.lowerEdge(Self.binCount))
  }

  /// The lower edges and counts of the bins that hold anything, in order.
  public var occupied: [(latency: SimDuration, count: Int64)] {
    bins.indices.filter { bins[$0] > 0 }.map {
      (SimDuration(microseconds: Self.lowerEdge($0)), Int64(bins[$0]))
    }
  }

  /// Adds another home's counts.
  public mutating func merge(_ other: LatencyHistogram) {
    for bin in bins.indices { bins[bin] &+= other.bins[bin] }
    count += other.count
  }

  /// The first eight bins are single microseconds; then eight equal bins a doubling.
  private static func bin(_ microseconds: Int64) -> Int {
    guard microseconds >= 8 else { return Int(max(microseconds, 0)) }
    let exponent = 63 - microseconds.leadingZeroBitCount
    let step = Int(microseconds >> Int64(exponent - 3)) & 7
    return min(8 + (exponent - 3) * binsPerDoubling + step, binCount - 1)
  }

  private static func lowerEdge(_ bin: Int) -> Int64 {
    guard bin >= 8 else { return Int64(bin) }
    let exponent = (bin - 8) / binsPerDoubling
    return Int64(8 + (bin - 8) % binsPerDoubling) << Int64(exponent)
  }
}
