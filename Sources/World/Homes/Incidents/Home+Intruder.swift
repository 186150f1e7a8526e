internal import Clockwork
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

/// Somebody who is no resident walks through an empty home and is gone before anyone is back.
///
/// They open the front door twice, move as people who are busy do, and are warm and breathe; they
/// switch nothing.
extension Home {
  /// How long the front door stands open (assumed, range 5-20 s).
  private static let intruderDoor = SimDuration.seconds(8)
  /// They are gone so long before the first resident is back: they watch out.
  private static let intruderMargin = SimDuration.minutes(1)
  private static let intrusionMin = SimDuration.minutes(2)
  /// How long they stay in a room (assumed, 20 to 150 s, evenly).
  private static let searchSeconds = (least: 20.0, spread: 130.0)

  /// False while somebody is in, about to be, or another one is at it.
  mutating func letIntruderIn(
    _ place: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) -> Bool {
    guard household.occupantCount == 0, incidents.intruder == nil, doorOpenCount == 0 else {
      return false
    }
    let back = household.nextReturn()
    let end = min(end(of: place, from: now), back - Self.intruderMargin)
    guard end >= now + Self.intrusionMin else { return false }
    let entry = household.layout.entry
    note(place, room: entry.index, from: now, to: end, truth: &truth)
    incidents.intruder = IncidentBook.Intruder(place: place, room: entry.index)
    openDoor(Self.intruderDoor, wire: &wire, truth: &truth)
    guardian.seeIntruder(
      from: nil, to: entry, at: now, isFrontDoorOpen: doorOpenCount > 0,
      closedDoors: openings.closedDoors)
    move(in: entry.index, wire: &wire, truth: &truth)
    scheduleIntruder()
    return true
  }

  /// On to a room next door.
  mutating func letIntruderWalk(wire: inout WireBuffer, truth: inout TruthBuffer) {
    guard let intruder = incidents.intruder else { return }
    let next = plan.doorways.compactMap { door -> RoomIndex? in
      door.a.index == intruder.room ? door.b : door.b.index == intruder.room ? door.a : nil
    }
    if !next.isEmpty {
      let draw = intruderKey.uniform(intruder.stepCount * 2 + 1)
      walkIntruder(to: next[min(Int(draw * Double(next.count)), next.count - 1)], &wire, &truth)
    }
    scheduleIntruder()
  }

  /// To the front door and out.
  mutating func letIntruderOut(wire: inout WireBuffer, truth: inout TruthBuffer) {
    guard let intruder = incidents.intruder else { return }
    let entry = household.layout.entry
    if intruder.room != entry.index { walkIntruder(to: entry, &wire, &truth) }
    openDoor(Self.intruderDoor, wire: &wire, truth: &truth)
    guardian.seeIntruder(
      from: entry, to: nil, at: now, isFrontDoorOpen: doorOpenCount > 0,
      closedDoors: openings.closedDoors)
    incidents.intruder = nil
  }

  /// In another future they are gone at once: whoever is back sooner there meets nobody.
  mutating func letIntruderGo() {
    guard let intruder = incidents.intruder else { return }
    let entry = household.layout.entry
    if intruder.room != entry.index {
      guardian.seeIntruder(
        from: RoomIndex(intruder.room), to: entry, at: now, isFrontDoorOpen: false,
        closedDoors: openings.closedDoors)
    }
    guardian.seeIntruder(
      from: entry, to: nil, at: now, isFrontDoorOpen: true, closedDoors: openings.closedDoors)
    incidents.intruder = nil
  }

  private mutating func walkIntruder(
    to room: RoomIndex, _ wire: inout WireBuffer, _ truth: inout TruthBuffer
  ) {
    guard let intruder = incidents.intruder, intruder.room != room.index else { return }
    let old = RoomIndex(intruder.room)
    if let passage = household.layout.passage(from: old, to: room) {
      move(in: passage.index, wire: &wire, truth: &truth)
    }
    guardian.seeIntruder(
      from: old, to: room, at: now, isFrontDoorOpen: doorOpenCount > 0,
      closedDoors: openings.closedDoors)
    incidents.intruder?.room = room.index
    move(in: room.index, wire: &wire, truth: &truth)
  }

  private mutating func scheduleIntruder() {
    guard let intruder = incidents.intruder else { return }
    incidents.intruder?.stepCount += 1
    let draw = intruderKey.uniform((intruder.stepCount + 1) * 2)
    let stay = Self.searchSeconds.least + draw * Self.searchSeconds.spread
    let time = now + .milliseconds(Int64(stay * 1_000))
    let end = incidents.active.first { $0.place == intruder.place }?.end
    if let end, time < end { schedule(.intruderStep, intruder.place, at: time) }
  }

  /// Each intrusion has its own.
  private var intruderKey: RandomKey {
    RandomKey(
      seed: specification.seed, purpose: .intruder,
      entity: UInt64(specification.home.rawValue) << 16
        | UInt64(incidents.intruder?.place ?? 0) & 0xFFFF)
  }
}
