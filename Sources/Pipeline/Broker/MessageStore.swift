import Clockwork
public import SQLite
import Telemetry

/// A store that takes in a log's messages once each: readings, documents and dead letters in one
/// SQLite file, with the offsets that they come from.
///
/// A class because it owns a database connection.
public final class MessageStore {
  /// "HTMS", as SQLite's application id.
  static let applicationID: Int64 = 0x4854_4D53
  public static let formatVersion: Int64 = 1
  /// Dead letters that are kept whole, a reason; all are counted.
  public static let deadLettersMax: Int64 = 10_000
  /// What is kept of a dead letter's payload.
  public static let deadLetterBytesMax = 1024

  public let path: String
  let database: Database
  let sink: ExactlyOnceSink
  private let gate: MessageGate
  private var series: SeriesTable
  private var letters: DeadLetterTable
  private let insertReading: Statement
  private let findReading: Statement
  private let insertDocument: Statement
  private let findDocument: Statement
  private let addCount: Statement

  /// Makes a store, or goes on with the one that is there.
  public init(
    path: String, broker: Broker, gate: MessageGate, durability: Broker.Durability,
    beforeWrite: ((_ sql: String) throws(DatabaseError) -> Void)? = nil
  ) throws {
    self.path = path
    self.gate = gate
    database = try Database(path: path, access: .create)
    database.beforeWrite = beforeWrite
    try Self.prepare(database, durability)
    sink = try ExactlyOnceSink(database, broker: broker)
    series = try SeriesTable(database)
    letters = try DeadLetterTable(database)
    insertReading = try database.prepare(
      "INSERT OR IGNORE INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    findReading = try database.prepare(
      "SELECT time_us, value FROM reading WHERE series = ? AND sequence = ? AND position = ?")
    insertDocument = try database.prepare(
      "INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?, ?, ?)")
    findDocument = try database.prepare(
      "SELECT text FROM document WHERE kind = ? AND home = ? AND sender = ? AND sequence = ?")
    addCount = try database.prepare(
      """
      INSERT INTO ingest_count VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET count = count + excluded.count
      """)
  }

  public func close() throws(DatabaseError) { try database.close() }

  /// Takes in what a fetch found, from the store's own position on.
  public func take(_ found: FetchedRecords, from offset: Int64) throws {
    do {
      var counts = IngestCounts()
      try sink.take(found, from: offset, skipsGaps: true) { newest in
        for stored in found.records {
          counts.records += 1
          switch gate.judge(stored) {
          case .refused(let reason, let detail):
            try refuse(stored, reason, detail, in: found, &counts)
          case .readings(let readings):
            try take(readings, from: stored, in: found, &newest, &counts)
          case .document(let document):
            try take(document, from: stored, in: found, &counts)
          }
        }
        try series.writeNewest()
        try letters.writeCounts()
        for (name, count) in counts.named where count > 0 {
          try addCount.bind(name, at: 1)
          try addCount.bind(count, at: 2)
          try addCount.run()
        }
      }
    } catch {
      // What was remembered of this transaction never happened.
      series.forget()
      letters.forget()
      throw error
    }
  }

  private enum Fate {
    case stored
    case doubled
    case refused(DeadLetterReason, String)
  }

  private func take(
    _ readings: [AdmittedReading], from stored: StoredRecord, in found: FetchedRecords,
    _ newest: inout SimTime, _ counts: inout IngestCounts
  ) throws {
    var storedCount = 0
    var refusal: (DeadLetterReason, String)?
    for reading in readings {
      switch try take(reading) {
      case .stored:
        storedCount += 1
        newest = max(newest, reading.time)
      case .doubled: break
      case .refused(let reason, let detail): refusal = refusal ?? (reason, detail)
      }
    }
    counts.readings += storedCount
    if let (reason, detail) = refusal {
      try refuse(stored, reason, detail, in: found, &counts)
    } else if storedCount == 0 {
      counts.duplicates += 1
    } else {
      counts.stored += 1
    }
  }

  private func take(_ reading: AdmittedReading) throws -> Fate {
    let place = try series.place(of: reading)
    let isTooLate = reading.time < place.newest - gate.settings.lateness
    if !isTooLate {
      try insertReading.bind(place.id, at: 1)
      try insertReading.bind(reading.sequence, at: 2)
      try insertReading.bind(reading.position, at: 3)
      try insertReading.bind(reading.time.microseconds, at: 4)
      try insertReading.bind(reading.value, at: 5)
      try insertReading.bind(reading.battery ?? .nan, at: 6)
      if let signal = reading.signalDBm {
        try insertReading.bind(signal, at: 7)
      } else {
        try insertReading.bindNull(at: 7)
      }
      try insertReading.bind(reading.errorCode, at: 8)
      try insertReading.run()
      if database.changedRowCount == 1 {
        series.note(reading.time, of: reading)
        return .stored
      }
    }
    defer { findReading.reset() }
    try findReading.bind(place.id, at: 1)
    try findReading.bind(reading.sequence, at: 2)
    try findReading.bind(reading.position, at: 3)
    guard try findReading.step() else {
      return .refused(
        .tooLate,
        "found \(JSONTimestamp.text(reading.time)), the newest of \(reading.device) is of "
          + JSONTimestamp.text(place.newest))
    }
    let isSame =
      findReading.integer(0) == reading.time.microseconds && findReading.double(1) == reading.value
    return isSame
      ? .doubled
      : .refused(
        .conflictingDuplicate,
        "\(reading.device) \(reading.sensor), sequence \(reading.sequence): found "
          + "\(reading.value) at \(JSONTimestamp.text(reading.time)), stored is "
          + "\(findReading.double(1)) at "
          + JSONTimestamp.text(SimTime(microseconds: findReading.integer(0))))
  }

  private func take(
    _ document: AdmittedDocument, from stored: StoredRecord, in found: FetchedRecords,
    _ counts: inout IngestCounts
  ) throws {
    for (index, text) in [document.kind, document.home, document.sender].enumerated() {
      try insertDocument.bind(text, at: Int32(index + 1))
      try findDocument.bind(text, at: Int32(index + 1))
    }
    try insertDocument.bind(document.sequence, at: 4)
    try insertDocument.bind(document.time.microseconds, at: 5)
    try insertDocument.bind(document.text, at: 6)
    try insertDocument.run()
    if database.changedRowCount == 1 {
      counts.documents += 1
      counts.stored += 1
      return
    }
    defer { findDocument.reset() }
    try findDocument.bind(document.sequence, at: 4)
    if try findDocument.step(), findDocument.text(0) == document.text {
      counts.duplicates += 1
    } else {
      let detail = "\(document.kind) of \(document.sender), sequence \(document.sequence)"
      try refuse(stored, .conflictingDuplicate, detail, in: found, &counts)
    }
  }

  private func refuse(
    _ stored: StoredRecord, _ reason: DeadLetterReason, _ detail: String,
    in found: FetchedRecords, _ counts: inout IngestCounts
  ) throws {
    counts.refused += 1
    try letters.add(stored, reason, detail, topic: found.topic.name, found.partition)
  }
}
