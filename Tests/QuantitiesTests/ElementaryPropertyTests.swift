import Foundation
import Quantities
import TestSupport
import Testing

@Suite("Elementary functions: properties and golden bits")
struct ElementaryPropertyTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6, 7, 8]

  @Test("symmetries hold to the bit", arguments: seeds)
  func symmetries(seed: UInt64) {
    var stream = TestRandom(seed: seed)
    for _ in 0..<5_000 {
      let x = stream.logarithmic(-40, 60)
      #expect(Elementary.sin(-x) == -Elementary.sin(x), "seed \(seed), x \(x)")
      #expect(Elementary.cos(-x) == Elementary.cos(x), "seed \(seed), x \(x)")
      #expect(Elementary.tan(-x) == -Elementary.tan(x), "seed \(seed), x \(x)")
      #expect(Elementary.atan(-x) == -Elementary.atan(x), "seed \(seed), x \(x)")
      #expect(Elementary.tanh(-x) == -Elementary.tanh(x), "seed \(seed), x \(x)")
      #expect(Elementary.erf(-x) == -Elementary.erf(x), "seed \(seed), x \(x)")
      let both = Elementary.sinCos(x)
      #expect(both.sin == Elementary.sin(x) && both.cos == Elementary.cos(x), "seed \(seed)")
    }
  }

  @Test("identities hold within a few ulp", arguments: seeds)
  func identities(seed: UInt64) {
    var stream = TestRandom(seed: seed)
    for _ in 0..<5_000 {
      let x = stream.uniform(-30, 30)
      let (s, c) = Elementary.sinCos(x)
      #expect(abs(s * s + c * c - 1) < 4e-16, "seed \(seed), x \(x)")
      #expect(abs(Elementary.log(Elementary.exp(x)) - x) < 3e-16 + abs(x) * 2e-16, "seed \(seed)")
      #expect(abs(Elementary.erf(x) + Elementary.erfc(x) - 1) < 4e-16, "seed \(seed), x \(x)")
      #expect(abs(Elementary.logistic(x) + Elementary.logistic(-x) - 1) < 4e-16, "seed \(seed)")
      let p = stream.uniform(1e-9, 0.5)
      let back = Elementary.normalCDF(Elementary.normalQuantile(p))
      #expect(abs(back - p) <= 2e-14 * p, "seed \(seed), p \(p)")
    }
  }

  @Test("neighbours keep their order", arguments: seeds)
  func monotone(seed: UInt64) {
    var stream = TestRandom(seed: seed)
    for _ in 0..<5_000 {
      let x = stream.uniform(-20, 20)
      let up = x.nextUp
      #expect(Elementary.exp(x) <= Elementary.exp(up), "seed \(seed), x \(x)")
      #expect(Elementary.log(abs(up)) >= Elementary.log(abs(x)) || x < 0, "seed \(seed), x \(x)")
      #expect(Elementary.atan(x) <= Elementary.atan(up), "seed \(seed), x \(x)")
      #expect(Elementary.tanh(x) <= Elementary.tanh(up), "seed \(seed), x \(x)")
      #expect(Elementary.normalCDF(x) <= Elementary.normalCDF(up), "seed \(seed), x \(x)")
    }
    // Across table cells and kernel borders, where a jump would hide.
    for i in 1..<4_096 {
      let border = Double(i) / 256
      #expect(Elementary.log(border.nextDown) <= Elementary.log(border))
      #expect(Elementary.erf(border.nextDown) <= Elementary.erf(border))
      #expect(Elementary.erfc(border.nextDown) >= Elementary.erfc(border))
      #expect(Elementary.atan(border.nextDown) <= Elementary.atan(border))
    }
  }

  /// FNV-1a over the bit patterns of one function on a fixed grid.
  private static func fingerprint(_ low: Double, _ high: Double, _ f: (Double) -> Double) -> UInt64
  {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let count = 10_007
    for i in 0...count {
      let x = low + (high - low) * (Double(i) / Double(count))
      var bits = f(x).bitPattern
      for _ in 0..<8 {
        hash = (hash ^ (bits & 0xFF)) &* 0x0000_0100_0000_01B3
        bits >>= 8
      }
    }
    return hash
  }

  /// The bits of every function, so that no change of one digit can pass unseen.
  ///
  /// A new value belongs here only together with a new method, and every golden run moves with it.
  @Test("the bits never change")
  func goldenBits() {
    let table: [(String, UInt64, UInt64)] = [
      ("exp", Self.fingerprint(-745, 710, Elementary.exp), 0x254E_96C2_8BDC_8B02),
      ("expm1", Self.fingerprint(-40, 40, Elementary.expm1), 0xA2B4_8882_EB96_C62B),
      ("log", Self.fingerprint(0.001, 1000, Elementary.log), 0xE0FB_A7C3_FBE5_E61C),
      ("log1p", Self.fingerprint(-0.99, 50, Elementary.log1p), 0xAB12_1610_5D10_086D),
      ("log2", Self.fingerprint(0.001, 1000, Elementary.log2), 0xEF2A_18FC_6257_1271),
      ("log10", Self.fingerprint(0.001, 1000, Elementary.log10), 0x31DD_4A7A_0442_94B6),
      ("pow", Self.fingerprint(0.01, 90, { Elementary.pow($0, 1.7) }), 0x146D_A707_ECFA_4445),
      ("pow 2", Self.fingerprint(-90, 90, { Elementary.pow(1.3, $0) }), 0x557C_0775_6F1D_4202),
      ("cbrt", Self.fingerprint(-30, 30, Elementary.cbrt), 0x79E0_8B78_DC93_81A3),
      ("sin", Self.fingerprint(-100, 100, Elementary.sin), 0x7F52_6CC1_2CF1_DC98),
      ("sin large", Self.fingerprint(1000000000, 1e+18, Elementary.sin), 0x8E68_52FA_33FE_0B47),
      ("cos", Self.fingerprint(-100, 100, Elementary.cos), 0x85C9_6989_3C54_591E),
      ("tan", Self.fingerprint(-100, 100, Elementary.tan), 0x9CB8_C885_2179_B48A),
      ("asin", Self.fingerprint(-1, 1, Elementary.asin), 0x07A7_BF8D_E6E8_3302),
      ("acos", Self.fingerprint(-1, 1, Elementary.acos), 0xA029_2746_CB71_037F),
      ("atan", Self.fingerprint(-20, 20, Elementary.atan), 0x9F4F_A03B_D749_272F),
      ("atan2", Self.fingerprint(-20, 20, { Elementary.atan2($0, -1.7) }), 0x25F1_8492_8654_C712),
      ("sinh", Self.fingerprint(-30, 30, Elementary.sinh), 0x0BF6_0F36_7EE0_C1B7),
      ("cosh", Self.fingerprint(-30, 30, Elementary.cosh), 0xE473_B2F8_F06B_D193),
      ("tanh", Self.fingerprint(-23, 23, Elementary.tanh), 0x2AC3_12D1_6A7C_BCDD),
      ("logistic", Self.fingerprint(-40, 40, Elementary.logistic), 0x9855_EB02_BDB9_CC23),
      ("erf", Self.fingerprint(-6, 6, Elementary.erf), 0x2471_B62A_7907_12F0),
      ("erfc", Self.fingerprint(-6, 28, Elementary.erfc), 0x786E_DDF4_742F_1FC2),
      ("normalCDF", Self.fingerprint(-38, 9, Elementary.normalCDF), 0x0B53_C4A5_FF5B_0BC4),
      ("normalPDF", Self.fingerprint(-38, 38, Elementary.normalPDF), 0xFE08_3A09_F6BB_BAAA),
      (
        "normalQuantile", Self.fingerprint(1e-09, 0.999999, Elementary.normalQuantile),
        0xB7AE_CDDA_5008_F3D4
      ),
    ]
    for (name, found, expected) in table {
      #expect(found == expected, "\(name): found 0x\(String(found, radix: 16, uppercase: true))")
    }
  }
}
