internal import Telemetry
internal import Truth

extension Household {
  /// Adults share the first bedroom unless they live side by side: then each has one, or the study,
  /// and the last the living room; children have the others in turn.
  func bedroom(of resident: Int) -> RoomIndex {
    let bedrooms = layout.rooms(of: .bedroom)
    guard let first = bedrooms.first else { return livingRoom }
    if !habits.sharesLife {
      let rooms = bedrooms + layout.rooms(of: .study)
      return resident < rooms.count ? rooms[resident] : livingRoom
    }
    guard bedrooms.count > 1, !people[resident].isAdult else { return first }
    var number = 0
    for other in 0..<resident where !people[other].isAdult { number += 1 }
    return bedrooms[1 + number % (bedrooms.count - 1)]
  }

  /// Where a resident does something: not beside somebody who sleeps, if it can be done elsewhere.
  func chooseRoom(_ resident: Int, _ activity: Activity, _ chance: inout Chance) -> RoomIndex {
    let room = usualRoom(resident, activity, chance.unit())
    switch activity {
    case .work, .chores, .relax, .eat:
      guard holdsSleeper(room, besides: resident) else { return room }
      return holdsSleeper(livingRoom, besides: resident) ? kitchen : livingRoom
    case .sleep, .hygiene, .cook, .laundry, .away, .fallen:
      return room
    }
  }

  /// Whether somebody sleeps in a room.
  func holdsSleeper(_ room: RoomIndex, besides resident: Int) -> Bool {
    for other in states.indices where other != resident {
      let state = states[other]
      if state.isHome, state.activity == .sleep, state.room == room { return true }
    }
    return false
  }

  /// - Parameter u: the chance of the choice, 0...1.
  private func usualRoom(_ resident: Int, _ activity: Activity, _ u: Double) -> RoomIndex {
    switch activity {
    case .sleep:
      return bedroom(of: resident)
    case .hygiene:
      return bathroom ?? kitchen
    case .cook:
      return kitchen
    case .eat:
      return u < habits.eatsInLivingRoom ? livingRoom : kitchen
    case .work:
      return workRoom(of: resident)
    case .laundry:
      return layout.room(of: .washingMachine) ?? kitchen
    case .chores:
      return RoomIndex(Int(u * Double(layout.rooms.count)) % layout.rooms.count)
    case .relax, .away, .fallen:
      let ownRoomShare = people[resident].isAdult ? 0.1 : 0.5
      if u < ownRoomShare { return bedroom(of: resident) }
      if u < ownRoomShare + 0.07, let study = layout.rooms(of: .study).first { return study }
      return livingRoom
    }
  }

  /// Where people wash: the shower's room, or the first bathroom.
  var bathroom: RoomIndex? { layout.room(of: .shower) ?? layout.rooms(of: .bathroom).first }

  /// Where a resident goes to the toilet: from a bedroom, and on the way out, to the bathroom; else
  /// to the last room of that kind, a second toilet if the home has one (assumed).
  func toilet(of resident: Int) -> RoomIndex? {
    let rooms = layout.rooms(of: .bathroom)
    let state = states[resident]
    guard rooms.count > 1, state.interrupted != .away,
      layout.rooms[state.room.index].kind != .bedroom
    else { return bathroom }
    return rooms.last
  }

  var kitchen: RoomIndex { layout.kitchen }
  var livingRoom: RoomIndex { layout.livingRoom }

  /// The first adult has the study, everyone else their bedroom or the living room.
  private func workRoom(of resident: Int) -> RoomIndex {
    if resident == 0, let study = layout.rooms(of: .study).first { return study }
    return resident == 0 ? livingRoom : bedroom(of: resident)
  }
}
