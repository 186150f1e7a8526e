import Testing

@testable import Realism

/// In which order wants follow each other, by hand.
@Suite struct ActivityChainTests {
  private static let day = [
    "sleep", "hygiene", "cook", "eat", "relax", "hygiene", "away", "relax", "hygiene", "cook",
    "eat", "relax", "sleep", "hygiene", "sleep",
  ]

  @Test func stepsAreCounted() {
    // S W F W A W F S W S: what is neither is looked over, cook and eat are one.
    let chain = ActivityChain(activities: Self.day, days: 2)
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
    let chain = ActivityChain(activities: ["relax", "work"], days: 0)
    #expect(chain.perDay(.wash) == nil)
    #expect(chain.share(from: .sleep, to: .wash) == nil)
  }

  /// Only who lives like the man of the diary is held against it.
  @Test func othersHaveNoChain() {
    let bouts = Self.day.map { ActivityRecord.Bout(activity: $0, minutes: 30) }
    let empty = HouseholdLoad(name: "home", firstHour: 0, meansW: [])
    func washes(_ hasChain: Bool) -> Double? {
      let record = ActivityRecord(bouts: bouts, personDays: 2, hasChain: hasChain)
      let home = HomeRecord(load: empty, span: nil, activities: record)
      return FigureDefinition.all.first { $0.id == "people.washes" }?.value(home)
    }
    #expect(washes(true) == 2)
    #expect(washes(false) == nil)
  }
}
