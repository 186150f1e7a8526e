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

/// The figures of radio links by their names, for tables and for the measured bands.
public struct LinkDefinition: Sendable {
  public let id: String
  public let unit: String
  public let meaning: String
  public let value: @Sendable (LinkFigures, BurstFigures?) -> Double?

  /// Classes of power that have a band.
  static let classes = [-93, -90, -87, -84, -81, -78, -75, -69, -60]

  public static let all: [LinkDefinition] =
    classes.map { edge in
      LinkDefinition(
        id: "radio.delivery_at_\(-edge)", unit: "1",
        meaning: "packets that arrive, of links received at \(edge) to \(edge + 3) dBm",
        value: { links, _ in links.deliveryBySignal[edge] })
    }
    + [5, 25, 50, 75, 95].enumerated().map { place, percent in
      LinkDefinition(
        id: "radio.link_delivery_p\(percent)", unit: "1",
        meaning: "mean delivery of a link, percentile \(percent), at the testbed's mix of power",
        value: { links, _ in links.deliveryQuantiles[place] })
    }
    + [
      LinkDefinition(
        id: "radio.asymmetry_p50", unit: "1",
        meaning: "what a link's directions differ in delivery, median, at the testbed's mix",
        value: { links, _ in links.asymmetryMedian }),
      LinkDefinition(
        id: "radio.asymmetry_p90", unit: "1",
        meaning: "what a link's directions differ in delivery, percentile 90",
        value: { links, _ in links.asymmetry90 }),
      LinkDefinition(
        id: "radio.signal_sd", unit: "dB",
        meaning: "how a link's power varies over time and channel, middle link",
        value: { links, _ in links.signalSD }),
      LinkDefinition(
        id: "wifi.good_to_bad", unit: "1",
        meaning: "chance that a packet is lost after one that arrived, lossy Wi-Fi links",
        value: { $1?.goodToBad }),
      LinkDefinition(
        id: "wifi.bad_to_good", unit: "1",
        meaning: "chance that a packet arrives after one that was lost, lossy Wi-Fi links",
        value: { $1?.badToGood }),
      LinkDefinition(
        id: "wifi.burst", unit: "packets", meaning: "mean losses in a row, lossy Wi-Fi links",
        value: { $1?.burstPackets }),
    ]
}
