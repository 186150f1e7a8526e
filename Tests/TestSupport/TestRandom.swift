/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every run, apart from the engine's
/// own streams, which are under test themselves.
public struct TestRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A whole number in 0..<limit; 0 where the limit leaves no other.
  public mutating func below(_ limit: Int) -> Int { limit <= 0 ? 0 : Int(next() % UInt64(limit)) }

  /// A number in low..<high.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + Double(next() >> 11) * 0x1p-53 * (high - low)
  }
}
