public import Clockwork
internal import Devices

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
  /// When it strikes one whom it hits: the first time, and what is to come; nil if never.
  ///
  /// - Parameters:
  ///   - entity: whom it hits.
  ///   - runEnd: later onsets strike nobody.
  func strikes(
    seed: UInt64, entity: UInt64, before runEnd: SimTime
  ) -> (first: Range<SimTime>, onsets: FaultOnsets?)? {
    guard let recurrence else { return start < end ? (start..<end, nil) : nil }
    var onsets = FaultOnsets(
      .init(
        perDay: recurrence.perDay, length: recurrence.length, start: start, end: end,
        runEnd: runEnd), number: index,
      key: RandomKey(seed: seed, purpose: .faultOnset, entity: entity))
    return onsets.next(after: nil).map { ($0, onsets) }
  }

  /// All times at which it does, for what is told or planned beforehand.
  func stretches(seed: UInt64, entity: UInt64, before runEnd: SimTime) -> [Range<SimTime>] {
    guard let strikes = strikes(seed: seed, entity: entity, before: runEnd) else { return [] }
    var stretches = [strikes.first]
    guard var onsets = strikes.onsets else { return stretches }
    while let next = onsets.next(after: stretches.last) { stretches.append(next) }
    return stretches
  }
}

extension Purpose {
  fileprivate static let faultOnset = Purpose("homes.fault.onset")
}
