internal import Clockwork
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

/// Hot water follows from what residents do: showers, and basins where and while they wash.
///
/// Flows, lengths and temperature of single draws: R. Hendron and C. Engebrecht, *Building America
/// House Simulation Protocols*, NREL/TP-550-49426 (2010), hot-water events. How many there are is
/// assumed (1 at the basin, 2-5 while cooking, 2-4 after a meal) so that a household of three
/// comes to that source's 25 gallons (95 L) a day at basins.
extension Home {
  /// 110 °F at the tap.
  static let tapWishC = 43.3
  /// Gallons a minute in L/min.
  private static let gallon = 3.785_411_784
  private static let basinFlow = (mean: 1.14 * gallon, sd: 0.61 * gallon, range: 1.5...9.0)
  private static let basinSecondsMean = 37.2
  private static let showerFlow = (mean: 2.25 * gallon, sd: 0.68 * gallon, range: 4.5...13.0)

  /// Somebody takes a shower whose water is heated in the home.
  mutating func drawShower(_ resident: ResidentIndex, until end: SimTime) {
    guard dwelling.heatsWater, let room = household.room(of: resident) else { return }
    let spread = waterKey.gaussian(nextDraw())
    dwelling.draw(
      WaterDraw(
        use: .shower, resident: resident, room: room, start: now, end: end,
        litresPerMinute: Self.flow(Self.showerFlow, spread), wishC: Self.tapWishC))
  }

  /// Somebody washes hands, food or dishes at the tap of the room they are in.
  ///
  /// - Parameters:
  ///   - start, end: what does not fit between them is not drawn.
  mutating func useBasin(
    _ use: WaterUse, _ resident: ResidentIndex, from start: SimTime, until end: SimTime
  ) {
    guard dwelling.heatsWater, let room = household.room(of: resident) else { return }
    let count = Self.drawCount(of: use)
    let number = count.lowerBound + Int(waterKey.uniform(nextDraw()) * Double(count.count))
    var time = start
    for _ in 0..<number {
      let pause = waterKey.uniform(nextDraw())
      let length = waterKey.exponential(nextDraw(), mean: Self.basinSecondsMean)
      let spread = waterKey.gaussian(nextDraw())
      time += .milliseconds(Int64(10_000 + 60_000 * pause))
      // Exponential, cut where a basin runs over.
      let seconds = min(max(length, 4), 180)
      let stop = min(time + .milliseconds(Int64(seconds * 1_000)), end)
      guard time < stop else { continue }
      dwelling.draw(
        WaterDraw(
          use: use, resident: resident, room: room, start: time, end: stop,
          litresPerMinute: Self.flow(Self.basinFlow, spread), wishC: Self.tapWishC))
      time = stop
    }
  }

  private static func drawCount(of use: WaterUse) -> ClosedRange<Int> {
    switch use {
    case .cooking: 2...5
    case .dishWashing: 2...4
    case .handWashing, .shower: 1...1
    }
  }

  private static func flow(
    _ law: (mean: Double, sd: Double, range: ClosedRange<Double>), _ spread: Double
  ) -> Double {
    min(max(law.mean + law.sd * spread, law.range.lowerBound), law.range.upperBound)
  }

  private mutating func nextDraw() -> UInt64 {
    defer { waterDrawCount += 1 }
    return waterDrawCount
  }

  /// Writes down the draws that have ended.
  mutating func recordDraws(truth: inout TruthBuffer) {
    for draw in dwelling.takeFinishedDraws() {
      if draw.coldestC < draw.draw.wishC { probes.hit(.coldDraw) }
      record(draw, truth: &truth)
    }
  }

  mutating func record(_ draw: FinishedDraw, truth: inout TruthBuffer) {
    truth.events.append(
      .hotWater(
        draw.draw.resident, draw.draw.use, litres: draw.litres, coldestC: draw.coldestC,
        start: draw.draw.start, end: draw.draw.end))
  }
}
