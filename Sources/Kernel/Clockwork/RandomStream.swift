/// A cursor that draws one random number after another from a key.
///
/// For draws whose count is not known beforehand: building a home, choosing an activity. Where an
/// event has a number of its own, ask ``RandomKey`` instead. A stream shares no bits with the
/// blocks
/// of its key. All algorithms are fixed here, because a golden seed must outlive a toolchain.
@frozen
public struct RandomStream: Sendable {
  @usableFromInline let key: RandomKey
  @usableFromInline let event: UInt64
  @usableFromInline var index: UInt64 = 0
  @usableFromInline var spare: UInt64 = 0

  /// - Parameter event: names one of the key's streams, which are independent.
  @inlinable
  public init(_ key: RandomKey, event: UInt64 = 0) {
    self.key = key
    self.event = event
  }

  /// A stream by its parts; see ``RandomKey``.
  public init(seed: UInt64, purpose: Purpose, entity: UInt64, branch: UInt32 = 0) {
    self.init(RandomKey(seed: seed, purpose: purpose, entity: entity, branch: branch))
  }

  /// Sixty-four random bits.
  @inlinable @inline(__always)
  public mutating func nextUInt64() -> UInt64 {
    let number = index
    index &+= 1
    if number & 1 == 1 { return spare }
    let bits = pair(number &>> 1)
    spare = bits.second
    return bits.first
  }

  /// The stream's block: bit 31 of the part marks a stream, the other bits count.
  @inlinable @inline(__always)
  func pair(_ count: UInt64) -> (first: UInt64, second: UInt64) {
    let part = (count & 0x7FFF_FFFF) | 0x8000_0000 | (count &>> 31) &<< 32
    return key.pair(event, part: part)
  }

  /// A number in [0, 1) with 53 bits.
  @inlinable @inline(__always)
  public mutating func uniform() -> Double { RandomKey.unit(nextUInt64()) }

  /// A number between the bounds; the upper bound is reached by rounding only.
  @inlinable
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    let value = range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    return min(value, range.upperBound)
  }

  /// An integer between the bounds, each equally likely.
  @inlinable
  public mutating func integer(in range: ClosedRange<Int64>) -> Int64 {
    let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    let offset = span == .max ? nextUInt64() : below(span &+ 1)
    return range.lowerBound &+ Int64(bitPattern: offset)
  }

  /// An integer in 0..<bound, each exactly equally likely.
  ///
  /// - Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29, 2019.
  @inlinable
  public mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "No integer is below zero.")
    var product = nextUInt64().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold {
        product = nextUInt64().multipliedFullWidth(by: bound)
      }
    }
    return product.high
  }

  /// True in exactly `numerator` of `denominator` cases.
  @inlinable
  public mutating func bernoulli(numerator: UInt64, denominator: UInt64) -> Bool {
    precondition(numerator <= denominator, "A probability is at most one.")
    return below(denominator) < numerator
  }

  /// True with the given probability.
  @inlinable
  public mutating func bernoulli(_ probability: Double) -> Bool { uniform() < probability }

  /// The index of one weight, chosen in proportion; weights are not negative, their sum not zero.
  @inlinable
  public mutating func choose(weights: some Collection<Double>) -> Int {
    var total = 0.0
    for weight in weights { total += weight }
    precondition(total > 0, "A choice needs a positive weight.")
    var rest = uniform() * total
    var chosen = 0
    var index = 0
    for weight in weights {
      if weight > 0 {
        chosen = index
        if rest < weight { return index }
        rest -= weight
      }
      index += 1
    }
    return chosen
  }

  /// Puts the elements into an order, each order equally likely.
  ///
  /// - Source: Durstenfeld, Algorithm 235, CACM 7, 1964.
  @inlinable
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var count = elements.count
    while count > 1 {
      elements.swapAt(count - 1, Int(below(UInt64(count))))
      count -= 1
    }
  }
}
