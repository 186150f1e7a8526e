internal import Foundation
internal import Telemetry

/// What the program of a session writes to its standard error, over all of its starts: a file that
/// is kept up to a limit, and the end of everything in memory, to be quoted where it fails.
///
/// Nobody listens between exchanges: a program that then writes more than its pipe holds waits for
/// the next. Its speed decides nothing, so the results cannot tell; no thread is needed.
final class StageErrors {
  /// So many bytes of the end are quoted at most.
  private static let endByteCount = 2_000

  private let path: String
  private let byteCountMax: Int
  private var file: Int32 = -1
  /// Bytes in the file.
  private var keptByteCount = 0
  private var isCut = false
  private var end: [UInt8] = []
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  /// - Parameters:
  ///   - path: the file; what it holds already stays.
  ///   - byteCountMax: how many bytes are kept.
  init(path: String, byteCountMax: Int) {
    self.path = path
    self.byteCountMax = byteCountMax
  }

  deinit { if file >= 0 { close(file) } }

  /// Opens the file, so that a folder that takes none is found before the program is started.
  func open() throws(StageFault) {
    guard file < 0 else { return }
    file = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      let reason = String(cString: strerror(errno))
      throw .unstartable("cannot be started: \(path), for its standard error: \(reason)")
    }
    keptByteCount = Int(lseek(file, 0, SEEK_END))
  }

  /// Takes what a pipe holds, without waiting for more.
  ///
  /// - Returns: false at the pipe's end.
  func take(from pipe: Int32) -> Bool {
    // Who writes faster than we read must not keep us from its answers.
    var left = StageProcess.pipeByteCountMax
    while left > 0 {
      let count = read(pipe, &chunk, chunk.count)
      guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
      keep(chunk[..<count])
      left -= count
    }
    return true
  }

  private func keep(_ bytes: ArraySlice<UInt8>) {
    end = Array((end + bytes).suffix(Self.endByteCount))
    guard !isCut else { return }
    let room = max(byteCountMax - keptByteCount, 0)
    write(bytes.prefix(room))
    keptByteCount += min(bytes.count, room)
    guard bytes.count > room else { return }
    isCut = true
    let remark = "[hometwin: the rest was cut; \(byteCountMax >> 20) MiB are kept]"
    write(Array("\n\(remark)\n".utf8)[...])
  }

  /// A full disk loses words that decide nothing, not the run.
  private func write(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { _ = Foundation.write(file, $0.baseAddress, $0.count) }
  }

  /// The last lines that the program wrote, for a message; nil if it wrote nothing.
  var lastLines: String? {
    guard !end.isEmpty else { return nil }
    return String(decoding: end, as: UTF8.self).split(separator: "\n").suffix(8)
      .map { "  | " + $0.printable }.joined(separator: "\n")
  }
}
