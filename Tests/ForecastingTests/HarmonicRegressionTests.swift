import Clockwork
import Quantities
import Telemetry
import Testing

@testable import Forecasting

@Suite("Harmonic regression")
struct HarmonicRegressionTests {
  @Test("two pure sinusoids are continued exactly")
  func sinusoids() throws {
    func value(_ index: Int) -> Double {
      let turn = 2 * Double.pi * Double(index)
      return 1_000 + 300 * Elementary.sin(turn / 24 + 0.4) + 200 * Elementary.cos(turn / 168)
    }
    var settings = Fixtures.quick
    settings.kneeShare = nil
    settings.dailyRidge = 1e-12
    settings.weeklyRidge = 1e-12
    settings.isCalibrated = false
    for hours in [1_344, 900] {
      var model = HarmonicRegression(settings: settings, key: Fixtures.key(1))
      let forecast = try model.forecast(
        Fixtures.series((0..<hours).map { value($0) }),
        ForecastRequest(issuedAt: Fixtures.time(hours), horizonHours: 168))
      for lead in 0..<168 {
        let truth = value(hours + lead)
        #expect((forecast.median(ofHour: lead) - truth).magnitude < 1e-6 * truth)
        #expect((forecast.mean[lead] - truth).magnitude < 1e-6 * truth)
      }
    }
  }

  @Test(
    "an autoregressive residual decays and widens as theory says",
    arguments: [1, 2, 3] as [UInt64])
  func autoregression(seed: UInt64) throws {
    var stream = Fixtures.key(seed).stream(0)
    let hours = 1_344
    var error = 0.0
    var values: [Double] = []
    for _ in 0..<hours {
      error = 0.8 * error + 10 * stream.gaussian()
      values.append(500 + error)
    }
    values[hours - 1] = 600
    let mean = values.reduce(0, +) / Double(hours)
    let deviations = values.map { $0 - mean }
    let products = zip(deviations, deviations.dropFirst())
    let squares = deviations.dropLast().reduce(0) { $0 + $1 * $1 }
    let phi = products.reduce(0) { $0 + $1.0 * $1.1 } / squares
    var settings = HarmonicSettings()
    settings.dailyPairs = 0
    settings.weeklyHarmonics = 0
    settings.residualLags = [1]
    settings.residualMeanSpans = []
    settings.residualRidge = 0
    settings.kneeShare = nil
    settings.halfLifeDays = 1e6
    settings.pathCount = 2_000
    settings.isCalibrated = false
    var model = HarmonicRegression(settings: settings, key: Fixtures.key(seed))
    let forecast = try model.forecast(
      Fixtures.series(values), ForecastRequest(issuedAt: Fixtures.time(hours)))
    var decay = 1.0
    var variance = 0.0
    for lead in 0..<24 {
      decay *= phi
      variance = phi * phi * variance + 100
      // The noise of 2,000 dealt paths is the tolerance: a tenth of the errors' sd.
      let expected = mean + decay * deviations[hours - 1]
      #expect((forecast.mean[lead] - expected).magnitude < 1, "seed \(seed), lead \(lead)")
      let width =
        forecast.quantile(ofHour: lead, level: 0.9) - forecast.quantile(ofHour: lead, level: 0.1)
      let ratio = width / (2 * 1.2816 * variance.squareRoot())
      #expect((ratio - 1).magnitude < 0.2, "seed \(seed), lead \(lead): \(ratio)")
    }
  }

  @Test("a weather forecast helps a home that heats, and a missing one does no harm")
  func weather() throws {
    var stream = Fixtures.key(5).stream(0)
    let hours = 700
    var outdoor = 0.0
    var temperatures: [Double] = []
    var values: [Double] = []
    for index in 0..<(hours + 24) {
      outdoor = 0.97 * outdoor + 1.2 * stream.gaussian()
      // A cold front arrives with the forecast day.
      let temperature = 8 + outdoor - (index >= hours ? 12 : 0)
      temperatures.append(temperature)
      values.append(300 + 90 * max(0, 18.3 - temperature) + 60 * stream.gaussian())
    }
    var history = HourlySeries()
    for index in 0..<hours {
      history.add(temperatures[index], at: Fixtures.time(index), coverage: 1)
    }
    let series = Fixtures.series(Array(values.prefix(hours)))
    func error(_ forecastC: [Double]?) throws -> Double {
      var model = HarmonicRegression(settings: Fixtures.quick, key: Fixtures.key(1))
      var request = ForecastRequest(issuedAt: Fixtures.time(hours))
      request.outdoor = forecastC.map {
        OutdoorTemperature(
          history: history, forecastStartHour: Fixtures.monday + Int64(hours), forecastC: $0)
      }
      let forecast = try model.forecast(series, request)
      return (0..<24).reduce(0) {
        $0 + (forecast.median(ofHour: $1) - values[hours + $1]).magnitude
      }
    }
    let blind = try error(nil)
    let informed = try error(Array(temperatures.suffix(24)))
    #expect(informed < 0.6 * blind, "\(informed) against \(blind)")
    // A forecast that ends too early cannot be used; it equals none.
    let short = try error(Array(temperatures.suffix(24).prefix(20)))
    #expect(short == blind)
    let notNumbers = try error([Double](repeating: .nan, count: 24))
    #expect(notNumbers == blind)
  }

