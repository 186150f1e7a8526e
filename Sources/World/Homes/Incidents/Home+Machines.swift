internal import Clockwork
internal import Telemetry
internal import Truth

/// Failures of machines as they really were.
///
/// Of a home's fridge there is one: where a second failure begins while the first lasts, it is as
/// the second has it, and then again as the first does. The truth tells each state of the machine
/// once, when it is over.
extension Home {
  /// A failure begins or ends at a moment, which lies before this life where the home was born into
  /// it.
  mutating func followMachine(
    _ effect: IncidentRule.Effect, from time: SimTime, truth: inout TruthBuffer
  ) {
    guard effect.isOfOneMachine else { return }
    let shown = shownFailure(effect.kind)
    var start = time
    if let place = incidents.failures.firstIndex(where: { $0.kind == effect.kind }) {
      let old = incidents.failures[place]
      if let shown, planned(shown.place).effect.severity == old.severity { return }
      incidents.failures.remove(at: place)
      start = max(time, old.start)
      tell(old, until: start, truth: &truth)
    }
    guard let shown else { return }
    incidents.failures.append(
      IncidentBook.Failure(
        kind: effect.kind, room: shown.room, severity: planned(shown.place).effect.severity,
        start: start))
  }

  func tell(_ failure: IncidentBook.Failure, until end: SimTime, truth: inout TruthBuffer) {
    guard end > failure.start else { return }
    truth.events.append(
      .incident(
        failure.kind, failure.room.map { RoomIndex($0) }, severity: failure.severity,
        start: failure.start, end: end))
  }

  /// The one of a kind that the home is bent by: the last fridge failure, else the worst.
  private func shownFailure(_ kind: IncidentKind) -> IncidentBook.Active? {
    let failures = incidents.active.filter { planned($0.place).effect.kind == kind }
    if kind == .fridgeFailure { return failures.last }
    return failures.max {
      planned($0.place).effect.severity < planned($1.place).effect.severity
    }
  }
}
