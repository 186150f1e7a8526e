public import SQLite
public import Telemetry

/// What can be wrong with a store.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is something else, or of another version.
  case notAStore(path: String, found: String)
  case modeMismatch(path: String, found: String, expected: StoreMode)
  /// A batch that does not follow the last one in (window, home) order.
  case outOfOrder(path: String, home: HomeID, window: Int64)
  /// A home whose site plan was not registered, or registered twice.
  case badHome(path: String, home: HomeID, why: String)
  /// The readings found are not those that were counted when they were written.
  case miscount(path: String, found: Int64, expected: Int64)
  case corruptChunk(path: String, series: SeriesKey, day: Int64, why: String)
  case database(DatabaseError)

  public var description: String {
    switch self {
    case .notAStore(let path, let found):
      "\(path): found \(found), expected a store of version \(Store.formatVersion)"
    case .modeMismatch(let path, let found, let expected):
      "\(path): the store keeps \"\(found)\", expected \"\(expected.rawValue)\""
    case .outOfOrder(let path, let home, let window):
      "\(path): window \(window) of \(home.name) comes after a later one"
    case .badHome(let path, let home, let why): "\(path): \(home.name) \(why)"
    case .miscount(let path, let found, let expected):
      "\(path): found \(found) readings, expected \(expected)"
    case .corruptChunk(let path, let series, let day, let why):
      "\(path): the chunk of series \(series.rawValue), day \(day), is corrupt: \(why)"
    case .database(let error): error.description
    }
  }
}
