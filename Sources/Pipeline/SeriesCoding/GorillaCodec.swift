/// Times and values of a series bit by bit, as Facebook's Gorilla packs them.
///
/// A time is the difference of differences in 1, 9, 12 or 16 bits, else 4 bits and the whole 64
/// (the
/// paper's seconds have 32); the first value takes 64 bits, each later one the bits in which it
/// differs from the one before, inside the last window where they fit. Exact for every bit pattern.
///
/// - Source: Pelkonen et al. 2015, "Gorilla: a fast, scalable, in-memory time series database",
///   sections 4.1.1 and 4.1.2.
public enum GorillaCodec {
  /// - Parameter times: as many as values, or none: then values only are packed.
  public static func encode(times: [Int64] = [], values: [Double]) -> [UInt8] {
    precondition(times.isEmpty || times.count == values.count, "as many times as values")
    var bytes: [UInt8] = []
    VariableBytes.append(UInt64(values.count) << 1 | (times.isEmpty ? 0 : 1), to: &bytes)
    var bits = BitWriter(bytes)
    var clock = TimeSteps()
    var window = XORWindow()
    for place in values.indices {
      if !times.isEmpty { clock.append(times[place], to: &bits) }
      window.append(values[place].bitPattern, isFirst: place == 0, to: &bits)
    }
    return bits.bytes
  }

  /// - Returns: nil for bytes that end too early; other damage gives other numbers.
  public static func decode(_ bytes: [UInt8]) -> (times: [Int64], values: [Double])? {
    var position = 0
    guard let header = VariableBytes.read(bytes, &position),
      header >> 1 <= UInt64(bytes.count) * 8
    else { return nil }
    let hasTimes = header & 1 == 1
    var bits = BitReader(bytes, from: position)
    var clock = TimeSteps()
    var window = XORWindow()
    var (times, values): ([Int64], [Double]) = ([], [])
    for place in 0..<Int(header >> 1) {
      if hasTimes {
        guard let time = clock.next(&bits) else { return nil }
        times.append(time)
      }
      guard let pattern = window.next(isFirst: place == 0, &bits) else { return nil }
      values.append(Double(bitPattern: pattern))
    }
    return (times, values)
  }

  /// Differences of differences; the first two times' are taken from 0.
  private struct TimeSteps {
    var last: Int64 = 0
    var step: Int64 = 0

    mutating func append(_ time: Int64, to bits: inout BitWriter) {
      let change = (time &- last) &- step
      step = time &- last
      last = time
      let pattern = UInt64(bitPattern: change)
      switch change {
      case 0: bits.append(0, count: 1)
      case -63...64:
        bits.append(0b10, count: 2)
        bits.append(pattern, count: 7)
      case -255...256:
        bits.append(0b110, count: 3)
        bits.append(pattern, count: 9)
      case -2047...2048:
        bits.append(0b1110, count: 4)
        bits.append(pattern, count: 12)
      default:
        bits.append(0b1111, count: 4)
        bits.append(pattern, count: 64)
      }
    }

    mutating func next(_ bits: inout BitReader) -> Int64? {
      var ones = 0
      while ones < 4 {
        guard let bit = bits.next(1) else { return nil }
        if bit == 0 { break }
        ones += 1
      }
      let count = [0, 7, 9, 12, 64][ones]
      guard let pattern = bits.next(count) else { return nil }
      var change = Int64(bitPattern: pattern)
      // The highest pattern of a width stands for the largest positive number, 2^(width - 1).
      if count > 0, count < 64, change > 1 << (count - 1) { change -= 1 << count }
      step = step &+ change
      last = last &+ step
      return last
    }
  }

  private struct XORWindow {
    var last: UInt64 = 0
    /// No window yet.
    var leading = 64
    var trailing = 0

    mutating func append(_ pattern: UInt64, isFirst: Bool, to bits: inout BitWriter) {
      defer { last = pattern }
      if isFirst { return bits.append(pattern, count: 64) }
      let change = pattern ^ last
      if change == 0 { return bits.append(0, count: 1) }
      let (zeros, ends) = (min(change.leadingZeroBitCount, 31), change.trailingZeroBitCount)
      if leading < 64, zeros >= leading, ends >= trailing {
        bits.append(0b10, count: 2)
        bits.append(change >> UInt64(trailing), count: 64 - leading - trailing)
        return
      }
      (leading, trailing) = (zeros, ends)
      let size = 64 - zeros - ends
      bits.append(0b11, count: 2)
      bits.append(UInt64(zeros), count: 5)
      // Six bits hold 0...63; 64 is written as 0.
      bits.append(UInt64(size & 63), count: 6)
      bits.append(change >> UInt64(ends), count: size)
    }

    mutating func next(isFirst: Bool, _ bits: inout BitReader) -> UInt64? {
      if isFirst {
        guard let pattern = bits.next(64) else { return nil }
        last = pattern
        return last
      }
      guard let isChanged = bits.next(1) else { return nil }
      if isChanged == 0 { return last }
      guard let isNew = bits.next(1) else { return nil }
      if isNew == 1 {
        guard let zeros = bits.next(5), let size = bits.next(6) else { return nil }
        leading = Int(zeros)
        trailing = 64 - Int(zeros) - (size == 0 ? 64 : Int(size))
      }
      guard leading < 64, trailing >= 0, let change = bits.next(64 - leading - trailing) else {
        return nil
      }
      last ^= change << UInt64(trailing)
      return last
    }
  }
}

/// Bits in bytes, the highest first.
struct BitWriter {
  private(set) var bytes: [UInt8]
  private var free = 0

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  /// The lowest `count` bits.
  mutating func append(_ bits: UInt64, count: Int) {
    var left = count
    while left > 0 {
      if free == 0 {
        bytes.append(0)
        free = 8
      }
      let taken = min(left, free)
      let part = bits >> UInt64(left - taken) & (1 << UInt64(taken) - 1)
      bytes[bytes.count - 1] |= UInt8(part) << UInt8(free - taken)
      free -= taken
      left -= taken
    }
  }
}

struct BitReader {
  private let bytes: [UInt8]
  private var position: Int

  init(_ bytes: [UInt8], from byte: Int) {
    self.bytes = bytes
    position = byte * 8
  }

  /// - Returns: nil beyond the end.
  mutating func next(_ count: Int) -> UInt64? {
    guard position + count <= bytes.count * 8 else { return nil }
    var bits: UInt64 = 0
    var left = count
    while left > 0 {
      let offset = position & 7
      let taken = min(left, 8 - offset)
      let byte = UInt64(bytes[position >> 3])
      let part = byte >> UInt64(8 - offset - taken) & (1 << UInt64(taken) - 1)
      bits = bits << UInt64(taken) | part
      position += taken
      left -= taken
    }
    return bits
  }
}
