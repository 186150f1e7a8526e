internal import Clockwork
internal import Quantities

/// How habits move with the seasons and over months.
enum Drift {
  /// From one independent value to the next, days.
  private static let knotDays = 28

  /// A slow wandering around 0 with standard deviation about 0.8: gaussian values every four weeks,
  /// joined by lines.
  ///
  /// - Parameter key: names who or what wanders.
  static func wandering(_ key: RandomKey, day: Int) -> Double {
    let knot = day / knotDays
    let share = Double(day % knotDays) / Double(knotDays)
    func value(_ knot: Int) -> Double { key.gaussian(1 << 50 | UInt64(knot)) }
    return (1 - share) * value(knot) + share * value(knot + 1)
  }

  /// 1 at the height of the northern summer, -1 in the depth of winter.
  static func summer(day: Int) -> Double {
    // Day 200 of 1970 is 20 July.
    Elementary.cos(2 * .pi * Double(day - 200) / 365.25)
  }
}
