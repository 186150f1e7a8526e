internal import ScenarioFiles
internal import Telemetry

/// A file of conclusions or of truth, row by row.
protocol ConclusionTable<TableLayout> {
  associatedtype TableLayout: RowLayout
  var layout: TableLayout { get }
  /// Columns that the layout does not know.
  var unusedColumns: [String] { get }
  /// - Returns: nil at the end.
  mutating func next() throws(ExchangeError) -> TableItem?
}

enum TableItem {
  case row(Row)
  /// A line that is no row of the table.
  case malformed(line: Int, found: String)
}

/// Reads one file row by row: CSV or JSON Lines, columns in any order.
struct TableReader<TableLayout: RowLayout>: ConclusionTable {
  let layout: TableLayout
  /// Columns of a CSV file that the layout does not know; of JSON Lines those of its first row.
  let unusedColumns: [String]
  private let format: TableFormat
  private var lines: LineReader
  /// For each column of a CSV line its place in the layout.
  private var places: [Int?] = []
  private let columns: [String]
  /// The first row of JSON Lines, which told the layout.
  private var first: JSONValue?

  /// - Parameter expected: what the file must be about; nil where its columns tell.
  init(path: String, expecting expected: TableLayout? = nil) throws(ExchangeError) {
    guard let format = TableFormat(path: path) else { throw .unknownFormat(path: path) }
    self.format = format
    lines = try LineReader(path: path)
    var line: [UInt8]?
    while line == nil, let next = try lines.line() {
      if case .text(let text) = next, !Self.isBlank(text) { line = text }
      if case .tooLong = next {
        throw .noLayout(
          place: "\(path):\(lines.number)",
          found: "a line of more than \(LineReader.lengthMax) bytes", expected: Self.expected)
      }
    }
    guard var line else {
      // A stage that said nothing at all: its name must tell what it said nothing about.
      guard format == .jsonl, let named = expected ?? Self.layout(named: path) else {
        throw .noLayout(
          place: path, found: "nothing",
          expected: expected.map { "the columns \($0.columns.joined(separator: ","))" }
            ?? Self.expected)
      }
      layout = named
      columns = named.columns
      unusedColumns = []
      return
    }
    if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    let place = "\(path):\(lines.number)"
    let names: [String]
    switch format {
    case .csv:
      guard let header = CSVLine.fields(line) else {
        throw .noLayout(place: place, found: "no header line", expected: Self.expected)
      }
      names = header
    case .jsonl:
      guard case .object(let members)? = try? JSONValue.parse(line) else {
        throw .noLayout(place: place, found: "no JSON object", expected: "an object a line")
      }
      names = members.map(\.name)
      first = .object(members)
    }
    if let twice = Self.repeated(names) {
      throw .noLayout(
        place: place, found: "the column \"\(twice.prefix(40))\" twice",
        expected: "every column once")
    }
    layout = try Self.layout(of: names, place: place, expecting: expected)
    let known = layout.columns
    columns = known
    places = names.map { known.firstIndex(of: $0) }
    unusedColumns = names.filter { !known.contains($0) }
  }

  /// - Returns: nil at the end.
  mutating func next() throws(ExchangeError) -> TableItem? {
    if let object = first {
      first = nil
      return row(of: object)
    }
    while let line = try lines.line() {
      guard case .text(let text) = line else {
        return .malformed(
          line: lines.number, found: "a line of more than \(LineReader.lengthMax) bytes")
      }
      if Self.isBlank(text) { continue }
      return format == .csv ? csvRow(text) : jsonRow(text)
    }
    lines.close()
    return nil
  }

