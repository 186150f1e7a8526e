public import Clockwork
public import Telemetry
internal import Truth

/// Somebody who fell and cannot get up: lies where they are and does nothing until they are helped.
///
/// What they had switched on stays on, what they meant to do is not done, and what the others do
/// goes on.
extension Household {
  /// Those who can fall: awake at home, on their feet, and not up in the middle of the night, when
  /// a fall would be the beginning of a day.
  public var standing: [ResidentIndex] {
    states.indices.filter { states[$0].isAwakeAtHome && !states[$0].isNight }
      .map { ResidentIndex($0) }
  }

  /// Those who are awake at home and old enough to see to windows.
  public var caretakers: [ResidentIndex] {
    states.indices.filter { states[$0].isAwakeAtHome && people[$0].age >= 12 }
      .map { ResidentIndex($0) }
  }

  /// Whether a resident lies where they fell.
  public func isFallen(_ resident: ResidentIndex) -> Bool { states[resident.index].isFallen }

  /// A resident falls and is helped up at `end`.
  ///
  /// - Precondition: they are among the ``standing``.
  public mutating func fall(_ resident: ResidentIndex, until end: SimTime) {
    precondition(standing.contains(resident), "only who stands can fall")
    let index = resident.index
    states[index].isFallen = true
    states[index].act = .none
    states[index].actTime = .distantFuture
    states[index].postponed = .none
    states[index].checkTime = .distantFuture
    states[index].drawnEnd = end
    states[index].end = end
  }

  /// When somebody will next come home, or may; asked of an empty home.
  public func nextReturn() -> SimTime { nextEventTime() }
}
