internal import Clockwork
internal import Compression
internal import Foundation
internal import Outside
internal import ScenarioFiles
internal import Telemetry

/// The recorded answers of a program in a run folder: JSON Lines in Zstandard frames of about a
/// megabyte, the program's handshake first, then a line a batch.
enum AnswerFile {
  static func name(_ stage: String) -> String { stage + ".answers.jsonl.zst" }

  /// Of a frame, unpacked; one batch's line is never longer.
  static let frameByteCountMax = 1 << 28
  static let frameByteCount = 1 << 20

  /// Of the file's bytes, for `run.json`.
  static func checksum(_ bytes: [UInt8]) -> String {
    var hash = Fingerprint()
    bytes.withUnsafeBytes { hash.combine(bytes: $0) }
    return hash.hex
  }
}

/// Writes what a program says; nothing is written of one that says the same every time.
final class AnswerRecorder {
  let path: String
  private var lines: [UInt8] = []
  private var handle: FileHandle?
  private let compressor = Compressor(level: 3)
  /// Of all that was written.
  private(set) var checksum: String?

  init(path: String) { self.path = path }

  /// - Parameter ready: the program's handshake, for the first line.
  func append(_ exchange: StageExchange, ready: JSONValue) throws {
    if handle == nil {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      guard let file = FileHandle(forWritingAtPath: path) else {
        throw RunError.environment("\(path): cannot be written; choose another --out")
      }
      handle = file
      append(ready)
    }
    append(exchange.json)
    if lines.count >= AnswerFile.frameByteCount { try flush() }
  }

  private func append(_ value: JSONValue) {
    value.append(to: &lines)
    lines.append(UInt8(ascii: "\n"))
  }

  private func flush() throws {
    guard let handle, !lines.isEmpty else { return }
    let frame = compressor.compress(lines)
    try handle.write(contentsOf: Data(frame))
    lines.removeAll(keepingCapacity: true)
  }

  func finish() throws {
    guard let handle else { return }
    try flush()
    try handle.close()
    self.handle = nil
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RunError.environment("\(path): cannot be read back")
    }
    checksum = AnswerFile.checksum([UInt8](data))
  }
}

/// Reads a recording back, a frame at a time.
final class AnswerRecording: StageRecording {
  private let path: String
  private let bytes: [UInt8]
  private var taken = 0
  private var lines: [UInt8] = []
  private var nextLine = 0
  private let decompressor = Decompressor()

  /// - Parameter checksum: that `run.json` states.
  /// - Throws: ``RunError/input(_:)`` if the file is gone or another.
  init(path: String, checksum: String) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      throw RunError.input(
        "\(path): found no such file, expected the answers that run.json lists: its program does "
          + "not say the same twice; run the scenario again")
    }
    do { bytes = try FileSource.plainFile(path, byteCountMax: 4 << 30) } catch {
      throw RunError.input("\(path): cannot read: \(error)")
    }
    let found = AnswerFile.checksum(bytes)
    guard found == checksum else {
      throw RunError.input(
        "\(path): found checksum \(found), expected \(checksum) as in run.json; the answers were "
          + "edited or damaged: run the scenario again")
    }
  }

  func ready() throws(StageFault) -> JSONValue { try line() }

  func next() throws(StageFault) -> StageExchange {
    guard let exchange = StageExchange(try line()) else {
      throw .garbage("\(path): found a line that is no recorded batch")
    }
    return exchange
  }

  private func line() throws(StageFault) -> JSONValue {
    while true {
      if let end = lines[nextLine...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { nextLine = end + 1 }
        do { return try JSONValue.parse(Array(lines[nextLine..<end])) } catch {
          throw .garbage("\(path): found a line that is no JSON (\(error))")
        }
      }
      guard taken < bytes.count else {
        throw .garbage("\(path): found the end, expected another batch")
      }
      lines.removeFirst(nextLine)
      nextLine = 0
      do {
        let (more, count) = try bytes.withUnsafeBytes {
          try decompressor.decompressFirst(
            UnsafeRawBufferPointer(rebasing: $0[taken...]), countMax: AnswerFile.frameByteCountMax)
        }
        lines += more
        taken += count
      } catch { throw .garbage("\(path): \(error)") }
    }
  }
}
