/// A span of simulated time in whole microseconds, signed.
@frozen
public struct SimDuration: Hashable, Comparable, Sendable {
  public var microseconds: Int64

  @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }

  @inlinable public static func microseconds(_ n: Int64) -> Self { .init(microseconds: n) }
  @inlinable public static func milliseconds(_ n: Int64) -> Self {
    .init(microseconds: n * 1_000)
  }
  @inlinable public static func seconds(_ n: Int64) -> Self {
    .init(microseconds: n * 1_000_000)
  }
  @inlinable public static func minutes(_ n: Int64) -> Self { .seconds(n * 60) }
  @inlinable public static func hours(_ n: Int64) -> Self { .seconds(n * 3_600) }
  @inlinable public static func days(_ n: Int64) -> Self { .seconds(n * 86_400) }

  public static let zero = SimDuration(microseconds: 0)

  /// Length in seconds, for physics only: never convert back to compare times.
  @inlinable public var seconds: Double { Double(microseconds) * 1e-6 }
  @inlinable public var hours: Double { Double(microseconds) / 3.6e9 }

  @inlinable public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }
  @inlinable public static func + (a: Self, b: Self) -> Self {
    .init(microseconds: a.microseconds + b.microseconds)
  }
  @inlinable public static func - (a: Self, b: Self) -> Self {
    .init(microseconds: a.microseconds - b.microseconds)
  }
  @inlinable public static func * (a: Self, n: Int64) -> Self {
    .init(microseconds: a.microseconds * n)
  }
  @inlinable public static func / (a: Self, b: Self) -> Int64 { a.microseconds / b.microseconds }
}

/// A moment of simulated time: whole microseconds since 1970-01-01T00:00:00Z.
///
/// Microseconds keep 285 years inside the exact integers of JSON; a `Double` of seconds would end
/// ten ticks of 0.1 s before one tick of 1.0 s.
@frozen
public struct SimTime: Hashable, Comparable, Sendable {
  public var microseconds: Int64

  @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Further than any run reaches, yet differences to it do not overflow.
  public static let distantFuture = SimTime(microseconds: .max / 4)
  public static let distantPast = SimTime(microseconds: .min / 4)

  @inlinable public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }
  @inlinable public static func + (a: Self, b: SimDuration) -> Self {
    .init(microseconds: a.microseconds + b.microseconds)
  }
  @inlinable public static func - (a: Self, b: SimDuration) -> Self {
    .init(microseconds: a.microseconds - b.microseconds)
  }
  @inlinable public static func - (a: Self, b: Self) -> SimDuration {
    .init(microseconds: a.microseconds - b.microseconds)
  }
  @inlinable public static func += (a: inout Self, b: SimDuration) {
    a.microseconds += b.microseconds
  }

  /// The first multiple of `step` counted from `origin` that is at or after this moment.
  @inlinable public func roundedUp(to step: SimDuration, from origin: SimTime) -> SimTime {
    let offset = microseconds - origin.microseconds
    let remainder = offset % step.microseconds
    if remainder == 0 { return self }
    return .init(microseconds: microseconds + (remainder > 0 ? step.microseconds : 0) - remainder)
  }
}
