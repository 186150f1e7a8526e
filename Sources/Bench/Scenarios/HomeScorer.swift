internal import Clockwork
internal import Homes
internal import Ingestion
internal import Lanes
internal import Scoring
internal import Telemetry
internal import Truth

/// Lays one home's conclusions beside its truth as the run goes on.
///
/// Works in the order of simulated time, so that it does not matter how often it is called.
struct HomeScorer {
  let catalogue: ScoreCatalogue
  let start: SimTime
  var board: ScoreBoard
  /// nil in runs that only lend their energy figures to another run.
  var judges: StageJudges?

  private let energyPlayer: EnergyScorer.Player
  /// Whether a recorded wire is judged: of energy, which agents decide on, its truth says nothing.
  private let hearsOnly: Bool
  private var energyDay = EnergyScorer.Day()
  private var energyDayIndex = 0

  /// - Parameters:
  ///   - energyPlayer: who runs the home; for others than ours nothing but energy is judged.
  ///   - hearsOnly: whether the home is a recorded one.
  init(
    home: Home, lane: LaneSettings, catalogue: ScoreCatalogue,
    energyPlayer: EnergyScorer.Player = .ours, hearsOnly: Bool = false
  ) {
    self.hearsOnly = hearsOnly
    self.catalogue = catalogue
    self.energyPlayer = energyPlayer
    start = lane.start
    board = ScoreBoard(definitions: catalogue.definitions)
    if energyPlayer == .ours { judges = StageJudges(home: home, lane: lane) }
  }

  /// The day of the run to which a moment counts, from 0.
  func day(_ time: SimTime) -> Int { dayOf(time) }

  /// The same without the scorer, for players that are changed meanwhile.
  var dayOf: (SimTime) -> Int {
    let start = start
    return { max(Int(($0 - start) / .days(1)), 0) }
  }

  /// Takes what was so and what was concluded since the last call, an hour at most.
  mutating func consume(
    truth: TruthBuffer, conclusions: Conclusions, tap: LaneTap
  ) {
    if !hearsOnly {
      for index in truth.homes.indices where truth.homes[index].time > start {
        addEnergy(truth, index)
      }
    }
    let dayOf = dayOf
    judges?.take(
      truth: truth, conclusions: conclusions, tap: tap, now: truth.homes.last?.time ?? start,
      day: dayOf, board: &board, catalogue: catalogue)
  }

  private mutating func addEnergy(_ truth: TruthBuffer, _ index: Int) {
    let home = truth.homes[index]
    // The step that ends at midnight belongs to the day before.
    let dayIndex = day(home.time - .microseconds(1))
    if dayIndex != energyDayIndex {
      closeEnergyDay()
      energyDayIndex = dayIndex
    }
    let rooms = truth.rooms[index * truth.roomCount..<(index + 1) * truth.roomCount]
    energyDay.add(home: home, rooms: rooms, stepHours: 1.0 / 60)
  }

  private mutating func closeEnergyDay() {
    if energyDay.hours > 0 {
      EnergyScorer.add(
        energyDay, player: energyPlayer, dayIndex: energyDayIndex, to: &board,
        firstScore: catalogue.energy)
    }
    energyDay = EnergyScorer.Day()
  }

  /// Scores what can only be judged at the end.
  mutating func finish(end: SimTime) {
    closeEnergyDay()
    let dayOf = dayOf
    judges?.finish(at: end, day: dayOf, board: &board, catalogue: catalogue)
  }

  /// Scores how messages were taken in, at the end.
  ///
  /// - Parameter putCount: how many readings devices put in messages.
  mutating func addIngestion(_ intake: Intake, putCount: Int64, imbalanceCount: Int) {
    let first = catalogue.ingestion
    let ledger = intake.ledger
    let accepted = Double(ledger.total(.readingsAccepted).count)
    // Without deduplication a reading is accepted once a copy, and delivered once.
    let delivered = accepted - Double(judges?.doubledReadingCount ?? 0)
    board.addLoss(delivered, weight: Double(putCount), of: .ours, score: first, day: 0)
    judges?.finishIngestion(
      droppedDoubles: Int(intake.statistics.duplicateCount), board: &board, firstScore: first)
    board.addLoss(
      Double(ledger.total(.readingsLate).count), weight: max(accepted, 1), of: .ours,
      score: first + 3, day: 0)
    for (latency, number) in intake.statistics.latency.occupied {
      let bin = Statistic.bin(
        latency.seconds, first: IngestionScorer.latencyFirst,
        binCount: IngestionScorer.latencyBinCount)
      for score in [first + 4, first + 5] {
        board.add(Double(number), to: bin, of: .ours, score: score, day: 0)
      }
    }
    board.add(Double(imbalanceCount), to: 0, of: .ours, score: first + 6, day: 0)
  }
}
