/// A count of ids and the wrapping sum of their hashes: one side of a ledger's balance.
///
/// Sums add up in any order, and a swapped id shows even where the counts agree.
@frozen
public struct IDSum: Hashable, Sendable {
  public var count: Int64
  /// The sum of the ids' hashes modulo 2^64.
  public var hashSum: UInt64

  public static let zero = IDSum()

  @inlinable
  public init() {
    count = 0
    hashSum = 0
  }

  /// A sum read back from a file.
  @inlinable
  public init(count: Int64, hashSum: UInt64) {
    self.count = count
    self.hashSum = hashSum
  }

  /// The hash of one id; one to one, and zero has none of its own.
  @inlinable @inline(__always)
  public static func hash(_ id: UInt64) -> UInt64 {
    Fingerprint.finish(id &+ 0x9E37_79B9_7F4A_7C15)
  }

  /// Counts an id in.
  @inlinable @inline(__always)
  public mutating func add(_ id: UInt64) {
    count &+= 1
    hashSum &+= Self.hash(id)
  }

  /// Takes an id out again, for example one that left a queue.
  @inlinable @inline(__always)
  public mutating func remove(_ id: UInt64) {
    count &-= 1
    hashSum &-= Self.hash(id)
  }

  @inlinable
  public static func + (a: IDSum, b: IDSum) -> IDSum {
    IDSum(count: a.count &+ b.count, hashSum: a.hashSum &+ b.hashSum)
  }

  @inlinable
  public static func - (a: IDSum, b: IDSum) -> IDSum {
    IDSum(count: a.count &- b.count, hashSum: a.hashSum &- b.hashSum)
  }

  @inlinable public static func += (a: inout IDSum, b: IDSum) { a = a + b }
  @inlinable public static func -= (a: inout IDSum, b: IDSum) { a = a - b }
}
