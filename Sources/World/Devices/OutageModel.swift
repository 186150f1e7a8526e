public import Clockwork
internal import Quantities

/// How often a home's line to the internet is down, and for how long.
///
/// Outages come as a Poisson process; how long they last is log-normal. A part of them is a whole
/// neighbourhood's: a cable, a cabinet, the power of the street.
public struct OutageModel: Hashable, Sendable {
  /// How many a day.
  public var ratePerDay: Double
  /// Half of them are over by then.
  public var median: SimDuration
  /// By what factor the longest sixth exceeds that, at least: e to the power of sigma.
  public var spread: Double
  /// Share of them that a neighbourhood has in common, 0...1.
  public var sharedShare: Double
  /// Homes that follow each other in number and hang on one cabinet (assumed, range 8-500).
  public static let neighbourhoodSize: UInt64 = 20

  public init(ratePerDay: Double, median: SimDuration, spread: Double, sharedShare: Double) {
    self.ratePerDay = ratePerDay
    self.median = median
    self.spread = spread
    self.sharedShare = sharedShare
  }

  /// The outages of one home between its birth and the end of a run, in no order.
  ///
  /// Each of the two processes draws for itself, so that a home's own change nothing for its
  /// neighbours.
  public func stretches(
    seed: UInt64, home: UInt64, from birth: SimTime, to end: SimTime
  ) -> [Range<SimTime>] {
    let own = RandomKey(seed: seed, purpose: .outage, entity: home << 1)
    let street = RandomKey(
      seed: seed, purpose: .outage, entity: (home / Self.neighbourhoodSize) << 1 | 1)
    return stretches(own, ratePerDay * (1 - sharedShare), birth, end)
      + stretches(street, ratePerDay * sharedShare, birth, end)
  }

  private func stretches(
    _ key: RandomKey, _ ratePerDay: Double, _ birth: SimTime, _ end: SimTime
  ) -> [Range<SimTime>] {
    guard ratePerDay > 0 else { return [] }
    var found: [Range<SimTime>] = []
    var time = birth
    var number: UInt64 = 0
    while number < Self.countMax {
      let next = time.nextEvent(perDay: ratePerDay, uniform: key.uniform(number * 2))
      guard let next, next < end else { break }
      time = next
      let factor = Elementary.exp(Elementary.log(spread) * key.gaussian(number * 2 + 1))
      // At most a month, for no draw of chance may outlast everything.
      let seconds = min(median.seconds * factor, 30 * 86_400)
      found.append(time..<time + .microseconds(1 + Int64(seconds * 1e6)))
      number += 1
    }
    return found
  }

  /// Of one home; as many as nobody lives to see.
  private static let countMax: UInt64 = 1 << 20
}
