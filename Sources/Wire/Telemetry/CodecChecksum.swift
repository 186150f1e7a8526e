/// The Castagnoli cyclic redundancy check, which finds every flip of up to five bits in a message.
///
/// - Source: RFC 3720, section 12.1 and appendix B.4 (polynomial 0x1EDC6F41, reflected); computed
///   eight bytes at a time as in Kounavis and Berry 2005, "A systematic approach to building high
///   performance, software-based, CRC generators".
public enum CRC32C {
  /// The check value of `bytes`; 0 for none.
  public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard var next = bytes.baseAddress else { return 0 }
    var left = bytes.count
    var crc = UInt32.max
    let table = tables
    while left >= 8 {
      crc = step(crc, UInt64(littleEndian: next.loadUnaligned(as: UInt64.self)), table)
      next += 8
      left &-= 8
    }
    if left >= 4 {
      // Four to seven bytes in one step: only the first four depend on what came before.
      let word = UInt32(littleEndian: next.loadUnaligned(as: UInt32.self)) ^ crc
      var slice = (left &- 1) &* 256
      crc = table[slice &+ Int(word & 0xFF)] ^ table[slice &- 256 &+ Int(word >> 8 & 0xFF)]
      crc ^= table[slice &- 512 &+ Int(word >> 16 & 0xFF)] ^ table[slice &- 768 &+ Int(word >> 24)]
      slice &-= 1024
      next += 4
      while slice >= 0 {
        crc ^= table[slice &+ Int(next.load(as: UInt8.self))]
        next += 1
        slice &-= 256
      }
      return ~crc
    }
    while left > 0 {
      let byte = UInt32(next.load(as: UInt8.self))
      crc = table[Int((crc ^ byte) & 0xFF)] ^ (crc >> 8)
      next += 1
      left &-= 1
    }
    return ~crc
  }

  /// Takes in eight bytes, the first of them lowest.
  @inline(__always)
  static func step(_ crc: UInt32, _ bytes: UInt64, _ table: UnsafePointer<UInt32>) -> UInt32 {
    let word = bytes ^ UInt64(crc)
    let low = table[1792 &+ Int(word & 0xFF)] ^ table[1536 &+ Int(word >> 8 & 0xFF)]
    let lowMiddle = table[1280 &+ Int(word >> 16 & 0xFF)] ^ table[1024 &+ Int(word >> 24 & 0xFF)]
    let highMiddle = table[768 &+ Int(word >> 32 & 0xFF)] ^ table[512 &+ Int(word >> 40 & 0xFF)]
    let high = table[256 &+ Int(word >> 48 & 0xFF)] ^ table[Int(word >> 56)]
    return (low ^ lowMiddle) ^ (highMiddle ^ high)
  }

  /// The check value of 31 bytes given as four words, the last of seven bytes: a message of
  /// one reading, without reading back what was only just written.
  @inline(__always)
  static func checksum31(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> UInt32 {
    let table = tables
    let crc = step(step(step(.max, a, table), b, table), c, table)
    let word = d ^ UInt64(crc)
    let low = table[1536 &+ Int(word & 0xFF)] ^ table[1280 &+ Int(word >> 8 & 0xFF)]
    let middle = table[1024 &+ Int(word >> 16 & 0xFF)] ^ table[768 &+ Int(word >> 24 & 0xFF)]
    let high = table[512 &+ Int(word >> 32 & 0xFF)] ^ table[256 &+ Int(word >> 40 & 0xFF)]
    return ~(low ^ middle ^ high ^ table[Int(word >> 48 & 0xFF)])
  }

  /// The check value of an array.
  public static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { checksum($0) }
  }

  /// Eight tables of 256 entries, made once and never freed or changed: hence safe to share.
  nonisolated(unsafe) private static let tables: UnsafePointer<UInt32> = {
    let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
      table[byte] = crc
    }
    for slice in 1..<8 {
      for byte in 0..<256 {
        let crc = table[(slice - 1) * 256 + byte]
        table[slice * 256 + byte] = table[Int(crc & 0xFF)] ^ crc >> 8
      }
    }
    return UnsafePointer(table)
  }()
}
