import Clockwork
import Foundation
import Testing

@testable import Detection

/// Trees and scores of scikit-learn: Tests/Fixtures/detection/make.py made them.
private struct Fixture: Decodable {
  var points: [[Double]]
  var sample_count: Int
  var trees: [[[Double]]]
  var scores: [Double]
  var full_scores: [[Double]]

  static func read() throws -> Fixture {
    let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/detection/isolation-forest.json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
  }
}

private func ranks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var ranks = [Double](repeating: 0, count: values.count)
  var place = 0
  while place < order.count {
    var end = place
    while end < order.count, values[order[end]] == values[order[place]] { end += 1 }
    for index in order[place..<end] { ranks[index] = Double(place + end - 1) / 2 }
    place = end
  }
  return ranks
}

private func spearman(_ x: [Double], _ y: [Double]) -> Double {
  let (a, b) = (ranks(x), ranks(y))
  let middle = Double(x.count - 1) / 2
  var (xy, xx, yy) = (0.0, 0.0, 0.0)
  for (p, q) in zip(a, b) {
    xy += (p - middle) * (q - middle)
    xx += (p - middle) * (p - middle)
    yy += (q - middle) * (q - middle)
  }
  return xy / (xx * yy).squareRoot()
}

private func stream(_ seed: UInt64) -> RandomStream {
  RandomStream(seed: seed, purpose: Purpose("tests.detection"), entity: 0)
}

@Suite struct IsolationForestTests {
  /// The same trees must give the same scores.
  @Test func scoresScikitLearnsTreesAsItDoes() throws {
    let fixture = try Fixture.read()
    let trees = fixture.trees.map { rows in
      IsolationTree(
        nodes: rows.map { row in
          IsolationTree.Node(
            feature: row[0] < 0 ? nil : Int(row[0]), threshold: row[1], left: Int(row[2]),
            right: Int(row[3]), pointCount: Int(row[4]))
        })
    }
    let forest = IsolationForest(trees: trees, sampleCount: fixture.sample_count)
    #expect(fixture.points.count == 400 && fixture.scores.count == 400)
    for (point, score) in zip(fixture.points, fixture.scores) {
      #expect(abs(forest.score(point) - score) < 1e-12)
    }
  }

  /// With 1,000 trees two of scikit-learn's own forests agree to .995 in rank and .017 in score;
  /// with 100 they agree to .965 and .05, which would prove little.
  @Test func ranksPointsAsScikitLearnDoes() throws {
    let fixture = try Fixture.read()
    for seed in 1...3 as ClosedRange<UInt64> {
      var chance = stream(seed)
      let forest = IsolationForest(learning: fixture.points, treeCount: 1_000, stream: &chance)
      let ours = fixture.points.map(forest.score)
      for theirs in fixture.full_scores {
        #expect(spearman(ours, theirs) > 0.99, "seed \(seed)")
        let gap = zip(ours, theirs).map { abs($0 - $1) }.max() ?? 1
        #expect(gap < 0.03, "seed \(seed): \(gap)")
      }
    }
  }

  /// c(n) by hand: 2 (ln 255 + .5772156649) - 2 255/256 = 10.244770920.
  @Test func knowsTheMeanPath() {
    #expect(IsolationTree.meanUnsuccessfulSearch(0) == 0)
    #expect(IsolationTree.meanUnsuccessfulSearch(1) == 0)
    #expect(IsolationTree.meanUnsuccessfulSearch(2) == 1)
    #expect(abs(IsolationTree.meanUnsuccessfulSearch(256) - 10.244770920) < 1e-8)
    #expect(
      [1, 2, 3, 4, 5, 255, 256, 257].map(IsolationForest.heightMax) == [0, 1, 2, 2, 3, 8, 8, 9])
  }

  @Test func sameSeedSameForest() {
    let points = (0..<500).map { [Double($0 % 17), Double($0 % 5)] }
    var (a, b, c) = (stream(1), stream(1), stream(2))
    let first = IsolationForest(learning: points, stream: &a)
    #expect(first == IsolationForest(learning: points, stream: &b))
    #expect(first != IsolationForest(learning: points, stream: &c))
    #expect(first.sampleCount == 256 && first.trees.count == 100)
  }

  /// Equal points, one point, neighbours in the last digit, extremes whose span overflows.
  @Test(arguments: [
    [[3.0], [3.0], [3.0]], [[1.0]], [[1.0], [(1.0).nextUp]],
    [[-Double.greatestFiniteMagnitude], [Double.greatestFiniteMagnitude], [0]],
  ])
  func growsOnOddPoints(points: [[Double]]) {
    var chance = stream(4)
    let forest = IsolationForest(learning: points, treeCount: 10, stream: &chance)
    for point in points {
      let score = forest.score(point)
      #expect(score > 0 && score <= 1)
    }
    if Set(points).count == 1 { #expect(abs(forest.score([7]) - 0.5) < 1e-15) }
  }

  @Test func everyTreeKeepsItsPoints() {
    var chance = stream(5)
    let points = (0..<300).map { _ in [chance.gaussian(), chance.gaussian()] }
    let forest = IsolationForest(learning: points, treeCount: 20, stream: &chance)
    for tree in forest.trees {
      for node in tree.nodes where node.feature != nil {
        let (left, right) = (tree.nodes[node.left], tree.nodes[node.right])
        #expect(left.pointCount > 0 && right.pointCount > 0)
        #expect(left.pointCount + right.pointCount == node.pointCount)
      }
    }
  }
}
