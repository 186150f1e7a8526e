internal import Clockwork
internal import Exchange
internal import Ingestion
internal import Lanes
internal import Outside
internal import Telemetry

/// One home's lane on its recorded wire, a window's copies at a time.
///
/// A class because it owns the lane that is asked; one thread at a time holds one.
final class ReplayedHome: AskedHome, @unchecked Sendable {
  private let home: HomeID
  private let reader: LogReader
  private let writer: ConclusionWriter?
  /// nil where nobody scores.
  private(set) var judge: HourJudge?
  private var lane: Lane
  private var wire = WireBuffer()
  private var conclusions = Conclusions()
  private(set) var hash = ConclusionHash()
  private var windows: ArraySlice<Int64>
  /// Of the last copy that was read.
  private var readUpTo = SimTime.distantPast
  private var now: SimTime
  private var nextHour: SimTime
  private(set) var copyCount = 0
  /// Of the copies that the lane took in; only where somebody scores.
  private var wireHash = Fingerprint()

  init(
    _ home: HomeID, reader: LogReader, settings: LaneSettings, birth: SimTime,
    writer: ConclusionWriter?, judge: HourJudge? = nil
  ) throws {
    self.home = home
    self.reader = reader
    self.writer = writer
    self.judge = judge
    lane = Lane(home: home, settings: settings, birth: birth)
    windows = try reader.windows(of: home)[...]
    now = birth
    nextHour = birth + Shard.consumeEvery
  }

  var waitingWords: SimTime? { lane.waitingWords }

  func live(to end: SimTime) throws {
    while now < end, !lane.isWaiting {
      let stop = min(end, nextHour)
      try read(upTo: stop)
      now = stop
      try catchUp()
    }
  }

  func liveOn(to end: SimTime) throws {
    try catchUp()
    try live(to: end)
  }

  func conclude() throws {
    guard lane.waitingTick != nil else { return }
    lane.conclude(conclusions: &conclusions)
    try settle()
  }

  func ask(_ kind: StageKind, into batch: inout StageBatch) { lane.ask(kind, into: &batch) }

  func take(_ answers: [StageAnswer], of kind: StageKind, lateness: SimDuration) {
    lane.take(answers, of: kind, lateness: lateness, conclusions: &conclusions)
  }

  func finish(at end: SimTime) throws {
    lane.finish(at: end, conclusions: &conclusions)
    try handOver()
    try judge?.finish(at: end, intake: lane.intake, wire: wireHash)
  }

  private func read(upTo stop: SimTime) throws {
    while readUpTo <= stop, let window = windows.popFirst() {
      try reader.forEachCopy(of: home, window: window) { arrival, bytes in
        copyCount += 1
        readUpTo = arrival
        wire.append(bytes, arrival: arrival)
      }
    }
  }

  private func catchUp() throws {
    let isHashed = judge != nil
    lane.catchUp(to: now, wire: &wire, conclusions: &conclusions) { arrival, bytes in
      guard isHashed else { return }
      wireHash.combine(arrival)
      wireHash.combine(bytes: bytes)
    }
    if !lane.isWaiting { try settle() }
  }

  private func settle() throws {
    guard now == nextHour else { return }
    nextHour += Shard.consumeEvery
    try handOver()
  }

  private func handOver() throws {
    hash.combine(conclusions)
    // Before its site plan has come a home concludes nothing.
    if let plan = lane.intake.plan { writer?.append(conclusions, of: plan) }
    try judge?.consume(conclusions, tap: lane.tap, at: now)
    conclusions.removeAll()
    lane.tap.removeAll()
  }
}
