/// The 128 random bits of one counter, as four words.
public typealias RandomBlock = (UInt32, UInt32, UInt32, UInt32)

/// Philox4x32 with ten rounds: a pure function from (key, counter) to 128 random bits.
///
/// - Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011,
///   section 4.3; multipliers and key steps as published there and in Random123.
public enum Philox {
  /// The bijection of `counter` chosen by `key`.
  @inlinable @inline(__always)
  public static func block(counter: RandomBlock, key: (UInt32, UInt32)) -> RandomBlock {
    let bits = pair(counter: counter, key: key)
    return (
      UInt32(truncatingIfNeeded: bits.first &>> 32), UInt32(truncatingIfNeeded: bits.first),
      UInt32(truncatingIfNeeded: bits.second &>> 32), UInt32(truncatingIfNeeded: bits.second)
    )
  }

  /// The same block as two numbers, its first and third word in their upper halves.
  @inlinable @inline(__always)
  static func pair(
    counter: RandomBlock, key: (UInt32, UInt32)
  ) -> (first: UInt64, second: UInt64) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<9 {
      round(&c0, &c1, &c2, &c3, k0, k1)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    // The last round's words come out in the order in which the products hold them.
    return (
      UInt64(c2) &* 0xCD9E_8D57 ^ UInt64(c1 ^ k0) &<< 32,
      UInt64(c0) &* 0xD251_1F53 ^ UInt64(c3 ^ k1) &<< 32
    )
  }

  @inlinable @inline(__always)
  static func round(
    _ c0: inout UInt32, _ c1: inout UInt32, _ c2: inout UInt32, _ c3: inout UInt32,
    _ k0: UInt32, _ k1: UInt32
  ) {
    let a = UInt64(c0) &* 0xD251_1F53
    let b = UInt64(c2) &* 0xCD9E_8D57
    c0 = UInt32(truncatingIfNeeded: b &>> 32) ^ c1 ^ k0
    c1 = UInt32(truncatingIfNeeded: b)
    c2 = UInt32(truncatingIfNeeded: a &>> 32) ^ c3 ^ k1
    c3 = UInt32(truncatingIfNeeded: a)
  }
}
