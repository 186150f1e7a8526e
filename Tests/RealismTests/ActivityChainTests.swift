import Testing

@testable import Realism

/// In which order wants follow each other, by hand.
@Suite struct ActivityChainTests {
  /// Activities and the hours in which they begin.
  private static let day: [ActivityRecord.Bout] = [
    ("sleep", 0), ("hygiene", 7), ("eat", 7), ("relax", 8), ("hygiene", 8), ("away", 9),
    ("eat", 13), ("away", 14), ("relax", 18), ("hygiene", 18), ("cook", 18), ("eat", 19),
    ("relax", 20), ("sleep", 22), ("hygiene", 23), ("sleep", 23),
  ].map { .init(activity: $0.0, minutes: 30, startHour: $0.1) }

  @Test func stepsAreCounted() {
    // S W F W A W F S W S: what is neither is looked over. Breakfast is prepared, a meal at noon
    // without cooking is not, so that both ways out are one.
    let chain = ActivityChain(bouts: Self.day, days: 2)
    #expect(chain.perDay(.wash) == 2)
    #expect(chain.perDay(.away) == 0.5)
    #expect(chain.share(from: .sleep, to: .wash) == 1)
    #expect(chain.share(from: .wash, to: .food) == 0.5)
    #expect(chain.share(from: .wash, to: .away) == 0.25)
    #expect(chain.share(from: .wash, to: .sleep) == 0.25)
    #expect(chain.share(from: .food, to: .wash) == 0.5)
    #expect(chain.share(from: .food, to: .sleep) == 0.5)
    #expect(chain.share(from: .away, to: .wash) == 1)
  }

  @Test func nothingFollowsNothing() {
    let idle = ["relax", "work"].map {
      ActivityRecord.Bout(activity: $0, minutes: 30, startHour: 9)
    }
    let chain = ActivityChain(bouts: idle, days: 0)
    #expect(chain.perDay(.wash) == nil)
    #expect(chain.share(from: .sleep, to: .wash) == nil)
  }

  /// Only who lives like the man of the diary is held against it.
  @Test func othersHaveNoChain() {
    let empty = HouseholdLoad(name: "home", firstHour: 0, meansW: [])
    func washes(_ hasChain: Bool) -> Double? {
      let record = ActivityRecord(bouts: Self.day, personDays: 2, hasChain: hasChain)
      let home = HomeRecord(load: empty, span: nil, activities: record)
      return FigureDefinition.all.first { $0.id == "people.washes" }?.value(home)
    }
    #expect(washes(true) == 2)
    #expect(washes(false) == nil)
  }
}
