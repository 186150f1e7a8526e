import Clockwork
import Forecasting
import Telemetry
import Testing

@Suite("Seasonal naive")
struct SeasonalNaiveTests {
  @Test("repeats the week after two weeks, the day before")
  func seasons() throws {
    let values = (0..<400).map { Double($0) }
    for (hours, season) in [(300, 24), (335, 24), (336, 168), (400, 168)] {
      var naive = SeasonalNaive()
      let forecast = try naive.forecast(
        Fixtures.series(Array(values.prefix(hours))),
        ForecastRequest(issuedAt: Fixtures.time(hours), horizonHours: 30))
      for lead in 0..<30 {
        #expect(forecast.mean[lead] == values[hours + lead - season * (lead / season + 1)])
      }
    }
  }

  @Test("a missing hour is taken from the season before")
  func missing() throws {
    var values: [Double?] = (0..<100).map { Double($0) }
    values[80] = nil
    var naive = SeasonalNaive(seasonHours: 24)
    let forecast = try naive.forecast(
      Fixtures.series(values), ForecastRequest(issuedAt: Fixtures.time(100)))
    #expect(forecast.mean[4] == 56)
    #expect(forecast.mean[5] == 81)
  }

  @Test("an issue within an hour starts at the next")
  func partialHour() throws {
    var naive = SeasonalNaive(seasonHours: 24)
    let series = Fixtures.series((0..<100).map { Double($0) })
    let forecast = try naive.forecast(
      series, ForecastRequest(issuedAt: Fixtures.time(90) + .minutes(1), horizonHours: 24))
    #expect(forecast.firstHour == Fixtures.time(91))
    // Hour 90 itself is not known yet, so hour 114 falls back to hour 66.
    #expect(forecast.mean[0] == 67)
    #expect(forecast.mean[23] == 66)
  }

  @Test("intervals are quantiles of seasonal differences, wider with each season")
  func intervals() throws {
    var stream = Fixtures.key(11).stream(0)
    let values = (0..<1_300).map { 1_000 + 200 * Double($0 % 24) + 50 * stream.gaussian() }
    var naive = SeasonalNaive(seasonHours: 24)
    let forecast = try naive.forecast(
      Fixtures.series(values), ForecastRequest(issuedAt: Fixtures.time(1_300), horizonHours: 72))
    // Differences of independent errors have sd 50 sqrt 2; the 90 % normal quantile is 1.2816 sd.
    let half = 1.2816 * 50 * 2.0.squareRoot()
    for lead in [0, 30, 60] {
      let width = forecast.quantile(ofHour: lead, level: 0.9) - forecast.mean[lead]
      let expected = half * Double(lead / 24 + 1).squareRoot()
      #expect((width / expected - 1).magnitude < 0.06, "lead \(lead): \(width) W")
    }
  }
}
