extension Elementary {
  /// x - n pi/2 with |result| <= 0.7854 as a double-double, and n modulo 4.
  @inline(__always)
  static func quadrant(_ x: Double) -> (rest: (high: Double, low: Double), n: Int) {
    let size = magnitude(x)
    if size <= 0.7853981633974483 { return ((x, 0), 0) }
    if size < 0x1p20 { return mediumQuadrant(x) }
    return largeQuadrant(x)
  }

  /// Cody and Waite's reduction with pi/2 in four parts of 33, 33, 33 and 53 bits.
  ///
  /// n has at most 20 bits here, so the first three products are exact; the whole of pi/2 has 152
  /// bits, far below the closest approach of any such x to a multiple of pi/2 (about 2^-60).
  @inline(__always)
  private static func mediumQuadrant(
    _ x: Double
  ) -> (rest: (high: Double, low: Double), n: Int) {
    let shifted = x * 0.6366197723675814 + roundingShift
    let multiple = shifted - roundingShift
    let first = x - multiple * 1.5707963267341256
    let (second, secondError) = sum(first, -(multiple * 6.077100506303966e-11))
    let (third, thirdError) = sum(second, -(multiple * 2.0222662487111665e-21))
    let low = (secondError + thirdError) - multiple * 8.4784276603689e-32
    return (sum(third, low), integer(shifted: shifted) & 3)
  }

  /// The exact reduction of Payne and Hanek (*SIGNUM Newsletter* 18, 1983) in integers.
  ///
  /// x = m 2^e with a 53-bit m. Only 192 bits of 2/pi can matter: those before would add multiples
  /// of 4 to n, those after add less than 2^-136. No double lies closer than 2^-62 to a multiple of
  /// pi/2, so the result keeps its full relative precision.
  @inline(never)
  static func largeQuadrant(_ x: Double) -> (rest: (high: Double, low: Double), n: Int) {
    if !x.isFinite { return ((.nan, 0), 0) }
    let bits = x.bitPattern & 0x7FFF_FFFF_FFFF_FFFF
    let mantissa = UInt128((bits & 0xF_FFFF_FFFF_FFFF) | 0x10_0000_0000_0000)
    let exponent = Int(truncatingIfNeeded: bits >> 52) - 1075
    let start = max(exponent - 2, 0)
    // m times the window as four words, least significant first.
    let low = mantissa * UInt128(twoOverPiBits(from: start + 128))
    let middle = mantissa * UInt128(twoOverPiBits(from: start + 64)) + (low >> 64)
    let high = mantissa * UInt128(twoOverPiBits(from: start)) + (middle >> 64)
    // Moved so that the binary point stands at bit 96 of `high` and bit -64 of `rest`.
    let shift = UInt128(exponent - start + 32)
    let rest = (middle << 64 | (low & 0xFFFF_FFFF_FFFF_FFFF))
    let upper = (high << shift) | (rest >> (128 - shift))
    let lower = rest << shift
    let fraction = (upper << 32) | (lower >> 96)
    let isUpperHalf = fraction >> 127 == 1
    let turns = Int(truncatingIfNeeded: upper >> 96) &+ (isUpperHalf ? 1 : 0)
    let size = quarterTurns(isUpperHalf ? 0 &- fraction : fraction)
    let isNegative = isUpperHalf != (x < 0)
    let signed = isNegative ? (high: -size.high, low: -size.low) : size
    return (signed, (x < 0 ? 0 &- turns : turns) & 3)
  }

  /// A fraction of 2^128 times pi/2 as a double-double.
  private static func quarterTurns(_ fraction: UInt128) -> (high: Double, low: Double) {
    if fraction == 0 { return (0, 0) }
    let zeros = fraction.leadingZeroBitCount
    let normal = fraction << UInt128(zeros)
    let scale = powerOfTwo(-53 - zeros)
    let high = Double(UInt64(truncatingIfNeeded: normal >> 75)) * scale
    let next = UInt64(truncatingIfNeeded: normal >> 22) & 0x1F_FFFF_FFFF_FFFF
    let low = Double(next) * scale * 0x1p-53
    let (value, error) = product(high, 1.5707963267948966)
    return sumOrdered(value, error + (high * 6.123233995736766e-17 + low * 1.5707963267948966))
  }

  /// 64 bits of 2/pi, beginning after the given number of bits behind the binary point.
  private static func twoOverPiBits(from start: Int) -> UInt64 {
    let word = start / 64
    let shift = UInt64(start % 64)
    let high = twoOverPi[word] << shift
    return shift == 0 ? high : high | twoOverPi[word + 1] >> (64 - shift)
  }

  /// The first 1280 bits of 2/pi.
  private static let twoOverPi: InlineArray<20, UInt64> = [
    0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041, 0xFE51_63AB_DEBB_C561,
    0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C, 0xFE1D_EB1C_B129_A73E, 0xE882_35F5_2EBB_4484,
    0xE99C_7026_B45F_7E41, 0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B, 0x1FF8_97FF_DE05_980F,
    0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D, 0x7527_BAC7_EBE5_F17B,
    0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08, 0x5603_3046_FC7B_6BAB, 0xF0CF_BC20_9AF4_361D,
  ]
}
