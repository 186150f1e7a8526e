public import Clockwork

/// Scores a stream by how little mass the last window left where a point falls.
///
/// Trees are grown before any point is seen: each halves its work space along random features.
/// Points fill the latest window's masses and are scored by the window before it.
///
/// - Source: Tan, Ting, Liu 2011, "Fast anomaly detection for streaming data", IJCAI, algorithms 1
///   to 3. Defaults as there: 25 trees, depth 15, windows of 250 points, size limit a tenth of a
///   window.
public struct HalfSpaceTrees: Sendable {
  public let treeCount: Int
  public let depth: Int
  public let windowCount: Int
  private let featureCount: Int
  private let nodeCount: Int
  /// Inner nodes of all trees, heap order from 0: children of n are 2n + 1 and 2n + 2.
  private var features: [Int] = []
  private var thresholds: [Double] = []
  private var reference: [Int32]
  private var latest: [Int32]
  private var filled = 0
  public private(set) var isReady = false

  /// - Parameter featureCount: numbers a point, each scaled to 0...1 by the caller.
  public init(
    featureCount: Int, treeCount: Int = 25, depth: Int = 15, windowCount: Int = 250,
    stream: inout RandomStream
  ) {
    precondition(featureCount > 0 && treeCount > 0 && windowCount > 0, "something to count in")
    precondition((1...20).contains(depth), "a depth of 1 to 20: 2^depth nodes a tree")
    (self.featureCount, self.treeCount) = (featureCount, treeCount)
    (self.depth, self.windowCount) = (depth, windowCount)
    nodeCount = (1 << (depth + 1)) - 1
    reference = [Int32](repeating: 0, count: nodeCount * treeCount)
    latest = reference
    for _ in 0..<treeCount { grow(&stream) }
  }

  /// Work spaces as in the paper: around s drawn evenly from 0...1, twice as far as the far end.
  private mutating func grow(_ stream: inout RandomStream) {
    let space = (0..<featureCount).map { _ in
      let middle = stream.uniform()
      let reach = 2 * max(middle, 1 - middle)
      return (low: middle - reach, high: middle + reach)
    }
    let inner = (1 << depth) - 1
    var spaces = [space]
    for node in 0..<inner {
      var (left, right) = (spaces[node], spaces[node])
      let feature = Int(stream.below(UInt64(featureCount)))
      let threshold = (left[feature].low + left[feature].high) / 2
      left[feature].high = threshold
      right[feature].low = threshold
      spaces.append(left)
      spaces.append(right)
      features.append(feature)
      thresholds.append(threshold)
    }
  }

  /// Takes a point and tells what the window before it left where it falls: low is anomalous.
  ///
  /// - Returns: the sum over trees of mass times 2^depth at the first node of at most a tenth of a
  ///   window, or at the greatest depth; nil until the first window is full.
  /// - Precondition: `featureCount` finite numbers.
  public mutating func observe(_ point: [Double]) -> Double? {
    precondition(
      point.count == featureCount && point.allSatisfy(\.isFinite),
      "a point has \(featureCount) finite numbers")
    let told = isReady ? mass(of: point) : nil
    let inner = (1 << depth) - 1
    for tree in 0..<treeCount {
      var node = 0
      latest[tree * nodeCount] += 1
      while node < inner {
        node = child(of: node, tree, point)
        latest[tree * nodeCount + node] += 1
      }
    }
    filled += 1
    if filled == windowCount {
      swap(&reference, &latest)
      for index in latest.indices { latest[index] = 0 }
      filled = 0
      isReady = true
    }
    return told
  }

  private func mass(of point: [Double]) -> Double {
    let (inner, limit) = ((1 << depth) - 1, windowCount / 10)
    var sum = 0.0
    for tree in 0..<treeCount {
      var (node, scale) = (0, 1.0)
      while node < inner, Int(reference[tree * nodeCount + node]) > limit {
        node = child(of: node, tree, point)
        scale *= 2
      }
      sum += Double(reference[tree * nodeCount + node]) * scale
    }
    return sum
  }

  private func child(of node: Int, _ tree: Int, _ point: [Double]) -> Int {
    let place = tree * ((1 << depth) - 1) + node
    return 2 * node + (point[features[place]] < thresholds[place] ? 1 : 2)
  }
}