  /// Hands every row to `take`, in the file's order, with its cells in the parser.
  ///
  /// - Returns: what is no row, and the rows that `take` refused.
  /// - Throws: ``ExchangeError``, and what `take` throws that is no ``Refusal``.
  mutating func readRows(
    of path: String, _ take: (Row, inout RowParser) throws -> Void
  ) throws -> RowProblems {
    var parser = RowParser(columns: columns)
    var problems = RowProblems()
    while let item = try next() {
      switch item {
      case .malformed(let line, let found):
        problems.add(.malformed, at: "\(path):\(line)", "found " + found)
      case .row(let row):
        do {
          parser.begin(row)
          try take(row, &parser)
        } catch let refusal as Refusal {
          problems.add(refusal.kind, at: "\(path):\(row.line)", refusal.text)
        }
      }
    }
    return problems
  }

  private func csvRow(_ text: [UInt8]) -> TableItem {
    guard let fields = CSVLine.fields(text) else {
      return .malformed(line: lines.number, found: "open quotes or bytes that are no text")
    }
    guard fields.count == places.count else {
      return .malformed(
        line: lines.number, found: "\(fields.count) values, expected \(places.count)")
    }
    var cells = [Cell](repeating: .empty, count: columns.count)
    for (field, place) in zip(fields, places) {
      if let place, !field.isEmpty { cells[place] = .text(field) }
    }
    return .row(Row(line: lines.number, cells: cells))
  }

  private func jsonRow(_ text: [UInt8]) -> TableItem {
    do {
      return row(of: try JSONValue.parse(text))
    } catch {
      return .malformed(line: lines.number, found: "no JSON, \(error.message)")
    }
  }

  private func row(of value: JSONValue) -> TableItem {
    guard case .object(let members) = value else {
      return .malformed(line: lines.number, found: "\(value.kindText), expected an object")
    }
    var cells = [Cell?](repeating: nil, count: columns.count)
    for member in members {
      guard let place = columns.firstIndex(of: member.name) else { continue }
      cells[place] = Self.cell(member.value)
    }
    if let missing = cells.firstIndex(where: { $0 == nil }) {
      return .malformed(line: lines.number, found: "no \"\(columns[missing])\"")
    }
    return .row(Row(line: lines.number, cells: cells.compactMap { $0 }))
  }

  private static func cell(_ value: JSONValue) -> Cell {
    switch value {
    case .null: .empty
    case .string(let text): text.isEmpty ? .empty : .text(text)
    case .integer, .number: .number(value.doubleValue ?? .nan)
    case .bool, .array, .object: .other(value.kindText)
    }
  }

  // MARK: Which layout

  private static var expected: String {
    "the columns of " + TableLayout.allCases.map(\.rawValue).joined(separator: ", ")
  }

  /// `flags.jsonl` is about flags.
  private static func layout(named path: String) -> TableLayout? {
    let name = path.split(separator: "/").last ?? ""
    return TableLayout(rawValue: String(name.prefix { $0 != "." }))
  }

  static func layout(
    of names: [String], place: String, expecting: TableLayout? = nil
  ) throws(ExchangeError) -> TableLayout {
    let found = Set(names)
    func missing(_ layout: TableLayout) -> [String] {
      layout.columns.filter { !found.contains($0) }
    }
    let candidates = expecting.map { [$0] } ?? Array(TableLayout.allCases)
    if let layout = candidates.first(where: { missing($0).isEmpty }) { return layout }
    guard let nearest = candidates.min(by: { missing($0).count < missing($1).count }) else {
      throw .noLayout(place: place, found: "no layout", expected: Self.expected)
    }
    let lacking = missing(nearest)
    if expecting == nil, lacking.count == nearest.columns.count {
      throw .noLayout(
        place: place, found: "no column of any layout", expected: Self.expected)
    }
    let hints = lacking.map { column in
      let others = names.filter { !nearest.columns.contains($0) }
      return column
        + (Nearest.word(to: column, among: others).map { " (is it \"\($0.prefix(40))\"?)" } ?? "")
    }
    throw .noLayout(
      place: place, found: "\(nearest.rawValue) without \(hints.joined(separator: ", "))",
      expected: "the columns \(nearest.columns.joined(separator: ","))")
  }

  private static func repeated(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }

  private static func isBlank(_ line: [UInt8]) -> Bool {
    line.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
  }
}
