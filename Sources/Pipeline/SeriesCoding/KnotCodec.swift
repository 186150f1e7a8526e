/// A point of a series that is sent: a native tick and a value in whole steps.
public struct Knot: Hashable, Sendable {
  public var tick: Int64
  public var level: Int64

  public init(tick: Int64, level: Int64) {
    self.tick = tick
    self.level = level
  }
}

/// Packs knots: gaps and changes of level through a range coder that learns both.
///
/// Gaps and changes are each an ``AdaptiveInteger``; of two knots that a fixed period parts the gap
/// takes next to nothing after the first few.
public struct KnotCodec: Sendable {
  private static let limit: UInt32 = 250
  private static let countMax = 1 << 28
  private(set) var gaps = AdaptiveInteger(limit: Self.limit)
  private(set) var changes = AdaptiveInteger(limit: Self.limit)

  public init() {}

  /// - Parameters:
  ///   - knots: ticks rise; ticks and levels within ± 2^61.
  ///   - grid: ticks between knots are multiples of it, but for the last one, which is rounded up.
  public static func encode(_ knots: [Knot], grid: Int64 = 1) -> [UInt8] {
    var codec = KnotCodec()
    return codec.append(knots, grid: max(grid, 1))
  }

  mutating func append(_ knots: [Knot], grid: Int64) -> [UInt8] {
    var header: [UInt8] = []
    VariableBytes.append(UInt64(knots.count), to: &header)
    VariableBytes.append(UInt64(grid), to: &header)
    guard let first = knots.first, let last = knots.last else { return header }
    VariableBytes.append(signed: first.tick, to: &header)
    VariableBytes.append(signed: first.level, to: &header)
    let rest = (last.tick - first.tick) % grid
    VariableBytes.append(UInt64(rest == 0 ? 0 : grid - rest), to: &header)
    var coder = RangeEncoder()
    for (a, b) in zip(knots, knots.dropFirst()) {
      gaps.encode(UInt64((b.tick - a.tick + grid - 1) / grid - 1), to: &coder)
      changes.encode(signed: b.level - a.level, to: &coder)
    }
    return header + coder.finish()
  }

  /// - Returns: nil for bytes that are no knots.
  public static func decode(_ bytes: [UInt8]) -> [Knot]? {
    var position = 0
    guard let count = VariableBytes.read(bytes, &position), count <= UInt64(countMax),
      let wide = VariableBytes.read(bytes, &position), let grid = Int64(exactly: wide), grid > 0
    else { return nil }
    guard count > 0 else { return [] }
    guard let tick = VariableBytes.readSigned(bytes, &position),
      let level = VariableBytes.readSigned(bytes, &position),
      let wideRest = VariableBytes.read(bytes, &position), let rest = Int64(exactly: wideRest),
      rest < grid
    else { return nil }
    var knots = [Knot(tick: tick, level: level)]
    var coder = RangeDecoder(bytes[position...])
    var codec = KnotCodec()
    while knots.count < Int(count) {
      let last = knots[knots.count - 1]
      let gap = Int64(clamping: codec.gaps.decode(&coder))
      let change = codec.changes.decodeSigned(&coder)
      // A series whose gaps and changes never vary takes no bytes, but not without end.
      guard !coder.isExhausted || knots.count < bytes.count * 4_096 + 4_096 else { return nil }
      let (steps, isWide) = gap.addingReportingOverflow(1)
      let (ticks, isFar) = steps.multipliedReportingOverflow(by: grid)
      let (tick, isBeyond) = last.tick.addingReportingOverflow(ticks)
      let (level, isHigh) = last.level.addingReportingOverflow(change)
      guard !isWide, !isFar, !isBeyond, !isHigh else { return nil }
      knots.append(Knot(tick: tick, level: level))
    }
    if knots.count > 1 { knots[knots.count - 1].tick -= rest }
    return knots
  }
}

/// Integers in as many bytes as they need (LEB128), signed ones zigzag.
enum VariableBytes {
  static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var left = value
    while left >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
      left >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: left))
  }

  static func append(signed value: Int64, to bytes: inout [UInt8]) {
    append(UInt64(bitPattern: value << 1 ^ value >> 63), to: &bytes)
  }

  static func read(_ bytes: [UInt8], _ position: inout Int) -> UInt64? {
    var value: UInt64 = 0
    for shift: UInt64 in stride(from: 0, through: 63, by: 7) {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  static func readSigned(_ bytes: [UInt8], _ position: inout Int) -> Int64? {
    guard let value = read(bytes, &position) else { return nil }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}
