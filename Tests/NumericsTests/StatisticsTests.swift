import Foundation
import Numerics
import Quantities
import Testing

@Suite("Statistics")
struct StatisticsTests {
  /// NIST StRD NumAcc4: 1001 values about 10 million, deviation 0.1 and autocorrelation -0.999.
  @Test("the certified values of NumAcc4")
  func numericalAccuracy() throws {
    let values = [10000000.2] + (0..<500).flatMap { _ in [10000000.1, 10000000.3] }
    // One ulp of the mean is 1.9e-9.
    #expect(abs(try #require(Statistics.mean(values)) - 10000000.2) < 2e-9)
    #expect(abs(try #require(Statistics.standardDeviation(values)) - 0.1) < 1e-9)
    let lags = try #require(Statistics.autocorrelation(values, lagMax: 1))
    #expect(lags[0] == 1 && abs(lags[1] + 0.999) < 1e-9)
    var running = RunningMoments()
    for value in values { running.add(value) }
    #expect(abs(running.mean - 10000000.2) < 1e-8)
    #expect(abs(try #require(running.standardDeviation) - 0.1) < 1e-8)
  }

  @Test(
    "quantiles of type 7, as in R",
    arguments: [(0.0, 1.0), (0.3, 2.2), (0.5, 3), (0.9, 7.6), (1, 10)] as [(Double, Double)])
  func quantiles(probability: Double, truth: Double) throws {
    let found = try #require(Statistics.quantile([10, 3, 1, 4, 2], probability))
    #expect(abs(found - truth) < 1e-15 * 10)
  }

  @Test("median and its deviation, even and odd")
  func medians() {
    #expect(Statistics.median([5, 1, 3]) == 3)
    #expect(Statistics.median([5, 1, 3, 4]) == 3.5)
    #expect(Statistics.medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9]) == 1)
    #expect(abs(Statistics.normalConsistency * Elementary.normalQuantile(0.75) - 1) < 1e-15)
  }

  @Test("the median of a window is that of its sorted values", arguments: 1...40)
  func windowMedian(seed: Int) {
    var stream = TestStream(state: UInt64(seed))
    var values = stream.vector(1 + seed % 9)
    if seed % 4 == 0 { values.append(values[0]) }
    let expected = Statistics.median(values)
    let found = values.withUnsafeMutableBufferPointer { Statistics.median(sorting: $0) }
    #expect(found == expected && values == values.sorted())
    #expect(found == (values[(values.count - 1) / 2] + values[values.count / 2]) / 2)
  }

  @Test("pairs")
  func pairs() throws {
    let x = [1.0, 2, 3, 4]
    #expect(abs(try #require(Statistics.correlation(x, x.map { -2 * $0 })) + 1) < 1e-15)
    #expect(abs(try #require(Statistics.covariance(x, [2, 1, 4, 3])) - 1) < 1e-15)
    #expect(Statistics.correlation(x, [1, 1, 1, 1]) == nil)
    #expect(Statistics.covariance(x, [1]) == nil)
  }

  @Test("too few values give nil, not a trap")
  func absent() {
    #expect(Statistics.mean([Double]()) == nil && Statistics.variance([1]) == nil)
    #expect(Statistics.quantile([Double](), 0.5) == nil && Statistics.quantile([1], 1.5) == nil)
    #expect(Statistics.autocorrelation([1, 1, 1], lagMax: 1) == nil)
    #expect(Statistics.autocorrelation([1, 2], lagMax: 2) == nil)
    #expect(Statistics.medianAbsoluteDeviation([Double]()) == nil)
  }

  @Test("compensated sums keep what plain sums lose")
  func compensation() {
    #expect(Statistics.sum([1, 1e100, 1, -1e100]) == 2)
    #expect(Statistics.sum([1, .infinity]) == .infinity)
  }

