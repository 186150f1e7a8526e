public import Clockwork
import Compression
import Telemetry

/// A series' readings of one day, or a part of them, packed.
public struct Chunk: Hashable, Sendable {
  public var series: UInt16
  /// Days since 1970-01-01, UTC.
  public var day: Int64
  /// Count and sum of the readings' ids.
  public var ids: IDSum
  /// Size before compression.
  public var byteCount: Int
  /// Of the bytes before compression.
  public var checksum: UInt32
  /// One Zstandard frame.
  public var data: [UInt8]

  /// The readings in the order in which they were handed over, or why there are none.
  static func readings(
    _ data: UnsafeRawBufferPointer, day: Int64, count: Int64, byteCount: Int64, checksum: Int64,
    using decompressor: Decompressor
  ) -> Result<[StoredReading], ChunkFault> {
    // Chunks are closed at 4 KiB; a damaged size must not reserve more than a few blocks beyond.
    guard byteCount >= 0, byteCount <= Int64(ChunkBuilder.chunkBytesMax * 2) else {
      return .failure(ChunkFault("bad size"))
    }
    let bytes: [UInt8]
    do throws(ZstandardError) {
      bytes = try decompressor.decompress(data, count: Int(byteCount))
    } catch { return .failure(ChunkFault(error.description)) }
    guard Int64(CRC32C.checksum(bytes)) == checksum else {
      return .failure(ChunkFault("the checksum does not fit"))
    }
    var readings: [StoredReading] = []
    let isWhole = bytes.withUnsafeBytes { raw in
      var reader = ColumnReader(raw)
      while !reader.isAtEnd {
        let origin = day &* Day.microseconds
        guard ChunkBlock.read(&reader, origin: origin, into: &readings) else { return false }
      }
      return true
    }
    guard isWhole else { return .failure(ChunkFault("a block ends beyond the chunk")) }
    guard readings.count == count else {
      return .failure(ChunkFault("found \(readings.count) readings, expected \(count)"))
    }
    return .success(readings)
  }
}

/// Why a chunk cannot be read.
struct ChunkFault: Error {
  var why: String
  init(_ why: String) { self.why = why }
}
