public import Clockwork
import Calendar
import Quantities

/// Makes forecasts of the weather to come, with errors that behave like those of a real service.
///
/// Truth is forecast plus error. Every hour brings one shock to each quantity; the error of a
/// forecast is the AR(1) sum (``ErrorGrowth``) of the shocks that come after its issue. So errors
/// are correlated along the lead time and grow with it, and a later forecast of the same hour
/// contains only the later shocks: revisions look like learning, not like new dice.
/// - Source: the martingale model of forecast evolution, D. Heath and P. Jackson, *IIE
///   Transactions* 26, 1994.
public struct WeatherForecastModel: Sendable {
  public let settings: ForecastErrorSettings
  private let seed: UInt64
  private let service: UInt32

  /// - Parameters:
  ///   - seed: the run's seed.
  ///   - service: tells services (or places) apart that shall err independently.
  public init(
    seed: UInt64, service: UInt32 = 0, settings: ForecastErrorSettings = .publicService
  ) {
    self.seed = seed
    self.service = service
    self.settings = settings
  }

  /// The forecast that the service issues at a moment, for the next whole hours.
  public func forecast(
    issuedAt: SimTime, hours: Int, cursor: inout WeatherCursor
  ) -> WeatherForecast {
    precondition(hours >= 0, "A forecast's length is not negative.")
    let path = errorPath(issuedAt: issuedAt, hours: hours)
    let first = Self.hour(of: issuedAt) + 1
    let points = (0..<Int64(hours)).map { lead -> WeatherForecast.Point in
      let validAt = SimTime(microseconds: (first + lead) * 3_600_000_000)
      let weather = (-path.shift(at: validAt)).applied(to: cursor.state(at: validAt))
      return WeatherForecast.Point(
        validAt: validAt, temperatureC: weather.temperatureC,
        temperatureDeviationK: settings.temperature.deviation(
          leadHours: (validAt - issuedAt).hours),
        relativeHumidity: weather.relativeHumidity, windSpeed: weather.windSpeed,
        globalHorizontal: weather.globalHorizontal, totalSkyCover: weather.totalSkyCover)
    }
    return WeatherForecast(issuedAt: issuedAt, points: points)
  }

  /// The error of the forecast issued at a moment, or a draw of what it might have been.
  ///
  /// - Parameter branch: 0 for the service's real error; any other number for an independent draw.
  public func errorPath(issuedAt: SimTime, hours: Int, branch: UInt32 = 0) -> ForecastErrorPath {
    let first = Self.hour(of: issuedAt)
    // Draws of different issues shall differ, the service's own shocks are shared by all issues.
    let entity = UInt64(service) &<< 40 ^ (branch == 0 ? 0 : UInt64(bitPattern: first) &+ 1)
    func key(_ purpose: StaticString) -> RandomKey {
      RandomKey(seed: seed, purpose: Purpose(purpose), entity: entity, branch: branch)
    }
    let temperature = key("climate.forecast.temperature")
    let dewPoint = key("climate.forecast.dew-point")
    let wind = key("climate.forecast.wind")
    let clearness = key("climate.forecast.clearness")
    var walks = [settings.temperature, settings.dewPoint, settings.wind, settings.clearness].map {
      ErrorWalk(growth: $0)
    }
    var shifts = [WeatherShift.none]
    shifts.reserveCapacity(hours + 2)
    let share = settings.dewPointCorrelation
    let ownShare = (1 - share * share).squareRoot()
    for lead in 0...Int64(max(hours, 0)) {
      // Only the part of the first hour that lies after the issue brings news.
      let hourStart = first + lead
      let part = lead == 0 ? Self.partLeft(ofHour: hourStart, after: issuedAt) : 1
      let event = UInt64(bitPattern: hourStart)
      let warm = Self.shocks(temperature, event)
      let moist = Self.shocks(dewPoint, event)
      walks[0].step(hours: part, slow: warm.slow, fast: warm.fast)
      walks[1].step(
        hours: part, slow: share * warm.slow + ownShare * moist.slow, fast: moist.fast)
      for (index, own) in [(2, Self.shocks(wind, event)), (3, Self.shocks(clearness, event))] {
        walks[index].step(hours: part, slow: own.slow, fast: own.fast)
      }
      shifts.append(
        WeatherShift(
          temperature: walks[0].value, dewPoint: walks[1].value, logWind: walks[2].value,
          logitClearness: walks[3].value))
    }
    return ForecastErrorPath(issuedAt: issuedAt, shifts: shifts, firstHour: first)
  }

  /// The weather in a possible future, as the service's forecast and its doubt allow it.
  ///
  /// Its difference from the forecast has the distribution of the forecast's own error; the true
  /// future is one such member. Before the issue it is the true weather.
  /// - Parameters:
  ///   - real: the error path of the forecast, branch 0.
  ///   - drawn: a path of the same issue and another branch.
  public static func member(
    _ truth: WeatherState, at time: SimTime, real: ForecastErrorPath, drawn: ForecastErrorPath
  ) -> WeatherState {
    precondition(real.issuedAt == drawn.issuedAt, "Both paths belong to one forecast.")
    return (-real.shift(at: time) + drawn.shift(at: time)).applied(to: truth)
  }

  private static func shocks(_ key: RandomKey, _ event: UInt64) -> (slow: Double, fast: Double) {
    (key.gaussian(event &<< 1), key.gaussian(event &<< 1 | 1))
  }

  /// Whole hours since 1970, rounded down.
  private static func hour(of time: SimTime) -> Int64 {
    let hour = time.microseconds / 3_600_000_000
    return time.microseconds % 3_600_000_000 < 0 ? hour - 1 : hour
  }

  private static func partLeft(ofHour hour: Int64, after time: SimTime) -> Double {
    Double((hour + 1) * 3_600_000_000 - time.microseconds) / 3.6e9
  }
}

/// The two AR(1) processes of one quantity.
private struct ErrorWalk {
  let growth: ErrorGrowth
  private var slow = 0.0
  private var fast = 0.0

  init(growth: ErrorGrowth) { self.growth = growth }

  var value: Double { slow + fast }

  /// Advances by up to an hour with one standard normal shock each.
  mutating func step(hours: Double, slow slowShock: Double, fast fastShock: Double) {
    slow = Self.next(
      slow, hours / growth.slowHours, growth.slowDeviation * slowShock)
    fast = Self.next(
      fast, hours / growth.fastHours, growth.fastDeviation * fastShock)
  }

  private static func next(_ value: Double, _ time: Double, _ shock: Double) -> Double {
    value * Elementary.exp(-time) + (-Elementary.expm1(-2 * time)).squareRoot() * shock
  }
}
