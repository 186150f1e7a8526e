/// Which partition a key belongs to: the same on every machine, now and later.
///
/// - Source: the default partitioner of Apache Kafka (`BuiltInPartitioner`): MurmurHash2 of 32 bits
///   (Appleby 2008) with seed 0x9747B28C, sign bit cleared, modulo the number of partitions. Keys
///   land where a Kafka topic of as many partitions would have them.
public enum Partitioner {
  /// - Precondition: at least one partition.
  public static func partition(of key: [UInt8], count: Int) -> Int {
    precondition(count > 0, "a topic has a partition")
    return Int(murmur2(key) & 0x7FFF_FFFF) % count
  }

  static func murmur2(_ bytes: [UInt8]) -> UInt32 {
    let factor: UInt32 = 0x5BD1_E995
    var hash = 0x9747_B28C ^ UInt32(truncatingIfNeeded: bytes.count)
    var next = 0
    while bytes.count - next >= 4 {
      var word = UInt32(bytes[next]) | UInt32(bytes[next + 1]) << 8
      word |= UInt32(bytes[next + 2]) << 16 | UInt32(bytes[next + 3]) << 24
      word &*= factor
      word ^= word >> 24
      word &*= factor
      hash = hash &* factor ^ word
      next += 4
    }
    let left = bytes.count - next
    if left > 0 {
      for place in (0..<left).reversed() {
        hash ^= UInt32(bytes[next + place]) << UInt32(8 * place)
      }
      hash &*= factor
    }
    hash ^= hash >> 13
    hash &*= factor
    return hash ^ hash >> 15
  }
}
