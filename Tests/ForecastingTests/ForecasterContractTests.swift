import Clockwork
import Forecasting
import Numerics
import Telemetry
import Testing

/// Every forecaster, by name; a new implementation joins this list and is done when it passes.
enum Contestant: String, CaseIterable, CustomTestStringConvertible {
  case seasonalNaive, harmonic, harmonicLinear, harmonicUncalibrated

  var testDescription: String { rawValue }

  func make(seed: UInt64 = 7) -> any Forecaster {
    var settings = Fixtures.quick
    switch self {
    case .seasonalNaive: return SeasonalNaive()
    case .harmonic: break
    case .harmonicLinear: settings.kneeShare = nil
    case .harmonicUncalibrated: settings.isCalibrated = false
    }
    return HarmonicRegression(settings: settings, key: Fixtures.key(seed))
  }
}

@Suite("Forecaster contract")
struct ForecasterContractTests {
  @Test("the future is never read", arguments: Contestant.allCases)
  func future(_ contestant: Contestant) throws {
    let past = Fixtures.household(hours: 480, seed: 1)
    let known = Fixtures.series(past)
    var changed = known
    for index in 432..<480 { changed.replace(9_000, at: Fixtures.time(index), coverage: 1) }
    // On the hour, and within hour 432, whose mean is not complete yet.
    for issue in [Fixtures.time(432), Fixtures.time(432) + .minutes(40)] {
      let request = ForecastRequest(issuedAt: issue)
      var first = contestant.make()
      var second = contestant.make()
      let a = try first.forecast(known, request)
      let b = try second.forecast(changed, request)
      #expect(a.mean == b.mean)
      #expect(a.quantiles == b.quantiles)
      #expect(a.firstHour >= issue)
      #expect(a.firstHour - issue < .hours(1))
    }
  }

  @Test("a constant stays constant", arguments: Contestant.allCases)
  func constant(_ contestant: Contestant) throws {
    for (value, hours) in [(250.0, 30), (250, 100), (0, 400), (1e-3, 400), (-40, 400)] {
      var forecaster = contestant.make()
      let series = Fixtures.series([Double](repeating: value, count: hours))
      let forecast = try forecaster.forecast(
        series, ForecastRequest(issuedAt: Fixtures.time(hours), horizonHours: 48))
      let tolerance = 1e-5 * value.magnitude + 1e-7
      for number in forecast.mean + forecast.quantiles {
        #expect((number - value).magnitude <= tolerance, "\(value) W, \(hours) h: \(number)")
      }
    }
  }

  @Test("missing hours leave a finite, ordered forecast", arguments: Contestant.allCases)
  func missing(_ contestant: Contestant) throws {
    for seed: UInt64 in 1...3 {
      var stream = Fixtures.key(seed).stream(2)
      var values: [Double?] = Fixtures.household(hours: 700, seed: seed)
      for index in values.indices where stream.bernoulli(0.3) { values[index] = nil }
      for index in 200..<272 { values[index] = nil }
      for index in 670..<700 { values[index] = nil }
      var forecaster = contestant.make()
      let forecast = try forecaster.forecast(
        Fixtures.series(values), ForecastRequest(issuedAt: Fixtures.time(700)))
      #expect(forecast.firstHour == Fixtures.time(700))
      expectSound(forecast, hours: 24, "seed \(seed)")
      #expect(forecast.mean.allSatisfy { $0 > 50 && $0 < 4_000 }, "seed \(seed)")
    }
  }

  @Test("scaling the series scales the forecast", arguments: Contestant.allCases)
  func scaling(_ contestant: Contestant) throws {
    let values = Fixtures.household(hours: 500, seed: 3)
    let request = ForecastRequest(issuedAt: Fixtures.time(500))
    var plain = contestant.make()
    let base = try plain.forecast(Fixtures.series(values), request)
    // A power of two rounds nothing, so the bits must agree.
    var large = contestant.make()
    let fourfold = try large.forecast(Fixtures.series(values.map { 4 * $0 }), request)
    #expect(fourfold.mean == base.mean.map { 4 * $0 })
    #expect(fourfold.quantiles == base.quantiles.map { 4 * $0 })
    var small = contestant.make()
    let kilowatts = try small.forecast(Fixtures.series(values.map { $0 / 1000 }), request)
    for (a, b) in zip(kilowatts.quantiles, base.quantiles) {
      #expect((a * 1000 - b).magnitude <= 1e-4 * b.magnitude)
    }
  }

