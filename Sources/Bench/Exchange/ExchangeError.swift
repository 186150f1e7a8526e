/// A file of conclusions that cannot be read or written at all; bad rows are no errors but counted.
public enum ExchangeError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  /// The ending names no format.
  case unknownFormat(path: String)
  /// The columns are those of no layout.
  case noLayout(place: String, found: String, expected: String)
  /// A table of truth says what cannot be so.
  case badTruth(place: String, text: String)
  /// A meter's table that cannot be read.
  case badMeter(place: String, text: String)
  /// A table of prices that cannot be read.
  case badPrices(place: String, text: String)
  /// A table of measurements that cannot be read.
  case badMeasurements(text: String)
  /// Something of this name is there already.
  case exists(path: String)
  case unwritable(path: String, reason: String)
  /// Somebody else is writing tables into the folder.
  case busy(folder: String)

  /// Whether the files are right and the machine is not.
  public var isOfTheMachine: Bool { if case .unwritable = self { true } else { false } }

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot read: \(reason); expected a table"
    case .unknownFormat(let path):
      "\(path): found an unknown ending, expected .csv, .jsonl or .parquet"
    case .noLayout(let place, let found, let expected):
      "\(place): found \(found), expected \(expected); docs/scoring-your-own.md lists the columns"
    case .badTruth(let place, let text):
      "\(place): \(text); docs/scoring-your-own.md lists the tables of truth"
    case .badMeter(let place, let text):
      "\(place): \(text); docs/realism.md says how such tables look"
    case .badPrices(let place, let text):
      "\(place): error: \(text); Worlds/dwellings/README.md says how such tables look"
    case .badMeasurements(let text):
      "\(text); a table of measurements has the columns time, value and, where there are several "
        + "sensors, sensor"
    case .exists(let path):
      "\(path): exists and is not overwritten; choose another folder"
    case .busy(let folder):
      "\(folder): somebody else is writing tables here; wait for it or choose another folder"
    case .unwritable(let path, let reason):
      "\(path): cannot be written (\(reason)); choose another folder"
    }
  }
}