  @Test("joined moments equal the moments of all", arguments: 1...20)
  func moments(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let values = stream.vector(50 + seed)
    var (all, first, second) = (RunningMoments(), RunningMoments(), RunningMoments())
    for (index, value) in values.enumerated() {
      all.add(value)
      if index < seed { first.add(value) } else { second.add(value) }
    }
    first.add(second)
    #expect(first.count == all.count && first.minimum == all.minimum, "seed \(seed)")
    #expect(abs(first.mean - all.mean) < 1e-15, "seed \(seed)")
    #expect(
      abs(try #require(first.variance) - (try #require(all.variance))) < 1e-14, "seed \(seed)")
    #expect(
      abs(try #require(all.variance) - (try #require(Statistics.variance(values)))) < 1e-14)
  }

  @Test("GSL's distributions agree with ours and with tables")
  func distributions() {
    for i in -30...30 {
      let x = Double(i) / 4
      let truth = ReferenceDistributions.normalCDF(x)
      #expect(abs(Elementary.normalCDF(x) - truth) <= 1e-13 * truth)
      let p = (Double(i) + 31) / 62.5
      #expect(abs(Elementary.normalQuantile(p) - ReferenceDistributions.normalQuantile(p)) < 1e-13)
    }
    let t = ReferenceDistributions.studentQuantile(0.975, degreesOfFreedom: 10)
    #expect(abs(t - 2.228138851964939) < 1e-9)
    #expect(abs(ReferenceDistributions.studentCDF(t, degreesOfFreedom: 10) - 0.975) < 1e-12)
    let chi = ReferenceDistributions.chiSquaredQuantile(0.95, degreesOfFreedom: 3)
    #expect(abs(chi - 7.814727903251179) < 1e-9)
    #expect(abs(ReferenceDistributions.chiSquaredCDF(chi, degreesOfFreedom: 3) - 0.95) < 1e-12)
    #expect(
      abs(ReferenceDistributions.chiSquaredSurvival(chi, degreesOfFreedom: 3) - 0.05) < 1e-12)
    #expect(abs(ReferenceDistributions.poissonCDF(2, mean: 1) - 2.5 * Foundation.exp(-1)) < 1e-14)
    #expect(abs(ReferenceDistributions.binomialCDF(1, probability: 0.5, trials: 3) - 0.5) < 1e-14)
    #expect(abs(ReferenceDistributions.betaCDF(0.5, alpha: 2, beta: 2) - 0.5) < 1e-14)
    #expect(abs(ReferenceDistributions.gammaCDF(2, shape: 1, scale: 2) - 0.632120558828558) < 1e-12)
    #expect(abs(ReferenceDistributions.exponentialCDF(2, mean: 2) - 0.632120558828558) < 1e-12)
    #expect(
      abs(ReferenceDistributions.weibullCDF(2, scale: 2, shape: 3) - 0.632120558828558) < 1e-12)
  }

  @Test("a domain error of GSL gives NaN and does not abort")
  func domainError() {
    #expect(ReferenceDistributions.chiSquaredQuantile(-1, degreesOfFreedom: 3).isNaN)
    #expect(ReferenceDistributions.betaCDF(0.5, alpha: -1, beta: 2).isNaN)
  }

  @Test("every error says where, what and what to do")
  func errorTexts() {
    let table: [(NumericsError, String)] = [
      (
        .sizeMismatch(operation: "LU solution", expected: "3 rows", found: "2"),
        "LU solution: found 2, expected 3 rows"
      ),
      (
        .invalidArgument(operation: "Brent root", reason: "no change of sign"),
        "Brent root: no change of sign"
      ),
      (
        .notPositiveDefinite(operation: "Cholesky factorisation"),
        "Cholesky factorisation: the matrix is not positive definite; "
          + "check for NaN, or add a ridge to the diagonal"
      ),
      (
        .singular(operation: "least squares"),
        "least squares: the matrix is singular within rounding; "
          + "drop dependent columns or add a penalty"
      ),
      (
        .notConverged(operation: "Brent root", iterations: 7),
        "Brent root: no convergence after 7 iterations; "
          + "raise the limit, loosen the tolerance or improve the start"
      ),
      (
        .library(operation: "LU", code: 4, message: "invalid argument"),
        "LU: GSL error 4: invalid argument"
      ),
    ]
    for (error, text) in table { #expect(error.description == text) }
  }
}
