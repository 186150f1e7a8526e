internal import Numerics

/// How far simulated homes are from measured ones, beside what that is to be held against.
///
/// Lots of homes are compared, not pairs: the energy distance is nothing where both lots are alike
/// in what is looked at, and counts it if the homes of one are all the same. (The mean distance of
/// a pair favours what has no habits: a flat day is nearer to any home than another home is.)
///
/// A distance says nothing by itself. Three yardsticks say how far something is that is no home,
/// and how far measured homes are from each other; two ablations say whether the distance would
/// see a worse simulation. All homes are cut into months, so that like is held against like.
///
/// Source: Szekely and Rizzo 2013, "Energy statistics: A class of statistics based on distances",
/// J. Statistical Planning and Inference 143, eq. 2.1; means over pairs of different homes. Of the
/// yardsticks: Dahmen and Cook 2019, "SynSys: A Synthetic Data Generation System for
/// Healthcare Applications", Sensors 19.
public struct DistanceRow: Sendable {
  /// In programs' words.
  public var name: String
  public var meaning: String
  public var simulated: Double?
  /// The first of the same homes, lived with everybody's activities shuffled; nil where nobody
  /// did.
  public var shuffled: Double?
  /// The same homes with white noise.
  public var noisy: Double?
  /// Hours that a random generator draws, each for itself.
  public var random: Double?
  /// A measured home and the others of them.
  public var otherHome: Double?
  /// One measured home in one month and in another.
  public var otherMonth: Double?

  static func all(
    _ simulated: [HouseholdLoad], shuffled: [HouseholdLoad], _ measured: [HouseholdLoad]
  ) -> [DistanceRow] {
    let groups = Groups(simulated, shuffled: shuffled, measured)
    return LoadDistance.allCases.map { distance in
      row(distance.rawValue, distance.meaning, groups) { energyDistance($0, $1, distance) }
    } + [
      row(
        "classifier", "days, by a classifier (area under its curve; 0.5: it cannot tell)", groups
      ) { a, b in
        TwoSampleClassifier(a.days, b.days)?.areaUnderCurve
      }
    ]
  }

  private static func row(
    _ name: String, _ meaning: String, _ groups: Groups,
    between: (MonthGroup, MonthGroup) -> Double?
  ) -> DistanceRow {
    return DistanceRow(
      name: name, meaning: meaning, simulated: between(groups.simulated, groups.measured),
      shuffled: between(groups.shuffled, groups.measured),
      noisy: between(groups.noisy, groups.measured),
      random: between(groups.random, groups.measured),
      otherHome: Statistics.mean(groups.homes.compactMap { between($0.one, $0.others) }),
      otherMonth: Statistics.mean(groups.halves.compactMap { between($0.even, $0.odd) }))
  }

  private static func energyDistance(
    _ a: MonthGroup, _ b: MonthGroup, _ distance: LoadDistance
  ) -> Double? {
    let between = Statistics.mean(
      a.subjects.joined().flatMap { one in
        b.subjects.joined().compactMap { distance.between(one, $0) }
      })
    return between.map { 2 * $0 - a.spread(distance) - b.spread(distance) }
  }
}

/// Months of homes, made ready to be compared with many.
struct MonthGroup {
  /// By home, days in order.
  var days: [[TwoSampleClassifier.Day]] = []
  var subjects: [[LoadDistance.Subject]] = []

  /// Of a home's months at most a year's are looked at.
  static let monthsMax = 13

  init(_ homes: [[HouseholdLoad]]) {
    days = homes.map { $0.flatMap(\.daysInMeans) }
    subjects = homes.map { $0.compactMap { LoadDistance.Subject($0) } }
  }

  /// How far one of the lot is from another: a home from another home, or, where there is one
  /// home, a month from another; 0 where there is one month.
  func spread(_ distance: LoadDistance) -> Double {
    let lots = subjects.count == 1 ? subjects[0].map { [$0] } : subjects
    let distances = lots.indices.flatMap { place in
      lots[(place + 1)...].joined().flatMap { other in
        lots[place].compactMap { distance.between($0, other) }
      }
    }
    return Statistics.mean(distances) ?? 0
  }

  /// The load's months, or all of it where it is shorter.
  static func months(_ load: HouseholdLoad) -> [HouseholdLoad] {
    let months = load.pieces(days: LoadSpan.month.days)
    return months.isEmpty ? [load] : Array(months.prefix(monthsMax))
  }
}

private struct Groups {
  let simulated: MonthGroup
  let shuffled: MonthGroup
  let noisy: MonthGroup
  let random: MonthGroup
  let measured: MonthGroup
  /// Each measured home beside the others, and its even and odd months.
  let homes: [(one: MonthGroup, others: MonthGroup)]
  let halves: [(even: MonthGroup, odd: MonthGroup)]

  init(
    _ simulated: [HouseholdLoad], shuffled: [HouseholdLoad], _ measured: [HouseholdLoad]
  ) {
    func months(
      _ loads: [HouseholdLoad],
      _ change: (HouseholdLoad, UInt64) -> HouseholdLoad = { load, _ in load }
    ) -> [[HouseholdLoad]] {
      loads.enumerated().map { MonthGroup.months(change($0.element, UInt64($0.offset))) }
    }
    let references = months(measured)
    self.simulated = MonthGroup(months(simulated))
    self.shuffled = MonthGroup(months(shuffled))
    noisy = MonthGroup(months(simulated, Ablation.noisy))
    random = MonthGroup(months(measured, Ablation.random))
    self.measured = MonthGroup(references)
    homes =
      references.count < 2
      ? []
      : references.indices.map { place in
        var others = references
        return (MonthGroup([others.remove(at: place)]), MonthGroup(others))
      }
    halves = references.filter { $0.count > 1 }.map { months in
      func every(_ rest: Int) -> MonthGroup {
        MonthGroup([months.indices.filter { $0 % 2 == rest }.map { months[$0] }])
      }
      return (every(0), every(1))
    }
  }
}
