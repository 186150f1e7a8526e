public import Clockwork

/// What a wall clock reading means in a zone.
@frozen
public enum LocalResolution: Hashable, Sendable {
  /// The clock shows this reading once.
  case once(SimTime)
  /// The clock jumps over this reading.
  ///
  /// `later` reads the time by the offset before the jump, and so lies after it; `earlier` by the
  /// offset after the jump, and so lies before it.
  case skipped(earlier: SimTime, later: SimTime)
  /// The clock shows this reading twice.
  case twice(first: SimTime, second: SimTime)
}

extension ZoneRule {
  /// All that a wall clock reading may mean.
  public func resolve(_ civil: CivilTime) -> LocalResolution {
    let dial = SimTime(microseconds: civil.dialMicroseconds)
    // No zone is more than 25 hours from UTC, so both sides of any change nearby are seen.
    let before = utcOffset(at: dial - .hours(26))
    let after = utcOffset(at: dial + .hours(26))
    let early = dial - max(before, after)
    let late = dial - min(before, after)
    let earlyHolds = utcOffset(at: early) == dial - early
    let lateHolds = utcOffset(at: late) == dial - late
    switch (earlyHolds, lateHolds) {
    case (true, true): return early == late ? .once(early) : .twice(first: early, second: late)
    case (true, false): return .once(early)
    case (false, true): return .once(late)
    case (false, false): return .skipped(earlier: early, later: late)
    }
  }

  /// The moment of a wall clock reading; the rule for doubtful ones is that of RFC 5545.
  ///
  /// A reading that the clock shows twice means the first; one that it skips is read by the offset
  /// in force before the jump, so 02:30 on a spring morning means 03:30.
  /// - Source: RFC 5545, 3.3.5.
  public func moment(of civil: CivilTime) -> SimTime {
    switch resolve(civil) {
    case .once(let time): time
    case .skipped(_, let later): later
    case .twice(let first, _): first
    }
  }

  /// The first moment of a local day; where the clock jumps over midnight, the moment of the jump.
  public func startOfDay(_ date: CivilDate) -> SimTime {
    switch resolve(CivilTime(date: date, microsecondOfDay: 0)) {
    case .once(let time): time
    case .twice(let first, _): first
    case .skipped(_, let later): segment(at: later).start
    }
  }
}
