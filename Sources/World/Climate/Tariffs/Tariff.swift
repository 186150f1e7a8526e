public import Calendar
internal import Clockwork
internal import Quantities

/// What electricity costs and emits, hour by hour of the place's clock.
///
/// A table of somebody's own, or three ways, which add up: a price for all hours; periods of
/// season, day and hour with prices of their own; and a price that moves from hour to hour as on a
/// day-ahead market. The last follows a stated model, no market's record: a daily wave, and normal
/// noise that a day and an hour share alike. Carbon follows a daily wave, low when the sun shines.
public struct Tariff: Hashable, Sendable {
  /// Days of the week; federal holidays are weekends.
  public enum Days: String, Hashable, Sendable {
    case all, weekdays, weekends
  }

  /// Hours with a price of their own.
  public struct Period: Hashable, Sendable {
    public var pricePerKWh: Double
    /// First and last month; over New Year where the first is the later one.
    public var fromMonth: Int
    public var toMonth: Int
    public var days: Days
    /// First hour, and the hour at which it ends; over midnight where the first is the later one.
    public var fromHour: Int
    public var toHour: Int

    public init(
      pricePerKWh: Double, fromMonth: Int = 1, toMonth: Int = 12, days: Days = .all,
      fromHour: Int = 0, toHour: Int = 24
    ) {
      self.pricePerKWh = pricePerKWh
      self.fromMonth = fromMonth
      self.toMonth = toMonth
      self.days = days
      self.fromHour = fromHour
      self.toHour = toHour
    }

    func holds(_ date: CivilDate, hour: Int) -> Bool {
      let month = date.month
      let isSeason =
        fromMonth <= toMonth
        ? (fromMonth...toMonth).contains(month) : month >= fromMonth || month <= toMonth
      let isHour =
        fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour
      guard isSeason, isHour else { return false }
      if days == .all { return true }
      let isFree = date.weekday.isWeekend || FederalHoliday.observed(on: date) != nil
      return isFree == (days == .weekends)
    }
  }

  /// A wave over the day, as a share of what it is laid upon.
  public struct Wave: Hashable, Sendable {
    public var swing: Double
    /// Hour of the clock at which it is highest.
    public var peakHour: Double

    public init(swing: Double, peakHour: Double) {
      self.swing = swing
      self.peakHour = peakHour
    }

    func factor(hour: Int) -> Double {
      // The middle of the hour.
      1 + swing * Elementary.cos(2 * .pi * (Double(hour) + 0.5 - peakHour) / 24)
    }
  }

  public var pricePerKWh: Double
  /// ISO 4217.
  public var currency: String
  /// The first that holds counts.
  public var periods: [Period]
  public var market: Wave
  /// Standard deviation of the market's noise, a share of the price.
  public var marketNoise: Double
  /// What holds in place of all of these.
  public var hours: HourlyPrices?
  public var carbonKgPerKWh: Double
  public var carbon: Wave
  private let key: RandomKey

  /// - Parameter seed: keys the market's noise, the same for all homes.
  public init(
    pricePerKWh: Double, currency: String, periods: [Period] = [], hours: HourlyPrices? = nil,
    market: Wave = Wave(swing: 0, peakHour: 18), marketNoise: Double = 0, carbonKgPerKWh: Double,
    carbon: Wave = Wave(swing: 0, peakHour: 1), seed: UInt64
  ) {
    self.pricePerKWh = pricePerKWh
    self.currency = currency
    self.periods = periods
    self.hours = hours
    self.market = market
    self.marketNoise = marketNoise
    self.carbonKgPerKWh = carbonKgPerKWh
    self.carbon = carbon
    key = RandomKey(seed: seed, purpose: Purpose("climate.tariff"), entity: 0)
  }

  /// Whether any hour differs from another; a supplier of one price tells nothing.
  public var isVarying: Bool {
    hours != nil || !periods.isEmpty || market.swing != 0 || marketNoise != 0 || carbon.swing != 0
  }

  /// The price of an hour 0..<24 of a day, in the currency a kWh.
  public func price(_ date: CivilDate, hour: Int) -> Double {
    let base =
      periods.first { $0.holds(date, hour: hour) }?.pricePerKWh ?? pricePerKWh
    if market.swing == 0, marketNoise == 0 { return base }
    let day = UInt64(bitPattern: Int64(date.dayNumber))
    // Event numbers: 25 a day, the first for the day itself.
    let noise =
      marketNoise == 0
      ? 0
      : marketNoise * 0.5.squareRoot()
        * (key.gaussian(day &* 25) + key.gaussian(day &* 25 &+ 1 &+ UInt64(hour)))
    return base * (market.factor(hour: hour) + noise)
  }

  /// kg of CO2 a kWh in an hour of a day.
  public func carbonKg(hour: Int) -> Double {
    carbon.swing == 0 ? carbonKgPerKWh : carbonKgPerKWh * carbon.factor(hour: hour)
  }
}
