/// Integers of a distribution that is learnt: the bit width of n + 1 in unary, then its bits below
/// the highest, the first two of them learnt as well.
///
/// - Source: Elias 1975, "Universal codeword sets and representations of the integers" (gamma
///   code), each of whose bits is given its own adaptive probability.
struct AdaptiveInteger: Sendable {
  private var widths: [AdaptiveBit]
  private var tops: [AdaptiveBit]
  private var sign = AdaptiveBit()
  let limit: UInt32

  init(limit: UInt32) {
    self.limit = limit
    widths = [AdaptiveBit](repeating: AdaptiveBit(), count: 64)
    tops = [AdaptiveBit](repeating: AdaptiveBit(), count: 64 * 4)
  }

  /// - Parameter value: below 2^64 - 1.
  mutating func encode(_ value: UInt64, to coder: inout RangeEncoder) {
    let number = value + 1
    let width = 63 - number.leadingZeroBitCount
    for place in 0..<width { coder.encode(true, &widths[place], limit: limit) }
    if width < 63 { coder.encode(false, &widths[width], limit: limit) }
    var node = 1
    for step in 0..<min(width, 2) {
      let bit = number >> UInt64(width - 1 - step) & 1 == 1
      coder.encode(bit, &tops[width * 4 + node], limit: limit)
      node = node * 2 + (bit ? 1 : 0)
    }
    if width > 2 { coder.encode(bits: number, count: width - 2) }
  }

  mutating func decode(_ coder: inout RangeDecoder) -> UInt64 {
    var width = 0
    while width < 63, coder.decode(&widths[width], limit: limit) { width += 1 }
    var number: UInt64 = 1
    var node = 1
    for _ in 0..<min(width, 2) {
      let bit = coder.decode(&tops[width * 4 + node], limit: limit)
      node = node * 2 + (bit ? 1 : 0)
      number = number << 1 | (bit ? 1 : 0)
    }
    if width > 2 { number = number << UInt64(width - 2) | coder.bits(width - 2) }
    return number - 1
  }

  mutating func encode(signed value: Int64, to coder: inout RangeEncoder) {
    encode(UInt64(value.magnitude), to: &coder)
    if value != 0 { coder.encode(value < 0, &sign, limit: limit) }
  }

  mutating func decodeSigned(_ coder: inout RangeDecoder) -> Int64 {
    let size = decode(&coder)
    guard size != 0 else { return 0 }
    return Int64(bitPattern: coder.decode(&sign, limit: limit) ? 0 &- size : size)
  }

  /// Bits that a value would take now, without being learnt.
  func cost(_ value: UInt64, _ logarithm: (UInt32) -> Double) -> Double {
    func bits(_ model: AdaptiveBit, _ bit: Bool) -> Double {
      15 - logarithm(bit ? 32_768 - model.bound : model.bound)
    }
    let number = value + 1
    let width = 63 - number.leadingZeroBitCount
    var sum = Double(max(width - 2, 0))
    for place in 0..<width { sum += bits(widths[place], true) }
    if width < 63 { sum += bits(widths[width], false) }
    var node = 1
    for step in 0..<min(width, 2) {
      let bit = number >> UInt64(width - 1 - step) & 1 == 1
      sum += bits(tops[width * 4 + node], bit)
      node = node * 2 + (bit ? 1 : 0)
    }
    return sum
  }
}
