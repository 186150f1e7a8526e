internal import Calendar
public import Clockwork
internal import Forecasting
public import Telemetry

/// Hourly power from a meter's counter, and a forecast of the coming day shortly after each local
/// midnight.
public struct LaneForecaster: Sendable {
  /// So long after midnight the last hour's counter readings have come.
  static let issueDelay = SimDuration.minutes(5)
  static let hour = SimDuration.hours(1)

  private enum Model: Sendable {
    case naive(SeasonalNaive)
    case harmonic(HarmonicRegression)
  }

  private var model: Model
  private let horizonHours: Int
  private let zone: ZoneRule?
  private var clock: LocalClock?
  private var series = HourlySeries()
  private var outdoor = HourlySeries()
  private var outlook: WeatherForecastMessage?
  private var lastCounter: (time: SimTime, energyKWh: Double)?
  /// Energy of the hour that is being filled, kWh, and how much of it is covered.
  private var hourStart: SimTime?
  private var hourKWh = 0.0
  private var hourCovered = SimDuration.zero
  private var lastIssueDay: Int?
  private(set) var energyTodayKWh: Double?
  private var today: Int?

  /// - Parameter chance: keys the paths that errors are drawn along, with the home.
  public init(
    model: LaneSettings.ForecastModel, horizonHours: Int, chance: UInt64, zoneRule: String,
    home: HomeID
  ) {
    self.horizonHours = horizonHours
    zone = try? ZoneRule(zoneRule)
    clock = zone.map { LocalClock(zone: $0) }
    self.model =
      switch model {
      case .seasonalNaive: .naive(SeasonalNaive())
      case .harmonicRegression:
        .harmonic(
          HarmonicRegression(
            key: RandomKey(
              seed: chance, purpose: Purpose("lanes.forecasting"),
              entity: UInt64(home.rawValue))))
      }
  }

  /// Takes one counter reading; readings come in order of time.
  public mutating func observe(energyKWh: Double, at time: SimTime) {
    defer { lastCounter = (time, energyKWh) }
    countToday(energyKWh, at: time)
    guard let last = lastCounter, time > last.time else { return }
    let gain = EnergyCounter.gain(
      from: last.energyKWh, to: energyKWh, over: time - last.time)
    if gain.wasReset { return }
    // A long gap says nothing about its single hours.
    guard time - last.time <= .hours(3) else { return }
    let power = gain.energyKWh / (time - last.time).hours
    var from = last.time
    while from < time {
      let start = Self.startOfHour(from)
      if hourStart != start {
        closeHour()
        hourStart = start
      }
      let to = min(time, start + Self.hour)
      hourKWh += power * (to - from).hours
      hourCovered = hourCovered + (to - from)
      from = to
    }
  }

  public mutating func observe(_ forecast: WeatherForecastMessage) {
    outlook = forecast
    // The first hour of an outlook is the best report of the weather that the home receives.
    for (i, value) in forecast.temperatureC.prefix(6).enumerated() {
      outdoor.replace(
        Double(value), at: forecast.firstHour + .hours(Int64(i)), coverage: 1)
    }
  }

  /// Issues a forecast once a local day.
  public mutating func tick(_ now: SimTime, forecasts: inout [Forecast]) {
    guard clock != nil else { return }
    let day = clock?.date(at: now - Self.issueDelay).dayNumber
    guard let day, day != lastIssueDay else { return }
    let isFirst = lastIssueDay == nil
    lastIssueDay = day
    if isFirst { return }
    closeFullHour(before: now)
    let midnight = Self.startOfHour(now)
    let request = ForecastRequest(
      issuedAt: midnight, horizonHours: horizonHours, localHours: localHours(at: now),
      outdoor: outdoorView)
    guard var forecast = issue(request) else { return }
    forecast.issuedAt = now
    forecasts.append(forecast.conclusion(channel: .power))
  }

  private mutating func issue(_ request: ForecastRequest) -> HourlyForecast? {
    switch model {
    case .naive(var naive):
      let forecast = try? naive.forecast(series, request)
      model = .naive(naive)
      return forecast
    case .harmonic(var harmonic):
      let forecast = try? harmonic.forecast(series, request)
      model = .harmonic(harmonic)
      return forecast
    }
  }

  private var outdoorView: OutdoorTemperature? {
    outlook.map {
      OutdoorTemperature(
        history: outdoor, forecastStartHour: HourlySeries.hour(of: $0.firstHour),
        forecastC: $0.temperatureC.map(Double.init))
    }
  }

  private mutating func localHours(at now: SimTime) -> LocalHours {
    guard let zone else { return LocalHours() }
    return LocalHours(utcOffset: zone.segment(at: now).utcOffset)
  }

  private mutating func closeFullHour(before now: SimTime) {
    if let hourStart, hourStart + Self.hour <= now { closeHour() }
  }

  private mutating func closeHour() {
    guard let start = hourStart, hourCovered > .zero else { return }
    let mean = hourKWh / hourCovered.hours * 1000
    _ = series.add(mean, at: start, coverage: min(hourCovered.hours, 1))
    hourStart = nil
    hourKWh = 0
    hourCovered = .zero
  }

  private mutating func countToday(_ energyKWh: Double, at time: SimTime) {
    let day = clock?.date(at: time).dayNumber
    if day != today {
      today = day
      energyTodayKWh = 0
    } else if let last = lastCounter, time > last.time {
      let gain = EnergyCounter.gain(
        from: last.energyKWh, to: energyKWh, over: time - last.time)
      if !gain.wasReset { energyTodayKWh = (energyTodayKWh ?? 0) + gain.energyKWh }
    }
  }

  private static func startOfHour(_ time: SimTime) -> SimTime {
    HourlySeries.start(ofHour: HourlySeries.hour(of: time))
  }
}
