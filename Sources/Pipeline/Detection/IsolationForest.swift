public import Clockwork
internal import Quantities

/// Tells how easily a point is isolated by random cuts: anomalies are few and different, so a few
/// cuts suffice.
///
/// - Source: Liu, Ting, Zhou 2008, "Isolation Forest", ICDM, algorithms 1 to 3. Defaults as there
///   (100 trees of 256 points), height limit ceil(log2 of the sample's size).
public struct IsolationForest: Hashable, Sendable {
  public let trees: [IsolationTree]
  /// Points a tree was grown on.
  public let sampleCount: Int

  /// A forest that somebody else has grown.
  ///
  /// - Precondition: at least one tree, at least one point a tree.
  public init(trees: [IsolationTree], sampleCount: Int) {
    precondition(!trees.isEmpty && sampleCount > 0, "a forest has trees, grown on points")
    (self.trees, self.sampleCount) = (trees, sampleCount)
  }

  /// Learns from points; each tree from a sample without replacement.
  ///
  /// - Parameters:
  ///   - points: rows of features, all finite and of one length, at least one.
  ///   - sampleMax: points a tree; all of them if fewer are there.
  public init(
    learning points: [[Double]], treeCount: Int = 100, sampleMax: Int = 256,
    stream: inout RandomStream
  ) {
    precondition(!points.isEmpty, "a forest learns from points")
    precondition(treeCount > 0 && sampleMax > 0, "a forest has trees, grown on points")
    precondition(
      points.allSatisfy { $0.count == points[0].count && $0.allSatisfy(\.isFinite) },
      "points are finite and of one length")
    let count = min(sampleMax, points.count)
    let heightMax = Self.heightMax(count)
    var order = Array(points.indices)
    trees = (0..<treeCount).map { _ in
      for place in 0..<count {
        order.swapAt(place, place + Int(stream.below(UInt64(order.count - place))))
      }
      return IsolationTree(
        sample: order[..<count].map { points[$0] }, heightMax: heightMax, stream: &stream)
    }
    sampleCount = count
  }

  /// ceil(log2 n), in whole numbers.
  static func heightMax(_ n: Int) -> Int {
    n < 2 ? 0 : Int.bitWidth - (n - 1).leadingZeroBitCount
  }

  /// 2^(-mean path / c(n)): near 1 is an anomaly, well below .5 is normal, 0.5 if nothing differs.
  ///
  /// - Precondition: as many numbers as the forest learnt from, none of them NaN.
  public func score(_ point: [Double]) -> Double {
    var sum = 0.0
    for tree in trees { sum += tree.pathLength(point) }
    let normal = IsolationTree.meanUnsuccessfulSearch(sampleCount)
    guard normal > 0 else { return 0.5 }
    return Elementary.pow(2, -(sum / Double(trees.count)) / normal)
  }
}
