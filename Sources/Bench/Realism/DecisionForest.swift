internal import Clockwork

/// A random forest of two classes.
///
/// Each tree is grown on a bootstrap of the examples without pruning; at each node the best of a
/// few randomly chosen features parts the examples by Gini impurity. An example's score is the mean
/// over the trees of the share of the first class in its leaf.
///
/// Source: Breiman 2001, "Random Forests", Machine Learning 45, sections 3 and 4.
struct DecisionForest {
  struct Example {
    var features: [Double]
    var isFirst: Bool
  }

  private struct Node {
    /// Of the feature that is asked; nil in a leaf.
    var feature: Int?
    /// What is not above it goes left.
    var threshold = 0.0
    var left = 0
    var right = 0
    /// Of the first class among the examples that came here.
    var share: Double
  }

  private typealias Tree = [Node]

  /// As many as scikit-learn grows unless told otherwise.
  static let treeCount = 100
  /// Smaller groups are not parted: leaves of a single day would learn it by heart.
  static let leafMin = 3

  private let trees: [Tree]

  /// - Precondition: at least one example, all of as many features.
  init(_ examples: [Example], stream: inout RandomStream) {
    precondition(!examples.isEmpty, "a forest learns from examples")
    trees = (0..<Self.treeCount).map { _ in
      let count = examples.count
      let bag = (0..<count).map { _ in Int(stream.below(UInt64(count))) }
      var tree: Tree = []
      _ = Self.grow(&tree, examples, bag, &stream)
      return tree
    }
  }

  /// How likely it is of the first class, 0...1.
  func score(_ features: [Double]) -> Double {
    var sum = 0.0
    for tree in trees {
      var node = tree[0]
      while let feature = node.feature {
        node = tree[features[feature] <= node.threshold ? node.left : node.right]
      }
      sum += node.share
    }
    return sum / Double(trees.count)
  }

  /// - Returns: the place of the node in its tree.
  private static func grow(
    _ tree: inout Tree, _ examples: [Example], _ bag: [Int], _ stream: inout RandomStream
  ) -> Int {
    let place = tree.count
    let firsts = bag.count { examples[$0].isFirst }
    tree.append(Node(feature: nil, share: Double(firsts) / Double(bag.count)))
    guard firsts > 0, firsts < bag.count, bag.count >= 2 * leafMin,
      let split = bestSplit(examples, bag, &stream)
    else { return place }
    let left = bag.filter { examples[$0].features[split.feature] <= split.threshold }
    let right = bag.filter { examples[$0].features[split.feature] > split.threshold }
    tree[place].feature = split.feature
    tree[place].threshold = split.threshold
    tree[place].left = grow(&tree, examples, left, &stream)
    tree[place].right = grow(&tree, examples, right, &stream)
    return place
  }

  private struct Split {
    var feature: Int
    var threshold: Double
    /// The sum over both sides of the impurity, weighted by their counts.
    var impurity: Double
  }

  /// The best of the root of all features; nil where none of them parts the examples.
  private static func bestSplit(
    _ examples: [Example], _ bag: [Int], _ stream: inout RandomStream
  ) -> Split? {
    var features = Array(examples[bag[0]].features.indices)
    let tried = max(1, Int(Double(features.count).squareRoot()))
    var best: Split?
    for place in features.indices {
      // Where all of those tried are constant, others are tried.
      if place >= tried, best != nil { break }
      features.swapAt(place, place + Int(stream.below(UInt64(features.count - place))))
      let found = split(examples, bag, by: features[place])
      if let found, found.impurity < best?.impurity ?? .infinity { best = found }
    }
    return best
  }

  private static func split(_ examples: [Example], _ bag: [Int], by feature: Int) -> Split? {
    let sorted = bag.map { (value: examples[$0].features[feature], isFirst: examples[$0].isFirst) }
      .sorted { $0.value < $1.value }
    let firsts = sorted.count { $0.isFirst }
    var best: Split?
    var left = 0
    for count in 1..<sorted.count {
      left += sorted[count - 1].isFirst ? 1 : 0
      guard sorted[count - 1].value < sorted[count].value, count >= leafMin,
        sorted.count - count >= leafMin
      else { continue }
      let impurity = gini(left, of: count) + gini(firsts - left, of: sorted.count - count)
      if impurity < best?.impurity ?? .infinity {
        let (low, high) = (sorted[count - 1].value, sorted[count].value)
        // Between neighbouring numbers the middle is one of them, and the upper one parts nothing.
        let middle = low + 0.5 * (high - low)
        best = Split(
          feature: feature, threshold: middle < high ? middle : low, impurity: impurity)
      }
    }
    return best
  }

  /// Gini impurity of a group, times its count.
  private static func gini(_ firsts: Int, of count: Int) -> Double {
    2 * Double(firsts) * Double(count - firsts) / Double(count)
  }
}
