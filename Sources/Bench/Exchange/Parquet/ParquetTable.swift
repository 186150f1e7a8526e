/// Reads a Parquet file row by row, a group of rows in memory at a time.
struct ParquetTable<TableLayout: RowLayout>: ConclusionTable {
  let layout: TableLayout
  let unusedColumns: [String]
  private let path: String
  private let file: ParquetFile
  /// For each column of the layout its place in the file.
  private let places: [Int]
  private var group = 0
  private var cells: [[Cell]] = []
  private var row = 0
  /// Of the row that was handed out last, from 1.
  private var number = 0

  static func isNamed(_ path: String) -> Bool { path.lowercased().hasSuffix(".parquet") }

  /// - Parameter expected: what the file must be about; nil where its columns tell.
  init(path: String, expecting expected: TableLayout? = nil) throws(ExchangeError) {
    self.path = path
    file = try ParquetFile(path: path)
    let names = file.columns.map(\.name)
    let layout = try TableReader<TableLayout>.layout(
      of: names, place: path, expecting: expected)
    self.layout = layout
    unusedColumns = names.filter { !layout.columns.contains($0) }
    places = layout.columns.compactMap { names.firstIndex(of: $0) }
  }

  mutating func next() throws(ExchangeError) -> TableItem? {
    while row >= cells.first?.count ?? 0 {
      guard group < file.groups.count else { return nil }
      do throws(ParquetError) {
        var read: [[Cell]] = []
        for place in places {
          read.append(try ParquetColumn.cells(file, column: place, group: file.groups[group]))
        }
        cells = read
      } catch {
        throw .unreadable(path: path, reason: "Parquet: " + error.text)
      }
      group += 1
      row = 0
    }
    defer { row += 1 }
    number += 1
    return .row(Row(line: number, cells: cells.map { $0[row] }))
  }
}
