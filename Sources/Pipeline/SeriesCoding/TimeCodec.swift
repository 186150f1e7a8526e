/// Times by differences of differences, in units that divide them all.
///
/// A regular series takes a few bytes, however long.
public enum TimeCodec {
  public static func encode(_ times: [Int64]) -> [UInt8] {
    var bytes: [UInt8] = []
    VariableBytes.append(UInt64(times.count), to: &bytes)
    guard let first = times.first else { return bytes }
    var changes: [Int64] = []
    var (last, step): (Int64, Int64) = (first, 0)
    for time in times.dropFirst() {
      changes.append((time &- last) &- step)
      step = time &- last
      last = time
    }
    let unit = max(changes.reduce(0) { greatestCommonDivisor($0, $1.magnitude) }, 1)
    VariableBytes.append(unit, to: &bytes)
    VariableBytes.append(signed: first, to: &bytes)
    var coder = RangeEncoder()
    var model = AdaptiveInteger(limit: 250)
    for change in changes {
      let units = change.magnitude / unit
      // Of the one number without a negative the sign is its own.
      model.encode(signed: Int64(bitPattern: change < 0 ? 0 &- units : units), to: &coder)
    }
    return bytes + coder.finish()
  }

  /// - Returns: nil for bytes that are no times; other damage gives other times.
  public static func decode(_ bytes: [UInt8]) -> [Int64]? {
    var position = 0
    guard let count = VariableBytes.read(bytes, &position) else { return nil }
    guard count > 0 else { return [] }
    guard let unit = VariableBytes.read(bytes, &position),
      let first = VariableBytes.readSigned(bytes, &position)
    else { return nil }
    var coder = RangeDecoder(bytes[position...])
    var model = AdaptiveInteger(limit: 250)
    var times = [first]
    var step: Int64 = 0
    while times.count < count {
      guard !coder.isExhausted || times.count < bytes.count * 4_096 + 65_536 else { return nil }
      step = step &+ model.decodeSigned(&coder) &* Int64(truncatingIfNeeded: unit)
      times.append(times[times.count - 1] &+ step)
    }
    return times
  }

  private static func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
