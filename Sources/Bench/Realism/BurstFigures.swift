/// How losses of one link follow each other: counts of what came after a packet that arrived
/// (good) or was lost (bad).
public struct LossRun: Hashable, Sendable {
  /// Packets with a successor that arrived; of them, those whose successor was lost.
  public var goodCount = 0
  public var goodToBadCount = 0
  /// Packets with a successor that were lost; of them, those whose successor arrived.
  public var badCount = 0
  public var badToGoodCount = 0

  public init(goodCount: Int, goodToBadCount: Int, badCount: Int, badToGoodCount: Int) {
    self.goodCount = goodCount
    self.goodToBadCount = goodToBadCount
    self.badCount = badCount
    self.badToGoodCount = badToGoodCount
  }

  /// - Parameter arrivals: whether each packet arrived, in the order in which they were sent.
  public init(_ arrivals: some Sequence<Bool>) {
    var last: Bool?
    for arrived in arrivals {
      switch last {
      case true?:
        goodCount += 1
        goodToBadCount += arrived ? 0 : 1
      case false?:
        badCount += 1
        badToGoodCount += arrived ? 1 : 0
      case nil: break
      }
      last = arrived
    }
  }

  public var delivery: Double {
    Double(goodCount) / Double(max(goodCount + badCount, 1))
  }
}

/// Transition probabilities and bursts of the lossy links among many.
///
/// The estimator is that of a two-state Markov chain whose states are seen, pooled over links: the
/// maximum likelihood estimate of Gilbert's model in which the bad state loses everything.
/// - Source: Gilbert 1960; Anderson and Goodman 1957, eq. 2.4.
public struct BurstFigures: Sendable {
  public let goodToBad: Double
  public let badToGood: Double
  /// Mean number of losses in a row.
  public var burstPackets: Double { 1 / badToGood }
  public let linkCount: Int

  /// Links that deliver less are out of reach, and those above hardly lose.
  static let lossy = 0.05...0.99

  /// - Returns: nil where no lossy link ever changed its state.
  public init?(_ runs: [LossRun]) {
    let lossy = runs.filter { Self.lossy.contains($0.delivery) }
    let good = lossy.reduce(0) { $0 + $1.goodCount }
    let bad = lossy.reduce(0) { $0 + $1.badCount }
    let back = lossy.reduce(0) { $0 + $1.badToGoodCount }
    guard good > 0, bad > 0, back > 0 else { return nil }
    goodToBad = Double(lossy.reduce(0) { $0 + $1.goodToBadCount }) / Double(good)
    badToGood = Double(back) / Double(bad)
    linkCount = lossy.count
  }
}
