import Calendar
import Climate
import Clockwork
import Testing

@Suite struct WeatherForecastTests {
  @Test func errorsHaveTheStatedDeviation() throws {
    let growth = ForecastErrorSettings.publicService.temperature
    let start = try WeatherSamples.time("2024-01-15T06:00Z")
    let leads: [Int64] = [1, 6, 24, 72, 168]
    var squares = [Double](repeating: 0, count: leads.count)
    let seedCount = 1_500
    for seed in 0..<UInt64(seedCount) {
      let model = WeatherForecastModel(seed: seed)
      let path = model.errorPath(issuedAt: start, hours: 168)
      for (k, lead) in leads.enumerated() {
        let error = path.shift(at: start + .hours(lead)).temperature
        squares[k] += error * error
      }
    }
    for (k, lead) in leads.enumerated() {
      let found = (squares[k] / Double(seedCount)).squareRoot()
      let stated = growth.deviation(leadHours: Double(lead))
      // The deviation of 1500 draws is itself known to 1.8 %; 5 % is nearly three of those.
      #expect(abs(found / stated - 1) < 0.05, "lead \(lead) h: \(found), stated \(stated)")
    }
    #expect(abs(growth.deviation(leadHours: 24) - 1.86) < 0.02)
    #expect(growth.deviation(leadHours: 0) == 0)
  }

  @Test func laterForecastsKeepOnlyLaterShocks() throws {
    let issued = try WeatherSamples.time("2024-01-15T06:00Z")
    let valid = issued + .hours(30)
    // A revision is independent of the error that remains.
    var sums = (product: 0.0, revision: 0.0, rest: 0.0)
    for seed in UInt64(0)..<800 {
      let model = WeatherForecastModel(seed: seed)
      let early = model.errorPath(issuedAt: issued, hours: 48).shift(at: valid).temperature
      let late = model.errorPath(issuedAt: issued + .hours(12), hours: 48)
        .shift(at: valid).temperature
      sums.product += (early - late) * late
      sums.revision += (early - late) * (early - late)
      sums.rest += late * late
    }
    let correlation = sums.product / (sums.revision * sums.rest).squareRoot()
    #expect(abs(correlation) < 0.12, "found \(correlation)")
    #expect(sums.revision > 0.3 * sums.rest)
  }

  @Test func forecastIsRepeatableAndAnyLengthAgrees() throws {
    var cursor = WeatherCursor(climate: try WeatherSamples.climate("chicago"))
    let issued = try WeatherSamples.time("2024-01-15T06:20Z")
    let model = WeatherForecastModel(seed: 42)
    let long = model.forecast(issuedAt: issued, hours: 48, cursor: &cursor)
    let short = model.forecast(issuedAt: issued, hours: 12, cursor: &cursor)
    #expect(long.points.count == 48)
    #expect(Array(long.points.prefix(12)) == short.points)
    #expect(long.points[0].validAt == (try WeatherSamples.time("2024-01-15T07:00Z")))
    let other = WeatherForecastModel(seed: 43)
      .forecast(issuedAt: issued, hours: 48, cursor: &cursor)
    #expect(other != long)
    let elsewhere = WeatherForecastModel(seed: 42, service: 1)
      .forecast(issuedAt: issued, hours: 48, cursor: &cursor)
    #expect(elsewhere != long)
  }

  @Test func perfectForecastTellsTheTruth() throws {
    var cursor = WeatherCursor(climate: try WeatherSamples.climate("tucson"))
    let issued = try WeatherSamples.time("2024-07-15T06:00Z")
    let forecast = WeatherForecastModel(seed: 1, settings: .perfect)
      .forecast(issuedAt: issued, hours: 24, cursor: &cursor)
    for point in forecast.points {
      let truth = cursor.state(at: point.validAt)
      #expect(point.temperatureC == truth.temperatureC)
      #expect(point.globalHorizontal == truth.globalHorizontal)
      #expect(point.temperatureDeviationK == 0)
    }
  }

  @Test func shiftedWeatherIsPossible() throws {
    let climate = try WeatherSamples.climate("denver")
    var cursor = WeatherCursor(climate: climate)
    let start = try WeatherSamples.time("2024-04-10T00:00Z")
    for seed in UInt64(0)..<600 {
      var random = RandomStream(seed: seed, purpose: Purpose("test.climate.shift"), entity: 0)
      let shift = WeatherShift(
        temperature: random.gaussian() * 8, dewPoint: random.gaussian() * 8,
        logWind: random.gaussian(), logitClearness: random.gaussian() * 3)
      let truth = cursor.state(at: start + .minutes(Int64(seed) * 37))
      let found = shift.applied(to: truth)
      #expect(found.dewPointC <= found.temperatureC, "seed \(seed)")
      #expect((0...1).contains(found.relativeHumidity), "seed \(seed)")
      #expect((0...1).contains(found.totalSkyCover), "seed \(seed)")
      #expect(found.opaqueSkyCover <= found.totalSkyCover, "seed \(seed)")
      #expect(found.windSpeed >= 0 && found.infrared > 0, "seed \(seed)")
      #expect(found.globalHorizontal >= found.diffuseHorizontal - 1e-9, "seed \(seed)")
      #expect(found.diffuseHorizontal >= 0 && found.directNormal >= 0, "seed \(seed)")
      #expect(found.directNormal < 1_300, "seed \(seed)")
      if truth.globalHorizontal == 0 { #expect(found.globalHorizontal == 0, "seed \(seed)") }
    }
  }

  @Test func membersStartAtTheTruthAndSpread() throws {
    var cursor = WeatherCursor(climate: try WeatherSamples.climate("chicago"))
    let issued = try WeatherSamples.time("2024-01-20T18:00Z")
    let model = WeatherForecastModel(seed: 7)
    let real = model.errorPath(issuedAt: issued, hours: 48)
    let truth = cursor.state(at: issued + .hours(24))
    var squares = 0.0
    for branch in UInt32(1)...400 {
      let drawn = model.errorPath(issuedAt: issued, hours: 48, branch: branch)
      let atIssue = WeatherForecastModel.member(
        cursor.state(at: issued), at: issued, real: real, drawn: drawn)
      #expect(atIssue == cursor.state(at: issued))
      let member = WeatherForecastModel.member(
        truth, at: issued + .hours(24), real: real, drawn: drawn)
      let forecast = truth.temperatureC - real.shift(at: issued + .hours(24)).temperature
      squares += (member.temperatureC - forecast) * (member.temperatureC - forecast)
    }
    let stated = model.settings.temperature.deviation(leadHours: 24)
    // 400 draws know a deviation to 3.5 %.
    #expect(abs((squares / 400).squareRoot() / stated - 1) < 0.12)
    let itself = WeatherForecastModel.member(
      truth, at: issued + .hours(24), real: real, drawn: real)
    #expect(itself == truth)
  }

  @Test func pathsAreContinuousFromTheIssueOn() throws {
    let issued = try WeatherSamples.time("2024-01-20T18:23Z")
    let path = WeatherForecastModel(seed: 3).errorPath(issuedAt: issued, hours: 10)
    #expect(path.shift(at: issued) == .none)
    var last = path.shift(at: issued + .microseconds(1)).temperature
    #expect(abs(last) < 1e-6)
    for minute in Int64(1)...600 {
      let next = path.shift(at: issued + .minutes(minute)).temperature
      #expect(abs(next - last) < 0.2)
      last = next
    }
  }
}
