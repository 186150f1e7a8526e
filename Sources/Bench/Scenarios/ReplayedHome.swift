internal import Clockwork
public import Exchange
internal import Ingestion
internal import Lanes
internal import Outside
internal import ScenarioFiles
internal import Telemetry

/// One home's lane on its recorded wire, a window's copies at a time.
///
/// A class because it owns the lane that is asked; one thread at a time holds one.
final class ReplayedHome: AskedHome, @unchecked Sendable {
  private let home: HomeID
  private let reader: LogReader
  private let writer: ConclusionWriter?
  private var lane: Lane
  private var wire = WireBuffer()
  private var conclusions = Conclusions()
  private(set) var hash = ConclusionHash()
  private var windows: ArraySlice<Int64>
  /// Of the last copy that was read.
  private var readUpTo = SimTime.distantPast
  private(set) var copyCount = 0

  init(
    _ home: HomeID, reader: LogReader, settings: LaneSettings, birth: SimTime,
    writer: ConclusionWriter?
  ) throws {
    self.home = home
    self.reader = reader
    self.writer = writer
    lane = Lane(home: home, settings: settings, birth: birth)
    windows = try reader.windows(of: home)[...]
  }

  var waitingWords: SimTime? { lane.waitingWords }

  func live(to end: SimTime) throws {
    while readUpTo <= end, let window = windows.popFirst() {
      try reader.forEachCopy(of: home, window: window) { arrival, bytes in
        copyCount += 1
        readUpTo = arrival
        wire.append(bytes, arrival: arrival)
      }
    }
    lane.catchUp(to: end, wire: &wire, conclusions: &conclusions) { _, _ in }
  }

  func liveOn(to end: SimTime) throws { try live(to: end) }

  func conclude() {
    if lane.waitingTick != nil { lane.conclude(conclusions: &conclusions) }
    if conclusions.estimates.count > 4_000 { handOver() }
  }

  func ask(_ kind: StageKind, into batch: inout StageBatch) { lane.ask(kind, into: &batch) }

  func take(_ answers: [StageAnswer], of kind: StageKind, lateness: SimDuration) {
    lane.take(answers, of: kind, lateness: lateness, conclusions: &conclusions)
  }

  func finish(at end: SimTime) {
    lane.finish(at: end, conclusions: &conclusions)
    handOver()
  }

  private func handOver() {
    hash.combine(conclusions)
    // Before its site plan has come a home concludes nothing.
    if let plan = lane.intake.plan { writer?.append(conclusions, of: plan) }
    conclusions.removeAll()
    lane.tap.removeAll()
  }
}

extension Replay {
  /// The same with the plan's outside programs: all homes step by step, as in the run.
  ///
  /// - Parameter options: where programs lie, and what was recorded of them.
  /// - Throws: ``RunError``, also of programs that fail.
  public static func execute(
    wire path: String, plan: RunPlan, options: RunOptions, writer: ConclusionWriter? = nil
  ) throws -> (outcome: Outcome, programs: [StageRecord]) {
    let reader = try LogReader(path: path)
    let homes = try (0..<plan.scenario.homeCount).map {
      try ReplayedHome(
        HomeID(UInt32($0)), reader: reader, settings: plan.laneSettings, birth: plan.birth,
        writer: writer)
    }
    var options = options
    options.hasNoDevices = true
    let desk = try StageDesk(plan, options: options)
    try desk?.live(
      homes, from: plan.birth, to: plan.end, runner: ShardRunner(threadCount: 1),
      cancellation: CancellationFlag())
    var whole = Fingerprint()
    for home in homes {
      try home.live(to: plan.end)
      home.finish(at: plan.end)
      whole.combine(home.hash.fingerprint)
    }
    let outcome = Outcome(
      conclusions: whole.hex, homeCount: homes.count,
      copyCount: homes.reduce(0) { $0 + $1.copyCount })
    return (outcome, try desk?.finish() ?? [])
  }
}
