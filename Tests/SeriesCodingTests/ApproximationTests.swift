import Clockwork
import SeriesCoding
import Testing

/// Walks, steps, noise and plateaus.
private func series(seed: UInt64, count: Int) -> [Double] {
  var chance = RandomStream(seed: seed, purpose: Purpose("tests.approximation"), entity: 0)
  let (noise, walk, jump) = (chance.uniform() * 0.2, chance.uniform() * 0.3, chance.uniform() * 0.1)
  var level = 20.0
  return (0..<count).map { _ in
    level += walk * chance.gaussian()
    if chance.uniform() < jump { level += chance.uniform(in: -5...5) }
    return ((level + noise * chance.gaussian()) * 100).rounded() / 100
  }
}

private func worst(_ shown: [Double], _ values: [Double]) -> Double {
  shown.count == values.count
    ? zip(shown, values).map { ($0 - $1).magnitude }.max() ?? 0 : .infinity
}

@Suite struct ApproximationTests {
  @Test(arguments: [1, 4, 10])
  func polygonStaysWithinTolerance(grid: Int) throws {
    for seed in 0..<200 as Range<UInt64> {
      let tolerance = [0.05, 0.2, 0.7][Int(seed % 3)]
      let values = series(seed: seed, count: 1 + Int(seed))
      let fit = PiecewiseLinear(
        tolerance: tolerance, grid: grid, weight: Double(seed % 4) / 4, gapTicksMax: 60)
      let found = try #require(fit.fit(values), "seed \(seed)")
      #expect(KnotCodec.decode(found.bytes) == found.knots, "seed \(seed)")
      let error = worst(PiecewiseLinear.values(found.knots, step: found.step), values)
      #expect(error <= tolerance + 1e-9, "seed \(seed): \(error)")
    }
  }

  @Test func twoLinesTakeThreeKnots() throws {
    let values = (0...200).map { (tick: Int) -> Double in
      tick <= 100 ? 0.5 * Double(tick) : 50 - 0.25 * Double(tick - 100)
    }
    let found = try #require(PiecewiseLinear(tolerance: 0.02, step: 0.01, weight: 0).fit(values))
    #expect(found.knots.count == 3)
    #expect(abs((found.knots[1].tick) - 100) <= 1)
  }

  @Test func fewerKnotsThanASwingingDoorNeeds() throws {
    // A level that wavers inside the tolerance is one line.
    let values = (0..<300).map { Double($0 % 2) * 0.1 }
    let found = try #require(PiecewiseLinear(tolerance: 0.06, step: 0.01, weight: 0).fit(values))
    #expect(found.knots.count == 2)
  }

  @Test(arguments: [DualPrediction.Model.level, .trend(damping: 1), .trend(damping: 0.97)])
  func receiverShowsWhatTheSenderThinks(model: DualPrediction.Model) throws {
    for seed in 0..<200 as Range<UInt64> {
      let values = series(seed: seed, count: 200)
      let method = DualPrediction(tolerance: 0.2, step: 0.01, model: model)
      let sent = try #require(method.send(values))
      #expect(method.receive(sent.knots, count: 200) == sent.shown, "seed \(seed)")
      #expect(worst(sent.shown, values) <= 0.2 + 1e-12, "seed \(seed)")
      let bytes = KnotCodec.encode(sent.knots)
      #expect(KnotCodec.decode(bytes) == sent.knots, "seed \(seed)")
    }
  }

  @Test func aTrendIsFollowedWithoutWords() throws {
    let ramp = (0..<1_000).map { 0.05 * Double($0) }
    let trend = DualPrediction(tolerance: 0.1, step: 0.01, model: .trend(damping: 1))
    let level = DualPrediction(tolerance: 0.1, step: 0.01, model: .level)
    let (few, many) = (try #require(trend.send(ramp)), try #require(level.send(ramp)))
    #expect(few.knots.count < 60)
    #expect(many.knots.count > 300)
  }

  /// White noise of variance s takes log2(s / D) / 2 bits a value.
  @Test func boundOfWhiteNoiseIsShannons() throws {
    var chance = RandomStream(seed: 3, purpose: Purpose("tests.bound"), entity: 0)
    let noise = (0..<65_536).map { _ in chance.gaussian() }
    let bound = try #require(RateDistortion(noise))
    #expect(abs(bound.variance - 1) < 0.02)
    // log2(1 / .25) / 2 = 1 bit a value; a spectrum of 30 stretches wavers, which costs .024.
    #expect(abs(bound.bytes(at: 0.5) / (65_536 / 8) - 1) < 0.035)
    #expect(bound.bytes(at: 1.2) == 0)
  }

  @Test func leastBytesKeepsItsErrors() throws {
    let values = series(seed: 4, count: 400)
    let found = try #require(PiecewiseLinear.within(rootMeanSquare: 0.3, of: values))
    let shown = PiecewiseLinear.values(found.result.knots, step: found.result.step)
    let sum = zip(shown, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect(sum / 400 <= 0.09)
    #expect(worst(shown, values) <= 1.2 + 1e-9)
  }
}
