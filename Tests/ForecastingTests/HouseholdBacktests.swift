import Clockwork
import Forecasting
import Testing

/// Homes that no setting was chosen on; limits hold what was measured when the settings were fixed.
@Suite(
  "Backtests on measured homes",
  .enabled(if: HouseholdData.isPresent, "no measured homes beside this package"))
struct HouseholdBacktests {
  struct Case: CustomTestStringConvertible {
    var name: String
    /// Mean absolute error over the mean load, last 28 days, issued at midnight.
    var normalisedMAEMax: Double
    var ratioToWeekMax: Double
    var load: @Sendable () throws -> MeasuredLoad
    var testDescription: String { name }
  }

  static let cases = [
    // Seasonal naive .370, Prophet .395, gradient boosting with lags .275.
    Case(name: "REFIT House 20", normalisedMAEMax: 0.30, ratioToWeekMax: 0.75) {
      try HouseholdData.aggregate(
        "REFIT_House20_hourly_W.csv", name: "REFIT House 20", last: "2015-02-28 23:00:00")
    },
    // .537, .502, .406.
    Case(name: "UK-DALE House 2", normalisedMAEMax: 0.405, ratioToWeekMax: 0.77) {
      try HouseholdData.aggregate("UKDALE_House2_hourly_W.csv", name: "UK-DALE House 2")
    },
    // .521, .525, .430.
    Case(name: "CityLearn B1", normalisedMAEMax: 0.46, ratioToWeekMax: 0.80) {
      try HouseholdData.cityLearn(1)
    },
    // .337, .279, .278.
    Case(name: "CityLearn B4", normalisedMAEMax: 0.275, ratioToWeekMax: 0.75) {
      try HouseholdData.cityLearn(4)
    },
  ]

  @Test("the day ahead of a home", arguments: cases)
  func dayAhead(_ home: Case) throws {
    let key = RandomKey(seed: 1, purpose: Purpose("tests.backtest"), entity: 0)
    let load = try home.load()
    let score = try Backtest().run(load, HarmonicRegression(key: key))
    let null = try Backtest().run(load, SeasonalNaive())
    #expect(score.normalisedMAE < home.normalisedMAEMax)
    #expect(score.ratioToWeek < home.ratioToWeekMax)
    #expect(score.crps < 0.8 * null.crps)
    #expect((0.75...0.85).contains(score.coverage80), "\(score.coverage80)")
    #expect((0.92...0.98).contains(score.coverage95), "\(score.coverage95)")
    // The null reproduces itself: its median is the value a week ago.
    #expect((null.ratioToWeek - 1).magnitude < 0.01)
  }
}
