public import Calendar
public import Clockwork

/// A checked scenario: what is simulated, what goes wrong, how it is judged; every default filled.
///
/// Which keys a file may use, and their units, ranges and defaults, says the table in
/// `ScenarioTable.swift`.
public struct Scenario: Hashable, Sendable {
  /// A short name for folders and reports; the file's name unless the file says otherwise.
  public var name: String
  /// Why the scenario exists.
  public var why: String
  public var seed: UInt64
  /// Local time of the simulated place; a bare date is the first moment of that day.
  public var start: Timestamp
  public var duration: SimDuration
  /// Lived before the start by the same homes; received but not scored.
  public var history: SimDuration
  public var homeCount: Int
  public var faults: [Fault]
  public var incidents: [Incident]
  public var pipeline: Pipeline
  public var wire: Wire
  public var store: Store
  public var durability: Durability
  /// How many homes keep what their sensors measured but did not send.
  public var auditHomeCount: Int
  public var oracle: Oracle
  /// The players that agents are compared with, each a whole run of the same seed.
  public var agentPlayers: [AgentPlayer]
  public var keep: [Keep]
  /// How many rows of exceptions the ledger keeps at most.
  public var ledgerRowCountMax: Int
  public var expectations: [Expectation]
  /// Set on a canary, which passes only if it fails.
  public var must: Must?

  /// How messages are written on the wire.
  public enum Wire: String, Choice {
    case binary, json

    public var meaning: String {
      switch self {
      case .binary: "compact records with a checksum"
      case .json: "the data plan's JSON texts"
      }
    }
  }

  /// What the stores keep of the readings.
  public enum Store: String, Choice {
    case raw, chunks, aggregates, none

    public var meaning: String {
      switch self {
      case .raw: "every accepted reading as a row"
      case .chunks: "every accepted reading in compressed columns"
      case .aggregates: "hourly and daily figures only"
      case .none: "nothing; scores only"
      }
    }
  }

  /// When written data is forced to the disk.
  public enum Durability: String, Choice {
    case fast, full

    public var meaning: String {
      switch self {
      case .fast: "once, before the run folder gets its name"
      case .full: "at every window, so that a crash loses nothing that was acknowledged"
      }
    }
  }

  /// What the forks of the world from its true state may cost.
  public struct Oracle: Hashable, Sendable {
    public var homeCount: Int
    /// Forecast origins a home.
    public var originCount: Int
    /// Forked futures an origin.
    public var pathCount: Int
    public var horizons: [SimDuration]
  }

  /// Whom the agents are compared with.
  public enum AgentPlayer: String, Choice {
    case null, schedule, oracle

    public var meaning: String {
      switch self {
      case .null: "the residents' own thermostats and habits, no agent"
      case .schedule: "the best fixed schedule, chosen on other seeds"
      case .oracle: "perfect foresight"
      }
    }
  }

  /// What stays in the run folder beside the scores and the report.
  public enum Keep: String, Choice {
    case wire, truth, ledger, stores, hours, labels, readings

    public var meaning: String {
      switch self {
      case .wire: "everything received, in arrival order; needed by replay"
      case .truth: "what was really so"
      case .ledger: "counts of every reading's fate, and the exceptions"
      case .stores: "what the pipeline stored"
      case .hours: "the truth that scores read, packed; with the wire a run can be judged again"
      case .labels: "the truth as tables, a folder that score takes as a dataset's truth"
      case .readings: "the true value at each reading that a device took"
      }
    }
  }

  /// What has to go wrong for a canary to pass.
  public enum Must: Hashable, Sendable {
    /// At least one expectation is missed.
    case failAny
    /// The named expectation is missed.
    case fail(scoreID: String)
  }
}
