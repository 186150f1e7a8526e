import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// Inner doors: who shuts them, that they are open when somebody passes, that nobody does anything
/// else because of them.
@Suite struct DoorTests {
  private let layout = Cottage.layout

  @Test(arguments: HouseholdKind.allCases) func doorsOpenBeforePeoplePass(_ kind: HouseholdKind) {
    for home in 0..<4 {
      var cottage = Cottage(kind: kind, seed: 11, home: home)
      cottage.household.doorHabits = cottage.household.people.map { _ in [.bathroom, .bedroom] }
      var places = cottage.household.people.indices.map {
        cottage.household.room(of: ResidentIndex($0))
      }
      var shut: UInt16 = 0
      var shutCount = 0
      cottage.live(until: Cottage.start + .days(10)) { time, request, _ in
        switch request.action {
        case .moveDoor(let door, let isOpen):
          let bit: UInt16 = 1 << UInt16(door)
          #expect((shut & bit != 0) == isOpen, "\(time): a door is moved where it is")
          shut ^= bit
          shutCount += isOpen ? 0 : 1
        case .move(let room, let passage):
          let resident = request.resident.index
          if let old = places[resident], let room {
            let way = [old, passage, room].compactMap { $0 }
            for (a, b) in zip(way, way.dropFirst()) {
              #expect(layout.doors(between: a, b) & ~shut != 0, "\(time), resident \(resident)")
            }
          }
          places[resident] = room
        default: break
        }
      }
      #expect(shutCount > 20)
    }
  }

  /// Who is in the bathroom is behind shut doors, who sleeps too; a room that nobody is in is open.
  @Test func doorsAreShutAroundThem() {
    var (washed, slept, emptyCount) = (0, 0, 0)
    for home in 0..<6 {
      var cottage = Cottage(kind: .couple, seed: 5, home: home)
      cottage.household.doorHabits = [[.bathroom, .bedroom], [.bathroom, .bedroom]]
      // Until everybody was up once, doors stand as they stood.
      cottage.live(until: Cottage.start + .hours(36)) { _, _, _ in }
      for moment in 1...1_000 as ClosedRange<Int64> {
        cottage.live(until: Cottage.start + .hours(36) + .minutes(7 * moment)) { _, _, _ in }
        let (household, shut) = (cottage.household, cottage.senses.closedDoors)
        for index in household.people.indices {
          let resident = ResidentIndex(index)
          guard let room = household.room(of: resident) else { continue }
          let doors = layout.doors(of: room)
          switch (layout.rooms[room.index].kind, household.activity(of: resident)) {
          case (.bathroom, .hygiene):
            washed += 1
            #expect(doors & ~shut == 0, "home \(home), moment \(moment)")
          case (.bedroom, .sleep):
            slept += 1
            #expect(doors & ~shut == 0, "home \(home), moment \(moment)")
          default: break
          }
        }
        for room in layout.rooms.indices.map({ RoomIndex($0) }) {
          guard layout.rooms[room.index].kind == .bathroom || room == RoomIndex(4),
            household.occupantCount(in: room) == 0
          else { continue }
          emptyCount += 1
          #expect(layout.doors(of: room) & shut == 0, "home \(home), moment \(moment)")
        }
      }
    }
    #expect(washed > 50 && slept > 1_000 && emptyCount > 1_000)
  }

  /// All that people do besides is the same to the microsecond, whatever they do with doors.
  @Test(arguments: [HouseholdKind.single, .couple, .family, .flatShare])
  func doorsMoveNothingElse(_ kind: HouseholdKind) {
    func acts(_ habit: DoorHabit) -> [String] {
      var cottage = Cottage(kind: kind, seed: 3)
      cottage.household.doorHabits = cottage.household.people.map { _ in habit }
      var acts: [String] = []
      cottage.live(until: Cottage.start + .days(7)) { time, request, _ in
        if case .moveDoor = request.action { return }
        acts.append("\(time.microseconds) \(request.resident.index) \(request.action)")
      }
      return acts
    }
    let open = acts([])
    #expect(open.count > 200)
    #expect(open == acts([.bathroom, .bedroom]))
  }

  @Test func habitsHaveTheirShares() {
    var (adults, bedrooms, bathrooms, alone, aloneBathrooms) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for home in 0..<1_500 {
      for kind in [HouseholdKind.single, .couple, .family] {
        let household = Cottage(kind: kind, seed: 2, home: home).household
        for (person, habit) in zip(household.people, household.doorHabits) {
          if person.needsCare { #expect(habit.isEmpty) }
        }
        if kind == .single {
          alone += 1
          aloneBathrooms += household.doorHabits[0].contains(.bathroom) ? 1 : 0
        } else if kind == .couple {
          adults += 1
          bedrooms += household.doorHabits[0].contains(.bedroom) ? 1 : 0
          bathrooms += household.doorHabits[0].contains(.bathroom) ? 1 : 0
          // They share a bedroom.
          let isShut = household.doorHabits.map { $0.contains(.bedroom) }
          #expect(isShut[0] == isShut[1])
        }
      }
    }
    // Five standard deviations of a share of 1,500 are 0.065 at most.
    #expect((bedrooms / adults - DoorHabit.bedroomShare).magnitude < 0.065)
    #expect((bathrooms / adults - DoorHabit.bathroomShare).magnitude < 0.065)
    #expect((aloneBathrooms / alone - DoorHabit.bathroomShareAlone).magnitude < 0.065)
  }
}
