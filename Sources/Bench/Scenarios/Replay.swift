public import Clockwork
public import Exchange
internal import Ingestion
public import Lanes
internal import Telemetry

/// Feeds a recorded wire to the pipeline, without world and truth.
public enum Replay {
  public struct Outcome: Sendable {
    /// The conclusions' fingerprint, to be held against the run's.
    public var conclusions: String
    public var homeCount: Int
    public var copyCount: Int
  }

  /// - Parameters:
  ///   - path: the run's `wire.sqlite`.
  ///   - settings: the lanes' settings, from the run's scenario.
  ///   - writer: is handed what the lanes conclude.
  public static func execute(
    wire path: String, settings: LaneSettings, homeCount: Int, birth: SimTime, end: SimTime,
    writer: ConclusionWriter? = nil,
    report: (Int) -> Void
  ) throws -> Outcome {
    let reader = try LogReader(path: path)
    var whole = Fingerprint()
    var copies = 0
    for number in 0..<homeCount {
      let home = HomeID(UInt32(number))
      var lane = Lane(home: home, settings: settings, birth: birth)
      var wire = WireBuffer()
      var hash = ConclusionHash()
      var conclusions = Conclusions()
      try reader.forEachCopy(of: home) { arrival, bytes in
        copies += 1
        lane.catchUp(
          to: arrival - .microseconds(1), wire: &wire, conclusions: &conclusions
        ) { _, _ in }
        wire.append(bytes, arrival: arrival)
        if conclusions.estimates.count > 4_000 { take(&conclusions, &lane, &hash, writer) }
      }
      lane.catchUp(to: end, wire: &wire, conclusions: &conclusions) { _, _ in }
      lane.finish(at: end, conclusions: &conclusions)
      take(&conclusions, &lane, &hash, writer)
      whole.combine(hash.fingerprint)
      report(number + 1)
    }
    return Outcome(conclusions: whole.hex, homeCount: homeCount, copyCount: copies)
  }

  private static func take(
    _ conclusions: inout Conclusions, _ lane: inout Lane, _ hash: inout ConclusionHash,
    _ writer: ConclusionWriter?
  ) {
    hash.combine(conclusions)
    // Before its site plan has come a home concludes nothing.
    if let plan = lane.intake.plan { writer?.append(conclusions, of: plan) }
    conclusions.removeAll()
    lane.tap.removeAll()
  }
}
