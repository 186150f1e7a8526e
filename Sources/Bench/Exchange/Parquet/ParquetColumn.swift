internal import Clockwork
internal import Compression
internal import Telemetry

/// Reads one column of one group of rows as cells.
struct ParquetColumn {
  private let column: ParquetFile.Column
  private let kind: ParquetFile.Column.Kind
  private let decompressor = Decompressor()
  private var dictionary: [Cell] = []
  private var cells: [Cell] = []
  /// One page, unpacked.
  private static let pageByteCountMax = 1 << 28

  static func cells(
    _ file: ParquetFile, column: Int, group: ParquetFile.RowGroup
  ) throws(ParquetError) -> [Cell] {
    let about = file.columns[column]
    guard let kind = about.kind else {
      return Array(
        repeating: .other("a value that is no number, text or time"), count: group.rowCount)
    }
    var reader = ParquetColumn(column: about, kind: kind)
    do throws(ParquetError) {
      try reader.read(file.bytes, group.chunks[column])
    } catch {
      throw ParquetError("\(about.name.prefix(40)): " + error.text)
    }
    return reader.cells
  }

  private init(column: ParquetFile.Column, kind: ParquetFile.Column.Kind) {
    self.column = column
    self.kind = kind
  }

  private mutating func read(_ bytes: [UInt8], _ chunk: ParquetFile.Chunk) throws(ParquetError) {
    cells.reserveCapacity(chunk.valueCount)
    var rest = bytes[chunk.start..<chunk.start + chunk.byteCount]
    while cells.count < chunk.valueCount {
      var reader = ThriftReader(rest)
      let header = try reader.structure()
      let packed = header[3]?.integer ?? -1
      let unpacked = header[2]?.integer ?? -1
      guard packed >= 0, packed <= Int64(rest.endIndex - reader.next),
        (0...Int64(Self.pageByteCountMax)).contains(unpacked)
      else { throw ParquetError("found a page that lies outside its column") }
      let end = reader.next + Int(packed)
      let page = rest[reader.next..<end]
      rest = rest[end...]
      let room = chunk.valueCount - cells.count
      switch header[1]?.integer {
      case 0:
        let data = try unpack(page, chunk.codec, Int(unpacked))
        try take(data[...], header[5], room: room)
      case 2:
        let data = try unpack(page, chunk.codec, Int(unpacked))
        let count = try self.count(header[7]?[1], room: ParquetFile.rowCountMax)
        dictionary = try plain(data[...], count)
      case 3: try takeSecond(page, header[8], chunk.codec, Int(unpacked), room: room)
      default: break
      }
    }
  }

  private func count(_ value: ThriftValue?, room: Int) throws(ParquetError) -> Int {
    guard let count = value?.integer, (0...Int64(room)).contains(count) else {
      throw ParquetError("found a page with more values than rows")
    }
    return Int(count)
  }

  /// A page of the first kind: levels and values packed together.
  private mutating func take(
    _ data: ArraySlice<UInt8>, _ header: ThriftValue?, room: Int
  ) throws(ParquetError) {
    let count = try count(header?[1], room: room)
    var rest = data
    var isThere = [Bool](repeating: true, count: count)
    if column.isOptional {
      guard header?[3]?.integer == 3, rest.count >= 4 else {
        throw ParquetError("found levels of another encoding than RLE")
      }
      let size = (0..<4).reduce(0) { $0 | Int(rest[rest.startIndex + $1]) << (8 * $1) }
      rest = rest.dropFirst(4)
      guard size <= rest.count else { throw ParquetError("found levels beyond the page") }
      isThere = try HybridRuns.values(rest.prefix(size), width: 1, count: count).map { $0 == 1 }
      rest = rest.dropFirst(size)
    }
    try append(rest, encoding: header?[2]?.integer, isThere)
  }

  /// A page of the second kind: levels in front, never packed.
  private mutating func takeSecond(
    _ page: ArraySlice<UInt8>, _ header: ThriftValue?, _ codec: Int64, _ unpacked: Int, room: Int
  ) throws(ParquetError) {
    let count = try count(header?[1], room: room)
    let levels = Int(clamping: header?[5]?.integer ?? 0)
    guard levels >= 0, levels <= min(page.count, unpacked), (header?[6]?.integer ?? 0) == 0 else {
      throw ParquetError("found levels beyond the page")
    }
    var isThere = [Bool](repeating: true, count: count)
    if column.isOptional {
      isThere = try HybridRuns.values(page.prefix(levels), width: 1, count: count).map { $0 == 1 }
    }
    let values = page.dropFirst(levels)
    let isPacked = header?[7]?.bool ?? true
    let data = try unpack(values, isPacked ? codec : 0, unpacked - levels)
    try append(data[...], encoding: header?[4]?.integer, isThere)
  }

  private mutating func append(
    _ data: ArraySlice<UInt8>, encoding: Int64?, _ isThere: [Bool]
  ) throws(ParquetError) {
    let count = isThere.count { $0 }
    let values: [Cell]
    switch encoding {
    case 0: values = try plain(data, count)
    case 2, 8:
      guard count > 0 else {
        values = []
        break
      }
      guard let width = data.first, width <= 32 else { throw ParquetError("found no bit width") }
      var found: [Cell] = []
      found.reserveCapacity(count)
      for index in try HybridRuns.values(data.dropFirst(), width: Int(width), count: count) {
        guard Int(index) < dictionary.count else {
          throw ParquetError("found a value that is not in the dictionary")
        }
        found.append(dictionary[Int(index)])
      }
      values = found
    default:
      throw ParquetError(
        "found encoding \(encoding ?? -1), expected plain or dictionary; write it anew with "
          + "pandas' to_parquet or as CSV")
    }
    var next = values.makeIterator()
    for isThere in isThere { cells.append(isThere ? next.next() ?? .empty : .empty) }
  }

