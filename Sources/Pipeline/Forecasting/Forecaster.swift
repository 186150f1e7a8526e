public import Clockwork
public import Numerics

/// Predicts an hourly series; a value that may learn from its own past errors.
///
/// Contract, tested for every implementation: hours at or after the issue are never read; equal
/// inputs give equal bits; scaling the series scales the forecast; quantiles rise with their level
/// and are finite.
public protocol Forecaster: Sendable {
  /// The name used in scenarios and reports.
  static var name: String { get }

  /// Forecasts the full hours that follow the issue.
  ///
  /// - Throws: ``ForecastError`` if the horizon is out of range or too little was observed.
  mutating func forecast(
    _ series: HourlySeries, _ request: ForecastRequest
  ) throws(ForecastError) -> HourlyForecast
}

/// What is asked of a forecaster.
public struct ForecastRequest: Sendable {
  /// The longest horizon: two weeks.
  public static let horizonHoursMax = 336

  /// The moment of the issue. Hours that had not ended by then are unknown.
  public var issuedAt: SimTime
  /// Hours ahead, 1...``horizonHoursMax``.
  public var horizonHours: Int
  /// The wall clock of the home, for daily and weekly habits.
  public var localHours: LocalHours
  /// Outdoor temperature and its forecast, where the home receives them.
  public var outdoor: OutdoorTemperature?

  public init(
    issuedAt: SimTime, horizonHours: Int = 24, localHours: LocalHours = LocalHours(),
    outdoor: OutdoorTemperature? = nil
  ) {
    self.issuedAt = issuedAt
    self.horizonHours = horizonHours
    self.localHours = localHours
    self.outdoor = outdoor
  }

  /// The first hour, since 1970 UTC, that had not ended at the issue.
  var originHour: Int64 { HourlySeries.hour(of: issuedAt) }

  /// The first full hour at or after the issue.
  var firstTargetHour: Int64 {
    HourlySeries.start(ofHour: originHour) < issuedAt ? originHour + 1 : originHour
  }

  func checkHorizon() throws(ForecastError) {
    guard horizonHours >= 1, horizonHours <= Self.horizonHoursMax else {
      throw .horizonOutOfRange(hours: horizonHours)
    }
  }
}

/// Why there is no forecast.
public enum ForecastError: Error, Equatable, CustomStringConvertible {
  case horizonOutOfRange(hours: Int)
  case tooLittleHistory(observedHours: Int, needed: Int)
  /// The regression has no solution.
  case noFit(cause: NumericsError)

  public var description: String {
    switch self {
    case .horizonOutOfRange(let hours):
      "forecast: horizon of \(hours) h, expected 1...\(ForecastRequest.horizonHoursMax) h"
    case .tooLittleHistory(let observed, let needed):
      "forecast: \(observed) observed hours, expected at least \(needed); wait for more data"
    case .noFit(let cause): "forecast: \(cause)"
    }
  }
}
