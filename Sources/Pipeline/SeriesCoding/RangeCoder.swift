/// The probability that a bit is 0, learnt from the bits before.
///
/// The first bits move it by a half, a third, ...: the estimate of Krichevsky and Trofimov 1981;
/// later ones by a steady share, so that it follows a series that changes.
struct AdaptiveBit: Sendable {
  /// In 1 / 65,536.
  private(set) var zero: UInt32 = 32_768
  private var count: UInt32 = 0

  /// Of 15 bits, never certain.
  var bound: UInt32 { min(max(zero >> 1, 24), 32_768 - 24) }

  /// - Parameter limit: how many bits the estimate remembers, at least 2.
  mutating func learn(_ bit: Bool, limit: UInt32) {
    let share = 2 * count + 3
    if bit { zero -= zero * 2 / share } else { zero += (65_535 - zero) * 2 / share }
    if count < limit { count += 1 }
  }
}

/// Writes bits in as much room as their probabilities ask for.
///
/// - Source: Martin 1979, "Range encoding: an algorithm for removing redundancy from a digitised
///   message"; bits with a carry as in Pavlov's LZMA.
struct RangeEncoder: Sendable {
  private var low: UInt64 = 0
  private var range: UInt32 = .max
  private var pending: UInt8 = 0
  private var pendingCount = 0
  private var isFirst = true
  private(set) var bytes: [UInt8] = []

  mutating func encode(_ bit: Bool, _ model: inout AdaptiveBit, limit: UInt32) {
    let bound = (range >> 15) &* model.bound
    if bit {
      low += UInt64(bound)
      range -= bound
    } else {
      range = bound
    }
    model.learn(bit, limit: limit)
    normalise()
  }

  /// The lowest `count` bits, each as likely 0 as 1.
  mutating func encode(bits: UInt64, count: Int) {
    for place in stride(from: count - 1, through: 0, by: -1) {
      range >>= 1
      if bits >> UInt64(place) & 1 == 1 { low += UInt64(range) }
      normalise()
    }
  }

  /// The bytes; trailing zeros are left out, as the decoder reads zeros beyond the end.
  mutating func finish() -> [UInt8] {
    // Of all numbers inside the range the one with the most zeros at its end.
    let top = low + UInt64(range) - 1
    for shift: UInt64 in [32, 24, 16, 8] {
      let rounded = (top >> shift) << shift
      if rounded >= low {
        low = rounded
        break
      }
    }
    for _ in 0..<5 { shiftLow() }
    while bytes.last == 0 { bytes.removeLast() }
    return bytes
  }

  @inline(__always)
  private mutating func normalise() {
    while range < 1 << 24 {
      range <<= 8
      shiftLow()
    }
  }

  private mutating func shiftLow() {
    if low < 0xFF00_0000 || low > 0xFFFF_FFFF {
      let carry = UInt8(truncatingIfNeeded: low >> 32)
      // The very first byte is always 0.
      if isFirst { isFirst = false } else { bytes.append(pending &+ carry) }
      while pendingCount > 0 {
        bytes.append(0xFF &+ carry)
        pendingCount -= 1
      }
      pending = UInt8(truncatingIfNeeded: low >> 24)
    } else {
      pendingCount += 1
    }
    low = (low & 0x00FF_FFFF) << 8
  }
}

/// Reads what ``RangeEncoder`` wrote; other bytes give other numbers, never a trap.
struct RangeDecoder: Sendable {
  private var code: UInt32 = 0
  private var range: UInt32 = .max
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
    for _ in 0..<4 { code = code << 8 | UInt32(next()) }
  }

  /// Whether far more has been read than was there: a sign of damage that ends long loops.
  var isExhausted: Bool { position > bytes.endIndex + 16 }

  mutating func decode(_ model: inout AdaptiveBit, limit: UInt32) -> Bool {
    let bound = (range >> 15) &* model.bound
    let bit = code >= bound
    if bit {
      code &-= bound
      range -= bound
    } else {
      range = bound
    }
    model.learn(bit, limit: limit)
    normalise()
    return bit
  }

  mutating func bits(_ count: Int) -> UInt64 {
    var bits: UInt64 = 0
    for _ in 0..<count {
      range >>= 1
      let bit = code >= range
      if bit { code &-= range }
      bits = bits << 1 | (bit ? 1 : 0)
      normalise()
    }
    return bits
  }

  @inline(__always)
  private mutating func normalise() {
    while range < 1 << 24 {
      range <<= 8
      code = code << 8 | UInt32(next())
    }
  }

  private mutating func next() -> UInt8 {
    defer { position += 1 }
    return position < bytes.endIndex ? bytes[position] : 0
  }
}
