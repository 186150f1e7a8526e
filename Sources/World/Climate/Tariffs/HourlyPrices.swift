public import Clockwork

/// Prices that somebody wrote down, one an hour.
public struct HourlyPrices: Hashable, Sendable {
  /// When the first hour begins.
  public var start: SimTime
  /// In the currency a kWh; at least one.
  public var pricePerKWh: [Double]

  /// - Precondition: there is a price.
  public init(start: SimTime, pricePerKWh: [Double]) {
    precondition(!pricePerKWh.isEmpty, "a table of prices has one at least")
    self.start = start
    self.pricePerKWh = pricePerKWh
  }

  /// When the last hour ends.
  public var end: SimTime { start + .hours(Int64(pricePerKWh.count)) }

  /// The price of the hour in which a moment lies; of the first or last beyond the table, where
  /// only forecasts look.
  public func price(at time: SimTime) -> Double {
    let hour = (time - start).microseconds.dividedDown(by: SimDuration.hours(1).microseconds)
    return pricePerKWh[min(max(Int(hour), 0), pricePerKWh.count - 1)]
  }
}

extension Int64 {
  /// Rounded towards the past.
  fileprivate func dividedDown(by step: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: step)
    return rest < 0 ? quotient - 1 : quotient
  }
}
