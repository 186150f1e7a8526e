/// The store's tables: see `docs/data-model.md` for what differs from the data plan and why.
enum Schema {
  /// "HTST", as SQLite's application id.
  static let applicationID: Int64 = 0x4854_5354

  static func text(mode: StoreMode) -> String {
    """
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(Store.formatVersion);
    CREATE TABLE store_meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    INSERT INTO store_meta VALUES ('mode', '\(mode.rawValue)');
    \(relational)
    \(timeSeries)
    \(interactions)
    \(views)
    \(interactionViews)
    """
  }

  /// The time-series role: integer series keys, dimensions apart.
  private static let timeSeries = """
    CREATE TABLE series(
      id INTEGER PRIMARY KEY,
      device_id INTEGER NOT NULL REFERENCES devices(id),
      sensor_type TEXT NOT NULL,
      unit TEXT NOT NULL,
      period_s INTEGER NOT NULL,
      resolution REAL NOT NULL,
      accuracy_sd REAL NOT NULL
    ) STRICT;
    CREATE TABLE telemetry_row(
      series INTEGER NOT NULL,
      time_us INTEGER NOT NULL,
      value REAL NOT NULL,
      state INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE telemetry_range(
      home INTEGER NOT NULL,
      first_row INTEGER NOT NULL,
      last_row INTEGER NOT NULL,
      first_us INTEGER NOT NULL,
      last_us INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE telemetry_chunk(
      id INTEGER PRIMARY KEY,
      series INTEGER NOT NULL,
      day INTEGER NOT NULL,
      reading_count INTEGER NOT NULL,
      id_sum INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      crc32c INTEGER NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
    CREATE TABLE telemetry_hour(
      series INTEGER NOT NULL,
      hour_us INTEGER NOT NULL,
      reading_count INTEGER NOT NULL,
      mean REAL NOT NULL,
      min REAL NOT NULL,
      max REAL NOT NULL
    ) STRICT;
    CREATE TABLE device_status_row(
      device_id INTEGER NOT NULL REFERENCES devices(id),
      time_us INTEGER NOT NULL,
      status TEXT NOT NULL,
      uptime_s INTEGER NOT NULL,
      last_maintenance TEXT,
      firmware_version TEXT NOT NULL,
      battery_level REAL
    ) STRICT;
    CREATE TABLE kept(
      home INTEGER NOT NULL,
      day INTEGER NOT NULL,
      reading_count INTEGER NOT NULL,
      id_sum INTEGER NOT NULL,
      PRIMARY KEY (home, day)
    ) STRICT, WITHOUT ROWID;
    """

  /// The relational role, in an order in which every reference exists.
  private static let relational = """
    CREATE TABLE locations(
      id INTEGER PRIMARY KEY,
      parent_id INTEGER REFERENCES locations(id),
      name TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL,
      address TEXT,
      latitude REAL,
      longitude REAL,
      timezone TEXT,
      area_m2 REAL
    ) STRICT;
    CREATE TABLE users(
      id INTEGER PRIMARY KEY,
      username TEXT NOT NULL UNIQUE,
      email TEXT NOT NULL UNIQUE,
      password_hash TEXT NOT NULL,
      created_at_us INTEGER NOT NULL,
      last_login_us INTEGER,
      is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
      role TEXT NOT NULL CHECK (role IN ('admin', 'user', 'guest')),
      location_id INTEGER REFERENCES locations(id)
    ) STRICT;
    CREATE TABLE devices(
      id INTEGER PRIMARY KEY,
      device_id TEXT NOT NULL UNIQUE,
      user_id INTEGER REFERENCES users(id),
      device_type TEXT NOT NULL,
      manufacturer TEXT,
      model TEXT,
      firmware_version TEXT,
      installation_date TEXT,
      last_maintenance_date TEXT,
      location_id INTEGER REFERENCES locations(id),
      is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1))
    ) STRICT;
    CREATE TABLE automations(
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      user_id INTEGER NOT NULL REFERENCES users(id),
      trigger_condition TEXT NOT NULL CHECK (json_valid(trigger_condition)),
      actions TEXT NOT NULL CHECK (json_valid(actions) AND json_type(actions) = 'array'),
      is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
      created_at_us INTEGER NOT NULL,
      updated_at_us INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE schedules(
      id INTEGER PRIMARY KEY,
      automation_id INTEGER NOT NULL REFERENCES automations(id),
      day_of_week INTEGER NOT NULL CHECK (day_of_week BETWEEN 0 AND 6),
      start_time TEXT NOT NULL CHECK (time(start_time) IS NOT NULL),
      end_time TEXT CHECK (end_time IS NULL OR time(end_time) IS NOT NULL),
      is_recurring INTEGER NOT NULL DEFAULT 1 CHECK (is_recurring IN (0, 1))
    ) STRICT;
    CREATE TABLE notifications(
      id INTEGER PRIMARY KEY,
      user_id INTEGER NOT NULL REFERENCES users(id),
      device_id INTEGER REFERENCES devices(id),
      type TEXT NOT NULL,
      message TEXT NOT NULL,
      is_read INTEGER NOT NULL DEFAULT 0 CHECK (is_read IN (0, 1)),
      created_at_us INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE energy_consumption(
      id INTEGER PRIMARY KEY,
      device_id INTEGER NOT NULL REFERENCES devices(id),
      time_us INTEGER NOT NULL,
      energy_type TEXT NOT NULL,
      energy_value REAL NOT NULL,
      unit TEXT NOT NULL,
      cost REAL,
      co2_emission_kg REAL
    ) STRICT;
    CREATE TABLE ai_model_performance(
      id INTEGER PRIMARY KEY,
      model_name TEXT NOT NULL,
      version TEXT NOT NULL,
      accuracy REAL,
      latency_ms REAL,
      throughput_per_s REAL,
      time_us INTEGER NOT NULL
    ) STRICT;
    """

