internal import Clockwork
internal import Exchange
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Patterns
internal import Scoring
internal import Telemetry
internal import Truth

/// The judges of all stages of one home, each with players that get what the lane's stage got.
///
/// What can be judged is judged as the run goes on, so that none of them holds more after a month
/// than after a week.
struct StageJudges {
  private var ingestion = IngestionJudge()
  var fusion: FusionJudge
  private(set) var patterns: PatternJudge
  private var conversation = ConversationJudge()
  private var sampling: SamplingJudge?
  /// What the store will be asked about; nil where nobody asks.
  private(set) var storage: StorageJudge?
  private(set) var quality: QualityJudge
  var forecasts: ForecastJudge
  var tasks = TaskJudge()

  init(home: Home, lane: LaneSettings) {
    let directory = ChannelDirectory(home.sitePlan, rangeMargin: 0)
    fusion = FusionJudge(home: home, directory: directory, lane: lane)
    patterns = PatternJudge(home: home, lane: lane)
    quality = QualityJudge(home: home, directory: directory, lane: lane)
    forecasts = ForecastJudge(home: home, lane: lane)
    if home.specification.isAudited {
      sampling = SamplingJudge(home: home, directory: directory, lane: lane)
      if lane.storeMode != nil {
        storage = StorageJudge(home: home, directory: directory, lane: lane)
      }
    }
  }

  /// Takes what was so and what was concluded in one hour.
  mutating func take(
    truth: TruthBuffer, conclusions: Conclusions, tap: LaneTap, now: SimTime,
    day: (SimTime) -> Int, board: inout ScoreBoard, catalogue: ScoreCatalogue
  ) {
    ingestion.take(tap: tap, now: now)
    storage?.take(tap: tap)
    forecasts.take(
      truth: truth, tap: tap, forecasts: conclusions.forecasts, day: day, board: &board,
      firstScore: catalogue.forecasting)
    fusion.score(
      truth: truth, estimates: conclusions.estimates, tap: tap, day: day, board: &board,
      firstScore: catalogue.fusion)
    quality.take(
      truth: truth, tap: tap, flags: conclusions.flags, day: day, board: &board,
      firstScore: catalogue.quality)
    patterns.take(truth: truth, tap: tap, matches: conclusions.matches)
    patterns.settle(upTo: now, day: day, board: &board, firstScore: catalogue.patterns)
    for case .spoken(let spoken) in truth.events { conversation.take(spoken) }
    for message in tap.heard { conversation.take(heard: message) }
    for answer in conclusions.answers { conversation.take(answer) }
    conversation.settle(
      upTo: now, day: day, board: &board, firstScore: catalogue.conversation)
    tasks.settle(day: day, board: &board, firstScore: catalogue.conversation)
    sampling?.take(truth: truth, day: day, board: &board, firstScore: catalogue.sampling)
  }

  /// Judges what was still open at the end.
  mutating func finish(
    at end: SimTime, day: (SimTime) -> Int, board: inout ScoreBoard, catalogue: ScoreCatalogue
  ) {
    quality.finish(at: end, day: day, board: &board, firstScore: catalogue.quality)
    patterns.settle(
      upTo: .distantFuture, day: day, board: &board, firstScore: catalogue.patterns)
    conversation.finish(day: day, board: &board, firstScore: catalogue.conversation)
    tasks.settle(day: day, board: &board, firstScore: catalogue.conversation)
    forecasts.finish(board: &board, firstScore: catalogue.forecasting)
    sampling?.finish(board: &board, firstScore: catalogue.sampling)
  }

  var doubledReadingCount: Int { ingestion.doubledReadingCount }

  /// - Parameter droppedDoubles: copies that ingestion recognised, by its own count.
  mutating func finishIngestion(
    droppedDoubles: Int, board: inout ScoreBoard, firstScore: Int
  ) {
    ingestion.finish(droppedDoubles: droppedDoubles, board: &board, firstScore: firstScore)
  }

  /// How often a stage was asked and said nothing; nil where nobody asks.
  func silence(_ layout: Layout) -> SilenceCount? {
    switch layout {
    case .estimates: fusion.silence
    case .forecasts: forecasts.silence
    case .answers: conversation.silence
    case .flags, .matches, .actions: nil
    }
  }

  /// How many things each judge holds until they can be judged.
  var heldCounts: [(name: String, count: Int)] {
    [
      ("ingestion", ingestion.heldCount), ("quality", quality.heldCount),
      ("patterns", patterns.heldCount), ("forecasts", forecasts.heldCount),
      ("conversation", conversation.heldCount), ("tasks", tasks.heldCount),
      ("sampling", sampling?.heldCount ?? 0), ("storage", storage?.heldCount ?? 0),
    ]
  }
}
