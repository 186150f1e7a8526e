public import Clockwork
internal import Quantities

/// One tree of an isolation forest: nodes in an array, the root first.
public struct IsolationTree: Hashable, Sendable {
  /// A parting, or a leaf if `feature` is nil.
  public struct Node: Hashable, Sendable {
    /// Which number is asked; nil in a leaf.
    public var feature: Int?
    /// What is not above it goes left.
    public var threshold: Double
    public var left: Int
    public var right: Int
    /// Of the training sample, how many points came here.
    public var pointCount: Int

    public init(feature: Int?, threshold: Double, left: Int, right: Int, pointCount: Int) {
      (self.feature, self.threshold, self.left) = (feature, threshold, left)
      (self.right, self.pointCount) = (right, pointCount)
    }
  }

  public let nodes: [Node]

  /// A tree that somebody else has grown.
  ///
  /// - Precondition: at least a root; children come after their parent and are of the tree.
  public init(nodes: [Node]) {
    precondition(!nodes.isEmpty, "a tree has a root")
    for (index, node) in nodes.enumerated() where node.feature != nil {
      precondition(
        node.left > index && node.right > index && node.left < nodes.count
          && node.right < nodes.count, "children come after their parent")
    }
    self.nodes = nodes
  }

  /// Grows a tree on a sample: a random feature that still varies, a threshold drawn evenly
  /// between its extremes, until one point, equal points or the height limit are left.
  ///
  /// - Precondition: at least one point, all of one length, all finite.
  public init(sample: [[Double]], heightMax: Int, stream: inout RandomStream) {
    var nodes: [Node] = []
    var points = Array(sample.indices)
    Self.grow(
      sample, &points, 0..<points.count, height: 0, heightMax: heightMax, &nodes, &stream)
    self.nodes = nodes
  }

  @discardableResult
  private static func grow(
    _ sample: [[Double]], _ points: inout [Int], _ range: Range<Int>, height: Int, heightMax: Int,
    _ nodes: inout [Node], _ stream: inout RandomStream
  ) -> Int {
    let place = nodes.count
    nodes.append(Node(feature: nil, threshold: 0, left: 0, right: 0, pointCount: range.count))
    guard height < heightMax, range.count > 1,
      let cut = draw(sample, points, range, &stream)
    else { return place }
    var middle = range.lowerBound
    for index in range where sample[points[index]][cut.feature] <= cut.threshold {
      points.swapAt(index, middle)
      middle += 1
    }
    let left = grow(
      sample, &points, range.lowerBound..<middle, height: height + 1, heightMax: heightMax, &nodes,
      &stream)
    let right = grow(
      sample, &points, middle..<range.upperBound, height: height + 1, heightMax: heightMax, &nodes,
      &stream)
    nodes[place].feature = cut.feature
    nodes[place].threshold = cut.threshold
    nodes[place].left = left
    nodes[place].right = right
    return place
  }

  /// Nil if all points are equal.
  private static func draw(
    _ sample: [[Double]], _ points: [Int], _ range: Range<Int>, _ stream: inout RandomStream
  ) -> (feature: Int, threshold: Double)? {
    var spans: [(feature: Int, low: Double, high: Double)] = []
    for feature in sample[points[range.lowerBound]].indices {
      var (low, high) = (Double.infinity, -Double.infinity)
      for index in range {
        low = min(low, sample[points[index]][feature])
        high = max(high, sample[points[index]][feature])
      }
      if low < high { spans.append((feature, low, high)) }
    }
    guard !spans.isEmpty else { return nil }
    let span = spans[Int(stream.below(UInt64(spans.count)))]
    let threshold = span.low + stream.uniform() * (span.high - span.low)
    // Rounding, or extremes further apart than numbers go, must leave a point on both sides.
    return (span.feature, threshold >= span.low && threshold < span.high ? threshold : span.low)
  }

  /// The edges from the root to the point's leaf, and what an unfinished leaf would still take.
  ///
  /// - Precondition: as many numbers as the tree was grown on.
  public func pathLength(_ point: [Double]) -> Double {
    var (index, depth) = (0, 0.0)
    while let feature = nodes[index].feature {
      index = point[feature] <= nodes[index].threshold ? nodes[index].left : nodes[index].right
      depth += 1
    }
    return depth + Self.meanUnsuccessfulSearch(nodes[index].pointCount)
  }

  /// c(n): the mean path of an unsuccessful search in a binary search tree of n points.
  ///
  /// Source: Liu, Ting, Zhou 2008, "Isolation Forest", ICDM, equation 1, with H(i) = ln i + Euler's
  /// constant as there; 0 for one point, 1 for two.
  public static func meanUnsuccessfulSearch(_ n: Int) -> Double {
    guard n > 1 else { return 0 }
    guard n > 2 else { return 1 }
    let harmonic = Elementary.log(Double(n - 1)) + 0.577215664901532860606512
    return 2 * harmonic - 2 * Double(n - 1) / Double(n)
  }
}
