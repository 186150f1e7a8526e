public import Clockwork
internal import Quantities

/// A fault that comes back: how often, and for how long each time.
public struct FaultRecurrence: Hashable, Sendable {
  /// Onsets a day, in the mean.
  public var perDay: Double
  /// nil: the first lasts to the end of the run.
  public var length: SimDuration?

  public init(perDay: Double, length: SimDuration?) {
    self.perDay = perDay
    self.length = length
  }
}

extension FaultRule {
  /// When it strikes one whom it hits, in order of time and without overlaps.
  ///
  /// Onsets are a Poisson process, whose gaps are keyed by rule, victim and number; one that falls
  /// into a fault that still lasts adds nothing.
  ///
  /// - Parameters:
  ///   - entity: whom it hits.
  ///   - runEnd: later onsets strike nobody.
  func stretches(seed: UInt64, entity: UInt64, before runEnd: SimTime) -> [Range<SimTime>] {
    guard let recurrence else { return start < end ? [start..<end] : [] }
    guard recurrence.perDay > 0 else { return [] }
    let key = RandomKey(seed: seed, purpose: .faultOnset, entity: entity)
    let limit = min(end, runEnd)
    var stretches: [Range<SimTime>] = []
    var (onset, number) = (start, UInt64(index) << 32)
    while true {
      let next = onset.nextEvent(perDay: recurrence.perDay, uniform: key.uniform(number))
      number += 1
      guard let next, next < limit else { return stretches }
      onset = next
      if let last = stretches.last, onset < last.upperBound { continue }
      guard let length = recurrence.length else { return stretches + [onset..<runEnd] }
      stretches.append(onset..<(onset + length))
    }
  }
}

extension SimTime {
  /// The next event of a Poisson process of so many a day, by a draw in 0..<1; nil beyond any run.
  func nextEvent(perDay: Double, uniform: Double) -> SimTime? {
    let days = -Elementary.log(1 - uniform) / perDay
    // No number too large for a moment.
    guard days < 10_000 else { return nil }
    return self + .microseconds(1 + Int64(days * 86_400e6))
  }
}

extension Purpose {
  fileprivate static let faultOnset = Purpose("homes.fault.onset")
}
