internal import ScenarioFiles

/// A Parquet file of flat columns: numbers, texts and times, some of them missing.
///
/// Read are plain and dictionary encoding, both kinds of data pages, and pages that are packed by
/// Snappy, Zstandard or not at all: what pandas, Polars and DuckDB write by default.
/// - Source: Apache Parquet, "File format" and parquet.thrift, version 2.10.
struct ParquetFile {
  struct Column {
    /// How the bytes of a value are meant.
    enum Kind: Hashable {
      case integer32, integer64, float, double, text
      /// Microseconds, or parts or multiples of them.
      case time(perMicrosecond: Int64, microseconds: Int64)
    }

    var name: String
    /// nil for what no column of ours holds.
    var kind: Kind?
    var isOptional: Bool
  }

  struct Chunk {
    var codec: Int64
    var valueCount: Int
    var start: Int
    var byteCount: Int
  }

  struct RowGroup {
    var rowCount: Int
    /// By column.
    var chunks: [Chunk]
  }

  /// Of a file, and of the rows of one group.
  private static let byteCountMax = 4 << 30
  static let rowCountMax = 1 << 24

  let bytes: [UInt8]
  let columns: [Column]
  let groups: [RowGroup]

  init(path: String) throws(ExchangeError) {
    do {
      try self.init(bytes: try FileSource.plainFile(path, byteCountMax: Self.byteCountMax))
    } catch let error as ParquetError {
      throw .unreadable(path: path, reason: "Parquet: " + error.text)
    } catch FileSource.Trouble.unreadable(let reason) {
      throw .unreadable(path: path, reason: reason)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  init(bytes: [UInt8]) throws(ParquetError) {
    let magic = Array("PAR1".utf8)
    guard bytes.count >= 12, bytes.starts(with: magic), bytes.suffix(4) == magic[...] else {
      throw ParquetError("found no PAR1 at both ends")
    }
    var size = 0
    for place in 0..<4 { size |= Int(bytes[bytes.count - 8 + place]) << (8 * place) }
    guard size <= bytes.count - 12 else {
      throw ParquetError("found a footer longer than the file")
    }
    var reader = ThriftReader(bytes[bytes.count - 8 - size..<bytes.count - 8])
    let footer = try reader.structure()
    self.bytes = bytes
    let columns = try Self.columns(footer[2]?.list ?? [])
    self.columns = columns
    var groups: [RowGroup] = []
    for group in footer[4]?.list ?? [] {
      groups.append(try Self.group(group, columns: columns.count, fileCount: bytes.count))
    }
    self.groups = groups
  }

  /// The schema's leaves; the first element is the root.
  private static func columns(_ schema: [ThriftValue]) throws(ParquetError) -> [Column] {
    guard let root = schema.first, root[5]?.integer == Int64(schema.count - 1) else {
      throw ParquetError("found nested columns, expected flat ones")
    }
    var columns: [Column] = []
    for element in schema.dropFirst() {
      guard let name = element[4]?.text, (element[5]?.integer ?? 0) == 0 else {
        throw ParquetError("found nested columns, expected flat ones")
      }
      guard let repetition = element[3]?.integer, repetition == 0 || repetition == 1 else {
        throw ParquetError("\(name.prefix(40)): found a repeated column, expected flat ones")
      }
      columns.append(Column(name: name, kind: kind(element), isOptional: repetition == 1))
    }
    return columns
  }

  private static func kind(_ element: ThriftValue) -> Column.Kind? {
    // Decimals and days are numbers that mean something else.
    if let meaning = element[6]?.integer, meaning == 5 || meaning == 6 { return nil }
    switch element[1]?.integer {
    case 1: return .integer32
    case 2:
      if let unit = element[10]?[8]?[2] {
        if unit[1] != nil { return .time(perMicrosecond: 1, microseconds: 1_000) }
        if unit[2] != nil { return .time(perMicrosecond: 1, microseconds: 1) }
        return .time(perMicrosecond: 1_000, microseconds: 1)
      }
      if element[6]?.integer == 9 { return .time(perMicrosecond: 1, microseconds: 1_000) }
      if element[6]?.integer == 10 { return .time(perMicrosecond: 1, microseconds: 1) }
      return .integer64
    case 4: return .float
    case 5: return .double
    case 6: return .text
    default: return nil
    }
  }

  private static func group(
    _ group: ThriftValue, columns: Int, fileCount: Int
  ) throws(ParquetError) -> RowGroup {
    let rows = group[3]?.integer ?? -1
    guard (0...Int64(rowCountMax)).contains(rows) else {
      throw ParquetError("found a group of \(rows) rows, expected at most \(rowCountMax)")
    }
    var chunks: [Chunk] = []
    for column in group[1]?.list ?? [] {
      let about = column[3]
      let data = about?[9]?.integer ?? -1
      let start = min(about?[11]?.integer ?? data, data)
      let size = about?[7]?.integer ?? -1
      guard start >= 4, size >= 0, start <= Int64(fileCount), size <= Int64(fileCount) - start,
        about?[5]?.integer == rows
      else { throw ParquetError("found a column that lies outside the file or lacks rows") }
      chunks.append(
        Chunk(
          codec: about?[4]?.integer ?? -1, valueCount: Int(rows), start: Int(start),
          byteCount: Int(size)))
    }
    guard chunks.count == columns else { throw ParquetError("found a group that lacks columns") }
    return RowGroup(rowCount: Int(rows), chunks: chunks)
  }
}