  /// The data plan's measurements under their own names.
  private static let views = """
    CREATE VIEW device_telemetry AS
      SELECT strftime('%Y-%m-%dT%H:%M:%SZ', r.time_us / 1000000, 'unixepoch') AS time, r.time_us,
        d.device_id, s.sensor_type, l.name AS location_id, d.firmware_version, r.value,
        iif(r.state & 255 = 255, NULL, (r.state & 255) / 100.0) AS battery_level,
        ((r.state >> 8 & 255) + 128) % 256 - 128 AS signal_strength,
        r.state >> 16 & 255 AS error_code
      FROM telemetry_row r
      JOIN series s ON s.id = r.series
      JOIN devices d ON d.id = s.device_id
      JOIN locations l ON l.id = d.location_id;
    CREATE VIEW device_status AS
      SELECT strftime('%Y-%m-%dT%H:%M:%SZ', r.time_us / 1000000, 'unixepoch') AS time, r.time_us,
        d.device_id, d.device_type, l.name AS location_id, r.status, r.uptime_s AS uptime,
        r.last_maintenance, r.firmware_version, r.battery_level
      FROM device_status_row r
      JOIN devices d ON d.id = r.device_id
      JOIN locations l ON l.id = d.location_id;
    CREATE VIEW energy_consumption_series AS
      SELECT strftime('%Y-%m-%dT%H:%M:%SZ', e.time_us / 1000000, 'unixepoch') AS time, e.time_us,
        d.device_id, e.energy_type, l.name AS location_id, e.energy_value AS consumption, e.cost,
        e.co2_emission_kg AS co2_emission
      FROM energy_consumption e
      JOIN devices d ON d.id = e.device_id
      JOIN locations l ON l.id = d.location_id;
    """

  /// Made once the rows are in: keyed inserts cost five times as much.
  ///
  /// Raw rows are found by the range of rows that a home's batch took: an index over them costs
  /// more time than the rows themselves and as much space.
  static let indexes = """
    CREATE INDEX IF NOT EXISTS telemetry_range_home ON telemetry_range(home, first_row);
    CREATE INDEX IF NOT EXISTS telemetry_chunk_place ON telemetry_chunk(series, day);
    CREATE INDEX IF NOT EXISTS telemetry_hour_place ON telemetry_hour(series, hour_us);
    CREATE INDEX IF NOT EXISTS device_status_place ON device_status_row(device_id, time_us);
    CREATE INDEX IF NOT EXISTS energy_place ON energy_consumption(device_id, time_us);
    CREATE INDEX IF NOT EXISTS automations_by_user ON automations(user_id);
    CREATE INDEX IF NOT EXISTS schedules_by_automation ON schedules(automation_id);
    CREATE INDEX IF NOT EXISTS notifications_by_user ON notifications(user_id);
    CREATE INDEX IF NOT EXISTS feedback_by_words ON interaction_feedback(interaction);
    """

  /// For those who will put their own SQL to the raw rows.
  static let rowIndex = """
    CREATE INDEX IF NOT EXISTS telemetry_row_place ON telemetry_row(series, time_us);
    """
}
