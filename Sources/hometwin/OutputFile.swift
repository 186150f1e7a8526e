import Foundation
import Reporting
import ScenarioFiles
import Scenarios

/// Small results on the disk: whole or not at all.
enum OutputFile {
  /// Whether it can be written, before anything is lived for it.
  ///
  /// - Parameter option: that named it, for messages.
  /// - Throws: `RunError`.
  static func check(_ path: String?, option: String) throws {
    guard let path else { return }
    var isFolder: ObjCBool = false
    if path.isEmpty || path.hasSuffix("/")
      || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    {
      throw RunError.input("\(option): found \"\(path)\", a folder, expected a file's name")
    }
    var folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      folder.deleteLastPathComponent()
    }
    guard isFolder.boolValue else {
      throw RunError.input("\(option): \(path): found a file \(folder.path), expected a folder")
    }
    guard access(folder.path, W_OK | X_OK) == 0 else {
      let reason = String(cString: strerror(errno))
      throw RunError.environment("\(option): \(path): cannot be written (\(reason))")
    }
  }

  /// The page, and the figures' data beside it, where its links look for them.
  static func write(page report: Report, to path: String) throws {
    try write(HTMLReport.render(report), to: path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    for figure in report.figures {
      try write(figure.csvText, to: folder.appendingPathComponent(figure.csvPath).path)
    }
  }

  /// - Throws: `RunError.environment`.
  static func write(_ text: String, to path: String) throws {
    do {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .atomic)
    } catch {
      throw RunError.environment("\(path): cannot be written (\(SystemReason.text(error)))")
    }
  }
}
