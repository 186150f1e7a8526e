internal import Telemetry

/// What a table of somebody's own labelled dataset is about; the file's name says which.
public enum TruthLayout: String, CaseIterable, Sendable, RowLayout {
  /// The homes and how long each was watched.
  case homes
  /// What devices there are and what each measures: what may be flagged.
  case sensors
  /// What rooms were really like.
  case estimates
  /// Stretches in which a sensor was faulty.
  case faults
  /// Stretches in which something was wrong in a home itself.
  case incidents
  /// Patterns that really occurred.
  case matches
  /// Hourly means.
  case power
  /// What batteries and cars held and moved, an hour a row.
  case storage
  /// What was said and what was meant.
  case words
  /// What residents did and where, visits to the toilet too.
  case activities
  /// Guests in a room.
  case visits
  /// How residents rated what the home did after their words.
  case feedback

  /// All of them must be there, in any order.
  public var columns: [String] {
    switch self {
    case .homes: ["home", "start", "end"]
    case .sensors: ["home", "room", "device", "channel"]
    case .estimates: ["time", "home", "room", "quantity", "value"]
    case .faults: ["start", "end", "home", "device", "channel", "kind"]
    case .incidents: ["start", "end", "home", "room", "kind", "severity"]
    case .matches: ["start", "end", "home", "room", "kind"]
    case .power: ["time", "home", "target", "value"]
    case .storage: ["time", "home", "what", "charge_kwh", "level", "power_w", "is_home"]
    case .words:
      ["home", "device", "sequence", "time", "action", "target", "room", "value", "class"]
    case .activities: ["start", "end", "home", "resident", "activity", "room"]
    case .visits: ["start", "end", "home", "room", "guests"]
    case .feedback:
      ["home", "device", "sequence", "time", "resident", "rating", "fulfilled", "comment"]
    }
  }

  /// The conclusions that it tells the truth about; nil for tables of what there is and for those
  /// that no score reads yet.
  public var judged: Layout? {
    switch self {
    case .homes, .sensors, .incidents, .storage, .activities, .visits, .feedback: nil
    case .estimates: .estimates
    case .faults: .flags
    case .matches: .matches
    case .power: .forecasts
    case .words: .answers
    }
  }
}

/// A table's columns, by which one is told from the others.
protocol RowLayout: CaseIterable, RawRepresentable<String>, Sendable, Equatable
where AllCases == [Self] {
  var columns: [String] { get }
}

extension RowLayout {
  /// Among all of its kind.
  var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Layout: RowLayout {}
