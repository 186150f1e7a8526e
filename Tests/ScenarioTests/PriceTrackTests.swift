import Calendar
import Climate
import Clockwork
import Dwellings
import Telemetry
import Testing

@testable import Homes
@testable import Scenarios

/// Prices change at the full hours of the place's clock.
@Suite struct PriceTrackTests {
  /// 2024-03-06T00:00:00Z.
  private static let midnight = SimTime(microseconds: 1_709_683_200_000_000)

  private func tracks(_ zone: String, birth: SimTime = midnight) throws -> PriceTracks {
    let tariff = Tariff(
      pricePerKWh: 0.2, currency: "EUR",
      periods: [Tariff.Period(pricePerKWh: 0.4, fromHour: 17, toHour: 21)], carbonKgPerKWh: 0.3,
      seed: 1)
    return PriceTracks(tariff: tariff, birth: birth, zone: try ZoneRule(zone))
  }

  /// India is 5:30 h ahead, Nepal 5:45 h: 17 h there is 11:30 and 11:15 in UTC.
  @Test(arguments: [("UTC0", 17 * 60), ("IST-5:30", 11 * 60 + 30), ("NPT-5:45", 11 * 60 + 15)])
  func theDearHoursBeginByTheClockOnTheWall(zone: String, minute: Int) throws {
    let prices = try tracks(zone).prices(
      from: Self.midnight, through: Self.midnight + .hours(24))
    let dear = prices.filter { $0.message.pricePerKWh == 0.4 }
    #expect(dear.count == 4, "\(zone)")
    #expect(dear.first?.start == Self.midnight + .minutes(Int64(minute)), "\(zone)")
    #expect(dear.first?.isNews == true && dear.dropFirst().allSatisfy { !$0.isNews })
    let news = prices.filter { $0.isNews && $0.start > Self.midnight }.map(\.start)
    #expect(
      news == [
        Self.midnight + .minutes(Int64(minute)), Self.midnight + .minutes(Int64(minute + 240)),
      ], "\(zone)")
    // The hour of the birth is told.
    #expect(prices.contains { $0.isNews && $0.start <= Self.midnight })
    var track = WeatherTrack(start: Self.midnight, conditions: [], forecasts: [])
    track.prices = prices
    let begin = Self.midnight + .minutes(Int64(minute))
    #expect(track.price(at: begin - .microseconds(1))?.message.pricePerKWh == 0.2)
    #expect(track.price(at: begin)?.message.pricePerKWh == 0.4)
    #expect(track.price(at: begin + .hours(4))?.message.pricePerKWh == 0.2)
    #expect(track.price(at: Self.midnight - .hours(3)) == nil)
  }

  /// Windows of any length tell the same news.
  @Test func windowsOverlapByAnHour() throws {
    let tracks = try tracks("IST-5:30")
    let whole = tracks.prices(from: Self.midnight, through: Self.midnight + .days(2))
    var parts: [SimTime] = []
    var start = Self.midnight
    while start < Self.midnight + .days(2) {
      for price in tracks.prices(from: start, through: start + .minutes(97))
      where price.isNews && !parts.contains(price.start) {
        parts.append(price.start)
      }
      start += .minutes(97)
    }
    #expect(parts.filter { $0 <= Self.midnight + .days(2) } == whole.filter(\.isNews).map(\.start))
  }

  /// Whether an hour is dear does not hang on where a track begins, on days of 23 and 25 hours too.
  @Test(arguments: ["2024-03-10", "2024-11-03"])
  func daysOfChangedClocksHaveOneMean(date: String) throws {
    let zone = try ZoneRule("CST6CDT,M3.2.0,M11.1.0")
    let noon = try Timestamp(date + "T12:00").moment(in: zone)
    // Each hour dearer than the one before: which are above the mean shows whose mean it is.
    let table = HourlyPrices(start: noon - .hours(48), pricePerKWh: (0..<96).map { Double($0) })
    let tracks = PriceTracks(
      tariff: Tariff(pricePerKWh: 0, currency: "USD", hours: table, carbonKgPerKWh: 0.3, seed: 1),
      birth: noon - .hours(40), zone: zone)
    let whole = tracks.prices(from: noon - .hours(36), through: noon + .hours(24))
    for offset in stride(from: -30 as Int64, through: 10, by: 1) {
      for price in tracks.prices(from: noon + .hours(offset), through: noon + .hours(14)) {
        guard let same = whole.first(where: { $0.start == price.start }) else { continue }
        #expect(same.level == price.level, "\(date), from \(offset) h, \(price.start)")
      }
    }
    let day = whole.filter { Timestamp.localText($0.start, in: zone).hasPrefix(date) }
    #expect(day.count == (date == "2024-03-10" ? 23 : 25))
    #expect(day.count { $0.level == .high } == day.count / 2)
  }
}
