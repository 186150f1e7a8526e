internal import Clockwork
internal import Dwellings
internal import Telemetry
internal import Truth

/// What somebody must be beside, or up and at home for.
extension Plausibility {
  /// What nobody leaves on when they go out or to bed, and does not end by itself either.
  static func isAttended(_ kind: ApplianceKind) -> Bool {
    switch kind {
    case .hob, .oven, .television, .computer, .vacuumCleaner, .hairDryer, .iron: true
    default: false
    }
  }

  /// Notes when the last one who was up goes to bed or out.
  mutating func noteAttendance(_ time: SimTime) {
    let isUp =
      guestCount > 0
      || places.indices.contains { places[$0] != nil && activities[$0] != .sleep }
    if isUp {
      unattendedSince = nil
    } else if unattendedSince == nil {
      unattendedSince = time
    }
  }

  /// Nothing that somebody must be up for runs on through a whole step without anybody.
  mutating func lookForUnattended(_ dwelling: Dwelling, isStoveForgotten: Bool) {
    own.add(.attendance)
    guard let since = unattendedSince, since <= dwelling.time - dwelling.step else { return }
    for index in attended where dwelling.appliances.isRunning(index) {
      let kind = plan.appliances[index].kind
      if isStoveForgotten, kind == .hob { continue }
      own.note(
        Implausibility(
          .attendance, at: dwelling.time, kind.name, found: "running with nobody up at home",
          expected: "switched off by whoever was the last"))
    }
  }

  /// Nobody draws water who is not at that tap.
  mutating func lookAtDraw(_ draw: WaterDraw, _ time: SimTime) {
    guard draw.start < time else { return }
    own.add(.attendance)
    let resident = draw.resident.index
    guard places[resident] != draw.room, draw.end > movedAt[resident] else { return }
    own.note(
      Implausibility(
        .attendance, at: time, name(resident),
        found: "drew hot water (\(draw.use.name)) in \(plan.rooms[draw.room.index].name) while "
          + (places[resident] == nil ? "outdoors" : "in \(place(resident))"),
        expected: "somebody at the tap"))
  }

  func name(_ resident: Int) -> String { "resident \(resident)" }

  func place(_ resident: Int) -> String {
    places[resident].map { plan.rooms[$0.index].name } ?? "outdoors"
  }

  func state(_ resident: Int) -> String {
    places[resident] == nil ? "outdoors" : activities[resident].name + " in " + place(resident)
  }
}
