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

  init(_ plan: RunPlan) {
    tariff = plan.tariff
    birth = plan.birth
    zone = plan.zone
  }

  /// The hours from the one before `start` through `end`; none where nothing ever changes.
  func prices(from start: SimTime, through end: SimTime) -> [HourPrice] {
    guard tariff.isVarying else { return [] }
    let hour = SimDuration.hours(1)
    let origin = SimTime(microseconds: 0)
    // A step that ends at the start lay in the hour before it.
    var time = (start - hour).roundedUp(to: hour, from: origin)
    var clock = LocalClock(zone: zone, near: time)
    var day: (number: Int, prices: [Double])?
    var before = message(time - hour, &clock)
    var prices: [HourPrice] = []
    while time <= end {
      let message = message(time, &clock)
      let date = clock.date(at: time)
      if day?.number != date.dayNumber {
        day = (date.dayNumber, dayPrices(date, at: time, &clock))
      }
      let isFirst = time <= birth && birth < time + hour
      let isNews =
        isFirst || message.pricePerKWh != before.pricePerKWh
        || message.carbonKgPerKWh != before.carbonKgPerKWh
      prices.append(
        HourPrice(
          start: time, message: message,
          level: Self.level(message.pricePerKWh, of: day?.prices ?? []), isNews: isNews))
      before = message
      time += hour
    }
    return prices
  }

  private func message(_ time: SimTime, _ clock: inout LocalClock) -> TariffMessage {
    let hour = Int(clock.microsecondOfDay(at: time) / 3_600_000_000)
    return TariffMessage(
      from: time,
      pricePerKWh: tariff.hours?.price(at: time)
        ?? tariff.price(clock.date(at: time), hour: hour),
      currency: tariff.currency, carbonKgPerKWh: tariff.carbonKg(hour: hour))
  }

  /// The 24 prices of the day in which a moment lies.
  private func dayPrices(
    _ date: CivilDate, at time: SimTime, _ clock: inout LocalClock
  ) -> [Double] {
    guard let hours = tariff.hours else {
      return (0..<24).map { tariff.price(date, hour: $0) }
    }
    let midnight = time - .microseconds(clock.microsecondOfDay(at: time))
    return (0..<24).map { hours.price(at: midnight + .hours($0)) }
  }

  private static func level(_ price: Double, of day: [Double]) -> PriceLevel {
    if day.allSatisfy({ $0 == day[0] }) { return .flat }
    return price > day.reduce(0, +) / 24 ? .high : .low
  }
}
