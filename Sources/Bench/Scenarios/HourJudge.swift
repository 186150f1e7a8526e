internal import Clockwork
internal import Dwellings
internal import Homes
internal import Ingestion
internal import Lanes
internal import Scoring
internal import Telemetry
internal import Truth

/// The players of a home were told something else than when it was recorded.
struct HeardOtherwise: Error {}

/// Lays a lane's conclusions from a recorded wire beside the recorded truth, hour by hour.
struct HourJudge {
  private(set) var scorer: HomeScorer
  private let reader: HoursReader
  private let home: Int
  private let roomCount: Int
  private let recalls: Bool
  private let deviceCount: Int
  private let slotCount: Int
  private var windows: ArraySlice<Int64>
  private var hours: ArraySlice<ScoredHour> = []

  /// - Parameters:
  ///   - home: as it was built; it never lives.
  ///   - recalls: whether fusion's oracle is taken from the recording; then ``HeardOtherwise`` is
  ///     thrown where ingestion hands on anything else than it did.
  init(
    _ home: Home, reader: HoursReader, lane: LaneSettings, catalogue: ScoreCatalogue,
    recalls: Bool
  ) throws {
    scorer = HomeScorer(home: home, lane: lane, catalogue: catalogue, hearsOnly: true)
    if recalls { scorer.judges?.fusion.oracleUse = .isRecalled }
    self.recalls = recalls
    self.reader = reader
    self.home = Int(home.specification.home.rawValue)
    roomCount = home.plan.rooms.count
    deviceCount = home.sitePlan.devices.count
    slotCount = home.slotCount
    windows = try reader.windows(home: self.home)[...]
  }

  /// Judges what was concluded in the hour that ends at a time.
  mutating func consume(_ conclusions: Conclusions, tap: LaneTap, at now: SimTime) throws {
    if hours.isEmpty, let window = windows.popFirst() {
      hours = try reader.hours(home: home, window: window, roomCount: roomCount)[...]
    }
    guard let hour = hours.popFirst(), hour.end == now,
      hour.fits(deviceCount: deviceCount, slotCount: slotCount)
    else {
      throw reader.corrupt(home, "found no sound hour that ends at \(JSONTimestamp.text(now))")
    }
    for forecast in conclusions.forecasts {
      let oracle = hour.oracles.first {
        $0.issuedAt == forecast.issuedAt && $0.firstHour == forecast.firstHour
          && $0.mean.count == forecast.mean.count
      }
      guard let oracle else { continue }
      let day = scorer.day(forecast.issuedAt)
      scorer.judges?.forecasts.addOracle(oracle, day: day)
    }
    if recalls { scorer.judges?.fusion.oracleSums = hour.fusion }
    scorer.consume(truth: hour.truth, conclusions: conclusions, tap: tap)
    if recalls, scorer.judges?.fusion.heard.value != hour.heard { throw HeardOtherwise() }
  }

  /// - Parameter wire: the fingerprint of the copies that the lane took in.
  mutating func finish(at end: SimTime, intake: Intake, wire: Fingerprint) throws {
    let facts = try reader.facts(home: home)
    guard facts.wire == wire.value else {
      throw reader.corrupt(home, "the wire beside it is another than the one it was kept with")
    }
    guard hours.isEmpty, windows.isEmpty else {
      throw reader.corrupt(home, "found hours after the run's end, \(JSONTimestamp.text(end))")
    }
    scorer.finish(end: end)
    scorer.addIngestion(
      intake, putCount: facts.readingCount, imbalanceCount: 0)
  }
}
