import Realism
import TestSupport
import Testing

/// Figures of homes whose answers are known.
@Suite struct HomeRecordTests {
  private static func value(_ id: String, _ home: HomeRecord) -> Double? {
    FigureDefinition.all.first { $0.id == id }?.value(home)
  }

  private static let empty = HouseholdLoad(name: "home", firstHour: 0, meansW: [])

  @Test func appliancesAreCounted() {
    let kettle = ApplianceRecord(
      kind: "kettle", cycles: [(2, 0.1), (3, 0.2), (10, 0.3)], days: 2)
    let unused = ApplianceRecord(kind: "dishwasher", cycles: [], days: 2)
    let home = HomeRecord(load: Self.empty, span: nil, appliances: [kettle, unused])
    #expect(Self.value("kettle.starts", home) == 1.5)
    #expect(Self.value("kettle.minutes", home) == 3)
    #expect(Self.value("kettle.cycle_energy", home) == 0.2)
    // One that is never used has starts, none, and no length; one that is not there has nothing.
    #expect(Self.value("dishwasher.starts", home) == 0)
    #expect(Self.value("dishwasher.minutes", home) == nil)
    #expect(Self.value("microwave.starts", home) == nil)
  }

  @Test func peoplesHoursAreAddedUp() {
    let people = ActivityRecord(
      bouts: [
        .init(activity: "sleep", minutes: 480, startHour: 0),
        .init(activity: "sleep", minutes: 420, startHour: 0),
        .init(activity: "cook", minutes: 5, startHour: 0),
        .init(activity: "cook", minutes: 40, startHour: 0),
        .init(activity: "cook", minutes: 20, startHour: 0),
        .init(activity: "laundry", minutes: 55, startHour: 0),
        // A journey of three days is no part of it.
        .init(activity: "away", minutes: 3 * 1440, startHour: 0),
      ], personDays: 5)
    let home = HomeRecord(load: Self.empty, span: nil, activities: people)
    #expect(Self.value("people.sleep", home) == 7.5)
    #expect(Self.value("people.housework", home) == 1)
    #expect(Self.value("people.cooking", home) == 30)
    #expect(Self.value("people.away", home) == 0)
    #expect(Self.value("people.sleep", HomeRecord(load: Self.empty, span: nil)) == nil)
  }

  /// A level and a slope are no noise; white noise is found again.
  @Test func noiseIsFoundAgain() throws {
    var still = SensorNoise.Estimator()
    for step in 0..<50 {
      still.add(3 + 2 * Double(step), 5 + 2 * Double(step), 7 + 2 * Double(step))
    }
    #expect(still.standardDeviation == 0 && SensorNoise.Estimator().standardDeviation == nil)
    var chance = TestRandom(seed: 9)
    // Sums of twelve uniform numbers have variance 1.
    let noise = (0..<20_000).map { _ in
      (0..<12).reduce(-6.0) { sum, _ in sum + Double(chance.below(1 << 30)) / Double(1 << 30) }
    }
    var estimator = SensorNoise.Estimator()
    for place in 2..<noise.count { estimator.add(noise[place - 2], noise[place - 1], noise[place]) }
    #expect(abs(try #require(estimator.standardDeviation) - 1) < 0.02)
  }

  /// Of months the middle one counts, and one that was hardly measured does not.
  @Test func monthsAreTakenApart() {
    let month = 24 * 28
    let load = HouseholdLoad(
      name: "home", firstHour: 0,
      meansW: (0..<4 * month).map { hour in
        switch hour / month {
        case 0: 100
        case 1: 200
        case 2: 900
        default: hour % 2 == 0 ? nil : 10_000
        }
      })
    #expect(Self.value("load.energy", HomeRecord(load: load, span: .month)) == 4.8)
    #expect(Self.value("load.energy", HomeRecord(load: load, span: .year)) == nil)
    #expect(Self.value("load.naive_error", HomeRecord(load: load, span: .month)) == 0)
  }
}
