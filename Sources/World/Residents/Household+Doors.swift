internal import Clockwork
internal import Telemetry
internal import Truth

/// Which inner doors somebody shuts behind them.
///
/// Drawn once from keys of their own, so that nobody does anything else because of a door.
struct DoorHabit: OptionSet, Sendable {
  let rawValue: UInt8
  /// The bathroom's, whenever they are about something private there.
  static let bathroom = DoorHabit(rawValue: 1)
  /// That of the bedroom in which they sleep.
  static let bedroom = DoorHabit(rawValue: 2)

  /// Nearly 60 % sleep with the bedroom's door open (survey of UL's Firefighter Safety Research
  /// Institute for "Close Before You Doze", 2018).
  static let bedroomShare = 0.4
  /// Of those who live with others, and of those who live alone: assumed, 0.8-1 and 0.1-0.6.
  static let bathroomShare = 0.9
  static let bathroomShareAlone = 0.3
}

extension Household {
  /// Small children are heard through open doors (assumed); who share a bedroom share its door,
  /// which is as the first of them likes it.
  func drawDoorHabits() -> [DoorHabit] {
    func chance(_ resident: Int) -> Chance {
      let entity = Self.entity(home: home, resident: resident)
      return Chance(RandomKey(seed: seed, purpose: .doors, entity: entity), event: 0)
    }
    return people.indices.map { resident in
      guard !people[resident].needsCare else { return [] }
      var habit: DoorHabit = []
      var own = chance(resident)
      let share = people.count > 1 ? DoorHabit.bathroomShare : DoorHabit.bathroomShareAlone
      if own.happens(share) { habit.insert(.bathroom) }
      let bedroom = bedroom(of: resident)
      let sleepers = people.indices.filter { self.bedroom(of: $0) == bedroom }
      var first = chance(sleepers.first ?? resident)
      _ = first.unit()
      let isHeard = sleepers.contains { people[$0].needsCare }
      if first.happens(DoorHabit.bedroomShare), !isHeard { habit.insert(.bedroom) }
      return habit
    }
  }

  /// Opens what is shut on a resident's way; the bits of the doors that they opened.
  func openWay(
    _ resident: Int, from start: RoomIndex, to end: RoomIndex, _ turn: inout Turn
  ) -> UInt16 {
    var opened: UInt16 = 0
    var place = start
    while place != end {
      let next = layout.passage(from: place, to: end) ?? end
      let doors = layout.doors(between: place, next)
      if doors != 0, doors & ~turn.shutDoors == 0 {
        let door = doors.trailingZeroBitCount
        turn.moveDoor(resident, door, isOpen: true)
        opened |= 1 << UInt16(door)
      }
      place = next
    }
    return opened
  }

  /// Shuts behind a resident the doors of a bathroom in use and of a bedroom in which somebody
  /// sleeps, and leaves open those of the room that they left.
  ///
  /// - Parameter opened: bits of doors that they opened on their way.
  func seeToDoors(
    _ resident: Int, from old: RoomIndex, opened: UInt16, _ turn: inout Turn
  ) {
    let here = states[resident].room
    let left = old == here ? 0 : layout.doors(of: old)
    var touched = opened | left | layout.doors(of: here)
    while touched != 0 {
      let door = touched.trailingZeroBitCount
      let bit: UInt16 = 1 << UInt16(door)
      touched &= ~bit
      let ends = layout.doorways[door]
      let isWanted = isPrivate(ends.a) || isPrivate(ends.b)
      let isShut = turn.shutDoors & bit != 0
      if isWanted, !isShut {
        turn.moveDoor(resident, door, isOpen: false)
      } else if !isWanted, isShut, left & bit != 0 {
        turn.moveDoor(resident, door, isOpen: true)
      }
    }
  }

  /// Whether somebody is in a room who wants its doors shut.
  private func isPrivate(_ room: RoomIndex) -> Bool {
    let kind = layout.rooms[room.index].kind
    guard kind == .bathroom || kind == .bedroom else { return false }
    return states.indices.contains {
      guard states[$0].isHome, states[$0].room == room else { return false }
      return kind == .bathroom
        ? states[$0].activity == .hygiene && doorHabits[$0].contains(.bathroom)
        : states[$0].activity == .sleep && doorHabits[$0].contains(.bedroom)
    }
  }
}
