import Agents
import Clockwork
import Telemetry
import TestSupport

@testable import Residents

/// A home as its residents and as its installer know it, and what is said in it.
enum House {
  static let kinds: [RoomKind] = [
    .livingRoom, .kitchen, .hallway, .bathroom, .bedroom, .bedroom,
  ]

  static let layout = HomeLayout(
    rooms: kinds.map { .init(kind: $0, hasWindow: true, hasLamp: true) },
    doorways: [(2, 0), (2, 1), (2, 3), (2, 4), (2, 5)].map {
      SitePlan.Doorway(RoomIndex($0.0), RoomIndex($0.1))
    },
    uses: [:], plugs: [.init(room: RoomIndex(0), label: "fan")])

  static let agent: ConversationAgent = {
    let names = ["living_room", "kitchen", "hallway", "bathroom", "bedroom_1", "bedroom_2"]
    var devices = [device(0, .thermostat, room: 2), device(1, .smartPlug, room: 0, label: "fan")]
    for room in kinds.indices { devices.append(device(2 + room, .lamp, room: room)) }
    return ConversationAgent(
      plan: TestHome.plan(
        HomeID(0), street: "1 Elm Street",
        rooms: zip(kinds, names).enumerated().map { index, room in
          .init(index: RoomIndex(index), kind: room.0, name: room.1, areaM2: 15)
        },
        doorways: layout.rooms.indices.filter { $0 != 2 }.map {
          .init(RoomIndex(2), RoomIndex($0))
        }, devices: devices))
  }()

  private static func device(
    _ index: Int, _ kind: DeviceKind, room: Int, label: String = ""
  ) -> SitePlan.Device {
    TestHome.device(index, kind, room: room, label: label, isMainsPowered: true)
  }

  /// Wishes of every kind by turns, in the words of several people.
  static func sayings(count: Int) -> [(saying: PhraseBook.Spoken, room: RoomIndex)] {
    let people =
      HouseholdKind.couple.people(seed: 9, home: HomeID(0))
      + HouseholdKind.pensioners.people(seed: 9, home: HomeID(1))
    return (0..<count).map { number in
      let group = PhraseGroup.allCases[number % PhraseGroup.allCases.count]
      var chance = Chance(
        RandomKey(seed: 9, purpose: .speech, entity: UInt64(group.rawValue)),
        event: UInt64(number))
      let speaker = RoomIndex(chance.index(kinds.count))
      var wish = Wish(
        group, room: chance.happens(0.2) ? nil : RoomIndex(chance.index(kinds.count)))
      switch group {
      case .setTemperature: wish.value = 18 + 0.5 * Double(chance.index(10))
      case .warmer, .cooler: wish.value = chance.happens(0.6) ? nil : 1
      case .lampLevel: wish.value = PhraseNumbers.levels[chance.index(PhraseNumbers.levels.count)]
      case .plugOn, .plugOff:
        wish.room = RoomIndex(0)
        wish.label = "fan"
      default: break
      }
      let person = people[chance.index(people.count)]
      return (PhraseBook.compose(wish, from: speaker, by: person, in: layout, &chance), speaker)
    }
  }
}
