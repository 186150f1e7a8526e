internal import Clockwork
internal import Dwellings
internal import SQLite
internal import Telemetry
internal import Truth

/// `truth.sqlite`: what was really so, an event a row.
///
/// A class because it owns a database connection.
final class TruthFile {
  /// 1 had the coldest of drawn water within `detail`; 2 had no `label`, `room` and `device` of
  /// appliances' cycles, and an activity in pieces.
  static let formatVersion = 3

  private let database: Database
  private let insert: Statement
  private let insertStorage: Statement
  private let insertAir: Statement

  init(path: String) throws {
    database = try Database(path: path, access: .create)
    try database.execute(
      """
      PRAGMA user_version = \(Self.formatVersion);
      CREATE TABLE event (home INTEGER NOT NULL, kind TEXT NOT NULL, subject INTEGER NOT NULL,
        detail TEXT NOT NULL, value REAL NOT NULL, start_us INTEGER NOT NULL,
        end_us INTEGER NOT NULL, coldest_c REAL, label TEXT, room INTEGER, device INTEGER) STRICT;
      CREATE TABLE storage (home INTEGER NOT NULL, what TEXT NOT NULL, start_us INTEGER NOT NULL,
        end_us INTEGER NOT NULL, charge_kwh REAL, level REAL,
        power_w REAL NOT NULL, is_home INTEGER NOT NULL) STRICT;
      CREATE TABLE air (home INTEGER NOT NULL, room INTEGER NOT NULL, start_us INTEGER NOT NULL,
        end_us INTEGER NOT NULL, pm25_ug_m3 REAL NOT NULL, pm25_max_ug_m3 REAL NOT NULL,
        voc_ug_m3 REAL NOT NULL, voc_index REAL NOT NULL, noise_db REAL NOT NULL,
        noise_max_db REAL NOT NULL) STRICT;
      """)
    insert = try database.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    insertStorage = try database.prepare("INSERT INTO storage VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    insertAir = try database.prepare("INSERT INTO air VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try database.execute("BEGIN")
  }

  func append(_ rows: TruthRows) throws {
    for row in rows.rows {
      try insert.bind(row.home, at: 1)
      try insert.bind(row.kind, at: 2)
      try insert.bind(row.subject, at: 3)
      try insert.bind(row.detail, at: 4)
      try insert.bind(row.value, at: 5)
      try insert.bind(row.start.microseconds, at: 6)
      try insert.bind(row.end.microseconds, at: 7)
      if let coldestC = row.coldestC {
        try insert.bind(coldestC, at: 8)
      } else {
        try insert.bindNull(at: 8)
      }
      if let label = row.appliance?.name {
        try insert.bind(label, at: 9)
      } else {
        try insert.bindNull(at: 9)
      }
      for (place, number) in [(Int32(10), row.room?.index), (11, row.plug?.index)] {
        if let number { try insert.bind(number, at: place) } else { try insert.bindNull(at: place) }
      }
      try insert.run()
    }
    for (home, hour) in rows.storage {
      try insertStorage.bind(home, at: 1)
      try insertStorage.bind(hour.kind.rawValue, at: 2)
      try insertStorage.bind(hour.start.microseconds, at: 3)
      try insertStorage.bind((hour.start + .hours(1)).microseconds, at: 4)
      if let chargeKWh = hour.chargeKWh, let level = hour.level {
        try insertStorage.bind(chargeKWh, at: 5)
        try insertStorage.bind(level, at: 6)
      } else {
        try insertStorage.bindNull(at: 5)
        try insertStorage.bindNull(at: 6)
      }
      try insertStorage.bind(hour.meanW, at: 7)
      try insertStorage.bind(hour.isHome ? 1 : 0, at: 8)
      try insertStorage.run()
    }
    for (home, hour) in rows.air {
      try insertAir.bind(home, at: 1)
      try insertAir.bind(hour.room, at: 2)
      try insertAir.bind(hour.start.microseconds, at: 3)
      try insertAir.bind((hour.start + .hours(1)).microseconds, at: 4)
      try insertAir.bind(hour.particlesUgM3, at: 5)
      try insertAir.bind(hour.particlesMaxUgM3, at: 6)
      try insertAir.bind(hour.vapoursUgM3, at: 7)
      try insertAir.bind(hour.vapourIndex, at: 8)
      try insertAir.bind(hour.soundDB, at: 9)
      try insertAir.bind(hour.soundMaxDB, at: 10)
      try insertAir.run()
    }
  }

  func close() throws {
    try database.execute("COMMIT; CREATE INDEX event_by_home ON event (home, start_us)")
    try database.close()
  }
}
