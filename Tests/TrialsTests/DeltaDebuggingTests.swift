import Testing

@testable import Trials

/// Planted causes, and what must be left of a list.
@Suite struct DeltaDebuggingTests {
  /// Without any single item nothing fails any more.
  private func isMinimal(_ items: [Int], _ fails: ([Int]) -> Bool) -> Bool {
    fails(items)
      && items.indices.allSatisfy { index in
        !fails(items.enumerated().filter { $0.offset != index }.map(\.element))
      }
  }

  @Test(arguments: [0, 1, 17, 38, 39])
  func oneCauseIsLeftAlone(cause: Int) {
    var tries = 0
    let left = DeltaDebugging.minimise(Array(0..<40)) { items in
      tries += 1
      return items.contains(cause)
    }
    #expect(left == [cause])
    // Bisection: two tries a halving, and the empty list.
    #expect(tries <= 2 * 6 + 1, "\(tries) tries")
  }

  @Test(arguments: [(0, 39), (3, 4), (19, 20), (7, 31)])
  func twoCausesNeededTogetherAreLeft(first: Int, second: Int) {
    let left = DeltaDebugging.minimise(Array(0..<40)) { items in
      items.contains(first) && items.contains(second)
    }
    #expect(left == [first, second])
  }

  @Test func anyOfSeveralCausesIsEnough() {
    let left = DeltaDebugging.minimise(Array(0..<40)) { items in
      items.contains(5) || items.contains(30)
    }
    #expect(left == [5] || left == [30])
  }

  @Test func nothingIsLeftOfWhatFailsAnyway() {
    #expect(DeltaDebugging.minimise([1, 2, 3]) { _ in true } == [])
  }

  /// Item 9 hides the failure unless item 10 is there too; sizes that are odd pass.
  @Test func notMonotoneStillEndsOneMinimal() {
    let hidden: ([Int]) -> Bool = { items in
      items.contains(2) && (!items.contains(9) || items.contains(10))
    }
    let left = DeltaDebugging.minimise(Array(0..<16), fails: hidden)
    #expect(isMinimal(left, hidden))
    let even: ([Int]) -> Bool = { items in
      items.count.isMultiple(of: 2) && items.contains(7)
    }
    let pairs = DeltaDebugging.minimise(Array(0..<16), fails: even)
    #expect(isMinimal(pairs, even))
  }

  /// Random monotone causes: exactly one of them is left, whole.
  @Test func manyCausesEndOneMinimal() {
    for seed in 0..<200 {
      let causes = (0..<3).map { cause in
        Set((0...(seed % 4)).map { (seed * 7 + cause * 13 + $0 * 11) % 24 })
      }
      let fails: ([Int]) -> Bool = { items in
        causes.contains { $0.isSubset(of: items) }
      }
      let left = DeltaDebugging.minimise(Array(0..<24), fails: fails)
      #expect(causes.contains(Set(left)) && isMinimal(left, fails), "seed \(seed): \(left)")
    }
  }

  @Test(arguments: [1, 2, 5, 99, 100])
  func theSmallestNumberIsFound(least: Int) {
    var tries = 0
    let found = DeltaDebugging.smallest(in: 1...100) { number in
      tries += 1
      return number >= least
    }
    #expect(found == least && tries <= 8)
  }

  @Test func aNumberThatFailsIsFoundWhereLargerOnesPass() {
    let fails: (Int) -> Bool = { $0 == 64 || $0 == 23 || $0 == 24 }
    let found = DeltaDebugging.smallest(in: 1...64, fails: fails)
    #expect(fails(found) && !fails(found - 1))
  }
}
