internal import Foundation
internal import ScenarioFiles
internal import Telemetry

/// Writes a folder of tables, a file a layout; they get their names when all is written.
///
/// A class because it owns open files.
final class TableWriter<TableLayout: RowLayout> {
  private let folder: String
  private let format: TableFormat
  private var buffers: [[UInt8]]
  private var handles: [FileHandle] = []
  /// Held until all is written or thrown away: two writers would mix their rows.
  private var lock: FileLock?
  /// What stopped the first write that failed; told at the end.
  private(set) var failure: ExchangeError?

  /// Rows by layout.
  private(set) var rowCounts = [Int](repeating: 0, count: TableLayout.allCases.count)

  /// - Parameter folder: made if it is not there; files of these names are never overwritten.
  init(folder: String, format: TableFormat) throws(ExchangeError) {
    self.folder = folder
    self.format = format
    buffers = TableLayout.allCases.map { layout in
      format == .csv ? Array((layout.columns.joined(separator: ",") + "\n").utf8) : []
    }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: folder, reason: SystemReason.text(error))
    }
    do throws(FileLock.Refusal) {
      lock = try FileLock(path: folder + "/.tables.lock")
    } catch {
      switch error {
      case .isHeld: throw .busy(folder: folder)
      case .failed(let reason): throw .unwritable(path: folder, reason: reason)
      }
    }
    do throws(ExchangeError) {
      try open()
    } catch {
      discard()
      throw error
    }
  }

  private func open() throws(ExchangeError) {
    for layout in TableLayout.allCases where FileManager.default.fileExists(atPath: path(layout)) {
      throw .exists(path: path(layout))
    }
    for layout in TableLayout.allCases {
      // Whatever lies there was left by a writer that died, or the lock would not be ours.
      _ = FileManager.default.createFile(atPath: partialPath(layout), contents: nil)
      guard let handle = FileHandle(forWritingAtPath: partialPath(layout)) else {
        throw .unwritable(path: path(layout), reason: "no permission")
      }
      handles.append(handle)
    }
  }

  func path(_ layout: TableLayout) -> String {
    "\(folder)/\(layout.rawValue).\(format.rawValue)"
  }

  private func partialPath(_ layout: TableLayout) -> String { path(layout) + ".partial" }

  /// ``finish()`` says if it failed.
  func append(_ row: [JSONValue], to layout: TableLayout) {
    append(to: layout, rowCount: 1) { format.append(row, columns: layout.columns, to: &$0) }
  }

  /// Appends what is a row a line already.
  func append(_ lines: [UInt8], rowCount: Int, to layout: TableLayout) {
    append(to: layout, rowCount: rowCount) { $0 += lines }
  }

  private func append(
    to layout: TableLayout, rowCount: Int, _ write: (inout [UInt8]) -> Void
  ) {
    guard failure == nil else { return }
    let place = layout.place
    write(&buffers[place])
    rowCounts[place] += rowCount
    if buffers[place].count >= 1 << 20 { flush(layout) }
  }

  private func flush(_ layout: TableLayout) {
    do {
      try handles[layout.place].write(contentsOf: Data(buffers[layout.place]))
    } catch {
      failure = failure ?? .unwritable(path: path(layout), reason: SystemReason.text(error))
    }
    buffers[layout.place].removeAll(keepingCapacity: true)
  }

  /// Gives the files their names once all of them are on the disk.
  func finish() throws(ExchangeError) {
    for layout in TableLayout.allCases { flush(layout) }
    if let failure { throw failure }
    for layout in TableLayout.allCases {
      do {
        try handles[layout.place].synchronize()
        try handles[layout.place].close()
      } catch {
        throw .unwritable(path: path(layout), reason: SystemReason.text(error))
      }
    }
    var named: [String] = []
    for layout in TableLayout.allCases {
      guard rename(partialPath(layout), path(layout)) == 0 else {
        let reason = String(cString: strerror(errno))
        // Some tables of a folder would look like all of them.
        named.forEach { unlink($0) }
        throw .unwritable(path: path(layout), reason: reason)
      }
      named.append(path(layout))
    }
    leave()
  }

  /// Removes what was half written; after ``finish()`` there is nothing.
  func discard() {
    guard lock != nil else { return }
    for layout in TableLayout.allCases {
      try? FileManager.default.removeItem(atPath: partialPath(layout))
    }
    leave()
  }

  private func leave() {
    lock?.remove()
    lock = nil
  }
}

extension TableFormat {
  /// One row and the end of its line.
  func append(_ row: [JSONValue], columns: [String], to bytes: inout [UInt8]) {
    switch self {
    case .csv: CSVLine.append(row, to: &bytes)
    case .jsonl:
      JSONValue.object(zip(columns, row).map { JSONMember($0, $1) }).append(to: &bytes)
    }
    bytes.append(0x0A)
  }
}
