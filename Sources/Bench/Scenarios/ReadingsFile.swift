internal import Clockwork
internal import Devices
internal import Homes
internal import SQLite
internal import Telemetry
internal import Truth

/// What a home's sensors measured in a window beside what was true, for `readings.sqlite`.
struct ReadingRows: Sendable {
  var measured: [AuditedReading] = []
  /// Of channels that speak when something becomes so.
  var changes: [IdealReading] = []

  mutating func take(_ truth: TruthBuffer) {
    measured += truth.readings
    // Temperatures are measured, and stand among the readings.
    changes += truth.ideal.filter { $0.channel != .temperature }
  }
}

/// One channel of one device, as `readings.sqlite` numbers it.
struct ReadingSeries: Sendable {
  var device: DeviceIndex
  var deviceName: String
  var channel: Channel
  var firstTick: SimTime
  var period: SimDuration

  /// A home's, in slot order.
  static func all(of home: Home) -> [Self] {
    let names = home.sitePlan.devices
    return (0..<home.slotCount).map { slot in
      let sensor = home.sensor(slot: slot)
      return Self(
        device: sensor.device,
        deviceName: names.first { $0.index == sensor.device }?.name ?? "",
        channel: sensor.channel, firstTick: sensor.firstTick, period: sensor.period)
    }
  }
}

/// `readings.sqlite`: the true state at each reading that a device took, sent or not.
///
/// A row holds two numbers beside its key: times, devices and units follow from its series. A class
/// because it owns a database connection.
final class ReadingsFile {
  static let name = "readings.sqlite"
  static let formatVersion = 1

  private let database: Database
  private let insertSeries: Statement
  private let insertReading: Statement
  private let insertChange: Statement
  private var knownHomes = 0

  init(path: String) throws {
    database = try Database(path: path, access: .create)
    try database.execute(Self.schema)
    insertSeries = try database.prepare("INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    insertReading = try database.prepare("INSERT INTO reading VALUES (?, ?, ?, ?)")
    insertChange = try database.prepare("INSERT INTO change VALUES (?, ?, ?, ?, ?)")
    try database.execute("BEGIN")
  }

  private static let schema = """
    PRAGMA user_version = \(formatVersion);
    -- series: home * 65536 + slot.
    CREATE TABLE series (series INTEGER PRIMARY KEY, home INTEGER NOT NULL,
      device INTEGER NOT NULL, device_name TEXT NOT NULL, channel TEXT NOT NULL,
      unit TEXT NOT NULL, first_tick_us INTEGER NOT NULL, period_us INTEGER NOT NULL) STRICT;
    -- What the device read at first_tick_us + tick * period_us, and what was so.
    CREATE TABLE reading (series INTEGER NOT NULL, tick INTEGER NOT NULL, truth REAL NOT NULL,
      measured REAL NOT NULL, PRIMARY KEY (series, tick)) WITHOUT ROWID, STRICT;
    -- What a perfect device would have told of motion, contacts, calls and set points.
    CREATE TABLE change (home INTEGER NOT NULL, device INTEGER NOT NULL, channel TEXT NOT NULL,
      time_us INTEGER NOT NULL, truth REAL NOT NULL) STRICT;
    CREATE VIEW readings AS SELECT first_tick_us + tick * period_us AS time_us, home, device,
      device_name, channel, unit, truth, measured FROM reading JOIN series USING (series);
    """

  /// - Parameter series: of the home; written with its first page.
  func append(_ rows: ReadingRows, home: Int, series: [ReadingSeries]) throws {
    if home == knownHomes {
      knownHomes += 1
      for (slot, one) in series.enumerated() { try write(one, slot: slot, home: home) }
    }
    let base = Int64(home) << 16
    // The table's own order, so that each row goes where the last one went.
    for row in rows.measured.sorted(by: { ($0.slot, $0.tick) < ($1.slot, $1.tick) }) {
      try insertReading.bind(base | Int64(row.slot), at: 1)
      try insertReading.bind(row.tick, at: 2)
      try insertReading.bind(row.truth, at: 3)
      try insertReading.bind(row.measured, at: 4)
      try insertReading.run()
    }
    for change in rows.changes {
      try insertChange.bind(home, at: 1)
      try insertChange.bind(change.device.index, at: 2)
      try insertChange.bind(change.channel.name, at: 3)
      try insertChange.bind(change.time.microseconds, at: 4)
      try insertChange.bind(change.value, at: 5)
      try insertChange.run()
    }
  }

  func close() throws {
    try database.execute("COMMIT; CREATE INDEX change_by_home ON change (home, time_us)")
    try database.close()
  }

  private func write(_ series: ReadingSeries, slot: Int, home: Int) throws {
    try insertSeries.bind(Int64(home) << 16 | Int64(slot), at: 1)
    try insertSeries.bind(home, at: 2)
    try insertSeries.bind(series.device.index, at: 3)
    try insertSeries.bind(series.deviceName, at: 4)
    try insertSeries.bind(series.channel.name, at: 5)
    try insertSeries.bind(series.channel.unitSuffix, at: 6)
    try insertSeries.bind(series.firstTick.microseconds, at: 7)
    try insertSeries.bind(series.period.microseconds, at: 8)
    try insertSeries.run()
  }
}
