import Calendar
import Climate
import Testing

/// Prices by the clock, worked out by hand.
@Suite struct TariffTests {
  private func tariff(
    _ periods: [Tariff.Period] = [], swing: Double = 0, noise: Double = 0, carbon: Double = 0
  ) -> Tariff {
    Tariff(
      pricePerKWh: 0.1, currency: "USD", periods: periods,
      market: .init(swing: swing, peakHour: 18.5), marketNoise: noise, carbonKgPerKWh: 0.4,
      carbon: .init(swing: carbon, peakHour: 1.5), seed: 7)
  }

  private func date(_ month: Int, _ day: Int) -> CivilDate {
    guard let date = CivilDate(year: 2024, month: month, day: day) else {
      preconditionFailure("a day of 2024")
    }
    return date
  }

  private func mean(_ tariff: Tariff, _ date: CivilDate) -> Double {
    (0..<24).reduce(0) { $0 + tariff.price(date, hour: $1) } / 24
  }

  @Test func periodsOfSeasonDayAndHour() {
    let peak = Tariff.Period(
      pricePerKWh: 0.3, fromMonth: 5, toMonth: 9, days: .weekdays, fromHour: 15, toHour: 19)
    let night = Tariff.Period(
      pricePerKWh: 0.05, fromMonth: 10, toMonth: 4, fromHour: 22, toHour: 6)
    let tariff = tariff([peak, night])
    #expect(tariff.isVarying)
    // A Monday, a Saturday and a Thursday that is a holiday in July; January goes on from October.
    let cases: [(Int, Int, Int, Double)] = [
      (7, 8, 14, 0.1), (7, 8, 15, 0.3), (7, 8, 18, 0.3), (7, 8, 19, 0.1), (7, 6, 16, 0.1),
      (7, 4, 16, 0.1), (7, 8, 23, 0.1), (1, 15, 23, 0.05), (1, 15, 5, 0.05), (1, 15, 6, 0.1),
      (4, 30, 22, 0.05), (5, 1, 22, 0.1), (9, 30, 15, 0.3), (10, 1, 15, 0.1),
    ]
    for (month, day, hour, price) in cases {
      #expect(tariff.price(date(month, day), hour: hour) == price, "\(month)-\(day) \(hour)")
    }
    #expect(abs(mean(tariff, date(7, 8)) - (20 * 0.1 + 4 * 0.3) / 24) < 1e-12)
  }

  @Test func marketsSwingAboutTheirPrice() {
    let plain = tariff(swing: 0.4)
    #expect(abs(plain.price(date(3, 1), hour: 18) - 0.14) < 1e-12)
    #expect(abs(plain.price(date(3, 1), hour: 6) - 0.06) < 1e-12)
    #expect(abs(mean(plain, date(3, 1)) - 0.1) < 1e-12)
    let noisy = tariff(noise: 0.2)
    var (sum, squares, products, days) = (0.0, 0.0, 0.0, 0.0)
    for day in 0..<700 {
      let on = date(1, 1).adding(days: day)
      let (a, b) = (noisy.price(on, hour: 3) / 0.1 - 1, noisy.price(on, hour: 15) / 0.1 - 1)
      sum += a
      squares += a * a
      products += a * b
      days += 1
    }
    #expect(abs(sum / days) < 0.03)
    #expect(abs((squares / days).squareRoot() - 0.2) < 0.02)
    // Half of the variance is the day's own.
    #expect(abs(products / squares - 0.5) < 0.1)
    #expect(noisy.price(date(2, 2), hour: 5) == tariff(noise: 0.2).price(date(2, 2), hour: 5))
  }

  @Test func carbonIsLowestWhenTheSunShines() {
    let tariff = tariff(carbon: 0.5)
    #expect(tariff.isVarying && abs(tariff.carbonKg(hour: 13) - 0.2) < 1e-12)
    #expect(abs(tariff.carbonKg(hour: 1) - 0.6) < 1e-12)
    let flat = self.tariff()
    #expect(!flat.isVarying && flat.carbonKg(hour: 13) == 0.4)
    #expect(flat.price(date(7, 8), hour: 16) == 0.1)
  }
}
