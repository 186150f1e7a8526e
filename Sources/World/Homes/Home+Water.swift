internal import Clockwork
internal import Dwellings
internal import Telemetry
internal import Truth

/// Hot water follows from what residents do: showers, and basins before, during and after the rest.
///
/// Flows, lengths and temperature of single draws: R. Hendron and C. Engebrecht, *Building America
/// House Simulation Protocols*, NREL/TP-550-49426 (2010), hot-water events. How many a bout of an
/// activity has is assumed (1-2 at the basin, 2-5 while cooking, 2-4 after a meal) so that a
/// household of three comes to that source's 25 gallons (95 L) a day at basins.
extension Home {
  /// 110 °F at the tap.
  static let tapWishC = 43.3
  /// Gallons a minute in L/min.
  private static let gallon = 3.785_411_784
  private static let basinFlow = (mean: 1.14 * gallon, sd: 0.61 * gallon, range: 1.5...9.0)
  private static let basinSecondsMean = 37.2
  private static let showerFlow = (mean: 2.25 * gallon, sd: 0.68 * gallon, range: 4.5...13.0)

  /// Somebody turns from one activity to another.
  mutating func drawWater(
    _ resident: ResidentIndex, from old: Activity, to new: Activity
  ) {
    guard dwelling.heatsWater, old != new else { return }
    dwelling.endDraws(of: resident, at: now, isLeaving: new == .away)
    switch (old, new) {
    case (_, .away), (_, .sleep): break
    case (_, .hygiene): useBasin(.handWashing, resident, count: 1...2)
    case (_, .cook): useBasin(.cooking, resident, count: 2...5)
    case (.eat, _): useBasin(.dishWashing, resident, count: 2...4)
    default: break
    }
  }

  /// Somebody takes a shower whose water is heated in the home.
  mutating func drawShower(_ resident: ResidentIndex, until end: SimTime) {
    guard dwelling.heatsWater else { return }
    let spread = waterKey.gaussian(nextDraw())
    dwelling.draw(
      WaterDraw(
        use: .shower, resident: resident, start: now, end: end,
        litresPerMinute: Self.flow(Self.showerFlow, spread), wishC: Self.tapWishC))
  }

  private mutating func useBasin(
    _ use: WaterUse, _ resident: ResidentIndex, count: ClosedRange<Int>
  ) {
    let number = count.lowerBound + Int(waterKey.uniform(nextDraw()) * Double(count.count))
    var start = now
    for _ in 0..<number {
      let pause = waterKey.uniform(nextDraw())
      let length = waterKey.exponential(nextDraw(), mean: Self.basinSecondsMean)
      let spread = waterKey.gaussian(nextDraw())
      start += .milliseconds(Int64(10_000 + 60_000 * pause))
      // Exponential, cut where a basin runs over.
      let seconds = min(max(length, 4), 180)
      let end = start + .milliseconds(Int64(seconds * 1_000))
      dwelling.draw(
        WaterDraw(
          use: use, resident: resident, start: start, end: end,
          litresPerMinute: Self.flow(Self.basinFlow, spread), wishC: Self.tapWishC))
      start = end
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