  @Test("equal inputs give equal bits, and copies go on alike", arguments: Contestant.allCases)
  func deterministic(_ contestant: Contestant) throws {
    let series = Fixtures.series(Fixtures.household(hours: 420, seed: 4))
    let request = ForecastRequest(issuedAt: Fixtures.time(420))
    var first = contestant.make()
    var second = contestant.make()
    let a = try first.forecast(series, request)
    let b = try second.forecast(series, request)
    #expect(a.mean.map(\.bitPattern) == b.mean.map(\.bitPattern))
    #expect(a.quantiles.map(\.bitPattern) == b.quantiles.map(\.bitPattern))
    // A copy taken now answers like the original later.
    var copy = first
    let later = ForecastRequest(issuedAt: Fixtures.time(420), horizonHours: 12)
    let fromCopy = try copy.forecast(series, later)
    let fromOriginal = try first.forecast(series, later)
    #expect(fromCopy.quantiles == fromOriginal.quantiles)
  }

  @Test("horizons and histories have limits", arguments: Contestant.allCases)
  func limits(_ contestant: Contestant) throws {
    let series = Fixtures.series(Fixtures.household(hours: 23, seed: 5))
    let issue = Fixtures.time(23)
    for hours in [0, -5, 337] {
      var forecaster = contestant.make()
      #expect(throws: ForecastError.horizonOutOfRange(hours: hours)) {
        try forecaster.forecast(series, ForecastRequest(issuedAt: issue, horizonHours: hours))
      }
    }
    var forecaster = contestant.make()
    #expect(throws: ForecastError.tooLittleHistory(observedHours: 23, needed: 24)) {
      try forecaster.forecast(series, ForecastRequest(issuedAt: issue))
    }
    #expect(throws: ForecastError.tooLittleHistory(observedHours: 0, needed: 24)) {
      try forecaster.forecast(HourlySeries(), ForecastRequest(issuedAt: issue))
    }
  }

  @Test("every error says what was found and what to do")
  func errorTexts() {
    let table: [(ForecastError, String)] = [
      (.horizonOutOfRange(hours: 0), "forecast: horizon of 0 h, expected 1...336 h"),
      (
        .tooLittleHistory(observedHours: 7, needed: 24),
        "forecast: 7 observed hours, expected at least 24; wait for more data"
      ),
      (
        .noFit(cause: .invalidArgument(operation: "a fit", reason: "an element is not finite")),
        "forecast: a fit: an element is not finite"
      ),
    ]
    for (error, text) in table { #expect(error.description == text) }
  }

  @Test("any length of history works, from a day on", arguments: Contestant.allCases)
  func anyHistory(_ contestant: Contestant) throws {
    let values = Fixtures.household(hours: 1_500, seed: 6)
    for hours in [24, 25, 40, 72, 169, 335, 337, 1_500] {
      var forecaster = contestant.make()
      let forecast = try forecaster.forecast(
        Fixtures.series(Array(values.prefix(hours))),
        ForecastRequest(issuedAt: Fixtures.time(hours), horizonHours: 30))
      expectSound(forecast, hours: 30, "\(hours) h")
      #expect(forecast.mean.allSatisfy { $0 < 6_000 }, "\(hours) h")
    }
  }

  private func expectSound(_ forecast: HourlyForecast, hours: Int, _ comment: String) {
    #expect(forecast.hourCount == hours)
    #expect(forecast.quantiles.count == hours * ForecastLevels.all.count)
    #expect((forecast.mean + forecast.quantiles).allSatisfy { $0.isFinite }, "\(comment)")
    for hour in 0..<hours {
      let row = Fixtures.quantiles(forecast, hour: hour)
      #expect(zip(row, row.dropFirst()).allSatisfy { $0 <= $1 }, "\(comment), hour \(hour)")
    }
  }
}
