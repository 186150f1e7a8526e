import Clockwork
import Forecasting
import Quantities
import Telemetry

/// Series and forecasters that several suites share.
enum Fixtures {
  /// Monday 2024-01-01 00:00 UTC, in hours since 1970.
  static let monday: Int64 = 1_704_067_200 / 3600

  static func key(_ seed: UInt64) -> RandomKey {
    RandomKey(seed: seed, purpose: Purpose("tests.forecasting"), entity: 0)
  }

  /// A series from `monday` on; nil is a missing hour.
  static func series(_ values: [Double?]) -> HourlySeries {
    var series = HourlySeries()
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      series.add(value, at: time(index), coverage: 1)
    }
    return series
  }

  /// The start of the hour `index` hours after `monday`.
  static func time(_ index: Int) -> SimTime {
    HourlySeries.start(ofHour: monday + Int64(index))
  }

  /// A working family's load: base, morning and evening peaks, other weekends, persistent noise, W.
  static func household(hours: Int, seed: UInt64) -> [Double] {
    var stream = key(seed).stream(1)
    var noise = 0.0
    return (0..<hours).map { index in
      let hour = Double(index % 24)
      let isWeekend = index / 24 % 7 >= 5
      let morning = bump(hour, centre: isWeekend ? 10 : 7, width: 1.5)
      let evening = bump(hour, centre: 19, width: 2.5)
      noise = 0.5 * noise + 0.35 * stream.gaussian()
      return 120 + (60 + 400 * morning + 900 * evening) * Elementary.exp(noise - 0.08)
    }
  }

  private static func bump(_ hour: Double, centre: Double, width: Double) -> Double {
    let z = (hour - centre) / width
    return Elementary.exp(-0.5 * z * z)
  }

  /// A value at a quantile level of an hour.
  static func quantiles(_ forecast: HourlyForecast, hour: Int) -> ArraySlice<Double> {
    let count = ForecastLevels.all.count
    return forecast.quantiles[(hour * count)..<((hour + 1) * count)]
  }

  /// Settings with fewer paths, so that a debug build stays quick.
  static var quick: HarmonicSettings {
    var settings = HarmonicSettings()
    settings.pathCount = 60
    return settings
  }
}
