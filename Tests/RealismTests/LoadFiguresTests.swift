import Clockwork
import Numerics
import Realism
import TestSupport
import Testing

/// Figures of loads whose answers are known.
@Suite struct LoadFiguresTests {
  static func load(_ hours: Int, _ power: (Int) -> Double?) -> HouseholdLoad {
    HouseholdLoad(name: "home", firstHour: 0, meansW: (0..<hours).map(power))
  }

  @Test func aConstantLoadHasNoRhythm() throws {
    let figures = try #require(LoadFigures(Self.load(24 * 28) { _ in 100 }))
    #expect(figures.energyKWhPerDay == 2.4 && figures.base == 1 && figures.peak == 1)
    #expect(figures.ramp == 0 && figures.eveningPeak == 1)
    #expect(figures.autocorrelation24 == nil && figures.autocorrelation168 == nil)
    #expect(LoadFigures(Self.load(48) { _ in 0 }) == nil)
    #expect(LoadFigures(Self.load(0) { _ in 1 }) == nil)
  }

  /// Without gaps it is the textbook's estimate, whose value for a period of a day is 1 - 24 / n.
  @Test func autocorrelationIsTheTextbooks() throws {
    let hours = 24 * 35
    let daily = try #require(LoadFigures(Self.load(hours) { $0 % 24 < 12 ? 1 : 3 }))
    #expect((daily.autocorrelation24 ?? 0) == 1 - 24 / Double(hours))
    var chance = TestRandom(seed: 3)
    let values = (0..<hours).map { _ in Double(chance.below(1_000)) }
    let figures = try #require(LoadFigures(Self.load(hours) { values[$0] }))
    let expected = try #require(Statistics.autocorrelation(values, lagMax: 168))
    #expect(abs((figures.autocorrelation24 ?? 9) - expected[24]) < 1e-12)
    #expect(abs((figures.autocorrelation168 ?? 9) - expected[168]) < 1e-12)
  }

  /// An outage is no power of 0.
  @Test func gapsAreLeftOut() throws {
    let pattern = { (hour: Int) in hour % 24 < 18 ? 1.0 : 5 }
    let whole = try #require(LoadFigures(Self.load(24 * 28, pattern)))
    let holed = try #require(LoadFigures(Self.load(24 * 28) { $0 % 5 == 0 ? nil : pattern($0) }))
    #expect(abs((whole.autocorrelation24 ?? 0) - (holed.autocorrelation24 ?? 1)) < 0.02)
    #expect(abs(whole.energyKWhPerDay - holed.energyKWhPerDay) < 0.01 * whole.energyKWhPerDay)
    #expect(whole.eveningPeak == 2.5)
    let short = try #require(LoadFigures(Self.load(24 * 8, pattern)))
    #expect(short.autocorrelation24 != nil && short.autocorrelation168 == nil)
  }

  /// A clock that is put forward skips an hour; put back it shows one twice.
  @Test func hoursOfAClockThatIsSet() {
    let load = HouseholdLoad(
      name: "home", hours: [(hour: 30, meanW: 5), (27, 1), (28, 2), (30, 7)])
    #expect(load.firstHour == 27)
    #expect(load.meansW == [1, 2, nil, 6])
  }
}
