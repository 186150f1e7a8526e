internal import Clockwork
internal import Dwellings
public import Exchange
internal import Foundation
internal import Homes
internal import Ingestion
internal import Lanes
internal import ScenarioFiles
public import Scoring
internal import Telemetry

/// Feeds a recorded wire to the pipeline, without world and truth.
public struct Replay {
  public struct Outcome: Sendable {
    /// The conclusions' fingerprint, to be held against the run's.
    public var conclusions: String
    public var homeCount: Int
    public var copyCount: Int
    /// Programs that stood in for stages.
    public var programs: [StageRecord]
    /// What the conclusions scored; nil where the folder has no hours to judge them by.
    public var scores: [Score]?
  }

  private let plan: RunPlan
  private let options: RunOptions
  private let wire: LogReader
  private let hours: HoursReader?
  private let catalogue = ScoreCatalogue()
  /// Homes are built but never live; any weather does.
  private let outdoor: OutdoorConditions?

  /// - Parameters:
  ///   - folder: a run's, with `wire.sqlite`, and with `hours.sqlite` if scores are wanted.
  ///   - options: where outside programs lie, and what was recorded of them.
  /// - Throws: ``RunError/input(_:)`` if a file is missing or something else.
  public init(
    _ plan: RunPlan, folder: String, options: RunOptions, isScored: Bool
  ) throws {
    self.plan = plan
    var options = options
    options.hasNoDevices = true
    self.options = options
    for name in ["wire.sqlite"] + (isScored ? [HoursFile.name] : [])
    where !FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
      throw RunError.input(
        "\(folder)/\(name): found no such file, expected one; keep: [wire, hours] writes both")
    }
    wire = try LogReader(path: folder + "/wire.sqlite")
    hours = isScored ? try HoursReader(path: folder + "/" + HoursFile.name) : nil
    outdoor =
      isScored
      ? WeatherTracks(plan).track(from: plan.birth, through: plan.birth + .minutes(1)).conditions[0]
      : nil
  }

  /// Keys another setting of which leaves the wire as it was: of stages behind it, and no agents.
  public static let heardKeys = [
    "pipeline.ingestion", "pipeline.quality", "pipeline.fusion", "pipeline.patterns",
    "pipeline.forecasting", "pipeline.outside.detect", "pipeline.outside.fuse",
    "pipeline.outside.match", "pipeline.outside.forecast", "pipeline.outside.understand",
  ]

  /// - Parameter setting: as in `KEY=VALUE`.
  public static func isHeard(_ setting: String) -> Bool {
    let key = setting.prefix { $0 != "=" }
    return heardKeys.contains { key == $0 || key.hasPrefix($0 + ".") }
  }

  /// Whether a run's folder has what scores need.
  public static func canScore(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + HoursFile.name)
  }

  /// - Parameter writer: is handed what the lanes conclude.
  /// - Throws: ``RunError``, also of programs that fail.
  public func execute(writer: ConclusionWriter? = nil) throws -> Outcome {
    let desk = try StageDesk(plan, options: options)
    var outcome = Outcome(
      conclusions: "", homeCount: plan.scenario.homeCount, copyCount: 0, programs: [])
    var whole = Fingerprint()
    var scorers: [HomeScorer] = []
    func end(_ home: ReplayedHome) throws {
      try home.live(to: plan.end)
      try home.finish(at: plan.end)
      whole.combine(home.hash.fingerprint)
      outcome.copyCount += home.copyCount
      if let scorer = home.judge?.scorer { scorers.append(scorer) }
    }
    if let desk {
      // Programs are asked about all homes at once, and could not be asked about one again.
      let homes = try (0..<outcome.homeCount).map { try home($0, writer, recalls: false) }
      try desk.live(
        homes, from: plan.birth, to: plan.end, runner: ShardRunner(threadCount: 1),
        cancellation: CancellationFlag())
      for home in homes { try end(home) }
      outcome.programs = try desk.finish()
    } else {
      for number in 0..<outcome.homeCount {
        do { try end(home(number, writer, recalls: true)) } catch is HeardOtherwise {
          try end(home(number, writer, recalls: false))
        }
      }
    }
    outcome.conclusions = whole.hex
    if hours != nil { outcome.scores = scores(scorers) }
    return outcome
  }

  private func home(
    _ number: Int, _ writer: ConclusionWriter?, recalls: Bool
  ) throws -> ReplayedHome {
    var judge: HourJudge?
    if let hours, let outdoor {
      var specification = plan.specification(number)
      // What a device kept back is not on the wire.
      specification.isAudited = false
      judge = try HourJudge(
        Home(specification, outdoor: outdoor), reader: hours,
        lane: plan.laneSettings, catalogue: catalogue, recalls: recalls && writer == nil)
    }
    return try ReplayedHome(
      HomeID(UInt32(number)), reader: wire, settings: plan.laneSettings, birth: plan.birth,
      writer: writer, judge: judge)
  }

  private func scores(_ scorers: [HomeScorer]) -> [Score] {
    var boards = scorers.map(\.board)
    catalogue.addQualityNull(scorers, &boards)
    var scores = catalogue.judge(boards, scorers, storageExcuse: "a wire is not stored")
    scores += Judge.stageSkills(scores)
    return scores.filter { ScoreNames.isToldByWire($0.id) }
  }
}
