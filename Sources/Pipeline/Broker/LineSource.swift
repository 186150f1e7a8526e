import Clockwork
import Foundation
import Telemetry

/// The lines of a file, one message each, in memory of a fixed size whatever the file holds.
///
/// A position is a place in the file and a check value of its beginning, so that another file of
/// the same name is read from its start.
public final class LineSource: MessageSource {
  private static let chunkSize = 256 << 10
  private static let checkedMax = 4096
  private static let sizeHeader = "byte_count"

  public let path: String
  private let lineMax: Int
  private let file: Int32
  private var buffer: [UInt8] = []
  /// Where the rest of the buffer begins, and what place of the file that is.
  private var start = 0
  private var place: Int64 = 0
  private var isAtEnd = false
  /// Once all that is checked has been read it stays the same.
  private var wholeCheck: String?

  /// - Parameter lineMax: longer lines are handed over as their beginning.
  public init(path: String, lineMax: Int) throws {
    self.path = path
    self.lineMax = lineMax
    file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw MessageSourceError(
        path: path, why: "cannot be read (\(String(cString: strerror(errno))))")
    }
  }

  deinit { Foundation.close(file) }

  public var position: String {
    if let wholeCheck { return "\(place) \(wholeCheck)" }
    let check = check(upTo: place)
    if place >= Int64(Self.checkedMax) { wholeCheck = check }
    return "\(place) \(check)"
  }

  public func seek(to position: String) {
    let parts = position.split(separator: " ")
    var goal: Int64 = 0
    if parts.count == 2, let stated = Int64(parts[0]), stated >= 0,
      lseek(file, 0, SEEK_END) >= stated, check(upTo: stated) == String(parts[1])
    {
      goal = stated
    }
    lseek(file, off_t(goal), SEEK_SET)
    buffer.removeAll(keepingCapacity: true)
    wholeCheck = nil
    (start, place, isAtEnd) = (0, goal, false)
  }

  public func next() throws -> SourceMessage? {
    while true {
      guard let line = try nextLine() else { return nil }
      if line.bytes.isEmpty { continue }
      var record = Record(
        key: Self.key(of: line.bytes), eventTime: SimTime(microseconds: 0), payload: line.bytes)
      if line.byteCount > line.bytes.count {
        record.headers = [
          .init(name: MessageGate.formHeader, value: MessageGate.refusedForm),
          .init(name: Self.sizeHeader, value: Array(String(line.byteCount).utf8)),
        ]
      }
      return SourceMessage(record: record, arrival: nil)
    }
  }

  /// The size of a message of which a record may hold the beginning only.
  static func byteCount(of record: Record) -> Int64 {
    guard let size = record.headers.first(where: { $0.name == sizeHeader }) else {
      return Int64(record.payload.count)
    }
    return Int64(String(decoding: size.value, as: UTF8.self)) ?? Int64(record.payload.count)
  }

  private func nextLine() throws -> (bytes: [UInt8], byteCount: Int)? {
    var kept: [UInt8] = []
    var (byteCount, isTooLong) = (0, false)
    while true {
      let end = newline()
      let piece = start..<(end ?? buffer.count)
      if byteCount + piece.count > lineMax { isTooLong = true }
      byteCount += piece.count
      kept.append(contentsOf: buffer[piece.prefix(max(0, lineMax - kept.count))])
      place += Int64(piece.count)
      start = piece.upperBound
      if end != nil {
        place += 1
        start += 1
        break
      }
      guard try fill() else {
        if byteCount == 0 { return nil }
        break
      }
    }
    if isTooLong { return (Array(kept.prefix(MessageStore.deadLetterBytesMax)), byteCount) }
    if kept.last == 0x0D { kept.removeLast() }
    return (kept, kept.count)
  }

  private func newline() -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count,
        let found = memchr(base + start, 0x0A, bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// - Precondition: all of the buffer was used.
  private func fill() throws -> Bool {
    guard !isAtEnd else { return false }
    var failure: Int32 = 0
    buffer = [UInt8](unsafeUninitializedCapacity: Self.chunkSize) { target, count in
      var size = read(file, target.baseAddress, Self.chunkSize)
      while size < 0, errno == EINTR { size = read(file, target.baseAddress, Self.chunkSize) }
      if size < 0 { failure = errno }
      count = max(0, size)
    }
    start = 0
    guard failure == 0 else {
      throw MessageSourceError(
        path: path, why: "cannot be read (\(String(cString: strerror(failure))))")
    }
    isAtEnd = buffer.isEmpty
    return !isAtEnd
  }

  /// The check value of the file's beginning, as far as a position covers it.
  private func check(upTo place: Int64) -> String {
    let size = Int(min(place, Int64(Self.checkedMax)))
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, size)) { target, count in
      count = max(0, pread(file, target.baseAddress, size, 0))
    }
    return String(CRC32C.checksum(bytes), radix: 16)
  }

  private static let senderNames = ["\"device_id\"", "\"sensor_id\""].map { Array($0.utf8) }

  /// The sender, found without parsing, so that a device's messages stay in order.
  static func key(of line: [UInt8]) -> [UInt8]? {
    line.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var next = 0
      while let quote = memchr(base + next, 0x22, bytes.count - next) {
        let start = UnsafeRawPointer(quote) - base
        next = start + 1
        for name in senderNames where bytes.count - start > name.count {
          guard memcmp(quote, name, name.count) == 0 else { continue }
          var rest = bytes[(start + name.count)...]
          rest = rest.drop { $0 == 0x20 || $0 == UInt8(ascii: ":") }
          guard rest.first == UInt8(ascii: "\"") else { return nil }
          return Array(rest.dropFirst().prefix(128).prefix { $0 != UInt8(ascii: "\"") })
        }
      }
      return nil
    }
  }
}
