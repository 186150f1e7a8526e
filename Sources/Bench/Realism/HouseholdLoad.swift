/// The electric power that a home draws, hour by hour.
public struct HouseholdLoad: Sendable {
  public var name: String
  /// The hour on the home's own clock in which ``meansW`` begins, counted from 1970-01-01T00:00.
  public var firstHour: Int
  /// Mean power of each hour, W; nil where nobody measured, and in the hour that a clock skips.
  public var meansW: [Double?]

  public init(name: String, firstHour: Int, meansW: [Double?]) {
    self.name = name
    self.firstHour = firstHour
    self.meansW = meansW
  }

  /// - Parameter hours: mean powers by hour of the home's clock, in any order; those of an hour
  ///   that the clock shows twice are averaged.
  public init(name: String, hours: some Sequence<(hour: Int, meanW: Double)>) {
    var sums: [Int: (sum: Double, count: Int)] = [:]
    for (hour, mean) in hours {
      let before = sums[hour] ?? (0, 0)
      sums[hour] = (before.sum + mean, before.count + 1)
    }
    let first = sums.keys.min() ?? 0
    let last = sums.keys.max() ?? -1
    self.init(
      name: name, firstHour: first,
      meansW: first > last
        ? [] : (first...last).map { hour in sums[hour].map { $0.sum / Double($0.count) } })
  }

  var known: [Double] { meansW.compactMap { $0 } }

  /// 0 to 23.
  public static func hourOfDay(_ hour: Int) -> Int { ((hour % 24) + 24) % 24 }

  /// The load cut into stretches of so many days, the last one left out where it is shorter.
  func pieces(days: Int) -> [HouseholdLoad] {
    let length = days * 24
    return stride(from: 0, to: meansW.count - length + 1, by: length).map { start in
      HouseholdLoad(
        name: name, firstHour: firstHour + start,
        meansW: Array(meansW[start..<start + length]))
    }
  }
}
