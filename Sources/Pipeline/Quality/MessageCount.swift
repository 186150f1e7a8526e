/// How many messages of one device are missing so far, by the numbers that it gives them.
///
/// Two readings between which this stands still enclose everything that the device sent.
public struct MessageCount: Sendable {
  private var first: UInt32?
  private var last: UInt32 = 0
  private var seenCount: UInt32 = 0

  public init() {}

  /// Counts a reading's message, once for all its readings.
  ///
  /// - Returns: how many are missing up to it. Messages without readings count as missing: a
  ///   device sends one a day.
  public mutating func missing(upTo sequence: UInt32) -> UInt32 {
    guard let first else {
      first = sequence
      last = sequence
      seenCount = 1
      return 0
    }
    if sequence != last {
      seenCount &+= 1
      last = sequence
    }
    return sequence &- first &+ 1 &- seenCount
  }
}
