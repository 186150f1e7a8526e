internal import Numerics

/// What a series usually is at a time of day: the median of its days, half hour by half hour.
///
/// Medians let a third of the days be odd. Where the hours of a day explain nothing, or fewer than
/// three days are known, it is one level. Days are UTC's.
public struct DailyProfile: Hashable, Sendable {
  static let day: Int64 = 86_400_000_000
  public static let slotCount = 48
  /// A level a slot, or one for all.
  public let levels: [Double]

  public var isSeasonal: Bool { levels.count > 1 }

  /// - Parameter times: microseconds since 1970.
  /// - Precondition: as many times as values, at least one.
  public init(learning times: [Int64], values: [Double]) {
    self = Self.learn(times, values).profile
  }

  /// The value to be expected at a time, drawn in lines between the middles of slots.
  public func level(at time: Int64) -> Double {
    guard isSeasonal else { return levels[0] }
    let position = Double(Self.timeOfDay(time)) / Double(Self.day) * Double(Self.slotCount) - 0.5
    let below = position.rounded(.down)
    let (first, share) = (Int(below), position - below)
    let (left, right) = ((first + Self.slotCount) % Self.slotCount, (first + 1) % Self.slotCount)
    return levels[left] + share * (levels[right] - levels[left])
  }

  /// A profile, and what each value was beside the profile of all other days: how new values will
  /// be beside this one.
  static func learn(
    _ times: [Int64], _ values: [Double]
  ) -> (profile: DailyProfile, residuals: [Double]) {
    precondition(!values.isEmpty && times.count == values.count, "a time for each value")
    let middle = Statistics.median(values) ?? 0
    let plain = (DailyProfile(levels: [middle]), values.map { $0 - middle })
    let days = times.map { $0 >= 0 ? $0 / day : ($0 - day + 1) / day }
    let distinct = Set(days).sorted()
    guard distinct.count >= 3 else { return plain }
    var slots = [[(day: Int64, value: Double)]](repeating: [], count: slotCount)
    for (row, time) in times.enumerated() {
      slots[Int(timeOfDay(time) / (day / Int64(slotCount)))].append((days[row], values[row]))
    }
    guard let whole = seasonal(slots, without: nil) else { return plain }
    var profiles: [Int64: DailyProfile] = [:]
    for left in distinct { profiles[left] = seasonal(slots, without: left) ?? whole }
    let residuals = values.indices.map { row in
      values[row] - (profiles[days[row]] ?? whole).level(at: times[row])
    }
    // The season must earn its place: a twentieth of the spread.
    guard spread(residuals) < 0.95 * spread(plain.1) else { return plain }
    return (whole, residuals)
  }

  private init(levels: [Double]) { self.levels = levels }

  private static func spread(_ values: [Double]) -> Double {
    Statistics.median(values.map(\.magnitude)) ?? 0
  }

  /// Nil if a quarter of the slots are empty.
  private static func seasonal(
    _ slots: [[(day: Int64, value: Double)]], without left: Int64?
  ) -> DailyProfile? {
    let medians = slots.map { slot in
      Statistics.median(slot.lazy.filter { $0.day != left }.map(\.value))
    }
    guard medians.count(where: { $0 != nil }) * 4 >= slotCount * 3 else { return nil }
    let levels = medians.indices.map { slot -> Double in
      // An empty slot is what its nearest neighbour before or after is.
      for distance in 0..<slotCount {
        if let found = medians[(slot + distance) % slotCount]
          ?? medians[(slot - distance + slotCount) % slotCount]
        {
          return found
        }
      }
      return 0
    }
    return DailyProfile(levels: levels)
  }

  private static func timeOfDay(_ time: Int64) -> Int64 {
    let rest = time % day
    return rest < 0 ? rest + day : rest
  }
}
