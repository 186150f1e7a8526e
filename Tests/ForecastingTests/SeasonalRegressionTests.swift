import Clockwork
import Numerics
import Quantities
import Testing

@testable import Forecasting

@Suite("Seasonal regression")
struct SeasonalRegressionTests {
  @Test("the seasonal fit equals ridge regression on explicit columns", arguments: [true, false])
  func explicitColumns(_ hasDegrees: Bool) throws {
    var stream = Fixtures.key(21).stream(0)
    let count = 500
    let values = (0..<count).map { _ in 10 + stream.gaussian() }
    let weights = (0..<count).map { _ in stream.bernoulli(0.2) ? 0 : stream.uniform() }
    let hours = (0..<count).map { ($0 + 37) % 168 }
    var degrees: DegreeColumns?
    if hasDegrees {
      var history = HourlySeries()
      for index in 0..<count {
        history.add(15 + 8 * stream.gaussian(), at: Fixtures.time(index), coverage: 1)
      }
      let outdoor = OutdoorTemperature(
        history: history, forecastStartHour: Fixtures.monday + Int64(count), forecastC: [3])
      degrees = DegreeColumns(
        outdoor, firstHour: Fixtures.monday, isObserved: weights.map { $0 > 0 },
        originHour: Fixtures.monday + Int64(count), endHour: Fixtures.monday + Int64(count) + 1,
        isHindcast: false)
      #expect(degrees?.heatingK.last == 15.3)
    }
    let fit = try SeasonalRegression(
      values: values, weights: weights, hoursOfWeek: hours, degrees: degrees, dailyPairs: 3,
      weeklyHarmonics: 9, ridge: (0.02, 0.5, 0.1))
    let expected = try explicit(values, weights, hours, degrees, penalties: (0.02, 0.5, 0.1))
    for index in 0..<count {
      let found = fit.value(hourOfWeek: hours[index], degrees: degrees, index: index)
      #expect((found - expected[index]).magnitude < 1e-9)
    }
  }

  /// Fitted values by forming every column and every product.
  private func explicit(
    _ values: [Double], _ weights: [Double], _ hours: [Int], _ degrees: DegreeColumns?,
    penalties: (daily: Double, weekly: Double, degrees: Double)
  ) throws -> [Double] {
    let total = weights.reduce(0, +)
    var columns = [[Double](repeating: 1, count: values.count)]
    var ridge = [0.0]
    for frequency in [7, 14, 21, 1, 2, 3, 4, 5, 6, 8, 9] {
      let angles = hours.map { 2 * Double.pi * Double(frequency * $0) / 168 }
      columns += [angles.map(Elementary.cos), angles.map(Elementary.sin)]
      let penalty = (frequency % 7 == 0 ? penalties.daily : penalties.weekly) * total / 2
      ridge += [penalty, penalty]
    }
    for column in [degrees?.heatingK, degrees?.coolingK].compactMap({ $0 }) {
      let mean = zip(column, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
      let variance =
        zip(column, weights).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / total
      columns.append(column.map { ($0 - mean) / variance.squareRoot() })
      ridge.append(penalties.degrees * total)
    }
    var system = NormalEquations(size: columns.count)
    for i in columns.indices {
      for t in values.indices {
        system.right[i] += weights[t] * columns[i][t] * values[t]
        for j in 0...i {
          system.matrix[i, j] += weights[t] * columns[i][t] * columns[j][t]
        }
      }
      system.matrix[i, i] += ridge[i]
    }
    let beta = try system.solve()
    return values.indices.map { t in
      columns.indices.reduce(0) { $0 + beta[$1] * columns[$1][t] }
    }
  }
}
