public import Calendar
public import Clockwork

/// A moment as a scenario gives it.
public enum ScenarioMoment: Hashable, Sendable, CustomStringConvertible {
  /// Counted from the scenario's start.
  case sinceStart(SimDuration)
  /// A date, a local time or, with an offset, a time that is the same everywhere.
  case at(Timestamp)

  /// Places this moment on the time line.
  ///
  /// - Parameters:
  ///   - start: the moment at which the scenario begins.
  ///   - zone: the rules of the place, for times without an offset.
  public func time(start: SimTime, in zone: ZoneRule) -> SimTime {
    switch self {
    case .sinceStart(let duration): start + duration
    case .at(let timestamp): timestamp.moment(in: zone)
    }
  }

  /// As it is written in a scenario.
  public var description: String {
    switch self {
    case .sinceStart(let duration): DurationText.text(duration)
    case .at(let timestamp): timestamp.description
    }
  }
}
