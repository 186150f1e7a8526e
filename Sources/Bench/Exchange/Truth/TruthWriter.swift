internal import Foundation
internal import ScenarioFiles

/// Writes a folder of truth tables, which ``TruthReader`` reads: home after home, whatever the
/// order in which their stretches of time come.
///
/// A class because it owns open files.
public final class TruthWriter {
  /// Where a home's rows of a stretch lie in the spool.
  private struct Piece {
    var home: Int
    var layout: TruthLayout
    var offset: UInt64
    var byteCount: Int
    var rowCount: Int
  }

  private let tables: TableWriter<TruthLayout>
  private let spoolPath: String
  private let spool: FileHandle
  private var pieces: [Piece] = []
  private var offset: UInt64 = 0
  private var isFinished = false

  /// - Parameter folder: made if it is not there; files of these names are never overwritten.
  public init(folder: String) throws(ExchangeError) {
    tables = try TableWriter(folder: folder, format: .csv)
    spoolPath = folder + "/.rows"
    _ = FileManager.default.createFile(atPath: spoolPath, contents: nil)
    guard let spool = FileHandle(forUpdatingAtPath: spoolPath) else {
      throw .unwritable(path: spoolPath, reason: "no permission")
    }
    self.spool = spool
  }

  /// Appends what was true of a home in its next stretch of time.
  public func append(_ lines: TruthLines, home: Int) throws(ExchangeError) {
    for layout in TruthLayout.allCases where lines.rowCounts[layout.place] > 0 {
      let bytes = lines.bytes[layout.place]
      try guarded { try spool.write(contentsOf: Data(bytes)) }
      pieces.append(
        Piece(
          home: home, layout: layout, offset: offset, byteCount: bytes.count,
          rowCount: lines.rowCounts[layout.place]))
      offset += UInt64(bytes.count)
    }
  }

  /// Puts the rows in their order and gives the files their names.
  public func finish() throws(ExchangeError) {
    let inOrder = pieces.sorted { ($0.home, $0.offset) < ($1.home, $1.offset) }
    for piece in inOrder {
      var rows: Data?
      try guarded {
        try spool.seek(toOffset: piece.offset)
        rows = try spool.read(upToCount: piece.byteCount)
      }
      guard let rows, rows.count == piece.byteCount else {
        throw .unwritable(path: spoolPath, reason: "it became shorter")
      }
      tables.append([UInt8](rows), rowCount: piece.rowCount, to: piece.layout)
    }
    try guarded { try spool.close() }
    try? FileManager.default.removeItem(atPath: spoolPath)
    try tables.finish()
    isFinished = true
  }

  /// Rows in the order of time are of no use to anybody, nor are tables without a name. Where all
  /// went well the folder has been renamed, and its old name may be another run's by now.
  deinit {
    guard !isFinished else { return }
    try? FileManager.default.removeItem(atPath: spoolPath)
    tables.discard()
  }

  private func guarded(_ body: () throws -> Void) throws(ExchangeError) {
    do { try body() } catch {
      throw .unwritable(path: spoolPath, reason: SystemReason.text(error))
    }
  }
}