  @Test("habits follow the wall clock over a DST change")
  func daylightSaving() throws {
    // A kettle at 7:00 on the wall, which moves from 13:00 to 12:00 UTC at hour 600.
    let change = Fixtures.time(600)
    let clock = LocalHours(first: .hours(-6), changes: [(change, .hours(-5))])
    let values = (0..<624).map { index in
      clock.hourOfWeek(ofHour: Fixtures.monday + Int64(index)) % 24 == 7 ? 1_500.0 : 200
    }
    var model = HarmonicRegression(settings: Fixtures.quick, key: Fixtures.key(1))
    let forecast = try model.forecast(
      Fixtures.series(Array(values.prefix(600))),
      ForecastRequest(issuedAt: change, localHours: clock))
    let peak = forecast.mean.indices.max { forecast.mean[$0] < forecast.mean[$1] }
    #expect(peak == 12)
    #expect(values[600 + 12] == 1_500)
  }

  @Test("a series that was never negative is not forecast to be")
  func nonNegative() throws {
    var stream = Fixtures.key(6).stream(0)
    let bursts = (0..<400).map { _ in stream.bernoulli(0.1) ? 2_000.0 : 0 }
    var model = HarmonicRegression(settings: Fixtures.quick, key: Fixtures.key(1))
    let forecast = try model.forecast(
      Fixtures.series(bursts), ForecastRequest(issuedAt: Fixtures.time(400)))
    #expect((forecast.mean + forecast.quantiles).allSatisfy { $0 >= 0 && $0 < 4_000 })
    // With export the same model does go below zero.
    let export = (0..<400).map { ($0 % 24 == 12 ? -1_500.0 : 300) + 20 * stream.gaussian() }
    var other = HarmonicRegression(settings: Fixtures.quick, key: Fixtures.key(1))
    let solar = try other.forecast(
      Fixtures.series(export), ForecastRequest(issuedAt: Fixtures.time(400)))
    #expect(solar.mean[(12 - 400 % 24 + 24) % 24] < -800)
  }

  @Test("late readings lengthen the simulation and the doubt")
  func lateReadings() throws {
    let values = Fixtures.household(hours: 700, seed: 8)
    func width(knownHours: Int) throws -> Double {
      var settings = Fixtures.quick
      settings.isCalibrated = false
      settings.pathCount = 400
      var model = HarmonicRegression(settings: settings, key: Fixtures.key(1))
      let forecast = try model.forecast(
        Fixtures.series(Array(values.prefix(knownHours))),
        ForecastRequest(issuedAt: Fixtures.time(700), horizonHours: 1))
      return forecast.quantile(ofHour: 0, level: 0.9) - forecast.quantile(ofHour: 0, level: 0.1)
    }
    let prompt = try width(knownHours: 700)
    let late = try width(knownHours: 690)
    #expect(prompt < late)
  }

  @Test("settings out of range are brought inside")
  func settings() throws {
    var settings = HarmonicSettings()
    settings.historyHours = 1
    settings.dailyPairs = 99
    settings.weeklyHarmonics = -3
    settings.residualLags = [0, 1, 500]
    settings.residualMeanSpans = [-1, 24]
    settings.halfLifeDays = -1
    settings.kneeShare = -2
    settings.pathCount = 0
    var model = HarmonicRegression(settings: settings, key: Fixtures.key(1))
    let forecast = try model.forecast(
      Fixtures.series(Fixtures.household(hours: 100, seed: 9)),
      ForecastRequest(issuedAt: Fixtures.time(100)))
    #expect(forecast.quantiles.allSatisfy { $0.isFinite })
  }
}
