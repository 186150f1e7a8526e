internal import Calendar
internal import Climate
internal import Clockwork
internal import Dwellings
internal import Homes
internal import Telemetry

/// Makes the prices of one window for all homes of a place.
struct PriceTracks {
  private let tariff: Tariff
  private let birth: SimTime
  private let zone: ZoneRule

  init(tariff: Tariff, birth: SimTime, zone: ZoneRule) {
    self.tariff = tariff
    self.birth = birth
    self.zone = zone
  }

  /// The hours of the place's clock from the one before `start` through `end`; none where nothing
  /// ever changes.
  func prices(from start: SimTime, through end: SimTime) -> [HourPrice] {
    guard tariff.isVarying else { return [] }
    // A step that ends at the start lay in the hour before it.
    var clock = LocalClock(zone: zone, near: start - .hours(1))
    var time = Self.fullHour(from: start - .hours(1), &clock)
    var day: (number: Int, prices: [Double])?
    var before = message(time - .microseconds(1), &clock)
    var prices: [HourPrice] = []
    while time <= end {
      let message = message(time, &clock)
      let date = clock.date(at: time)
      if day?.number != date.dayNumber {
        day = (date.dayNumber, dayPrices(date, at: time, &clock))
      }
      let next = Self.fullHour(from: time + .microseconds(1), &clock)
      let isFirst = time <= birth && birth < next
      let isNews =
        isFirst || message.pricePerKWh != before.pricePerKWh
        || message.carbonKgPerKWh != before.carbonKgPerKWh
      prices.append(
        HourPrice(
          start: time, message: message,
          level: Self.level(message.pricePerKWh, of: day?.prices ?? []), isNews: isNews))
      before = message
      time = next
    }
    return prices
  }

  /// The first full hour on the clock at or after a moment.
  private static func fullHour(from time: SimTime, _ clock: inout LocalClock) -> SimTime {
    let hour = SimDuration.hours(1).microseconds
    let past = clock.microsecondOfDay(at: time) % hour
    return past == 0 ? time : time + .microseconds(hour - past)
  }

  private func message(_ time: SimTime, _ clock: inout LocalClock) -> TariffMessage {
    let hour = Int(clock.microsecondOfDay(at: time) / 3_600_000_000)
    return TariffMessage(
      from: time,
      pricePerKWh: tariff.hours?.price(at: time)
        ?? tariff.price(clock.date(at: time), hour: hour),
      currency: tariff.currency, carbonKgPerKWh: tariff.carbonKg(hour: hour))
  }

  /// The prices of the day in which a moment lies: 24, but for days on which the clock is set.
  ///
  /// A track may begin at any hour, so the day is always gone through from its own midnight.
  private func dayPrices(
    _ date: CivilDate, at time: SimTime, _ clock: inout LocalClock
  ) -> [Double] {
    guard let hours = tariff.hours else {
      return (0..<24).map { tariff.price(date, hour: $0) }
    }
    var hour = Self.fullHour(
      from: time - .microseconds(clock.microsecondOfDay(at: time)) - .hours(2), &clock)
    var prices: [Double] = []
    while clock.date(at: hour).dayNumber <= date.dayNumber {
      if clock.date(at: hour).dayNumber == date.dayNumber { prices.append(hours.price(at: hour)) }
      hour = Self.fullHour(from: hour + .microseconds(1), &clock)
    }
    return prices
  }

  private static func level(_ price: Double, of day: [Double]) -> PriceLevel {
    guard let first = day.first, day.contains(where: { $0 != first }) else { return .flat }
    return price > day.reduce(0, +) / Double(day.count) ? .high : .low
  }
}
