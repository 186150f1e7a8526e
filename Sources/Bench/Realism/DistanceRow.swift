internal import Numerics

/// How far simulated homes are from measured ones, beside what that is to be held against.
///
/// A distance says nothing by itself. Three yardsticks say how far something is that is no home,
/// and how far measured homes are from each other; two ablations say whether the distance would
/// see a worse simulation. All homes are cut into months, so that like is held against like.
///
/// Source of the yardsticks: Dahmen and Cook 2019, "SynSys: A Synthetic Data Generation System for
/// Healthcare Applications", Sensors 19.
public struct DistanceRow: Sendable {
  /// In programs' words.
  public var name: String
  public var meaning: String
  public var simulated: Double?
  /// The same homes, their hours shuffled within each day.
  public var shuffled: Double?
  /// The same homes with white noise.
  public var noisy: Double?
  /// Hours that a random generator draws, each for itself.
  public var random: Double?
  /// One measured home and another.
  public var otherHome: Double?
  /// One measured home in one month and in another.
  public var otherMonth: Double?

  static func all(_ simulated: [HouseholdLoad], _ measured: [HouseholdLoad]) -> [DistanceRow] {
    let groups = Groups(simulated, measured)
    return LoadDistance.allCases.map { distance in
      row(distance.rawValue, distance.meaning, groups) { a, b in
        Statistics.mean(
          a.subjects.flatMap { one in b.subjects.compactMap { distance.between(one, $0) } })
      }
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
    func pairs(_ all: [MonthGroup]) -> Double? {
      Statistics.mean(
        all.indices.flatMap { one in
          all[(one + 1)...].compactMap { between(all[one], $0) }
        })
    }
    return DistanceRow(
      name: name, meaning: meaning, simulated: between(groups.simulated, groups.measured),
      shuffled: between(groups.shuffled, groups.measured),
      noisy: between(groups.noisy, groups.measured),
      random: between(groups.random, groups.measured), otherHome: pairs(groups.homes),
      otherMonth: Statistics.mean(groups.halves.compactMap { between($0.even, $0.odd) }))
  }
}

/// Months of homes, made ready to be compared with many.
struct MonthGroup {
  /// By home, days in order.
  var days: [[TwoSampleClassifier.Day]] = []
  var subjects: [LoadDistance.Subject] = []

  /// Of a home's months at most a year's are looked at.
  static let monthsMax = 13

  init(_ homes: [[HouseholdLoad]]) {
    days = homes.map { $0.flatMap(\.daysInMeans) }
    subjects = homes.flatMap { $0.compactMap { LoadDistance.Subject($0) } }
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
  /// Each measured home for itself, and its even and odd months.
  let homes: [MonthGroup]
  let halves: [(even: MonthGroup, odd: MonthGroup)]

  init(_ simulated: [HouseholdLoad], _ measured: [HouseholdLoad]) {
    func months(
      _ loads: [HouseholdLoad],
      _ change: (HouseholdLoad, UInt64) -> HouseholdLoad = { load, _ in load }
    ) -> [[HouseholdLoad]] {
      loads.enumerated().map { MonthGroup.months(change($0.element, UInt64($0.offset))) }
    }
    let references = months(measured)
    self.simulated = MonthGroup(months(simulated))
    shuffled = MonthGroup(months(simulated, Ablation.shuffled))
    noisy = MonthGroup(months(simulated, Ablation.noisy))
    random = MonthGroup(months(measured, Ablation.random))
    self.measured = MonthGroup(references)
    homes = references.map { MonthGroup([$0]) }
    halves = references.filter { $0.count > 1 }.map { months in
      func every(_ rest: Int) -> MonthGroup {
        MonthGroup([months.indices.filter { $0 % 2 == rest }.map { months[$0] }])
      }
      return (every(0), every(1))
    }
  }
}
