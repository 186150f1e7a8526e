internal import Clockwork
internal import Numerics

/// Loads that are worse than a home's, to see whether a distance notices.
enum Ablation {
  /// What a random generator makes of a home, without a yesterday or a time of day: each hour is
  /// drawn evenly from nothing to the home's strongest one.
  static func random(_ load: HouseholdLoad, entity: UInt64) -> HouseholdLoad {
    let most = load.known.max() ?? 0
    var stream = stream("realism.random", entity)
    return changed(load) { _ in stream.uniform() * most }
  }

  /// The same home with white noise as strong as its mean; nobody uses less than nothing.
  static func noisy(_ load: HouseholdLoad, entity: UInt64) -> HouseholdLoad {
    let mean = Statistics.mean(load.known) ?? 0
    var stream = stream("realism.noise", entity)
    return changed(load) { max(0, $0 + mean * stream.gaussian()) }
  }

  private static func stream(_ name: StaticString, _ entity: UInt64) -> RandomStream {
    RandomStream(seed: 0, purpose: Purpose(name), entity: entity)
  }

  private static func changed(
    _ load: HouseholdLoad, _ change: (Double) -> Double
  ) -> HouseholdLoad {
    var other = load
    other.meansW = load.meansW.map { value in
      value.map(change)
    }
    return other
  }
}
