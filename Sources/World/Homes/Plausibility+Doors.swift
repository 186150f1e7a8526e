internal import Clockwork
internal import Dwellings
internal import Telemetry
internal import Truth

/// Who goes where, and whether the doors on the way stand open.
extension Plausibility {
  /// Somebody who lives here goes to another room, in or out.
  mutating func walk(
    _ resident: Int, to room: RoomIndex?, _ passage: RoomIndex?, _ time: SimTime,
    _ isFrontDoorOpen: Bool, _ closedDoors: UInt16
  ) {
    own.add(.openDoor)
    let old = places[resident]
    if let inside = old ?? room, old == nil || room == nil {
      if !isFrontDoorOpen || entries & 1 << UInt16(inside.index) == 0 {
        own.note(
          Implausibility(
            .openDoor, at: time, name(resident),
            found: "a way between \(plan.rooms[inside.index].name) and outdoors, front door "
              + (isFrontDoorOpen ? "open" : "shut"),
            expected: "an open door between the two"))
      }
    } else if let old, let room {
      let first = passage ?? room
      let isOpen =
        reaches(old, first, closedDoors, within: 1) && reaches(first, room, closedDoors, within: 16)
      if !isOpen {
        own.note(
          Implausibility(
            .openDoor, at: time, name(resident),
            found: "a way from \(plan.rooms[old.index].name) to \(plan.rooms[first.index].name)"
              + (passage == nil ? "" : " to \(plan.rooms[room.index].name)"),
            expected: "open doors between them"))
      }
    }
    if let old { presentCounts[old.index] -= 1 }
    if let room { presentCounts[room.index] += 1 }
    places[resident] = room
    movedAt[resident] = time
    noteAttendance(time)
  }

  /// Somebody who does not live here comes, goes on or leaves: through open doors like anybody,
  /// and only while nobody is in.
  mutating func seeIntruder(
    from old: RoomIndex?, to room: RoomIndex?, at time: SimTime, isFrontDoorOpen: Bool,
    closedDoors: UInt16
  ) {
    guard isAwake else { return }
    own.add(.openDoor)
    own.add(.attendance)
    let isOpen =
      if let old, let room {
        reaches(old, room, closedDoors, within: 16)
      } else {
        isFrontDoorOpen && (old ?? room).map { entries & 1 << UInt16($0.index) != 0 } ?? true
      }
    if !isOpen {
      own.note(
        Implausibility(
          .openDoor, at: time, "an intruder", found: "a way through a door that is shut",
          expected: "open doors"))
    }
    if room != nil, places.contains(where: { $0 != nil }) {
      own.note(
        Implausibility(
          .attendance, at: time, "an intruder", found: "a home that is not empty",
          expected: "nobody at home"))
    }
    if let old { presentCounts[old.index] -= 1 }
    if let room { presentCounts[room.index] += 1 }
  }

  /// Whether open doors join two rooms, so many at most.
  private func reaches(
    _ start: RoomIndex, _ end: RoomIndex, _ closedDoors: UInt16, within doorCount: Int
  ) -> Bool {
    var reached: UInt16 = 1 << UInt16(start.index)
    for _ in 0..<doorCount where reached & 1 << UInt16(end.index) == 0 {
      let before = reached
      for (number, door) in plan.doorways.enumerated() {
        let ends: UInt16 = 1 << UInt16(door.a.index) | 1 << UInt16(door.b.index)
        if closedDoors & 1 << UInt16(number) == 0, before & ends != 0 { reached |= ends }
      }
    }
    return reached & 1 << UInt16(end.index) != 0
  }
}
