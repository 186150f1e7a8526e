internal import Climate
internal import Exchange
internal import Foundation
internal import Ingestion
internal import ScenarioFiles
internal import SQLite
internal import Storage
internal import Telemetry

/// What can stop a run; the case decides the exit code.
public enum RunError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Exit 2: a file or argument of the user's is wrong.
  case input(String)
  /// Exit 3: the machine cannot do it (disk, permissions).
  case environment(String)
  /// Exit 70: a bug of ours.
  case bug(String)
  /// Exit 130: Ctrl-C; everything written was removed.
  case interrupted
  /// Exit 130: Ctrl-C; what was written lies in a folder, as asked.
  case interruptedKeeping(folder: String)

  public var description: String {
    switch self {
    case .input(let text), .environment(let text): text
    case .bug(let text): "a bug of hometwin: \(text)"
    case .interrupted: "interrupted; nothing was kept"
    case .interruptedKeeping(let folder): "interrupted; what was written lies in \(folder)"
    }
  }

  public var exitCode: Int32 {
    switch self {
    case .input: 2
    case .environment: 3
    case .bug: 70
    case .interrupted, .interruptedKeeping: 130
    }
  }
}

// MARK: What errors of the modules below mean for whoever started the run

extension RunError {
  /// - Parameter action: what was being done, such as `writing the run`.
  public init(_ error: any Error, while action: String) {
    switch error {
    case let error as RunError: self = error
    case let error as ScenarioErrors: self = .input(error.description)
    case let error as ClimateError: self = .input(error.located)
    case let error as ExchangeError where error.isOfTheMachine:
      self = .environment(error.description)
    case let error as ExchangeError: self = .input(error.description)
    case let error as DatabaseError: self = Self.database(error, action)
    case LogError.database(let error), StoreError.database(let error):
      self = Self.database(error, action)
    case let error as LogError:
      self = .input("\(error); the file is damaged or of another version: run the scenario again")
    case StoreError.notAStore(let path, let found), StoreError.modeMismatch(let path, let found, _):
      self = .input("\(path): found \(found), expected a store of this version")
    case let error as NSError where Self.environmentDomains.contains(error.domain):
      self = .environment(
        "\(action): \(SystemReason.text(error)); free some space or choose another --out")
    default: self = .bug("\(action): \(error)")
    }
  }

  private static let environmentDomains = [NSCocoaErrorDomain, NSPOSIXErrorDomain]

  private static func database(_ error: DatabaseError, _ action: String) -> RunError {
    if error.isDiskFull {
      return .environment(
        "\(error.path): the disk is full (\(action)); free some space, choose another --out, or "
          + "keep less with --set keep=[]")
    }
    if error.isNotADatabase || error.isCorrupt {
      return .input(
        "\(error.path): found no whole database (\(error.message)), expected what a run wrote; "
          + "the file is damaged: run the scenario again")
    }
    if error.isOfTheMachine {
      return .environment("\(error.path): \(error.message) (\(action)); is it writable?")
    }
    return .bug("\(action): \(error)")
  }
}

extension ClimateError {
  /// The message in the form of scenario errors, with what to do.
  var located: String {
    switch self {
    case .weatherFile(let file, let line, let column, let found, let expected):
      "\(file):\(line):\(column): error: found \(found), expected \(expected); restore the weather "
        + "file or name another climate"
    case .zoneMismatch: description
    }
  }
}
