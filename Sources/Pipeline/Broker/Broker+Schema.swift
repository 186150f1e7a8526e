import SQLite

/// The tables of a log, and the statements that its hot paths run.
extension Broker {
  static func checkFormat(of database: Database) throws {
    let id = try database.integer("PRAGMA application_id")
    let version = try database.integer("PRAGMA user_version")
    guard id == applicationID else {
      throw BrokerError.notABroker(path: database.path, found: "another kind of file")
    }
    guard version == formatVersion else {
      throw BrokerError.notABroker(path: database.path, found: "version \(version ?? 0)")
    }
  }

  static let schema = """
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(formatVersion);
    CREATE TABLE broker_meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO broker_meta VALUES ('log_id', random() & 0x7FFFFFFFFFFFFFFF);
    CREATE TABLE topic(
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      partition_count INTEGER NOT NULL,
      retention_us INTEGER,
      retention_bytes INTEGER,
      backlog_bytes INTEGER,
      packs INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE partition(
      key INTEGER PRIMARY KEY,
      first_offset INTEGER NOT NULL,
      next_offset INTEGER NOT NULL,
      byte_end INTEGER NOT NULL
    ) STRICT;
    -- key: partition's key << \(Topic.offsetBits) | offset of the first record
    CREATE TABLE batch(
      key INTEGER PRIMARY KEY,
      record_count INTEGER NOT NULL,
      byte_start INTEGER NOT NULL,
      ingest_us INTEGER NOT NULL,
      newest_event_us INTEGER NOT NULL,
      unpacked_count INTEGER NOT NULL,
      is_packed INTEGER NOT NULL,
      crc32c INTEGER NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
    CREATE TABLE producer(
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      epoch INTEGER NOT NULL,
      position TEXT
    ) STRICT;
    -- recent: the last batches, each first sequence, count, offset (i64, little-endian)
    CREATE TABLE producer_state(
      producer INTEGER NOT NULL,
      partition INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      recent BLOB NOT NULL,
      PRIMARY KEY (producer, partition)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE consumer_group(
      name TEXT PRIMARY KEY, generation INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE group_member(
      group_name TEXT NOT NULL,
      member TEXT NOT NULL,
      topic TEXT NOT NULL,
      heartbeat_us INTEGER NOT NULL,
      PRIMARY KEY (group_name, member, topic)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE group_offset(
      group_name TEXT NOT NULL,
      partition INTEGER NOT NULL,
      next_offset INTEGER NOT NULL,
      PRIMARY KEY (group_name, partition)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE schema_text(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE schema_subject(
      name TEXT PRIMARY KEY, rule TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE schema_version(
      subject TEXT NOT NULL,
      version INTEGER NOT NULL,
      schema INTEGER NOT NULL REFERENCES schema_text(id),
      PRIMARY KEY (subject, version)
    ) STRICT, WITHOUT ROWID;
    """
}

/// The prepared statements behind ``Broker``.
struct BrokerStatements {
  let ends: Statement
  let moveEnd: Statement
  let moveStart: Statement
  let insertBatch: Statement
  let batches: Statement
  let producer: Statement
  let producerState: Statement
  let setProducerState: Statement
  let setPosition: Statement
  let committed: Statement
  let slowest: Statement
  let startOf: Statement

  init(_ database: Database) throws(DatabaseError) {
    ends = try database.prepare(
      "SELECT first_offset, next_offset, byte_end FROM partition WHERE key = ?")
    moveEnd = try database.prepare(
      "UPDATE partition SET next_offset = ?2, byte_end = ?3 WHERE key = ?1")
    moveStart = try database.prepare("UPDATE partition SET first_offset = ?2 WHERE key = ?1")
    insertBatch = try database.prepare("INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    batches = try database.prepare(
      """
      SELECT key, record_count, ingest_us, unpacked_count, is_packed, crc32c, data FROM batch
      WHERE key >= (SELECT max(key) FROM batch WHERE key BETWEEN ?1 AND ?2) AND key <= ?3
      ORDER BY key
      """)
    producer = try database.prepare("SELECT name, epoch FROM producer WHERE id = ?")
    producerState = try database.prepare(
      "SELECT epoch, recent FROM producer_state WHERE producer = ? AND partition = ?")
    setProducerState = try database.prepare(
      "INSERT OR REPLACE INTO producer_state VALUES (?, ?, ?, ?)")
    setPosition = try database.prepare("UPDATE producer SET position = ?2 WHERE id = ?1")
    committed = try database.prepare(
      "SELECT next_offset FROM group_offset WHERE group_name = ? AND partition = ?")
    slowest = try database.prepare(
      "SELECT min(next_offset) FROM group_offset WHERE partition = ?")
    startOf = try database.prepare(
      "SELECT byte_start FROM batch WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1")
  }
}
