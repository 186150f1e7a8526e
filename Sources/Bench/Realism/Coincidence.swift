internal import Clockwork
internal import Numerics

/// How little of their peaks homes have at the same time: the strongest hour of N homes together,
/// against the sum of each one's strongest hour.
///
/// 1 for one home, and the lower the more their lives differ. Also called the coincidence or
/// simultaneity factor; its inverse is the diversity factor.
///
/// Source: Rusck 1956, "The simultaneous demand in distribution network supplying domestic
/// consumers".
public struct CoincidenceCurve: Sendable {
  public struct Point: Sendable {
    public var homeCount: Int
    /// The mean over groups of homes that were drawn.
    public var factor: Double
  }

  static let sizes = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
  ]
  static let groupCount = 50

  public let points: [Point]

  /// - Parameter loads: homes that were watched in the same hours; hours that one lacks are left
  ///   out.
  public init(_ loads: [HouseholdLoad], key: UInt64 = 0) {
    guard let first = loads.map(\.firstHour).max(),
      let end = loads.map({ $0.firstHour + $0.meansW.count }).min(), end > first
    else {
      points = []
      return
    }
    let cut = loads.map { Array($0.meansW[first - $0.firstHour..<end - $0.firstHour]) }
    let hours = (0..<end - first).filter { hour in cut.allSatisfy { $0[hour] != nil } }
    let homes = cut.map { load in hours.map { load[$0] ?? 0 } }
    let peaks = homes.map { $0.max() ?? 0 }
    var stream = RandomStream(seed: key, purpose: Purpose("realism.coincidence"), entity: 0)
    points = Self.sizes.filter { $0 <= loads.count }.compactMap { size in
      var factors: [Double] = []
      for _ in 0..<(size == loads.count ? 1 : Self.groupCount) {
        let group = Self.draw(size, of: loads.count, from: &stream)
        let together = hours.indices.map { hour in group.reduce(0) { $0 + homes[$1][hour] } }
        let apart = group.reduce(0) { $0 + peaks[$1] }
        if apart > 0 { factors.append((together.max() ?? 0) / apart) }
      }
      return Statistics.mean(factors).map { Point(homeCount: size, factor: $0) }
    }
  }

  /// Different homes, by Fisher and Yates.
  private static func draw(
    _ size: Int, of count: Int, from stream: inout RandomStream
  ) -> [Int] {
    var all = Array(0..<count)
    for place in 0..<size {
      all.swapAt(place, place + Int(stream.below(UInt64(count - place))))
    }
    return Array(all[..<size])
  }
}
