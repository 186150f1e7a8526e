import Numerics
import Testing

@Suite("Regression")
struct RegressionTests {
  /// NIST StRD, Longley (*J. Am. Stat. Assoc.* 62, 1967): employment against six series.
  private static let longley: [[Double]] = [
    [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
    [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
    [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
    [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
    [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
    [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
    [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
    [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
    [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
    [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
    [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
    [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
    [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
    [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
    [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
    [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
  ]

  private func longleyDesign() throws -> (design: Matrix, target: [Double]) {
    let design = try Matrix(rows: Self.longley.map { [1] + $0.dropFirst() })
    return (design, Self.longley.map { $0[0] })
  }

  @Test("the certified coefficients, errors and residual deviation of Longley")
  func certified() throws {
    let (design, target) = try longleyDesign()
    let fit = try LeastSquares(design: design, target: target)
    let coefficients = [
      -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683,
      -1.03322686717359, -0.0511041056535807, 1829.15146461355,
    ]
    let errors = [
      890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699,
      0.214274163161675, 0.226073200069370, 455.478499142212,
    ]
    // The condition number after scaling is 4e4, so 10 digits must remain.
    for (found, truth) in zip(fit.coefficients, coefficients) {
      #expect(abs(found - truth) < 1e-10 * abs(truth))
    }
    for (found, truth) in zip(try #require(fit.standardErrors), errors) {
      #expect(abs(found - truth) < 1e-9 * truth)
    }
    let deviation = try #require(fit.residualVariance).squareRoot()
    #expect(abs(deviation - 304.854073561965) < 1e-9 * 304)
    #expect(fit.degreesOfFreedom == 9)
    #expect(abs(fit.residuals.reduce(0, +)) < 1e-4)
  }

  @Test("dependent columns, too few rows and bad weights are errors")
  func leastSquaresErrors() throws {
    let dependent = try Matrix(rows: [[1, 2], [2, 4], [3, 6]])
    #expect(throws: NumericsError.singular(operation: "least squares")) {
      try LeastSquares(design: dependent, target: [1, 2, 3])
    }
    #expect(throws: NumericsError.self) {
      try LeastSquares(design: Matrix(rowCount: 1, columnCount: 2), target: [1])
    }
    let design = try Matrix(rows: [[1, 0], [1, 1], [1, 2]])
    #expect(throws: NumericsError.self) {
      try LeastSquares(design: design, target: [1, 2, 3], weights: [1, -1, 1])
    }
    #expect(throws: NumericsError.self) {
      try LeastSquares(design: design, target: [1, .nan, 3])
    }
  }

  @Test("a weight of two equals the row twice; weight zero drops it", arguments: 1...10)
  func weights(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let design = stream.matrix(8, 3)
    let target = stream.vector(8)
    let weighted = try LeastSquares(
      design: design, target: target, weights: [2, 1, 1, 1, 1, 1, 1, 0])
    let rows = [0] + Array(0..<7)
    let repeated = try LeastSquares(
      design: try Matrix(rows: rows.map { Array(design.row($0)) }), target: rows.map { target[$0] })
    for (a, b) in zip(weighted.coefficients, repeated.coefficients) {
      #expect(abs(a - b) < 1e-11, "seed \(seed)")
    }
    #expect(weighted.degreesOfFreedom == 4 && repeated.degreesOfFreedom == 5)
    #expect(abs(weighted.residualSumOfSquares - repeated.residualSumOfSquares) < 1e-12)
  }

  @Test("a ridge equals least squares with one pseudo-row a penalty", arguments: 1...20)
  func ridge(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let (design, target) = (stream.matrix(20, 4), stream.vector(20))
    let weights = stream.vector(20).map { 1.5 + $0 }
    let penalties = [0, 0.1, 2, 30.0]
    let fit = try RidgeRegression.fit(
      design: design, target: target, weights: weights, penalties: penalties)
    let extended = try Matrix(
      rows: (0..<20).map { Array(design.row($0)) }
        + (0..<4).map { i in (0..<4).map { $0 == i ? penalties[i].squareRoot() : 0 } })
    let truth = try LeastSquares(
      design: extended, target: target + [0, 0, 0, 0], weights: weights + [1, 1, 1, 1])
    for (a, b) in zip(fit.coefficients, truth.coefficients) {
      #expect(abs(a - b) < 1e-12, "seed \(seed)")
    }
    #expect((fit.inverse - truth.unscaledCovariance).magnitudeMax < 1e-12, "seed \(seed)")
    let residuals = (0..<20).map { target[$0] - fit.predict(design.row($0)) }
    let sum = zip(weights, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    #expect(abs(sum - fit.residualSumOfSquares) < 1e-12, "seed \(seed)")
  }

  @Test("sums join and forget")
  func streaming() throws {
    var stream = TestStream(state: 5)
    var (all, first, second) = (
      RidgeRegression(coefficientCount: 3), RidgeRegression(coefficientCount: 3),
      RidgeRegression(coefficientCount: 3)
    )
    for i in 0..<40 {
      let (row, target) = (stream.vector(3), stream.next())
      all.add(row, target: target, weight: i < 20 ? 0.25 : 1)
      if i < 20 { first.add(row, target: target) } else { second.add(row, target: target) }
    }
    first.forget(keeping: 0.25)
    first.add(second)
    let (a, b) = (try all.fit(penalty: 1), try first.fit(penalty: 1))
    for (x, y) in zip(a.coefficients, b.coefficients) { #expect(abs(x - y) < 1e-14) }
    #expect(all.weightSum == 25 && first.weightSum == 25)
  }

  @Test("what nothing determines is an error; a penalty cures it")
  func undetermined() throws {
    var sums = RidgeRegression(coefficientCount: 2)
    sums.add([1, 0], target: 3)
    #expect(throws: NumericsError.self) { try sums.fit(penalty: 0) }
    #expect(try sums.fit(penalties: [0, 1]).coefficients == [3, 0])
    #expect(throws: NumericsError.self) { try sums.fit(penalties: [1]) }
    #expect(throws: NumericsError.self) { try sums.fit(penalty: -1) }
  }
}
