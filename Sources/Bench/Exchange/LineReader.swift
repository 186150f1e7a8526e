internal import Foundation
internal import ScenarioFiles

/// Hands out a file's lines one by one, whatever their number and whatever they hold.
struct LineReader {
  /// Longer lines are no rows of any layout and are skipped unread.
  static let lengthMax = 1 << 16
  private static let blockSize = 1 << 20

  enum Line {
    case text([UInt8])
    case tooLong
  }

  private let path: String
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var next = 0
  private var isAtEnd = false
  /// Of the line that was handed out last, from 1.
  private(set) var number = 0

  init(path: String) throws(ExchangeError) {
    // Only plain files: pipes and devices never end or never answer.
    do {
      _ = try FileSource.plainFile(path, byteCountMax: 0)
    } catch FileSource.Trouble.unreadable(let reason) {
      throw .unreadable(path: path, reason: reason)
    } catch {}
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(path: path, reason: "permission denied")
    }
    self.path = path
    self.handle = handle
  }

  /// - Returns: nil at the end.
  mutating func line() throws(ExchangeError) -> Line? {
    var isTooLong = false
    while true {
      if let end = buffer[next...].firstIndex(of: 0x0A) {
        let text = buffer[next..<end]
        next = end + 1
        number += 1
        return isTooLong || text.count > Self.lengthMax ? .tooLong : .text(Array(text))
      }
      if isAtEnd {
        guard next < buffer.count || isTooLong else { return nil }
        let text = buffer[next...]
        next = buffer.count
        number += 1
        return isTooLong || text.count > Self.lengthMax ? .tooLong : .text(Array(text))
      }
      if buffer.count - next > Self.lengthMax {
        isTooLong = true
        next = buffer.count
      }
      try fill()
    }
  }

  private mutating func fill() throws(ExchangeError) {
    buffer.removeFirst(next)
    next = 0
    let block: Data?
    do {
      block = try handle.read(upToCount: Self.blockSize)
    } catch {
      throw .unreadable(path: path, reason: SystemReason.text(error))
    }
    if let block, !block.isEmpty { buffer.append(contentsOf: block) } else { isAtEnd = true }
  }

  func close() { try? handle.close() }
}
