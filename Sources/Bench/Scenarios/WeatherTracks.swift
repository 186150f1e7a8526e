internal import Calendar
internal import Climate
internal import Clockwork
internal import Dwellings
internal import Homes
internal import Quantities
internal import ScenarioFiles
internal import Telemetry

/// Makes the weather of one window for all homes of a place.
struct WeatherTracks {
  /// Every so often the weather service speaks, and how far it looks.
  static let forecastEvery = SimDuration.hours(6)
  static let forecastHours = 48

  private let climate: Climate
  private let birth: SimTime
  private let model: WeatherForecastModel
  private let facades: [TiltedPlane]
  private let groundC: [Double]
  private let mains: MainsWater
  private let prices: PriceTracks
  /// nil where nobody follows the air in homes.
  private let particles: OutdoorParticles?

  init(_ plan: RunPlan) {
    climate = plan.climate
    birth = plan.birth
    model = WeatherForecastModel(seed: plan.seed)
    facades = [0.0, 90, 180, 270].map { TiltedPlane(tiltDegrees: 90, azimuthDegrees: $0) }
    let deep = plan.climate.file.ground.min {
      ($0.depthMeters - 2).magnitude < ($1.depthMeters - 2).magnitude
    }
    let mean =
      plan.climate.file.rows.reduce(0) { $0 + $1.temperatureC }
      / Double(plan.climate.file.rows.count)
    mains = MainsWater(plan.climate.file)
    prices = PriceTracks(tariff: plan.tariff, birth: plan.birth, zone: plan.zone)
    particles = plan.loaded.world.air.map {
      OutdoorParticles(
        medianUgM3: $0.particlesUgM3, spread: $0.spread.value, seed: plan.seed)
    }
    groundC = deep?.monthlyC ?? Array(repeating: mean, count: 12)
  }

  /// The weather from `start` through `end`, both on the physics grid.
  func track(from start: SimTime, through end: SimTime) -> WeatherTrack {
    let table = WeatherTable(climate: climate, from: start, through: end)
    var clock = LocalClock(zone: climate.zone, near: start)
    var conditions: [OutdoorConditions] = []
    conditions.reserveCapacity(table.states.count)
    var time = start
    for state in table.states {
      var now = outdoor(state, clock.date(at: time))
      if let particles { now.particlesUgM3 = particles.concentration(at: time) }
      conditions.append(now)
      time += Dwelling.usualStep
    }
    var forecasts: [(issuedAt: SimTime, message: WeatherForecastMessage)] = []
    // Forecasts of one day look at the same hours again and again.
    var cursor = WeatherCursor(climate: climate, remembering: 24 + Self.forecastHours)
    var issue = start.roundedUp(to: Self.forecastEvery, from: birth)
    while issue <= end {
      forecasts.append((issue, message(issue, &cursor)))
      issue += Self.forecastEvery
    }
    var track = WeatherTrack(start: start, conditions: conditions, forecasts: forecasts)
    track.prices = prices.prices(from: start, through: end)
    return track
  }

  private func outdoor(_ state: WeatherState, _ date: CivilDate) -> OutdoorConditions {
    var facade = SIMD4<Double>.zero
    if state.globalHorizontal > 0 || state.diffuseHorizontal > 0 {
      for i in 0..<4 { facade[i] = facades[i].irradiance(state).total }
    }
    return OutdoorConditions(
      temperatureC: state.temperatureC, humidityRatio: state.humidityRatio,
      windSpeedMS: state.windSpeed, facadeIrradianceWm2: facade,
      globalHorizontalWm2: state.globalHorizontal,
      illuminanceLx: Daylight(state).globalHorizontalLux,
      groundTemperatureC: groundC[date.month - 1],
      mainsWaterC: mains.temperatureC(dayOfYear: date.dayOfYear),
      sky: state.globalHorizontal > 0 || state.diffuseHorizontal > 0 ? state : nil)
  }

  private func message(
    _ issue: SimTime, _ cursor: inout WeatherCursor
  ) -> WeatherForecastMessage {
    let forecast = model.forecast(issuedAt: issue, hours: Self.forecastHours, cursor: &cursor)
    return WeatherForecastMessage(
      firstHour: forecast.points.first?.validAt ?? issue,
      temperatureC: forecast.points.map { Float($0.temperatureC) },
      globalHorizontalWm2: forecast.points.map { Float($0.globalHorizontal) })
  }
}
