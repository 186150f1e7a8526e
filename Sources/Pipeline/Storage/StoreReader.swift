public import Clockwork
import Compression
import SQLite
public import Telemetry

/// Answers questions about a finished store, the same whatever its mode.
///
/// A class because it owns a database connection. Opening counts the readings.
public final class StoreReader {
  /// A series as the store describes it.
  public struct Series: Hashable, Sendable {
    public var key: SeriesKey
    /// Unique in the store, such as `home_000042/hygrometer_003`.
    public var device: String
    public var channelName: String
    /// Unique in the store, such as `home_000042/bedroom_2`.
    public var location: String
  }

  public let path: String
  public let mode: StoreMode
  let database: Database
  private let decompressor = Decompressor()

  public init(path: String) throws(StoreError) {
    self.path = path
    do throws(DatabaseError) {
      database = try Database(path: path, access: .readOnly)
    } catch { throw Store.openError(error) }
    let found = try Store.checkFormat(of: database)
    guard let mode = StoreMode(rawValue: found) else {
      throw .notAStore(path: path, found: "the mode \"\(found)\"")
    }
    self.mode = mode
    try Store.checkCounts(of: database, mode: mode)
  }

  /// What the store holds, by its own count.
  public func storedNow() throws(StoreError) -> IDSum { try Store.storedNow(in: database) }

  /// The series of a home, in site-plan order.
  public func series(of home: HomeID) throws(StoreError) -> [Series] {
    try query {
      let statement = try database.prepare(
        """
        SELECT s.id, d.device_id, s.sensor_type, l.name FROM series s
        JOIN devices d ON d.id = s.device_id JOIN locations l ON l.id = d.location_id
        WHERE s.id BETWEEN ? AND ? ORDER BY s.id
        """)
      try statement.bind(SeriesKey(home: home, series: 0).rawValue, at: 1)
      try statement.bind(SeriesKey(home: home, series: .max).rawValue, at: 2)
      var series: [Series] = []
      while try statement.step() {
        series.append(
          Series(
            key: SeriesKey(rawValue: statement.integer(0)), device: statement.text(1),
            channelName: statement.text(2), location: statement.text(3)))
      }
      return series
    }
  }

  /// A series' readings from `start` up to but not including `end`, in order of event time.
  ///
  /// Empty when the mode keeps no readings.
  public func readings(
    of series: SeriesKey, from start: SimTime, to end: SimTime
  ) throws(StoreError) -> [StoredReading] {
    try readings(of: [series], from: start, to: end)[0]
  }

  /// The same of several series of one home, in their order; raw rows are passed once for all.
  func readings(
    of series: [SeriesKey], from start: SimTime, to end: SimTime
  ) throws(StoreError) -> [[StoredReading]] {
    let none = series.map { _ in [StoredReading]() }
    guard start < end, let home = series.first?.home else { return none }
    var found = none
    switch mode {
    case .raw: found = try rows(of: series, home: home, from: start, to: end)
    case .chunks:
      for (index, key) in series.enumerated() {
        let all = try chunkReadings(of: key, from: start, to: end)
        found[index] = all.filter { $0.time >= start && $0.time < end }
      }
    case .aggregates, .none: break
    }
    // The order of equal times is that of writing.
    return found.map { readings in
      readings.enumerated().sorted {
        ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
      }.map(\.element)
    }
  }

  /// Unpacks every chunk and compares it with its count and checksum.
  public func verify() throws(StoreError) {
    guard mode == .chunks else { return }
    try query {
      let statement = try database.prepare("SELECT \(Self.chunkColumns) FROM telemetry_chunk")
      while try statement.step() { _ = try decode(statement) }
    }
  }

