public import Clockwork
import Compression
import SQLite
public import Telemetry

/// Reads a log back: a home's copies in order of arrival, each segment checked first.
///
/// A class because it owns a database connection.
public final class LogReader {
  public let path: String
  private let database: Database
  private let decompressor = Decompressor()
  private static let columns = """
    home, window, copy_count, first_arrival_us, last_arrival_us, byte_count, crc32c, data
    """
  /// A window's segment of one home is far smaller; a damaged size must not reserve more.
  private static let byteCountMax: Int64 = 1 << 30

  public init(path: String) throws(LogError) {
    self.path = path
    do throws(DatabaseError) {
      database = try Database(path: path, access: .readOnly)
    } catch { throw .database(error) }
    try Log.checkFormat(of: database)
  }

  /// The homes that have segments, in order.
  public func homes() throws(LogError) -> [HomeID] {
    do throws(DatabaseError) {
      let statement = try database.prepare("SELECT DISTINCT home FROM segment ORDER BY home")
      var homes: [HomeID] = []
      while try statement.step() {
        homes.append(HomeID(UInt32(truncatingIfNeeded: statement.integer(0))))
      }
      return homes
    } catch { throw .database(error) }
  }

  /// How many copies and bytes (unpacked) the log states for all homes.
  public func totals() throws(LogError) -> (copyCount: Int64, byteCount: Int64) {
    do throws(DatabaseError) {
      let statement = try database.prepare(
        "SELECT total(copy_count), total(byte_count) FROM segment")
      _ = try statement.step()
      return (statement.integer(0), statement.integer(1))
    } catch { throw .database(error) }
  }

  /// The windows of a home, in order.
  public func windows(of home: HomeID) throws(LogError) -> [Int64] {
    do throws(DatabaseError) {
      let statement = try database.prepare(
        "SELECT window FROM segment WHERE home = ? ORDER BY window")
      try statement.bind(Int64(home.rawValue), at: 1)
      var windows: [Int64] = []
      while try statement.step() { windows.append(statement.integer(0)) }
      return windows
    } catch { throw .database(error) }
  }

  /// Calls `body` with every copy that a home received, in order of arrival.
  ///
  /// Holds one segment at a time. An error comes after the copies of the segments before it.
  public func forEachCopy(
    of home: HomeID, _ body: (SimTime, UnsafeRawBufferPointer) -> Void
  ) throws(LogError) {
    try forEachCopy(where: "home = ?", home, nil, body)
  }

  /// Calls `body` with every copy that a home received in one window.
  public func forEachCopy(
    of home: HomeID, window: Int64, _ body: (SimTime, UnsafeRawBufferPointer) -> Void
  ) throws(LogError) {
    try forEachCopy(where: "home = ? AND window = ?", home, window, body)
  }

  private func forEachCopy(
    where condition: String, _ home: HomeID, _ window: Int64?,
    _ body: (SimTime, UnsafeRawBufferPointer) -> Void
  ) throws(LogError) {
    do {
      let statement = try database.prepare(
        "SELECT \(Self.columns) FROM segment WHERE \(condition) ORDER BY window")
      try statement.bind(Int64(home.rawValue), at: 1)
      if let window { try statement.bind(window, at: 2) }
      var last = SimTime.distantPast
      while try statement.step() {
        last = try readSegment(statement, of: home, after: last, body)
      }
    } catch let error as LogError {
      throw error
    } catch let error as DatabaseError {
      throw .database(error)
    } catch {
      throw .database(DatabaseError(code: -1, message: "\(error)", path: path))
    }
  }

  /// - Returns: the last arrival.
  private func readSegment(
    _ row: Statement, of home: HomeID, after last: SimTime,
    _ body: (SimTime, UnsafeRawBufferPointer) -> Void
  ) throws(LogError) -> SimTime {
    let window = row.integer(1)
    func corrupt(_ why: String) -> LogError {
      .corruptSegment(path: path, home: home, window: window, why: why)
    }
    let byteCount = row.integer(5)
    guard byteCount >= 0, byteCount <= Self.byteCountMax else { throw corrupt("bad size") }
    let bytes: [UInt8]
    do {
      bytes = try row.withBytes(7) { try decompressor.decompress($0, count: Int(byteCount)) }
    } catch {
      throw corrupt("\(error)")
    }
    guard Int64(CRC32C.checksum(bytes)) == row.integer(6) else {
      throw corrupt("the checksum does not fit")
    }
    let first = SimTime(microseconds: row.integer(3))
    guard first >= last else { throw .outOfOrder(path: path, home: home, window: window) }
    let unpacked = bytes.withUnsafeBytes { Segment.copies(of: $0, from: first.microseconds) }
    guard let (arrivals, lengths, copies) = unpacked else {
      throw corrupt("the columns do not fit together")
    }
    guard lengths.count == row.integer(2) else {
      throw corrupt("found \(lengths.count) copies, expected \(row.integer(2))")
    }
    copies.withUnsafeBytes { all in
      var start = 0
      for (arrival, length) in zip(arrivals, lengths) {
        let end = start + Int(length)
        body(SimTime(microseconds: arrival), UnsafeRawBufferPointer(rebasing: all[start..<end]))
        start = end
      }
    }
    return SimTime(microseconds: row.integer(4))
  }
}
