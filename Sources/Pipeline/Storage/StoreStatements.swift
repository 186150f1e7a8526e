import Clockwork
import SQLite
import Telemetry

/// The prepared statements behind ``Store/append(_:window:)``.
struct StoreStatements {
  /// Rows in one statement: fewer steps of SQLite's machine for the same rows.
  private static let rowsAtOnce = 16

  private let database: Database
  private let row: Statement
  private let rows: Statement
  private let range: Statement
  private let chunk: Statement
  private let hour: Statement
  private let energy: Statement
  private let status: Statement
  private let interactions: InteractionStatements
  private let keptDay: Statement
  private let keepDay: Statement

  init(_ database: Database) throws(DatabaseError) {
    self.database = database
    let tuples = repeatElement("(?,?,?,?)", count: Self.rowsAtOnce).joined(separator: ",")
    row = try database.prepare("INSERT INTO telemetry_row VALUES (?,?,?,?)")
    rows = try database.prepare("INSERT INTO telemetry_row VALUES \(tuples)")
    range = try database.prepare("INSERT INTO telemetry_range VALUES (?,?,?,?,?)")
    chunk = try database.prepare("INSERT INTO telemetry_chunk VALUES (NULL,?,?,?,?,?,?,?)")
    hour = try database.prepare("INSERT INTO telemetry_hour VALUES (?,?,?,?,?,?)")
    energy = try database.prepare(
      "INSERT INTO energy_consumption VALUES (NULL,?,?,'electricity',?,'kWh',?,?)")
    status = try database.prepare("INSERT INTO device_status_row VALUES (?,?,?,?,NULL,?,?)")
    interactions = try InteractionStatements(database)
    keptDay = try database.prepare(
      "SELECT reading_count, id_sum FROM kept WHERE home = ? AND day = ?")
    keepDay = try database.prepare("INSERT OR REPLACE INTO kept VALUES (?,?,?,?)")
  }

  /// - Returns: the readings that were written.
  func write(_ batch: StoreBatch) throws(DatabaseError) -> IDSum {
    try writeRows(batch)
    var stored = IDSum.zero
    for day in batch.rowDays {
      try keep(day.ids, home: batch.home, day: day.day)
      stored += day.ids
    }
    stored += try writeChunks(batch)
    try writeHours(batch)
    try writeEnergy(batch)
    try writeStatuses(batch)
    try interactions.write(batch.interactions, of: batch.home)
    return stored
  }

  private func writeRows(_ batch: StoreBatch) throws(DatabaseError) {
    let base = SeriesKey(home: batch.home, series: 0).rawValue
    guard var firstTime = batch.rows.first?.reading.time else { return }
    var lastTime = firstTime
    for item in batch.rows {
      firstTime = min(firstTime, item.reading.time)
      lastTime = max(lastTime, item.reading.time)
    }
    let whole = batch.rows.count - batch.rows.count % Self.rowsAtOnce
    var index = 0
    while index < whole {
      for place in 0..<Self.rowsAtOnce {
        try bind(batch.rows[index + place], base: base, to: rows, at: Int32(place * 4))
      }
      try rows.run()
      index += Self.rowsAtOnce
    }
    while index < batch.rows.count {
      try bind(batch.rows[index], base: base, to: row, at: 0)
      try row.run()
      index += 1
    }
    let lastRow = database.lastRowID
    try range.bind(Int64(batch.home.rawValue), at: 1)
    try range.bind(lastRow - Int64(batch.rows.count) + 1, at: 2)
    try range.bind(lastRow, at: 3)
    try range.bind(firstTime.microseconds, at: 4)
    try range.bind(lastTime.microseconds, at: 5)
    try range.run()
  }

  @inline(__always)
  private func bind(
    _ item: ReadingRow, base: Int64, to statement: Statement, at offset: Int32
  ) throws(DatabaseError) {
    try statement.bind(base | Int64(item.series), at: offset + 1)
    try statement.bind(item.reading.time.microseconds, at: offset + 2)
    try statement.bind(item.reading.value, at: offset + 3)
    try statement.bind(Int64(item.reading.state.rawValue), at: offset + 4)
  }

  private func writeChunks(_ batch: StoreBatch) throws(DatabaseError) -> IDSum {
    var days: [StoreBatch.DayCount] = []
    var stored = IDSum.zero
    for item in batch.chunks {
      try chunk.bind(SeriesKey(home: batch.home, series: item.series).rawValue, at: 1)
      try chunk.bind(item.day, at: 2)
      try chunk.bind(item.ids.count, at: 3)
      try chunk.bind(Int64(bitPattern: item.ids.hashSum), at: 4)
      try chunk.bind(item.byteCount, at: 5)
      try chunk.bind(Int64(item.checksum), at: 6)
      try chunk.bind(item.data, at: 7)
      try chunk.run()
      stored += item.ids
      if let place = days.firstIndex(where: { $0.day == item.day }) {
        days[place].ids += item.ids
      } else {
        days.append(StoreBatch.DayCount(day: item.day, ids: item.ids))
      }
    }
    for day in days { try keep(day.ids, home: batch.home, day: day.day) }
    return stored
  }

  private func writeHours(_ batch: StoreBatch) throws(DatabaseError) {
    for item in batch.hours {
      try hour.bind(SeriesKey(home: batch.home, series: item.series).rawValue, at: 1)
      try hour.bind(item.hour.microseconds, at: 2)
      try hour.bind(item.count, at: 3)
      try hour.bind(item.mean, at: 4)
      try hour.bind(item.min, at: 5)
      try hour.bind(item.max, at: 6)
      try hour.run()
    }
  }

  private func writeEnergy(_ batch: StoreBatch) throws(DatabaseError) {
    for item in batch.energy {
      try energy.bind(RelationalKey.device(batch.home, item.device), at: 1)
      try energy.bind(item.hour.microseconds, at: 2)
      try energy.bind(item.energyKWh, at: 3)
      try energy.bind(item.cost ?? .nan, at: 4)
      try energy.bind(item.carbonKg ?? .nan, at: 5)
      try energy.run()
    }
  }

  private func writeStatuses(_ batch: StoreBatch) throws(DatabaseError) {
    for item in batch.statuses {
      let charge = item.batteryPercent == 255 ? Double.nan : Double(item.batteryPercent) / 100
      try status.bind(RelationalKey.device(batch.home, item.device), at: 1)
      try status.bind(item.time.microseconds, at: 2)
      try status.bind(item.status, at: 3)
      try status.bind(Int64(item.uptimeSeconds), at: 4)
      try status.bind(item.firmware, at: 5)
      try status.bind(charge, at: 6)
      try status.run()
    }
  }

  private func keep(_ ids: IDSum, home: HomeID, day: Int64) throws(DatabaseError) {
    var total = ids
    try keptDay.bind(Int64(home.rawValue), at: 1)
    try keptDay.bind(day, at: 2)
    if try keptDay.step() {
      total += IDSum(count: keptDay.integer(0), hashSum: UInt64(bitPattern: keptDay.integer(1)))
    }
    keptDay.reset()
    try keepDay.bind(Int64(home.rawValue), at: 1)
    try keepDay.bind(day, at: 2)
    try keepDay.bind(total.count, at: 3)
    try keepDay.bind(Int64(bitPattern: total.hashSum), at: 4)
    try keepDay.run()
  }
}
