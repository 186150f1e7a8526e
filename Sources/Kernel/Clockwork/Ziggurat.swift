internal import Quantities

/// Standard normal and exponential numbers by the ziggurat method with 256 layers of equal area.
///
/// Layer, sign and abscissa come from disjoint bits of one 64-bit number, as Doornik advises: bits
/// 0-7 choose the layer, bit 8 the sign, bits 11-63 the abscissa. About 1 draw in 70 needs more
/// bits; they come from further parts of the same event.
///
/// - Source: Marsaglia and Tsang, "The ziggurat method for generating random variables", J. Stat.
///   Softw. 5(8), 2000; Doornik, "An improved ziggurat method to generate normal random samples",
///   2005.
@usableFromInline
enum Ziggurat {
  /// Where the normal law's tail starts.
  static var tailStart: Double { 3.654152885361009 }
  /// Where the exponential law's tail starts.
  static var exponentialTailStart: Double { 7.69711747013105 }

  /// The abscissa that the bits choose, and whether it lies below the curve without a further test.
  @inlinable @inline(__always)
  static func candidate(_ bits: UInt64) -> (magnitude: Double, isInside: Bool) {
    let layer = Int(truncatingIfNeeded: bits & 0xFF)
    let magnitude = RandomKey.unit(bits) * edges[unchecked: layer]
    return (magnitude, magnitude < edges[unchecked: layer &+ 1])
  }

  /// The same for the exponential law.
  @inlinable @inline(__always)
  static func exponentialCandidate(_ bits: UInt64) -> (magnitude: Double, isInside: Bool) {
    let layer = Int(truncatingIfNeeded: bits & 0xFF)
    let magnitude = RandomKey.unit(bits) * exponentialEdges[unchecked: layer]
    return (magnitude, magnitude < exponentialEdges[unchecked: layer &+ 1])
  }

  /// The magnitude with the sign that bit 8 chooses.
  @inlinable @inline(__always)
  static func signed(_ magnitude: Double, _ bits: UInt64) -> Double {
    Double(bitPattern: magnitude.bitPattern | (bits & 0x100) &<< 55)
  }

  /// The normal number of an event whose first bits are given.
  @inlinable @inline(__always)
  static func gaussian(_ bits: UInt64, key: RandomKey, event: UInt64) -> Double {
    let (magnitude, isInside) = candidate(bits)
    if _fastPath(isInside) { return signed(magnitude, bits) }
    return slowGaussian(bits, key: key, event: event)
  }

  /// The exponential number of an event whose first bits are given.
  @inlinable @inline(__always)
  static func exponential(_ bits: UInt64, key: RandomKey, event: UInt64) -> Double {
    let (magnitude, isInside) = exponentialCandidate(bits)
    if _fastPath(isInside) { return magnitude }
    return slowExponential(bits, key: key, event: event)
  }

  /// The rare case: further parts of the same event decide.
  @usableFromInline @inline(never)
  static func slowGaussian(_ bits: UInt64, key: RandomKey, event: UInt64) -> Double {
    var part: UInt64 = 0
    return gaussian(bits) {
      part += 1
      return key.pair(event, part: part)
    }
  }

  /// The rare case: further parts of the same event decide.
  @usableFromInline @inline(never)
  static func slowExponential(_ bits: UInt64, key: RandomKey, event: UInt64) -> Double {
    var part: UInt64 = 0
    return exponential(bits) {
      part += 1
      return key.pair(event, part: part)
    }
  }

  /// A normal number from the first bits and as many pairs as it takes.
  static func gaussian(
    _ first: UInt64, next: () -> (first: UInt64, second: UInt64)
  ) -> Double {
    var bits = first
    while true {
      let (magnitude, isInside) = candidate(bits)
      if isInside { return signed(magnitude, bits) }
      let layer = Int(bits & 0xFF)
      if layer == 0 { return signed(tail(next: next), bits) }
      let more = next()
      let bottom = density(edges[layer])
      let height = bottom + RandomKey.unit(more.second) * (density(edges[layer + 1]) - bottom)
      if height < density(magnitude) { return signed(magnitude, bits) }
      bits = more.first
    }
  }

  /// An exponential number of mean one from the first bits and as many pairs as it takes.
  static func exponential(
    _ first: UInt64, next: () -> (first: UInt64, second: UInt64)
  ) -> Double {
    var bits = first
    var start = 0.0
    while true {
      let (magnitude, isInside) = exponentialCandidate(bits)
      if isInside { return start + magnitude }
      let layer = Int(bits & 0xFF)
      let more = next()
      bits = more.first
      if layer == 0 {
        // The law has no memory: the tail is the whole law, shifted.
        start += exponentialTailStart
        continue
      }
      let bottom = Elementary.exp(-exponentialEdges[layer])
      let top = Elementary.exp(-exponentialEdges[layer + 1])
      let height = bottom + RandomKey.unit(more.second) * (top - bottom)
      if height < Elementary.exp(-magnitude) { return start + magnitude }
    }
  }

  /// A normal number beyond the last layer (Marsaglia 1964).
  private static func tail(next: () -> (first: UInt64, second: UInt64)) -> Double {
    while true {
      let bits = next()
      let x = -Elementary.log(1 - RandomKey.unit(bits.first)) / tailStart
      let y = -Elementary.log(1 - RandomKey.unit(bits.second))
      if y + y > x * x { return tailStart + x }
    }
  }

  /// The normal density without its constant.
  private static func density(_ x: Double) -> Double { Elementary.exp(-0.5 * x * x) }
}
