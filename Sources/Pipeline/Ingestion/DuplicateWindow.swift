/// Remembers which of a device's last 64 sequence numbers have been seen.
///
/// - Source: the anti-replay window of RFC 4303, section 3.4.3.
struct DuplicateWindow: Sendable {
  enum Verdict { case new, seen, tooOld }

  /// Bit `n` stands for `highest - n`.
  private var seen: UInt64 = 0
  private var highest: UInt32 = 0

  /// What is known of a sequence number; does not remember it.
  func verdict(_ sequence: UInt32) -> Verdict {
    guard seen != 0, sequence <= highest else { return .new }
    let behind = highest - sequence
    guard behind < 64 else { return .tooOld }
    return seen & 1 << UInt64(behind) == 0 ? .new : .seen
  }

  /// Remembers a sequence number whose verdict was `new`.
  mutating func insert(_ sequence: UInt32) {
    if seen == 0 {
      highest = sequence
      seen = 1
    } else if sequence > highest {
      let ahead = sequence - highest
      seen = ahead < 64 ? seen << UInt64(ahead) | 1 : 1
      highest = sequence
    } else if highest - sequence < 64 {
      seen |= 1 << UInt64(highest - sequence)
    }
  }
}
