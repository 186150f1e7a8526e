public import Scoring

/// The scores of one configuration in several worlds.
public struct Sweep: Sendable {
  /// One score in each world, in the order of the seeds; nil where a world gave none.
  public struct Column: Sendable {
    public var id: String
    public var stage: String
    public var unit: String
    public var better: Direction
    public var target: Double?
    public var isHeadline: Bool
    public var values: [Double?]
    public var nulls: [Double?]
    public var oracles: [Double?]

    var hasValues: Bool { values.contains { $0 != nil } }

    /// What separates the null from the oracle, on the average of worlds that have both.
    public var headroom: Double? {
      let both = zip(nulls, oracles).compactMap { null, oracle in
        null.flatMap { null in oracle.map { (null - $0).magnitude } }
      }
      return both.isEmpty ? nil : both.reduce(0, +) / Double(both.count)
    }
  }

  /// One world and what came of it.
  public struct Trial: Sendable {
    public var seed: UInt64
    /// Equal where two configurations lived in the same world.
    public var world: String
    public var scores: [Score]
    /// Of outside programs that took part.
    public var programs: [ProgramTrace]

    public init(
      seed: UInt64, world: String, scores: [Score], programs: [ProgramTrace] = []
    ) {
      self.seed = seed
      self.world = world
      self.scores = scores
      self.programs = programs
    }
  }

  public var scenario: String
  /// The effective scenario's hash without its seed's, as told by whoever ran it.
  public var configuration: String
  public var version: String
  public var seeds: [UInt64] = []
  public var worlds: [String] = []
  public var columns: [Column] = []
  /// Of outside programs that did something worth telling, world by world.
  public var programs: [ProgramTrace] = []

  public init(scenario: String, configuration: String, version: String) {
    self.scenario = scenario
    self.configuration = configuration
    self.version = version
  }

  /// Adds worlds behind those that are there.
  public mutating func append(_ trials: [Trial]) {
    for trial in trials {
      let before = seeds.count
      seeds.append(trial.seed)
      worlds.append(trial.world)
      programs += trial.programs.filter(\.isRemarkable)
      for score in trial.scores {
        let place = columns.firstIndex { $0.id == score.id } ?? addColumn(score, worlds: before)
        columns[place].values.append(score.value)
        columns[place].nulls.append(score.null)
        columns[place].oracles.append(score.oracle)
      }
      for place in columns.indices where columns[place].values.count < seeds.count {
        columns[place].values.append(nil)
        columns[place].nulls.append(nil)
        columns[place].oracles.append(nil)
      }
    }
  }

  private mutating func addColumn(_ score: Score, worlds: Int) -> Int {
    let missing = [Double?](repeating: nil, count: worlds)
    columns.append(
      Column(
        id: score.id, stage: score.stage, unit: score.unit, better: score.better,
        target: score.target, isHeadline: score.isHeadline, values: missing, nulls: missing,
        oracles: missing))
    return columns.count - 1
  }
}
