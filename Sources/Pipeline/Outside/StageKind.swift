internal import Clockwork

/// A stage of the pipeline that an outside program can stand in for.
@frozen public enum StageKind: String, CaseIterable, Sendable {
  /// Distrusts stretches of a sensor's channel.
  case detect
  /// States what rooms are like.
  case fuse
  /// Finds patterns in the stream of events.
  case match
  /// Says what power a home will draw.
  case forecast
  /// Makes of what residents say an intent, a reply and acts.
  case understand
  /// Sets the rules by which devices send what they measure.
  case sample

  /// What a program of this stage answers with, beside `done`.
  var answerType: String {
    switch self {
    case .detect: "flag"
    case .fuse: "estimate"
    case .match: "match"
    case .forecast: "forecast"
    case .understand: "answer"
    case .sample: "policy"
    }
  }

  /// Asked at control ticks; the others when something has happened.
  public var isAskedAtTicks: Bool { self != .understand }

  /// After how much simulated time answers count unless somebody says otherwise.
  var usualLateness: SimDuration { self == .understand ? .seconds(5) : .zero }
}

/// Some stages.
public struct StageSet: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let detect = StageSet(.detect)
  public static let fuse = StageSet(.fuse)
  public static let match = StageSet(.match)
  public static let forecast = StageSet(.forecast)
  public static let understand = StageSet(.understand)
  public static let sample = StageSet(.sample)
  /// Those for which a lane stands still at control ticks.
  public static let inLanes: StageSet = [.detect, .fuse, .match, .forecast]

  public init(_ kind: StageKind) {
    let place = StageKind.allCases.firstIndex(of: kind) ?? 0
    rawValue = 1 << UInt8(place)
  }
}
