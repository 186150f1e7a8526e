public import SQLite
public import Telemetry

/// What can be wrong with a log of received messages.
public enum LogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is something else, or of another version.
  case notALog(path: String, found: String)
  /// A segment's bytes are not what was written.
  case corruptSegment(path: String, home: HomeID, window: Int64, why: String)
  /// A segment that does not follow the home's last one.
  case outOfOrder(path: String, home: HomeID, window: Int64)
  case database(DatabaseError)

  public var description: String {
    switch self {
    case .notALog(let path, let found):
      "\(path): found \(found), expected a message log of version \(Log.formatVersion)"
    case .corruptSegment(let path, let home, let window, let why):
      "\(path): the segment of \(home.name), window \(window), is corrupt: \(why)"
    case .outOfOrder(let path, let home, let window):
      "\(path): the segment of \(home.name), window \(window), is older than the one before it"
    case .database(let error): error.description
    }
  }
}
