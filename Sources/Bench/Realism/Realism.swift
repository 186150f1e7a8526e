internal import Numerics

/// Simulated homes beside measured ones: figures, distances with yardsticks, and coincidence.
public struct Realism: Sendable {
  public typealias Percentiles = (p10: Double, p50: Double, p90: Double)

  /// One figure over homes.
  public struct Row: Sendable {
    public var definition: FigureDefinition
    /// Over simulated homes; nil where none has the figure.
    public var simulated: Percentiles?
    /// How many of them have it.
    public var count: Int
    /// How many were left out, for they are like no measured home.
    public var unlikeCount: Int
    /// The middle one of the homes whose activities were shuffled, and of those with white noise;
    /// nil for what is not of the load, or where no home was shuffled.
    public var shuffled: Double?
    public var noisy: Double?
    /// Over measured homes of files.
    public var measured: Percentiles?
    public var band: MeasuredBand?
    /// The share of simulated homes that lie in the band.
    public var shareInside: Double?
    /// What a figure of radio links stands on; nil for one of homes.
    public var ground: LinkGround?

    /// Whether the middle home lies where measured homes do; nil where nobody says where.
    public var isMet: Bool? {
      guard let simulated, let band else { return nil }
      return band.range.contains(simulated.p50)
    }

    /// Whether the 10th to the 90th percentile do, too: homes differ by no more than measured ones.
    public var isSpreadMet: Bool? {
      guard let simulated, let band else { return nil }
      return band.range.contains(simulated.p10) && band.range.contains(simulated.p90)
    }
  }

  /// The figures that some simulated home has.
  public let rows: [Row]
  /// How long the stretches were that figures of the load were taken of; nil for homes that were
  /// watched for less than a month.
  public let span: LoadSpan?
  /// For how many whole days each simulated home was watched.
  public let days: Int
  /// Empty without files.
  public let distances: [DistanceRow]
  public let coincidence: CoincidenceCurve
  /// nil without files, or where homes were not watched at the same time.
  public let measuredCoincidence: CoincidenceCurve?
  public let simulatedCount: Int
  /// How many homes lived once more with their activities shuffled.
  public let shuffledCount: Int
  /// How many simulated homes have, hour by hour, the same load as one before them.
  public let twinCount: Int
  public let measuredCount: Int
  /// The mean days of simulated homes, hour by hour: percentiles over homes, in means.
  public let shape: [Percentiles]
  public let measuredShape: [Percentiles]

  /// A home that was watched for less time is held against nothing.
  static let daysMin = 7

  /// - Parameters:
  ///   - simulated: records by the longest span that fits all of them.
  ///   - shuffled: the first of them, lived with their activities shuffled.
  ///   - measured: homes of files; fewer hours of one than a span has are of no use.
  ///   - links: what a survey of all homes' radio found; nil where none was made.
  public init(
    simulated: [HomeRecord], shuffled: [HomeRecord] = [], measured: [HouseholdLoad] = [],
    links: LinkRecord? = nil, bands: [MeasuredBand]
  ) {
    let hours = simulated.map(\.load.meansW.count).min() ?? 0
    let span = LoadSpan.fitting(hours: hours)
    self.span = span
    days = hours / 24
    let references = measured.map { HomeRecord(load: $0, span: span) }
    // The noisy ones are told beside the shuffled ones.
    let noisy = simulated.prefix(shuffled.count).enumerated().map { place, home in
      HomeRecord(
        load: Ablation.noisy(home.load, entity: UInt64(place)), span: span, traits: home.traits)
    }
    let isLong = days >= Self.daysMin
    let homes = FigureDefinition.all.compactMap { definition in
      let band = bands.first {
        isLong && $0.figure == definition.id && ($0.span == span || $0.span == nil)
      }
      var row = Self.row(definition, simulated, references, band: band)
      if definition.section == .load {
        row.shuffled = Self.row(definition, shuffled, [], band: band).simulated?.p50
        row.noisy = Self.row(definition, noisy, [], band: band).simulated?.p50
      }
      return row.simulated == nil ? nil : row
    }
    rows = homes + (links?.rows(bands) ?? [])
    distances =
      measured.isEmpty
      ? []
      : DistanceRow.all(
        simulated.map(\.load), shuffled: shuffled.map(\.load), measured)
    coincidence = CoincidenceCurve(simulated.map(\.load))
    measuredCoincidence = measured.count > 1 ? CoincidenceCurve(measured) : nil
    (simulatedCount, measuredCount) = (simulated.count, measured.count)
    shuffledCount = shuffled.count
    twinCount = simulated.count - Set(simulated.map(\.load.meansW)).count
    shape = Self.shape(simulated)
    measuredShape = Self.shape(references)
  }

  private static func row(
    _ definition: FigureDefinition, _ simulated: [HomeRecord], _ references: [HomeRecord],
    band: MeasuredBand?
  ) -> Row {
    let like = simulated.filter { home in band?.without.map(home.traits.contains) != true }
    let values = like.compactMap(definition.value)
    let inside = band.flatMap { band in
      values.isEmpty
        ? nil : Double(values.count { band.range.contains($0) }) / Double(values.count)
    }
    return Row(
      definition: definition, simulated: percentiles(values), count: values.count,
      unlikeCount: simulated.count - like.count,
      measured: percentiles(references.compactMap(definition.value)), band: band,
      shareInside: inside)
  }

  private static func percentiles(_ values: [Double]) -> Percentiles? {
    let sorted = values.sorted()
    guard let p10 = Statistics.quantile(sorted: sorted, 0.1),
      let p50 = Statistics.quantile(sorted: sorted, 0.5),
      let p90 = Statistics.quantile(sorted: sorted, 0.9)
    else { return nil }
    return (p10, p50, p90)
  }

  private static func shape(_ homes: [HomeRecord]) -> [Percentiles] {
    let figures = homes.compactMap { LoadFigures($0.load) }
    return (0..<24).compactMap { hour in percentiles(figures.compactMap { $0.shape[hour] }) }
  }
}
