public import Clockwork

/// When a fault that comes back strikes one victim: a stretch of time after another, in order and
/// without overlaps.
///
/// Onsets are a Poisson process whose gaps are keyed by rule, victim and number; one that falls
/// into a stretch that still lasts adds nothing. Only the present stretch is held, or between two
/// the next: years of onsets take no more memory than one, and whoever asks later is told the same.
public struct FaultOnsets: Sendable {
  /// What a rule says of it.
  public struct Law: Sendable {
    /// Onsets a day, in the mean.
    public var perDay: Double
    /// nil: the first lasts to the run's end.
    public var length: SimDuration?
    /// No onset before or at `start`, and none at or after `end`.
    public var start: SimTime
    public var end: SimTime
    public var runEnd: SimTime

    public init(
      perDay: Double, length: SimDuration?, start: SimTime, end: SimTime, runEnd: SimTime
    ) {
      self.perDay = perDay
      self.length = length
      self.start = start
      self.end = end
      self.runEnd = runEnd
    }
  }

  private let law: Law
  private let key: RandomKey
  /// Numbers the next draw.
  private var event: UInt64
  private var lastOnset: SimTime
  /// Counts the stretches, from 0.
  public private(set) var occurrence = -1

  /// - Parameters:
  ///   - number: of the rule.
  ///   - key: the victim's.
  public init(_ law: Law, number: Int, key: RandomKey) {
    self.law = law
    self.key = key
    event = UInt64(number) << 32
    lastOnset = law.start
  }

  /// The stretch that follows; nil where none does.
  public mutating func next(after last: Range<SimTime>?) -> Range<SimTime>? {
    guard law.perDay > 0 else { return nil }
    if last != nil, law.length == nil { return nil }
    while true {
      let next = lastOnset.nextEvent(perDay: law.perDay, uniform: key.uniform(event))
      event += 1
      guard let next, next < min(law.end, law.runEnd) else { return nil }
      lastOnset = next
      if let last, next < last.upperBound { continue }
      occurrence += 1
      return next..<(law.length.map { next + $0 } ?? law.runEnd)
    }
  }
}