  private func rows(
    of series: [SeriesKey], home: HomeID, from start: SimTime, to end: SimTime
  ) throws(StoreError) -> [[StoredReading]] {
    let keys = series.map(\.rawValue)
    let (first, last) = (keys.min() ?? 0, keys.max() ?? 0)
    // Where a key stands in the list, by its distance from the smallest: a home has a few hundred.
    var places = [Int](repeating: -1, count: Int(last - first) + 1)
    for (place, key) in keys.enumerated() { places[Int(key - first)] = place }
    return try query {
      let statement = try database.prepare(
        """
        SELECT time_us, value, state, series FROM telemetry_row
        WHERE rowid BETWEEN ? AND ? AND series BETWEEN ? AND ? AND time_us >= ? AND time_us < ?
        ORDER BY rowid
        """)
      try statement.bind(first, at: 3)
      try statement.bind(last, at: 4)
      try statement.bind(start.microseconds, at: 5)
      try statement.bind(end.microseconds, at: 6)
      var readings = series.map { _ in [StoredReading]() }
      for range in try ranges(of: home, from: start, to: end) {
        try statement.bind(range.lowerBound, at: 1)
        try statement.bind(range.upperBound, at: 2)
        while try statement.step() {
          let place = places[Int(statement.integer(3) - first)]
          guard place >= 0 else { continue }
          readings[place].append(
            StoredReading(
              time: SimTime(microseconds: statement.integer(0)), value: statement.double(1),
              state: DeviceState(rawValue: UInt32(truncatingIfNeeded: statement.integer(2)))))
        }
        statement.reset()
      }
      return readings
    }
  }

  /// Where a home's rows of a time lie, without overlaps: expired rows' numbers are used again.
  func ranges(
    of home: HomeID, from start: SimTime, to end: SimTime
  ) throws -> [ClosedRange<Int64>] {
    let statement = try database.prepare(
      """
      SELECT first_row, last_row FROM telemetry_range
      WHERE home = ? AND last_us >= ? AND first_us < ? ORDER BY first_row
      """)
    try statement.bind(Int64(home.rawValue), at: 1)
    try statement.bind(start.microseconds, at: 2)
    try statement.bind(end.microseconds, at: 3)
    var ranges: [ClosedRange<Int64>] = []
    while try statement.step() {
      let (first, last) = (statement.integer(0), statement.integer(1))
      if let previous = ranges.last, first <= previous.upperBound {
        ranges[ranges.count - 1] = previous.lowerBound...max(previous.upperBound, last)
      } else if first <= last {
        ranges.append(first...last)
      }
    }
    return ranges
  }

  private static let chunkColumns = "series, day, reading_count, byte_count, crc32c, data"

  private func chunkReadings(
    of series: SeriesKey, from start: SimTime, to end: SimTime
  ) throws(StoreError) -> [StoredReading] {
    try query {
      let statement = try database.prepare(
        """
        SELECT \(Self.chunkColumns) FROM telemetry_chunk
        WHERE series = ? AND day BETWEEN ? AND ? ORDER BY day, id
        """)
      try statement.bind(series.rawValue, at: 1)
      try statement.bind(Day.of(start.microseconds), at: 2)
      try statement.bind(Day.of(end.microseconds), at: 3)
      var readings: [StoredReading] = []
      while try statement.step() { readings += try decode(statement) }
      return readings
    }
  }

  private func decode(_ row: Statement) throws(StoreError) -> [StoredReading] {
    let result = row.withBytes(5) {
      Chunk.readings(
        $0, day: row.integer(1), count: row.integer(2), byteCount: row.integer(3),
        checksum: row.integer(4), using: decompressor)
    }
    switch result {
    case .success(let readings): return readings
    case .failure(let fault):
      throw .corruptChunk(
        path: path, series: SeriesKey(rawValue: row.integer(0)), day: row.integer(1),
        why: fault.why)
    }
  }

  /// Runs a query and gives every error its place among the store's.
  func query<T>(_ body: () throws -> T) throws(StoreError) -> T {
    do {
      return try body()
    } catch let error as StoreError {
      throw error
    } catch let error as DatabaseError {
      throw .database(error)
    } catch {
      throw .database(DatabaseError(code: -1, message: "\(error)", path: path))
    }
  }
}
