/// What can stop a run; the case decides the exit code.
public enum RunError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Exit 2: a file or argument of the user's is wrong.
  case input(String)
  /// Exit 3: the machine cannot do it (disk, permissions).
  case environment(String)
  /// Exit 70: a bug of ours.
  case bug(String)
  /// Exit 130: Ctrl-C.
  case interrupted

  public var description: String {
    switch self {
    case .input(let text), .environment(let text), .bug(let text): text
    case .interrupted: "interrupted; nothing was kept"
    }
  }

  public var exitCode: Int32 {
    switch self {
    case .input: 2
    case .environment: 3
    case .bug: 70
    case .interrupted: 130
    }
  }
}
