/// What a figure of radio links stands on.
public struct LinkGround: Hashable, Sendable {
  /// Links that it is made of.
  public var linkCount: Int
  /// The weakest class of power that was weighed to the testbed's mix, its lower edge, dBm; nil for
  /// what is not weighed.
  public var weakestDBm: Int?
  /// Whether they are enough to be held against measured ones.
  public var isEnough: Bool

  static func counted(_ linkCount: Int) -> LinkGround {
    LinkGround(linkCount: linkCount, isEnough: linkCount >= LinkFigures.linksMin)
  }

  static func weighed(_ linkCount: Int, from weakestDBm: Int?) -> LinkGround {
    LinkGround(linkCount: linkCount, weakestDBm: weakestDBm, isEnough: weakestDBm != nil)
  }
}

/// The figures of radio links by their names, for tables and for the measured bands.
public struct LinkDefinition: Sendable {
  public let id: String
  public let unit: String
  public let meaning: String
  public let value: @Sendable (LinkFigures, BurstFigures?) -> Double?
  public let ground: @Sendable (LinkFigures, BurstFigures?) -> LinkGround

  /// Where measured links have it that are like these; nil where these are too few.
  public func band(
    in bands: [MeasuredBand], for links: LinkFigures, _ wifi: BurstFigures?
  ) -> MeasuredBand? {
    let ground = ground(links, wifi)
    return bands.first {
      ground.isEnough && $0.figure == id && $0.weakestDBm == ground.weakestDBm
    }
  }

  /// Classes of power that have a band.
  static let classes = [-93, -90, -87, -84, -81, -78, -75, -69, -60]

  public static let all: [LinkDefinition] =
    classes.map(delivery) + quantiles + asymmetries + [signalSD] + wifi
  /// Of what links are weighed for.
  static let weighedIDs = (quantiles + asymmetries).map(\.id)

  private static func delivery(at edge: Int) -> LinkDefinition {
    LinkDefinition(
      id: "radio.delivery_at_\(-edge)", unit: "1",
      meaning: "packets that arrive, of links received at \(edge) to \(edge + 3) dBm",
      value: { links, _ in links.deliveryBySignal[edge] },
      ground: { links, _ in .counted(links.linkCountBySignal[edge] ?? 0) })
  }

  private static let quantiles = [5, 25, 50, 75, 95].enumerated().map { place, percent in
    LinkDefinition(
      id: "radio.link_delivery_p\(percent)", unit: "1",
      meaning: "mean delivery of a link, percentile \(percent), at the testbed's mix of power",
      value: { links, _ in links.deliveryQuantiles[place] },
      ground: { links, _ in .weighed(links.linkCount, from: links.weakestDBm) })
  }

  private static let asymmetries = [
    LinkDefinition(
      id: "radio.asymmetry_p50", unit: "1",
      meaning: "what a link's directions differ in delivery, median, at the testbed's mix",
      value: { links, _ in links.asymmetryMedian },
      ground: { links, _ in .weighed(links.pairCount, from: links.pairWeakestDBm) }),
    LinkDefinition(
      id: "radio.asymmetry_p90", unit: "1",
      meaning: "what a link's directions differ in delivery, percentile 90, at that mix",
      value: { links, _ in links.asymmetry90 },
      ground: { links, _ in .weighed(links.pairCount, from: links.pairWeakestDBm) }),
  ]

  private static let signalSD = LinkDefinition(
    id: "radio.signal_sd", unit: "dB",
    meaning: "how a link's power varies over time and channel, middle link",
    value: { links, _ in links.signalSD },
    ground: { links, _ in .counted(links.variedLinkCount) })

  private static let wifi = [
    LinkDefinition(
      id: "wifi.good_to_bad", unit: "1",
      meaning: "chance that a packet is lost after one that arrived, lossy Wi-Fi links",
      value: { $1?.goodToBad }, ground: { .counted($1?.linkCount ?? 0) }),
    LinkDefinition(
      id: "wifi.bad_to_good", unit: "1",
      meaning: "chance that a packet arrives after one that was lost, lossy Wi-Fi links",
      value: { $1?.badToGood }, ground: { .counted($1?.linkCount ?? 0) }),
    LinkDefinition(
      id: "wifi.burst", unit: "packets", meaning: "mean losses in a row, lossy Wi-Fi links",
      value: { $1?.burstPackets }, ground: { .counted($1?.linkCount ?? 0) }),
  ]
}
