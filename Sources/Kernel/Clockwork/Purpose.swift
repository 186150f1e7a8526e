/// What a random number is for; part of its key, so that two uses never share their luck.
@frozen
public struct Purpose: Hashable, Sendable {
  /// The 32-bit FNV-1a hash of the name, or the constant given.
  public let id: UInt32

  /// A purpose by a name that is stable over versions, for example `"devices.sensor.noise"`.
  ///
  /// - Source: Fowler, Noll, Vo, FNV-1a with 32 bits.
  public init(_ name: StaticString) {
    var hash: UInt32 = 0x811C_9DC5
    name.withUTF8Buffer { bytes in
      for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    }
    id = hash
  }

  /// A purpose by an explicit number.
  @inlinable public init(id: UInt32) { self.id = id }
}
