internal import Clockwork
internal import Numerics

/// Simulated homes beside measured ones: figures, distances with yardsticks, and coincidence.
///
/// A distance says nothing by itself. Three yardsticks say how far measured homes are from each
/// other, and how far something is that is no home.
///
/// Source of the yardsticks: Dahmen and Cook 2019, "SynSys: A Synthetic Data Generation System for
/// Healthcare Applications", Sensors 19.
public struct Realism: Sendable {
  /// One figure over homes.
  public struct Row: Sendable {
    public var definition: LoadFigures.Definition
    /// 10th, 50th and 90th percentile over simulated homes; nil where none has the figure.
    public var simulated: (p10: Double, p50: Double, p90: Double)?
    /// Over measured homes of files.
    public var measured: (p10: Double, p50: Double, p90: Double)?
    public var band: MeasuredBand?

    /// Whether the middle home lies where measured homes do; nil where nobody says where.
    public var isMet: Bool? {
      guard let simulated, let band else { return nil }
      return band.range.contains(simulated.p50)
    }
  }

  /// How far simulated homes are from measured ones, beside what that is to be held against.
  public struct DistanceRow: Sendable {
    public var distance: LoadDistance
    public var simulated: Double?
    /// Hours that a random generator draws, each for itself.
    public var random: Double?
    /// One measured home and another.
    public var otherHome: Double?
    /// One measured home in one month and in another.
    public var otherMonth: Double?
  }

  public let rows: [Row]
  /// Empty without files.
  public let distances: [DistanceRow]
  public let coincidence: CoincidenceCurve
  /// nil without files, or where homes were not watched at the same time.
  public let measuredCoincidence: CoincidenceCurve?
  public let simulatedCount: Int
  public let measuredCount: Int
  /// The mean days of simulated homes, hour by hour: percentiles over homes, in means.
  public let shape: [(p10: Double, p50: Double, p90: Double)]
  public let measuredShape: [(p10: Double, p50: Double, p90: Double)]

  static let monthDays = 28

  public init(
    simulated: [HouseholdLoad], measured: [HouseholdLoad], bands: [MeasuredBand]
  ) {
    let figures = simulated.compactMap { LoadFigures($0) }
    let references = measured.compactMap { LoadFigures($0) }
    rows = LoadFigures.definitions.map { definition in
      Row(
        definition: definition, simulated: Self.percentiles(figures.map(definition.value)),
        measured: Self.percentiles(references.map(definition.value)),
        band: bands.first { $0.figure == definition.id })
    }
    distances = measured.isEmpty ? [] : Self.distances(simulated, measured)
    coincidence = CoincidenceCurve(simulated)
    measuredCoincidence = measured.count > 1 ? CoincidenceCurve(measured) : nil
    (simulatedCount, measuredCount) = (figures.count, references.count)
    shape = Self.shape(figures)
    measuredShape = Self.shape(references)
  }

  private static func percentiles(
    _ values: [Double?]
  ) -> (p10: Double, p50: Double, p90: Double)? {
    let sorted = values.compactMap { $0 }.sorted()
    guard let p10 = Statistics.quantile(sorted: sorted, 0.1),
      let p50 = Statistics.quantile(sorted: sorted, 0.5),
      let p90 = Statistics.quantile(sorted: sorted, 0.9)
    else { return nil }
    return (p10, p50, p90)
  }

  private static func shape(
    _ figures: [LoadFigures]
  ) -> [(p10: Double, p50: Double, p90: Double)] {
    (0..<24).compactMap { hour in percentiles(figures.map { $0.shape[hour] }) }
  }

  private static func distances(
    _ simulated: [HouseholdLoad], _ measured: [HouseholdLoad]
  ) -> [DistanceRow] {
    let homes = simulated.compactMap { LoadDistance.Subject($0) }
    let references = measured.compactMap { LoadDistance.Subject($0) }
    let random = measured.enumerated().compactMap {
      LoadDistance.Subject(RandomLoad.like($1, entity: UInt64($0)))
    }
    let months = measured.map {
      $0.pieces(days: monthDays).compactMap { LoadDistance.Subject($0) }
    }
    return LoadDistance.allCases.map { distance in
      func mean(_ a: [LoadDistance.Subject], _ b: [LoadDistance.Subject]) -> Double? {
        Statistics.mean(a.flatMap { one in b.compactMap { distance.between(one, $0) } })
      }
      func meanAmong(_ all: [LoadDistance.Subject]) -> Double? {
        Statistics.mean(
          all.indices.flatMap { one in
            all[(one + 1)...].compactMap { distance.between(all[one], $0) }
          })
      }
      return DistanceRow(
        distance: distance, simulated: mean(homes, references),
        random: mean(random, references), otherHome: meanAmong(references),
        otherMonth: Statistics.mean(months.compactMap(meanAmong)))
    }
  }
}

/// What a random generator makes of a home: hours without a yesterday or a time of day.
enum RandomLoad {
  /// Each hour is drawn evenly from nothing to the home's strongest one.
  static func like(_ load: HouseholdLoad, entity: UInt64) -> HouseholdLoad {
    let most = load.known.max() ?? 0
    var stream = RandomStream(seed: 0, purpose: Purpose("realism.random"), entity: entity)
    var random = load
    random.meansW = load.meansW.map { value in
      let drawn = stream.uniform() * most
      return value == nil ? nil : drawn
    }
    return random
  }
}
