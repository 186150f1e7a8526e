internal import Telemetry

/// What a file of conclusions is about: one list of columns a stage.
///
/// The columns tell the layout, so no two layouts have the same.
public enum Layout: String, CaseIterable, Sendable {
  /// What a room is believed to be, each control tick.
  case estimates
  /// Stretches in which a sensor is distrusted.
  case flags
  /// Patterns found in a room.
  case matches
  /// Hours ahead, a row an hour.
  case forecasts
  /// What was made of an utterance.
  case answers
  /// What devices were told.
  case actions

  /// All of them must be there, in any order.
  public var columns: [String] {
    switch self {
    case .estimates: ["time", "home", "room", "quantity", "value", "sd"]
    case .flags: ["start", "end", "home", "device", "channel", "kind", "score", "raised_at"]
    case .matches: ["start", "end", "home", "room", "kind", "raised_at"]
    case .forecasts: ["issued_at", "home", "target", "time", "mean"] + Self.quantileColumns
    case .answers:
      [
        "home", "device", "sequence", "decided_at", "action", "target", "room", "value",
        "confidence",
      ]
    case .actions: ["time", "home", "device", "action", "value"]
    }
  }

  /// `q0.025`, `q0.05`, ... in the order of ``ForecastLevels``.
  static let quantileColumns = ForecastLevels.all.map { "q\($0)" }

  /// Quantities that are estimated, by the names that carry their unit.
  static let quantities: [(name: String, channel: Channel)] = [
    ("temperature_c", .temperature), ("relative_humidity_ratio", .relativeHumidity),
    ("co2_ppm", .co2),
  ]

  /// The only target that is forecast.
  static let target = "home.power_w"

  private static let taskSuccess = "agents.conversation.task_success_ratio"

  /// Whether a run's score can be given from such a file.
  ///
  /// Task success and energy ask what became of the home, so only actions tell.
  public func judges(scoreID: String, stage: String) -> Bool {
    switch self {
    case .estimates: stage == "fusion"
    case .flags: stage == "quality"
    case .matches: stage == "patterns"
    case .forecasts: stage == "forecasting"
    case .answers:
      scoreID.hasPrefix("agents.conversation.")
        && scoreID != Self.taskSuccess
    case .actions: scoreID == Self.taskSuccess || scoreID.hasPrefix("agents.energy.")
    }
  }
}

/// How a table is written.
public enum TableFormat: String, CaseIterable, Sendable {
  /// A header line, then a line a row.
  case csv
  /// JSON Lines: an object a line.
  case jsonl

  /// By the file's ending; nil for other endings.
  init?(path: String) {
    switch path.lowercased() {
    case let name where name.hasSuffix(".csv"): self = .csv
    case let name where name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson"): self = .jsonl
    default: return nil
    }
  }
}
