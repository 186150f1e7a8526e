internal import Clockwork
internal import Compression
internal import SQLite
internal import Telemetry
internal import Truth

/// A window's hours of one home, packed.
struct HoursPage {
  var byteCount: Int
  /// Of the bytes before compression.
  var checksum: UInt32
  /// One Zstandard frame.
  var data: [UInt8]
}

/// What is known of a home at the end of its recording.
struct HoursFacts {
  /// How many readings its devices put in messages.
  var readingCount: Int64
  /// The fingerprint of its wire, so that no other one is judged by these hours.
  var wire: UInt64
}

/// Collects a home's hours until the window ends.
struct HoursBuilder {
  private var bytes: [UInt8] = []

  mutating func append(_ hour: ScoredHour, scoredFrom start: SimTime) {
    hour.append(to: &bytes, scoredFrom: start)
  }

  /// Packs what was collected and starts anew; nil if there was nothing.
  mutating func finish(using compressor: Compressor) -> HoursPage? {
    guard !bytes.isEmpty else { return nil }
    defer { bytes.removeAll(keepingCapacity: true) }
    return HoursPage(
      byteCount: bytes.count, checksum: CRC32C.checksum(bytes), data: compressor.compress(bytes))
  }
}

/// `hours.sqlite`: the truth that scores read, so that a recorded wire can be judged again without
/// living its world.
///
/// A class because it owns a database connection.
final class HoursFile {
  static let name = "hours.sqlite"
  /// Raised when the format changes.
  static let formatVersion: Int64 = 2
  /// "HTHR", as SQLite's application id.
  static let applicationID: Int64 = 0x4854_4852

  private let database: Database
  private let insert: Statement

  init(path: String) throws {
    database = try Database(path: path, access: .create)
    try database.setDurability(.batch)
    try database.execute(
      """
      PRAGMA application_id = \(Self.applicationID);
      PRAGMA user_version = \(Self.formatVersion);
      CREATE TABLE page (home INTEGER NOT NULL, window INTEGER NOT NULL,
        byte_count INTEGER NOT NULL, crc32c INTEGER NOT NULL, data BLOB NOT NULL,
        PRIMARY KEY (home, window)) STRICT;
      CREATE TABLE home (home INTEGER PRIMARY KEY, reading_count INTEGER NOT NULL,
        wire_hash INTEGER NOT NULL) STRICT;
      """)
    insert = try database.prepare("INSERT INTO page VALUES (?, ?, ?, ?, ?)")
    try database.execute("BEGIN")
  }

  func append(_ page: HoursPage, home: Int, window: Int64) throws {
    try insert.bind(home, at: 1)
    try insert.bind(window, at: 2)
    try insert.bind(page.byteCount, at: 3)
    try insert.bind(Int64(page.checksum), at: 4)
    try insert.bind(page.data, at: 5)
    try insert.run()
  }

  func close(_ homes: [HoursFacts]) throws {
    let insert = try database.prepare("INSERT INTO home VALUES (?, ?, ?)")
    for (home, facts) in homes.enumerated() {
      try insert.bind(home, at: 1)
      try insert.bind(facts.readingCount, at: 2)
      try insert.bind(Int64(bitPattern: facts.wire), at: 3)
      try insert.run()
    }
    try database.execute("COMMIT")
    try database.close()
  }
}

/// Reads `hours.sqlite` back.
///
/// A class because it owns a database connection; not shared between threads.
final class HoursReader {
  let path: String
  private let database: Database
  private let decompressor = Decompressor()
  /// A window's hours of one home are far smaller; a damaged size must not reserve more.
  private static let byteCountMax = 1 << 30

  /// - Throws: ``RunError/input(_:)``.
  init(path: String) throws {
    self.path = path
    do {
      database = try Database(path: path, access: .readOnly)
      let id = try database.integer("PRAGMA application_id")
      let version = try database.integer("PRAGMA user_version")
      guard id == HoursFile.applicationID, version == HoursFile.formatVersion else {
        throw RunError.input(
          "\(path): found another kind or version of file, expected hours of version "
            + "\(HoursFile.formatVersion); record the run again with keep: [wire, hours]")
      }
    } catch let error as DatabaseError {
      throw RunError.input("\(path): cannot be read: \(error); expected what keep: [hours] writes")
    }
  }

  func facts(home: Int) throws -> HoursFacts {
    try guarded {
      let statement = try database.prepare(
        "SELECT reading_count, wire_hash FROM home WHERE home = ?")
      try statement.bind(home, at: 1)
      guard try statement.step() else { throw corrupt(home, "the home is missing") }
      return HoursFacts(
        readingCount: statement.integer(0), wire: UInt64(bitPattern: statement.integer(1)))
    }
  }

  func windows(home: Int) throws -> [Int64] {
    try guarded {
      let statement = try database.prepare("SELECT window FROM page WHERE home = ? ORDER BY window")
      try statement.bind(home, at: 1)
      var windows: [Int64] = []
      while try statement.step() { windows.append(statement.integer(0)) }
      return windows
    }
  }

  /// The hours of one home's window, in their order.
  func hours(home: Int, window: Int64, roomCount: Int) throws -> [ScoredHour] {
    let bytes = try guarded {
      let statement = try database.prepare(
        "SELECT byte_count, crc32c, data FROM page WHERE home = ? AND window = ?")
      try statement.bind(home, at: 1)
      try statement.bind(window, at: 2)
      guard try statement.step() else { throw corrupt(home, "window \(window) is missing") }
      let size = statement.integer(0)
      guard (0...Int64(Self.byteCountMax)).contains(size) else { throw corrupt(home, "bad size") }
      let bytes: [UInt8]
      do {
        bytes = try statement.withBytes(2) { try decompressor.decompress($0, count: Int(size)) }
      } catch {
        throw corrupt(home, "window \(window): \(error)")
      }
      guard Int64(CRC32C.checksum(bytes)) == statement.integer(1) else {
        throw corrupt(home, "window \(window): the checksum does not fit")
      }
      return bytes
    }
    do {
      return try bytes.withUnsafeBytes { bytes throws(RejectReason) in
        var reader = CodecReader(bytes)
        var hours: [ScoredHour] = []
        while reader.leftCount > 0 {
          hours.append(try ScoredHour(from: &reader, roomCount: roomCount))
        }
        return hours
      }
    } catch {
      throw corrupt(home, "window \(window): \(error)")
    }
  }

  func corrupt(_ home: Int, _ why: String) -> RunError {
    .input("\(path): home \(home) is corrupt: \(why); record the run again")
  }

  private func guarded<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as DatabaseError {
      throw RunError.input("\(path): cannot be read: \(error); record the run again")
    }
  }
}
