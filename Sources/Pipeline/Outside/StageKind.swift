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

  /// What a program of this stage answers with, beside `done`.
  var answerType: String {
    switch self {
    case .detect: "flag"
    case .fuse: "estimate"
    case .match: "match"
    case .forecast: "forecast"
    }
  }
}

/// Some stages.
public struct StageSet: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let detect = StageSet(.detect)
  public static let fuse = StageSet(.fuse)
  public static let match = StageSet(.match)
  public static let forecast = StageSet(.forecast)

  public init(_ kind: StageKind) {
    let place = StageKind.allCases.firstIndex(of: kind) ?? 0
    rawValue = 1 << UInt8(place)
  }
}
