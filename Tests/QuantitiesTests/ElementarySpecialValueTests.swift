import Foundation
import Quantities
import Testing

@Suite("Elementary functions at special values")
struct ElementarySpecialValueTests {
  private static let edges: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 10, 710, -746, 0x1p-1074, -0x1p-1074, 0x1p-1022,
    0x1p52, 0x1p53 + 2, -0x1p53, 1e300, -1e300, .greatestFiniteMagnitude, .infinity, -.infinity,
    .nan, 0x1.fffffffffffffp-1, 1.0000000000000002, 0.25, 1e-300, 27, 1.5, -1.5,
  ]

  private typealias Function = @Sendable (Double) -> Double

  private static let functions: [(String, Function, Function)] = [
    ("exp", Elementary.exp, { Foundation.exp($0) }),
    ("expm1", Elementary.expm1, { Foundation.expm1($0) }),
    ("log", Elementary.log, { Foundation.log($0) }),
    ("log1p", Elementary.log1p, { Foundation.log1p($0) }),
    ("log2", Elementary.log2, { Foundation.log2($0) }),
    ("log10", Elementary.log10, { Foundation.log10($0) }),
    ("cbrt", Elementary.cbrt, { Foundation.cbrt($0) }),
    ("sin", Elementary.sin, { Foundation.sin($0) }),
    ("cos", Elementary.cos, { Foundation.cos($0) }),
    ("tan", Elementary.tan, { Foundation.tan($0) }),
    ("asin", Elementary.asin, { Foundation.asin($0) }),
    ("acos", Elementary.acos, { Foundation.acos($0) }),
    ("atan", Elementary.atan, { Foundation.atan($0) }),
    ("sinh", Elementary.sinh, { Foundation.sinh($0) }),
    ("cosh", Elementary.cosh, { Foundation.cosh($0) }),
    ("tanh", Elementary.tanh, { Foundation.tanh($0) }),
    ("erf", Elementary.erf, { Foundation.erf($0) }),
    ("erfc", Elementary.erfc, { Foundation.erfc($0) }),
  ]

  @Test("signed zeros, infinities, NaN and subnormals are as in the C library")
  func oneArgument() {
    for (name, ours, reference) in Self.functions {
      for x in Self.edges {
        let (a, b) = (ours(x), reference(x))
        #expect(ulpDistance(a, b) <= 1, "\(name)(\(x)) = \(a), expected \(b)")
        if !b.isNaN { #expect(a.sign == b.sign, "\(name)(\(x)) = \(a), expected \(b)") }
      }
    }
  }

  @Test("pow and atan2 agree with the C library on every pair of edges")
  func twoArguments() {
    for x in Self.edges {
      for y in Self.edges {
        let (a, b) = (Elementary.pow(x, y), Foundation.pow(x, y))
        #expect(ulpDistance(a, b) <= 1, "pow(\(x), \(y)) = \(a), expected \(b)")
        if !b.isNaN { #expect(a.sign == b.sign, "pow(\(x), \(y)) = \(a), expected \(b)") }
        let (c, d) = (Elementary.atan2(y, x), Foundation.atan2(y, x))
        #expect(ulpDistance(c, d) <= 1, "atan2(\(y), \(x)) = \(c), expected \(d)")
        if !d.isNaN { #expect(c.sign == d.sign, "atan2(\(y), \(x)) = \(c), expected \(d)") }
      }
    }
  }

  /// Values computed with 1300-bit arithmetic (mpmath).
  @Test(
    "large angles are reduced exactly",
    arguments: [
      (1e22, -0.8522008497671888, 0.523214785395139),
      (1e300, -0.8178819121159085, -0.5753861119575491),
      (.greatestFiniteMagnitude, 0.004961954789184062, -0.9999876894265599),
      // The double closest to a multiple of pi/2 (Muller, *Elementary Functions*, 2006, ch. 11).
      (6_381_956_970_095_103 * 0x1p797, 1.0, -4.687165924254628e-19),
      (823549.6645, -8.264280331296201e-05, 0.9999999965850835),
    ] as [(Double, Double, Double)])
  func largeAngles(x: Double, sine: Double, cosine: Double) {
    #expect(ulpDistance(Elementary.sin(x), sine) <= 1)
    #expect(ulpDistance(Elementary.cos(x), cosine) <= 1)
    let both = Elementary.sinCos(x)
    #expect(both.sin == Elementary.sin(x) && both.cos == Elementary.cos(x))
  }

  /// Probability and density computed with 200-bit arithmetic (mpmath).
  @Test(
    "the normal distribution is right into its tails",
    arguments: [
      (-37.0, 5.725571222524577e-300, 2.1200065515246056e-298),
      (-20.0, 2.7536241186062337e-89, 5.520948362159764e-88),
      (-6.5, 4.016000583859118e-11, 2.669556614762852e-10),
      (-1.96, 0.024997895148220435, 0.05844094433345146),
      (-0.5, 0.3085375387259869, 0.35206532676429947),
      (0.3, 0.6179114221889527, 0.3813878154605241),
      (1.0, 0.8413447460685429, 0.24197072451914334),
      (2.5, 0.9937903346742238, 0.017528300493568537),
      (6.0, 0.9999999990134123, 6.075882849823285e-09),
    ] as [(Double, Double, Double)])
  func normal(x: Double, probability: Double, density: Double) {
    #expect(ulpDistance(Elementary.normalCDF(x), probability) <= 1)
    #expect(ulpDistance(Elementary.normalPDF(x), density) <= 1)
  }

  /// Quantiles computed with 200-bit arithmetic (mpmath).
  @Test(
    "normal quantiles",
    arguments: [
      (1e-300, -37.0470962993612), (1e-100, -21.273453560965326), (1e-20, -9.262340089798407),
      (1e-06, -4.753424308822899), (0.001, -3.0902323061678136), (0.025, -1.9599639845400543),
      (0.2, -0.8416212335729142), (0.4999, -0.00025066283008800747),
      (0.5001, 0.00025066283008800747), (0.8, 0.8416212335729144), (0.975, 1.9599639845400538),
      (0.999999, 4.753424308817087),
    ] as [(Double, Double)])
  func quantile(p: Double, x: Double) {
    #expect(abs(Elementary.normalQuantile(p) - x) <= 1e-15 * abs(x))
  }

  @Test("the quantile at the ends and outside")
  func quantileEdges() {
    #expect(Elementary.normalQuantile(0) == -.infinity)
    #expect(Elementary.normalQuantile(1) == .infinity)
    #expect(Elementary.normalQuantile(0.5) == 0)
    #expect(Elementary.normalQuantile(-0.1).isNaN)
    #expect(Elementary.normalQuantile(1.1).isNaN)
    #expect(Elementary.normalQuantile(.nan).isNaN)
  }

  @Test("the distribution functions at infinity and NaN")
  func distributionEdges() {
    #expect(Elementary.normalCDF(.infinity) == 1 && Elementary.normalCDF(-.infinity) == 0)
    #expect(Elementary.normalPDF(.infinity) == 0 && Elementary.normalPDF(.nan).isNaN)
    #expect(Elementary.normalCDF(.nan).isNaN && Elementary.normalCDF(0) == 0.5)
    #expect(Elementary.logistic(.infinity) == 1 && Elementary.logistic(-.infinity) == 0)
    #expect(Elementary.logistic(.nan).isNaN && Elementary.logistic(0) == 0.5)
  }

  @Test("powers of two and ten have exact logarithms; exact roots and powers")
  func exactCases() {
    for k in -1074...1023 {
      #expect(Elementary.log2(Double(sign: .plus, exponent: k, significand: 1)) == Double(k))
    }
    for k in 0...22 {
      let power = (0..<k).reduce(1.0) { product, _ in product * 10 }
      #expect(Elementary.log10(power) == Double(k))
      #expect(Elementary.pow(10, Double(k)) == power)
    }
    for n in 1...2000 {
      let x = Double(n)
      #expect(Elementary.cbrt(x * x * x) == x)
      #expect(Elementary.pow(x, 3) == x * x * x)
      #expect(Elementary.pow(x * x, 0.5) == x)
    }
  }
}
