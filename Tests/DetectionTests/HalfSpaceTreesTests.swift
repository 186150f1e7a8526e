import Clockwork
import Detection
import Testing

@Suite struct HalfSpaceTreesTests {
  private func stream(_ entity: UInt64) -> RandomStream {
    RandomStream(seed: 21, purpose: Purpose("tests.detection.half-space"), entity: entity)
  }

  /// All points are equal: each tree's path keeps the whole window down to the last level, so a
  /// point there has mass 250 x 2^3 in each of 4 trees.
  @Test func massByHand() {
    var chance = stream(1)
    var trees = HalfSpaceTrees(featureCount: 1, treeCount: 4, depth: 3, stream: &chance)
    let told = (0..<250).map { _ in trees.observe([0.3]) }
    #expect(told.allSatisfy { $0 == nil } && trees.isReady)
    let mass = trees.observe([0.3])
    let expected = 4.0 * 250 * 8
    #expect(mass == expected)
    // Work spaces end at 1.5 or beyond and their last eighth is .5 wide at most: .3 lies outside.
    let far = trees.observe([50])
    #expect(far == 0)
  }

  @Test func strangersHaveLessMass() {
    var chance = stream(2)
    var trees = HalfSpaceTrees(featureCount: 2, stream: &chance)
    var (known, strange): ([Double], [Double]) = ([], [])
    for count in 0..<1_500 {
      let isStrange = count > 500 && count % 50 == 0
      let middle = isStrange ? 0.9 : 0.3
      let point = [middle + 0.03 * chance.gaussian(), middle + 0.03 * chance.gaussian()]
      guard let mass = trees.observe(point) else { continue }
      if isStrange { strange.append(mass) } else { known.append(mass) }
    }
    let below = strange.map { mass in Double(known.count { $0 > mass }) / Double(known.count) }
    #expect(strange.count == 19 && below.reduce(0, +) / 19 > 0.95)
  }

  /// A new normal is learnt after one window.
  @Test func windowsForget() {
    var chance = stream(3)
    var trees = HalfSpaceTrees(featureCount: 1, windowCount: 100, stream: &chance)
    let first = (0..<101).map { _ in trees.observe([0.2]) }
    let moved = (0..<200).map { _ in trees.observe([0.8]) }
    #expect((moved[0] ?? .infinity) < (first[100] ?? 0))
    #expect(moved[199] == first[100])
  }
}
