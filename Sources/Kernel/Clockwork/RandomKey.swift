/// Names one independent sequence of random numbers: (run seed, purpose, entity, branch).
///
/// A number is a pure function of its key and of the number of the event it belongs to, never of
/// how many numbers were drawn before. So neither another entity nor a skipped event changes it,
/// and any
/// thread may draw it in any order.
///
/// The four parts are folded by Philox itself into 128 bits; for a given seed the fold is one to
/// one.
/// Sixty-four of these bits become the Philox key, sixty-four the upper half of its counter; the
/// event's number is the lower half.
@frozen
public struct RandomKey: Hashable, Sendable {
  @usableFromInline let key: UInt64
  @usableFromInline let upper: UInt64

  /// - Parameter branch: zero in the run itself; another number in each fork of it.
  public init(seed: UInt64, purpose: Purpose, entity: UInt64, branch: UInt32 = 0) {
    let folded = Philox.block(
      counter: (UInt32(truncatingIfNeeded: entity), UInt32(entity &>> 32), purpose.id, 0),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(seed &>> 32)))
    self.init(folded: folded)
    if branch != 0 { self = branched(branch) }
  }

  @usableFromInline
  init(folded: RandomBlock) {
    key = UInt64(folded.1) &<< 32 | UInt64(folded.0)
    upper = UInt64(folded.3) &<< 32 | UInt64(folded.2)
  }

  /// The same key in another branch of the run; branch zero is the key itself.
  public func branched(_ branch: UInt32) -> RandomKey {
    if branch == 0 { return self }
    let counter = (
      UInt32(truncatingIfNeeded: key), UInt32(key &>> 32),
      UInt32(truncatingIfNeeded: upper), UInt32(upper &>> 32)
    )
    return RandomKey(folded: Philox.block(counter: counter, key: (branch, 0x464F_524B)))
  }

  /// The 128 random bits of an event, as four words.
  @inlinable @inline(__always)
  public func block(_ event: UInt64) -> RandomBlock {
    let bits = pair(event)
    return (
      UInt32(truncatingIfNeeded: bits.first &>> 32), UInt32(truncatingIfNeeded: bits.first),
      UInt32(truncatingIfNeeded: bits.second &>> 32), UInt32(truncatingIfNeeded: bits.second)
    )
  }

  /// An event's 128 bits as two numbers; parts from 2^31 on belong to ``RandomStream``.
  @inlinable @inline(__always)
  func pair(_ event: UInt64, part: UInt64 = 0) -> (first: UInt64, second: UInt64) {
    let high = upper ^ (part &<< 32 | part &>> 32)
    return Philox.pair(
      counter: (
        UInt32(truncatingIfNeeded: event), UInt32(truncatingIfNeeded: event &>> 32),
        UInt32(truncatingIfNeeded: high), UInt32(truncatingIfNeeded: high &>> 32)
      ),
      key: (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key &>> 32)))
  }

  /// A number in [0, 1) with 53 bits.
  @inlinable @inline(__always)
  public func uniform(_ event: UInt64) -> Double { Self.unit(pair(event).second) }

  /// Two independent numbers in [0, 1), from one block.
  @inlinable @inline(__always)
  public func uniforms(_ event: UInt64) -> (Double, Double) {
    let bits = pair(event)
    return (Self.unit(bits.second), Self.unit(bits.first))
  }

  /// A standard normal number.
  @inline(never)
  public func gaussian(_ event: UInt64) -> Double {
    Ziggurat.gaussian(pair(event).first, key: self, event: event)
  }

  /// A sensor tick's noise and jitter: a standard normal and a number in [0, 1), from one block.
  ///
  /// They equal ``gaussian(_:)`` and ``uniform(_:)`` of the same event, and are independent.
  @inline(never)
  public func gaussianAndUniform(_ event: UInt64) -> (gaussian: Double, uniform: Double) {
    let bits = pair(event)
    return (Ziggurat.gaussian(bits.first, key: self, event: event), Self.unit(bits.second))
  }

  /// A sensor tick's noise and jitter: a standard normal and a delay in 0..<bound, from one block.
  ///
  /// The normal equals ``gaussian(_:)``; the delay is ``delay(_:below:)``.
  @inline(never)
  public func gaussianAndDelay(
    _ event: UInt64, below bound: SimDuration
  ) -> (gaussian: Double, delay: SimDuration) {
    let bits = pair(event)
    return (
      Ziggurat.gaussian(bits.first, key: self, event: event), Self.scale(bits.second, bound)
    )
  }

  /// A delay in 0..<bound by integers alone; the bias is below bound / 2^64.
  @inlinable @inline(__always)
  public func delay(_ event: UInt64, below bound: SimDuration) -> SimDuration {
    Self.scale(pair(event).second, bound)
  }

  @inlinable @inline(__always)
  static func scale(_ bits: UInt64, _ bound: SimDuration) -> SimDuration {
    let product = bits.multipliedFullWidth(by: UInt64(bitPattern: bound.microseconds))
    return SimDuration(microseconds: Int64(bitPattern: product.high))
  }

  /// True with the given probability.
  @inlinable @inline(__always)
  public func bernoulli(_ event: UInt64, probability: Double) -> Bool {
    uniform(event) < probability
  }

  /// An exponential number of the given mean.
  @inline(never)
  public func exponential(_ event: UInt64, mean: Double) -> Double {
    mean * Ziggurat.exponential(pair(event).first, key: self, event: event)
  }

  /// A delay and a choice: an exponential number and a number in [0, 1), from one block.
  ///
  /// They equal ``exponential(_:mean:)`` and ``uniform(_:)`` of the same event, and are
  /// independent.
  @inline(never)
  public func exponentialAndUniform(
    _ event: UInt64, mean: Double
  ) -> (exponential: Double, uniform: Double) {
    let bits = pair(event)
    return (
      mean * Ziggurat.exponential(bits.first, key: self, event: event), Self.unit(bits.second)
    )
  }

  /// An exponential duration, rounded to the nearest microsecond.
  @inline(never)
  public func duration(_ event: UInt64, mean: SimDuration) -> SimDuration {
    Self.rounded(
      Double(mean.microseconds) * Ziggurat.exponential(pair(event).first, key: self, event: event))
  }

  /// An exponential duration and an equally likely choice among 0..<count, from one block.
  ///
  /// The choice is biased by less than count / 2^64.
  @inline(never)
  public func durationAndChoice(
    _ event: UInt64, mean: SimDuration, of count: Int
  ) -> (duration: SimDuration, choice: Int) {
    let bits = pair(event)
    let length =
      Double(mean.microseconds) * Ziggurat.exponential(bits.first, key: self, event: event)
    let choice = bits.second.multipliedFullWidth(by: UInt64(bitPattern: Int64(count))).high
    return (Self.rounded(length), Int(truncatingIfNeeded: choice))
  }

  /// The nearest integer, ties to even, of a number from zero to 2^52 microseconds (142 years).
  ///
  /// Adding 2^52 leaves no bits behind the point; an ordinary conversion costs three tests more.
  @inline(__always)
  private static func rounded(_ length: Double) -> SimDuration {
    let bounded = length < 0x1p52 ? length : 0x1p52
    let bits = (bounded + 0x1p52).bitPattern &- 0x1p52.bitPattern
    return SimDuration(microseconds: Int64(bitPattern: bits))
  }

  /// A cursor over the numbers of one event, for events that need more than a block.
  @inlinable
  public func stream(_ event: UInt64) -> RandomStream { RandomStream(self, event: event) }

  /// The upper 53 bits as a number in [0, 1).
  @inlinable @inline(__always)
  static func unit(_ bits: UInt64) -> Double {
    Double(Int64(bitPattern: bits &>> 11)) * 0x1p-53
  }
}
