internal import Numerics

/// A burst of packets that was sent over one direction of a radio link on one channel.
public struct LinkSample: Hashable, Sendable {
  public var source: Int
  public var destination: Int
  /// IEEE 802.15.4, 11...26.
  public var channel: Int
  /// Mean received power of the packets that arrived, dBm.
  public var signalDBm: Double
  /// Share that arrived, above 0: who hears nothing knows no power.
  public var delivery: Double

  public init(source: Int, destination: Int, channel: Int, signalDBm: Double, delivery: Double) {
    self.source = source
    self.destination = destination
    self.channel = channel
    self.signalDBm = signalDBm
    self.delivery = delivery
  }
}

/// What links are like, in a few numbers that measured ones are known by.
///
/// Quantiles over links are standardised (``LinkMix``): otherwise an office of fifty nodes, all of
/// whose pairs were tried, and homes, whose devices stand where they work, could not be compared.
public struct LinkFigures: Sendable {
  /// Mean delivery of samples by the lower edge of their class of power, dBm; within a class the
  /// samples are weighed to the testbed's mix, half dB by half dB.
  public let deliveryBySignal: [Int: Double]
  /// How many links have a sample in that class.
  public let linkCountBySignal: [Int: Int]
  /// 5th, 25th, 50th, 75th and 95th percentile of links' mean delivery, standardised.
  public let deliveryQuantiles: [Double]
  /// The same as the links are.
  public let plainDeliveryQuantiles: [Double]
  /// Median and 90th percentile of what the two directions of a link differ in mean delivery,
  /// standardised; nil where none was tried both ways.
  public let asymmetryMedian: Double?
  public let asymmetry90: Double?
  /// The same as the links are.
  public let plainAsymmetryMedian: Double?
  /// Deviation of one link's power over time and channel, of the middle link, dB; of links with
  /// six samples and more.
  public let signalSD: Double?
  /// Links that it is the middle of.
  public let variedLinkCount: Int
  public let linkCount: Int
  public let pairCount: Int
  /// The weakest class of power from which on links are standardised, its lower edge, dBm; nil
  /// where not even strong ones are met as the testbed's are: then the weights say little.
  public let weakestDBm: Int?
  /// The same of links that were tried both ways, by the mean power of both.
  public let pairWeakestDBm: Int?

  /// Of fewer links than these nobody judges.
  static let linksMin = 5
  static let quantiles = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// One direction of a link.
  private struct Link {
    var source: Int
    var destination: Int
    var signals: [Double] = []
    var deliverySum = 0.0

    var meanDelivery: Double { deliverySum / Double(signals.count) }
    var meanSignal: Double { signals.reduce(0, +) / Double(signals.count) }
  }

  /// - Returns: nil without samples.
  public init?(_ samples: [LinkSample]) {
    guard !samples.isEmpty else { return nil }
    deliveryBySignal = Self.deliveryBySignal(samples)
    linkCountBySignal = Self.linkCountBySignal(samples)
    let links = Self.links(samples)
    linkCount = links.count
    let signals = links.map(\.meanSignal)
    let deliveries = links.map(\.meanDelivery)
    weakestDBm = LinkMix.links.weakest(signals)
    let weights = LinkMix.links.weights(signals, from: weakestDBm)
    let even = Array(repeating: 1.0, count: links.count)
    deliveryQuantiles = Self.quantiles.map { Self.quantile(deliveries, weights, $0) }
    plainDeliveryQuantiles = Self.quantiles.map { Self.quantile(deliveries, even, $0) }
    let pairs = Self.pairs(links)
    let differences = pairs.map {
      (links[$0.0].meanDelivery - links[$0.1].meanDelivery).magnitude
    }
    let pairSignals = pairs.map { (links[$0.0].meanSignal + links[$0.1].meanSignal) / 2 }
    pairCount = pairs.count
    pairWeakestDBm = LinkMix.pairs.weakest(pairSignals)
    let pairWeights = LinkMix.pairs.weights(pairSignals, from: pairWeakestDBm)
    if pairs.isEmpty {
      (asymmetryMedian, asymmetry90, plainAsymmetryMedian) = (nil, nil, nil)
    } else {
      asymmetryMedian = Self.quantile(differences, pairWeights, 0.5)
      asymmetry90 = Self.quantile(differences, pairWeights, 0.9)
      plainAsymmetryMedian = Self.quantile(
        differences, Array(repeating: 1, count: pairs.count), 0.5)
    }
    let deviations = links.filter { $0.signals.count >= 6 }.compactMap {
      Self.deviation($0.signals)
    }
    variedLinkCount = deviations.count
    signalSD = Statistics.quantile(sorted: deviations.sorted(), 0.5)
  }

  private static func deliveryBySignal(_ samples: [LinkSample]) -> [Int: Double] {
    var sums: [Int: (sum: Double, count: Double)] = [:]
    let weights = SampleMix.weightsWithinClass(samples.map(\.signalDBm))
    for (sample, weight) in zip(samples, weights) {
      sums[LinkMix.edge(sample.signalDBm), default: (0, 0)].sum += weight * sample.delivery
      sums[LinkMix.edge(sample.signalDBm), default: (0, 0)].count += weight
    }
    return sums.mapValues { $0.sum / $0.count }
  }

  private static func linkCountBySignal(_ samples: [LinkSample]) -> [Int: Int] {
    var links: [Int: Set<SIMD2<Int>>] = [:]
    for sample in samples {
      links[LinkMix.edge(sample.signalDBm), default: []].insert(
        SIMD2(sample.source, sample.destination))
    }
    return links.mapValues(\.count)
  }

  /// In order of their first sample.
  private static func links(_ samples: [LinkSample]) -> [Link] {
    var places: [SIMD2<Int>: Int] = [:]
    var links: [Link] = []
    for sample in samples {
      let ends = SIMD2(sample.source, sample.destination)
      let place = places[ends] ?? links.count
      if place == links.count {
        places[ends] = place
        links.append(Link(source: sample.source, destination: sample.destination))
      }
      links[place].signals.append(sample.signalDBm)
      links[place].deliverySum += sample.delivery
    }
    return links
  }

  /// Both directions of the links that were tried both ways.
  private static func pairs(_ links: [Link]) -> [(Int, Int)] {
    var places: [SIMD2<Int>: Int] = [:]
    for (place, link) in links.enumerated() {
      places[SIMD2(link.source, link.destination)] = place
    }
    return links.indices.compactMap { place in
      guard links[place].source < links[place].destination,
        let other = places[SIMD2(links[place].destination, links[place].source)]
      else { return nil }
      return (place, other)
    }
  }

  /// The smallest value with at least this share of the weight at or below it.
  static func quantile(_ values: [Double], _ weights: [Double], _ share: Double) -> Double {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let total = weights.reduce(0, +)
    var reached = 0.0
    for place in order {
      reached += weights[place]
      if reached >= share * total { return values[place] }
    }
    return order.last.map { values[$0] } ?? 0
  }

  private static func deviation(_ values: [Double]) -> Double? {
    guard let mean = Statistics.mean(values) else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count)).squareRoot()
  }
}
