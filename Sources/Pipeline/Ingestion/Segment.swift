public import Clockwork
public import Compression
public import Telemetry

/// The copies that one home received in one window, packed.
public struct Segment: Hashable, Sendable {
  public var home: HomeID
  /// Counts windows from the start of the run.
  public var window: Int64
  public var copyCount: Int
  public var firstArrival: SimTime
  public var lastArrival: SimTime
  /// Size before compression.
  public var byteCount: Int
  /// Of the bytes before compression.
  public var checksum: UInt32
  /// One Zstandard frame.
  public var data: [UInt8]
}

/// Collects a home's copies until the window ends: a value in the lane, without handles.
///
/// Before compression a segment is columns: the number of copies, their arrivals (differences,
/// zigzag), their lengths (all LEB128), then for each length, in order of first use, the first
/// bytes of all copies of that length, their second bytes, and so on. Messages of a kind differ in
/// few of their bytes: one reading a message took 14 bytes a copy, copies in a row 20.
public struct SegmentBuilder: Sendable {
  public let home: HomeID
  private var bytes: [UInt8] = []
  private var lengths: [Int32] = []
  private var arrivals: [Int64] = []

  public init(home: HomeID) { self.home = home }

  public var isEmpty: Bool { lengths.isEmpty }

  /// Adds one copy; call it in order of arrival.
  public mutating func append(_ copy: UnsafeRawBufferPointer, arrival: SimTime) {
    bytes.append(contentsOf: copy)
    lengths.append(Int32(copy.count))
    arrivals.append(arrival.microseconds)
  }

  /// Packs what was collected and starts anew; nil if there was nothing.
  public mutating func finish(window: Int64, using compressor: Compressor) -> Segment? {
    guard let first = arrivals.first, let last = arrivals.last else { return nil }
    defer {
      bytes.removeAll(keepingCapacity: true)
      lengths.removeAll(keepingCapacity: true)
      arrivals.removeAll(keepingCapacity: true)
    }
    let columns = columns(from: first)
    return Segment(
      home: home, window: window, copyCount: lengths.count,
      firstArrival: SimTime(microseconds: first), lastArrival: SimTime(microseconds: last),
      byteCount: columns.count, checksum: CRC32C.checksum(columns),
      data: compressor.compress(columns))
  }

  private func columns(from first: Int64) -> [UInt8] {
    var columns: [UInt8] = []
    columns.reserveCapacity(bytes.count + 8 * lengths.count + 16)
    Varint.append(UInt64(lengths.count), to: &columns)
    var last = first
    for arrival in arrivals {
      Varint.append(Varint.zigzag(arrival &- last), to: &columns)
      last = arrival
    }
    for length in lengths { Varint.append(UInt64(length), to: &columns) }
    let head = columns.count
    columns.append(contentsOf: repeatElement(0, count: bytes.count))
    columns.withUnsafeMutableBufferPointer { columns in
      bytes.withUnsafeBufferPointer { bytes in
        var next = head
        for length in Segment.distinct(lengths) {
          let starts = Segment.starts(of: length, in: lengths)
          for place in 0..<Int(length) {
            for start in starts {
              columns[next] = bytes[start &+ place]
              next &+= 1
            }
          }
        }
      }
    }
    return columns
  }
}

extension Segment {
  /// The different lengths in order of first use; messages have few.
  fileprivate static func distinct(_ lengths: [Int32]) -> [Int32] {
    var distinct: [Int32] = []
    for length in lengths where !distinct.contains(length) { distinct.append(length) }
    return distinct
  }

  /// Where the copies of a length begin among all copies in a row.
  fileprivate static func starts(of length: Int32, in lengths: [Int32]) -> [Int] {
    var starts: [Int] = []
    var start = 0
    for other in lengths {
      if other == length { starts.append(start) }
      start += Int(other)
    }
    return starts
  }

  /// Puts the columns together again as arrivals, lengths and copies in a row; nil if they are
  /// not columns of a segment.
  static func copies(
    of columns: UnsafeRawBufferPointer, from first: Int64
  ) -> (arrivals: [Int64], lengths: [Int32], bytes: [UInt8])? {
    var offset = 0
    guard let count = Varint.read(columns, &offset), count <= UInt64(columns.count) else {
      return nil
    }
    var arrivals: [Int64] = []
    var arrival = first
    for _ in 0..<count {
      guard let step = Varint.read(columns, &offset) else { return nil }
      arrival &+= Varint.unzigzag(step)
      arrivals.append(arrival)
    }
    var lengths: [Int32] = []
    var total = 0
    for _ in 0..<count {
      guard let length = Varint.read(columns, &offset), length <= UInt64(columns.count) else {
        return nil
      }
      lengths.append(Int32(length))
      total += Int(length)
    }
    guard total == columns.count - offset else { return nil }
    var bytes = [UInt8](repeating: 0, count: total)
    for length in distinct(lengths) {
      let starts = starts(of: length, in: lengths)
      for place in 0..<Int(length) {
        for start in starts {
          bytes[start + place] = columns[offset]
          offset += 1
        }
      }
    }
    return (arrivals, lengths, bytes)
  }
}

/// Integers in as many bytes as they need (LEB128).
enum Varint {
  @inline(__always)
  static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

  @inline(__always)
  static func unzigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var left = value
    while left >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
      left >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: left))
  }

  /// Reads one integer and moves on; nil at the end of the bytes or beyond 64 bits.
  static func read(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}
