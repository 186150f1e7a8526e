internal import Telemetry

/// What an outside program did wrong in one exchange.
public enum StageFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Could not be started.
  case unstartable(String)
  /// Ended by itself.
  case died(String)
  /// Answered too late or not at all: seconds, and what was waited for.
  case hung(Double, String)
  /// Wrote what is no answer.
  case garbage(String)

  public var description: String {
    switch self {
    case .unstartable(let why): "it " + why
    case .died(let how): "it " + how
    case .hung(let seconds, let wanted): "it gave no \(wanted) within \(seconds) s"
    case .garbage(let what): what.printable
    }
  }
}

/// An outside stage that could not go on; names the stage, the batch and what the program said.
public struct StageFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public var stage: StageKind
  public var description: String
}
