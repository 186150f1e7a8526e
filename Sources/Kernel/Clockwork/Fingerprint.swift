/// A running 64-bit hash over integers and bit patterns, the same on every machine and in any
/// version.
///
/// Each step multiplies to 128 bits and folds the halves, as wyhash does; the end also mixes in the
/// number of steps. It finds differences between runs; it is no defence against forgery.
///
/// - Source: the folded multiply of Wang Yi, wyhash; the finish of Appleby, MurmurHash3 (`fmix64`).
@frozen
public struct Fingerprint: Hashable, Sendable {
  @usableFromInline var state: UInt64
  @usableFromInline var count: UInt64

  /// - Parameter salt: tells apart hashes of different kinds over the same numbers.
  @inlinable
  public init(salt: UInt64 = 0) {
    state = 0x2D35_8DCC_AA6C_78A5 ^ salt
    count = 0
  }

  @inlinable @inline(__always)
  static func step(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return (product.high ^ product.low) &+ 0x8BB8_4B93_962E_ACC9
  }

  /// Takes in 64 bits.
  @inlinable @inline(__always)
  public mutating func combine(_ word: UInt64) {
    state = Self.step(state, word)
    count &+= 1
  }

  /// Takes in an integer as its two's complement.
  @inlinable @inline(__always)
  public mutating func combine(_ value: Int64) { combine(UInt64(bitPattern: value)) }

  /// Takes in an integer as its two's complement.
  @inlinable @inline(__always)
  public mutating func combine(_ value: Int) { combine(Int64(value)) }

  /// Takes in a number's bit pattern; every NaN counts as the same one.
  @inlinable @inline(__always)
  public mutating func combine(_ value: Double) {
    combine(value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern)
  }

  /// Takes in a moment.
  @inlinable @inline(__always)
  public mutating func combine(_ time: SimTime) { combine(time.microseconds) }

  /// Takes in a truth value.
  @inlinable @inline(__always)
  public mutating func combine(_ flag: Bool) { combine(flag ? 1 as UInt64 : 0) }

  /// Takes in another hash, for example one home's into the run's.
  @inlinable
  public mutating func combine(_ other: Fingerprint) { combine(other.value) }

  /// Takes in bytes and their number; long buffers run in four lanes.
  public mutating func combine(bytes: UnsafeRawBufferPointer) {
    var offset = 0
    if bytes.count >= 64 {
      var lanes = (state, state ^ 1, state ^ 2, state ^ 3)
      while offset + 32 <= bytes.count {
        lanes.0 = Self.step(lanes.0, Self.word(bytes, offset))
        lanes.1 = Self.step(lanes.1, Self.word(bytes, offset + 8))
        lanes.2 = Self.step(lanes.2, Self.word(bytes, offset + 16))
        lanes.3 = Self.step(lanes.3, Self.word(bytes, offset + 24))
        offset += 32
      }
      state = lanes.0
      combine(lanes.1)
      combine(lanes.2)
      combine(lanes.3)
    }
    while offset + 8 <= bytes.count {
      combine(Self.word(bytes, offset))
      offset += 8
    }
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count {
      rest |= UInt64(bytes[offset]) &<< shift
      shift += 8
      offset += 1
    }
    combine(rest)
    combine(UInt64(bytes.count))
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Takes in bytes and their number.
  public mutating func combine(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { combine(bytes: $0) }
  }

  /// Takes in bytes and their number.
  public mutating func combine(_ bytes: UnsafeBufferPointer<UInt8>) {
    combine(bytes: UnsafeRawBufferPointer(bytes))
  }

  /// Takes in a text as UTF-8 bytes and their number.
  public mutating func combine(_ text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// The hash of everything taken in so far.
  @inlinable
  public var value: UInt64 { Self.finish(state ^ count &* 0x9FB2_1C65_1E98_DF25) }

  /// Spreads every bit over all others, one to one.
  @inlinable @inline(__always)
  static func finish(_ bits: UInt64) -> UInt64 {
    var x = bits
    x = (x ^ x &>> 33) &* 0xFF51_AFD7_ED55_8CCD
    x = (x ^ x &>> 33) &* 0xC4CE_B9FE_1A85_EC53
    return x ^ x &>> 33
  }

  /// The value as 16 hexadecimal digits.
  public var hex: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension Fingerprint: CustomStringConvertible {
  public var description: String { hex }
}
