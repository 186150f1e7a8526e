internal import Telemetry

/// A column of 64-bit patterns, laid out so that a compressor finds what repeats: each XORed with
/// the one before, then all first bytes, all second bytes, and so on.
///
/// Neighbours in time share sign, exponent and the mantissa's first bits, which become zeros
/// (as in Pelkonen et al. 2015, "Gorilla"; the planes are Parquet's BYTE_STREAM_SPLIT).
enum PackedColumn {
  static func append(_ values: [UInt64], to bytes: inout [UInt8]) {
    bytes.appendCount(values.count)
    let head = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 8 * values.count))
    bytes.withUnsafeMutableBufferPointer { bytes in
      var last: UInt64 = 0
      for (row, value) in values.enumerated() {
        let change = value ^ last
        last = value
        for plane in 0..<8 {
          bytes[head + plane * values.count + row] = UInt8(
            truncatingIfNeeded: change >> UInt64(8 * plane))
        }
      }
    }
  }

  static func read(_ reader: inout CodecReader) throws(RejectReason) -> [UInt64] {
    let count = try reader.count(elementSize: 8)
    return try reader.bytes(8 * count) { bytes in
      [UInt64](unsafeUninitializedCapacity: count) { values, filled in
        values.initialize(repeating: 0)
        for plane in 0..<8 {
          let shift = UInt64(8 * plane)
          for row in 0..<count { values[row] |= UInt64(bytes[plane * count + row]) << shift }
        }
        for row in 1..<max(count, 1) { values[row] ^= values[row - 1] }
        filled = count
      }
    }
  }
}