  private func unpack(
    _ page: ArraySlice<UInt8>, _ codec: Int64, _ count: Int
  ) throws(ParquetError) -> [UInt8] {
    switch codec {
    case 0:
      guard page.count == count else { throw ParquetError("found a page of another size") }
      return Array(page)
    case 1: return try Snappy.decompress(page, count: count)
    case 6:
      guard count > 0 else { return [] }
      do {
        return try page.withUnsafeBytes { try decompressor.decompress($0, count: count) }
      } catch { throw ParquetError("found a broken Zstandard page (\(error))") }
    default:
      throw ParquetError(
        "found compression \(codec), expected none, snappy or zstd; write it anew with "
          + "compression=\"zstd\"")
    }
  }

  // MARK: Plain values

  private func plain(_ data: ArraySlice<UInt8>, _ count: Int) throws(ParquetError) -> [Cell] {
    let width: Int
    switch kind {
    case .text: return try texts(data, count)
    case .integer32, .float: width = 4
    case .integer64, .double, .time: width = 8
    }
    guard data.count / width >= count else { throw ParquetError("found too few values in a page") }
    var cells: [Cell] = []
    cells.reserveCapacity(count)
    var place = data.startIndex
    for _ in 0..<count {
      var bits: UInt64 = 0
      for byte in 0..<width { bits |= UInt64(data[place + byte]) << UInt64(8 * byte) }
      place += width
      cells.append(cell(bits))
    }
    return cells
  }

  private func cell(_ bits: UInt64) -> Cell {
    switch kind {
    case .integer32: .number(Double(Int32(truncatingIfNeeded: bits)))
    case .integer64: .number(Double(Int64(bitPattern: bits)))
    case .float: .number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
    case .double: .number(Double(bitPattern: bits))
    case .time(let perMicrosecond, let microseconds):
      time(Int64(bitPattern: bits), perMicrosecond, microseconds)
    case .text: .empty
    }
  }

  /// As the text that other formats have; years beyond 1970...2200 are no times of ours.
  private func time(_ value: Int64, _ perMicrosecond: Int64, _ microseconds: Int64) -> Cell {
    let (product, overflow) = value.multipliedReportingOverflow(by: microseconds)
    let moment = product / perMicrosecond
    guard !overflow, (0...7_258_118_400_000_000).contains(moment) else {
      return .other("a time outside 1970...2200")
    }
    return .text(JSONTimestamp.text(SimTime(microseconds: moment)))
  }

  private func texts(_ data: ArraySlice<UInt8>, _ count: Int) throws(ParquetError) -> [Cell] {
    var cells: [Cell] = []
    var rest = data
    for _ in 0..<count {
      guard rest.count >= 4 else { throw ParquetError("found too few texts in a page") }
      let size = (0..<4).reduce(0) { $0 | Int(rest[rest.startIndex + $1]) << (8 * $1) }
      rest = rest.dropFirst(4)
      guard size <= rest.count else { throw ParquetError("found a text beyond its page") }
      let text = String(validating: rest.prefix(size), as: UTF8.self)
      cells.append(text.map { $0.isEmpty ? .empty : .text($0) } ?? .other("bytes that are no text"))
      rest = rest.dropFirst(size)
    }
    return cells
  }
}

/// Parquet's hybrid of runs and packed bits.
/// - Source: Apache Parquet, "Encodings", RLE/bit-packing hybrid.
enum HybridRuns {
  static func values(
    _ data: ArraySlice<UInt8>, width: Int, count: Int
  ) throws(ParquetError) -> [UInt32] {
    var values: [UInt32] = []
    values.reserveCapacity(count)
    var next = data.startIndex
    func broken() -> ParquetError { ParquetError("found broken runs") }
    while values.count < count {
      var head: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        guard next < data.endIndex, shift < 35 else { throw broken() }
        let part = data[next]
        next += 1
        head |= UInt64(part & 127) << shift
        shift += 7
        if part < 128 { break }
      }
      let room = count - values.count
      if head & 1 == 0 {
        let size = (width + 7) / 8
        guard data.endIndex - next >= size, head >> 1 > 0 else { throw broken() }
        var value: UInt32 = 0
        for place in 0..<size { value |= UInt32(data[next + place]) << UInt32(8 * place) }
        next += size
        values += repeatElement(value, count: min(room, Int(clamping: head >> 1)))
      } else {
        // Eight values a group; the last group may be cut off.
        let number = min(
          room, Int(clamping: head >> 1).multipliedReportingOverflow(by: 8).partialValue)
        guard number > 0, data.endIndex - next >= (number * width + 7) / 8 else { throw broken() }
        for index in 0..<number {
          var value: UInt32 = 0
          for bit in 0..<width {
            let place = index * width + bit
            let isSet = data[next + place / 8] >> UInt8(place % 8) & 1
            value |= UInt32(isSet) << UInt32(bit)
          }
          values.append(value)
        }
        let whole = Int(clamping: head >> 1).multipliedReportingOverflow(by: width)
        next =
          whole.overflow
          ? data.endIndex : min(data.endIndex, next + min(whole.partialValue, data.count))
      }
    }
    return values
  }
}
