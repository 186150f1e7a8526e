import Foundation
import Quantities
import TestSupport
import Testing

extension TestRandom {
  /// A positive number whose exponent is uniform between two powers of two.
  mutating func logarithmic(_ low: Int, _ high: Int) -> Double {
    let exponent = low + below(high - low)
    return Double(sign: .plus, exponent: exponent, significand: uniform(1, 2))
  }
}

/// The number of representable values between two results; two NaNs are equal.
func ulpDistance(_ a: Double, _ b: Double) -> UInt64 {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
  func ordinal(_ x: Double) -> Int64 {
    let bits = Int64(bitPattern: x.bitPattern)
    return bits < 0 ? Int64.min &- bits : bits
  }
  return (ordinal(a) &- ordinal(b)).magnitude
}

#if arch(x86_64)
  /// The error of a result in ulp of the true value, which has 11 more bits.
  func ulpError(_ found: Double, _ truth: Float80) -> Double {
    let rounded = Double(truth)
    if !found.isFinite || !rounded.isFinite {
      return ulpDistance(found, rounded) == 0 ? 0 : .infinity
    }
    let ulp = max(rounded.ulp, Double.leastNonzeroMagnitude)
    return abs(Double((Float80(found) - truth) / Float80(ulp)))
  }

  /// One function, one range, and how far it may be from the C library's `long double` twin.
  struct AccuracyCase: CustomTestStringConvertible, Sendable {
    enum Range: Sendable {
      case uniform(Double, Double)
      case exponents(Int, Int)
    }

    let name: String
    let range: Range
    let ulpMax: Double
    let ours: @Sendable (Double) -> Double
    let reference: @Sendable (Float80) -> Float80

    var testDescription: String { "\(name) \(range)" }

    init(
      _ name: String, _ range: Range, within ulpMax: Double,
      _ ours: @escaping @Sendable (Double) -> Double,
      _ reference: @escaping @Sendable (Float80) -> Float80
    ) {
      self.name = name
      self.range = range
      self.ulpMax = ulpMax
      self.ours = ours
      self.reference = reference
    }
  }

  private let accuracyCases: [AccuracyCase] = [
    .init("exp", .uniform(-745, 709.7), within: 0.52, Elementary.exp, { Foundation.exp($0) }),
    .init("exp", .uniform(-1, 1), within: 0.52, Elementary.exp, { Foundation.exp($0) }),
    .init("expm1", .uniform(-3, 3), within: 0.61, Elementary.expm1, { Foundation.expm1($0) }),
    .init("expm1", .uniform(-50, 700), within: 0.61, Elementary.expm1, { Foundation.expm1($0) }),
    .init("log", .uniform(0.5, 2), within: 0.51, Elementary.log, { Foundation.log($0) }),
    .init("log", .exponents(-1074, 1023), within: 0.51, Elementary.log, { Foundation.log($0) }),
    .init("log1p", .uniform(-0.9, 3), within: 0.52, Elementary.log1p, { Foundation.log1p($0) }),
    .init("log1p", .exponents(-60, 1023), within: 0.7, Elementary.log1p, { Foundation.log1p($0) }),
    .init("log2", .exponents(-1074, 1023), within: 0.51, Elementary.log2, { Foundation.log2($0) }),
    .init(
      "log10", .exponents(-1074, 1023), within: 0.51, Elementary.log10, { Foundation.log10($0) }),
    .init("cbrt", .exponents(-1074, 1023), within: 0.52, Elementary.cbrt, { Foundation.cbrt($0) }),
    .init("sin", .uniform(-10, 10), within: 0.9, Elementary.sin, { Foundation.sin($0) }),
    .init("sin", .uniform(-1.1e6, 1.1e6), within: 0.9, Elementary.sin, { Foundation.sin($0) }),
    .init("sin", .exponents(18, 1023), within: 0.9, Elementary.sin, { Foundation.sin($0) }),
    .init("cos", .uniform(-10, 10), within: 0.9, Elementary.cos, { Foundation.cos($0) }),
    .init("cos", .exponents(-30, 1023), within: 0.9, Elementary.cos, { Foundation.cos($0) }),
    .init("tan", .uniform(-10, 10), within: 1.05, Elementary.tan, { Foundation.tan($0) }),
    .init("tan", .exponents(-30, 1023), within: 1.05, Elementary.tan, { Foundation.tan($0) }),
    .init("asin", .uniform(-1, 1), within: 0.72, Elementary.asin, { Foundation.asin($0) }),
    .init("acos", .uniform(-1, 1), within: 0.68, Elementary.acos, { Foundation.acos($0) }),
    .init("atan", .uniform(-10, 10), within: 0.7, Elementary.atan, { Foundation.atan($0) }),
    .init("atan", .exponents(-40, 70), within: 0.7, Elementary.atan, { Foundation.atan($0) }),
    .init("sinh", .uniform(-711, 711), within: 1.1, Elementary.sinh, { Foundation.sinh($0) }),
    .init("sinh", .uniform(-3, 3), within: 1.1, Elementary.sinh, { Foundation.sinh($0) }),
    .init("cosh", .uniform(-711, 711), within: 0.9, Elementary.cosh, { Foundation.cosh($0) }),
    .init("cosh", .uniform(-3, 3), within: 0.9, Elementary.cosh, { Foundation.cosh($0) }),
    .init("tanh", .uniform(-3, 3), within: 0.6, Elementary.tanh, { Foundation.tanh($0) }),
    .init("erf", .uniform(-6, 6), within: 0.85, Elementary.erf, { Foundation.erf($0) }),
    .init("erfc", .uniform(-6, 27), within: 1.1, Elementary.erfc, { Foundation.erfc($0) }),
    .init("logistic", .uniform(-60, 60), within: 0.52, Elementary.logistic) {
      1 / (1 + Foundation.exp(-$0))
    },
    .init("erfc", .uniform(0.4, 1.4), within: 1.1, Elementary.erfc, { Foundation.erfc($0) }),
  ]

  @Suite("Elementary functions against the C library in 64 bits")
  struct ElementaryAccuracyTests {
    private static let argumentCount = 200_000

    @Test("every function stays within its stated error", arguments: accuracyCases)
    func accuracy(of test: AccuracyCase) {
      var stream = TestRandom(seed: 2024)
      var worst: (error: Double, x: Double) = (0, 0)
      for _ in 0..<Self.argumentCount {
        let x: Double
        switch test.range {
        case .uniform(let low, let high): x = stream.uniform(low, high)
        case .exponents(let low, let high): x = stream.logarithmic(low, high)
        }
        let error = ulpError(test.ours(x), test.reference(Float80(x)))
        if error > worst.error { worst = (error, x) }
      }
      #expect(worst.error <= test.ulpMax, "\(test.name) at \(worst.x)")
    }

    @Test("pow stays within 0.53 ulp")
    func power() {
      var stream = TestRandom(seed: 7)
      for _ in 0..<Self.argumentCount / 2 {
        let x = stream.logarithmic(-1074, 1023)
        let y = stream.uniform(-760, 720) / max(abs(Foundation.log(x)), 0.01)
        let error = ulpError(Elementary.pow(x, y), Foundation.pow(Float80(x), Float80(y)))
        if error > 0.53 { Issue.record("pow(\(x), \(y)) is \(error) ulp off") }
        let near = 1 + stream.uniform(-1e-3, 1e-3)
        let large = stream.uniform(-7e5, 7e5)
        let second = ulpError(
          Elementary.pow(near, large), Foundation.pow(Float80(near), Float80(large)))
        if second > 0.53 { Issue.record("pow(\(near), \(large)) is \(second) ulp off") }
      }
    }

    @Test("atan2 stays within 0.75 ulp, within 1.2 where coordinates differ beyond 2^400")
    func arcTangentOfTwo() {
      var stream = TestRandom(seed: 8)
      for _ in 0..<Self.argumentCount / 2 {
        let y = stream.uniform(-10, 10)
        let x = stream.uniform(-10, 10)
        let error = ulpError(Elementary.atan2(y, x), Foundation.atan2(Float80(y), Float80(x)))
        if error > 0.75 { Issue.record("atan2(\(y), \(x)) is \(error) ulp off") }
        let wideY = stream.logarithmic(-1060, 1020)
        let wideX = stream.logarithmic(-1060, 1020) * (y < 0 ? -1 : 1)
        let wide = ulpError(
          Elementary.atan2(wideY, wideX), Foundation.atan2(Float80(wideY), Float80(wideX)))
        if wide > 1.2 { Issue.record("atan2(\(wideY), \(wideX)) is \(wide) ulp off") }
      }
    }
  }
#endif
