import Clockwork
import SQLite
public import Telemetry

/// What readings take in the file.
extension StoreReader {
  /// The readings of a home's time series, and the bytes of their rows' payload.
  ///
  /// Pages' empty space and indices are not counted, so that the figure does not depend on how
  /// homes were interleaved.
  /// - Source: SQLite database file format, section 2.1: a header of one byte and one for each
  ///   column (three for a blob of up to a megabyte), integers in 0, 1, 2, 3, 4, 6 or 8 bytes,
  ///   reals in 8 or, where they are whole, as integers.
  public func size(of home: HomeID) throws(StoreError) -> (readings: Int64, bytes: Int64) {
    switch mode {
    case .raw: try rowSize(of: home)
    case .chunks:
      try size(
        """
        SELECT coalesce(sum(reading_count), 0), coalesce(sum(9 + \(Self.integer("series"))
          + \(Self.integer("day")) + \(Self.integer("reading_count")) + \(Self.integer("id_sum"))
          + \(Self.integer("byte_count")) + \(Self.integer("crc32c")) + length(data)
          + \(Self.blobHeader("data"))), 0)
        FROM telemetry_chunk WHERE series BETWEEN ? AND ?
        """, of: home)
    case .aggregates:
      try size(
        """
        SELECT coalesce(sum(reading_count), 0), coalesce(sum(7 + \(Self.integer("series"))
          + \(Self.integer("hour_us")) + \(Self.integer("reading_count")) + \(Self.real("mean"))
          + \(Self.real("min")) + \(Self.real("max"))), 0)
        FROM telemetry_hour WHERE series BETWEEN ? AND ?
        """, of: home)
    case .none: (0, 0)
    }
  }

  private func size(
    _ sql: String, of home: HomeID
  ) throws(StoreError) -> (readings: Int64, bytes: Int64) {
    try query {
      let statement = try database.prepare(sql)
      try statement.bind(SeriesKey(home: home, series: 0).rawValue, at: 1)
      try statement.bind(SeriesKey(home: home, series: .max).rawValue, at: 2)
      guard try statement.step() else { return (0, 0) }
      return (statement.integer(0), statement.integer(1))
    }
  }

  private func rowSize(of home: HomeID) throws(StoreError) -> (readings: Int64, bytes: Int64) {
    try query {
      let statement = try database.prepare(
        """
        SELECT count(*), coalesce(sum(5 + \(Self.integer("series")) + \(Self.integer("time_us"))
          + \(Self.real("value")) + \(Self.integer("state"))), 0)
        FROM telemetry_row WHERE rowid BETWEEN ? AND ? AND series BETWEEN ? AND ?
        """)
      try statement.bind(SeriesKey(home: home, series: 0).rawValue, at: 3)
      try statement.bind(SeriesKey(home: home, series: .max).rawValue, at: 4)
      var total: (readings: Int64, bytes: Int64) = (0, 0)
      for range in try ranges(of: home, from: .distantPast, to: .distantFuture) {
        try statement.bind(range.lowerBound, at: 1)
        try statement.bind(range.upperBound, at: 2)
        if try statement.step() {
          total.readings += statement.integer(0)
          total.bytes += statement.integer(1)
        }
        statement.reset()
      }
      return total
    }
  }

  private static func integer(_ column: String) -> String {
    """
    CASE WHEN \(column) IN (0, 1) THEN 0 WHEN \(column) BETWEEN -128 AND 127 THEN 1
      WHEN \(column) BETWEEN -32768 AND 32767 THEN 2
      WHEN \(column) BETWEEN -8388608 AND 8388607 THEN 3
      WHEN \(column) BETWEEN -2147483648 AND 2147483647 THEN 4
      WHEN \(column) BETWEEN -140737488355328 AND 140737488355327 THEN 6 ELSE 8 END
    """
  }

  private static func real(_ column: String) -> String {
    """
    CASE WHEN abs(\(column)) < 140737488355328 AND \(column) = CAST(\(column) AS INTEGER)
      THEN \(integer("CAST(\(column) AS INTEGER)")) ELSE 8 END
    """
  }

  /// How many bytes more than one the header spends on a blob's length.
  private static func blobHeader(_ column: String) -> String {
    "CASE WHEN length(\(column)) < 58 THEN 0 WHEN length(\(column)) < 8186 THEN 1 ELSE 2 END"
  }
}
