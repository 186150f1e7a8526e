public import Detection

/// Detectors on ten labelled streams (``RoomStream``), each judged on the three weeks after the
/// clean one.
public enum FaultBenchmark {
  /// On which settings were chosen, and on which they are reported.
  public static let developmentSeeds: [UInt64] = Array(1...10)
  public static let reportedSeeds: [UInt64] = Array(101...110)

  public struct Row: Hashable, Sendable {
    public var name: String
    public var scores: FaultScores
  }

  /// What our detector, blind to a kind, makes of the events of that kind.
  public struct KindRow: Hashable, Sendable {
    public var fault: RoomStream.Fault
    public var eventCount: Int
    public var foundCount: Int
    public var delayRows: Double?
    /// Of its rows against healthy ones, mean over streams.
    public var averagePrecision: Double
    /// The same with all members switched on.
    public var foundKnowingCount: Int
    public var delayKnowingRows: Double?
    /// Found and called by its name, with all members.
    public var namedCount: Int
  }

  /// Members that are switched off when a fault is to be unknown; who knows one change of the
  /// level knows the other.
  public static func kinds(blindTo fault: RoomStream.Fault) -> Set<FaultKind> {
    let gone: Set<FaultKind> =
      switch fault {
      case .stuck: [.stuck]
      case .bias, .drift: [.bias, .drift]
      case .noise: [.noise]
      case .spike: [.spike]
      }
    return Set(FaultKind.allCases).subtracting(gone)
  }

  /// Peers and our detector, in one table.
  public static func rows(seeds: [UInt64]) -> [Row] {
    let streams = seeds.map { RoomStream(seed: $0) }
    func row(_ name: String, _ judge: (RoomStream) -> FaultScores.Judgement) -> Row {
      Row(
        name: name,
        scores: FaultScores(streams.map(judge), rowsPerDay: RoomStream.rowsPerDay))
    }
    return [
      row("IsolationForest, value") { Peers.forest($0, windowed: false) },
      row("IsolationForest, value + 5 window features") { Peers.forest($0, windowed: true) },
      row("HalfSpaceTrees, value + 5 window features") { Peers.halfSpaceTrees($0) },
      row("FaultDetector, kind left out", leftOut),
      row("FaultDetector, all members", knowing),
    ]
  }

  /// Each fault is judged by the detector that is blind to it, each healthy row by whichever of the
  /// five detectors finds it the most suspicious.
  static func leftOut(_ stream: RoomStream) -> FaultScores.Judgement {
    var scores: [Double]?
    let faults = Array(stream.faults[RoomStream.cleanCount...])
    for fault in RoomStream.Fault.allCases {
      let told = report(stream, kinds: kinds(blindTo: fault)).scores
      scores = told.indices.map { row in
        if faults[row] == fault { return told[row] }
        return faults[row] == nil
          ? max(told[row], scores?[row] ?? -.infinity) : scores?[row] ?? -.infinity
      }
    }
    return judgement(stream, scores ?? [], alarmAbove: 0)
  }

  static func knowing(_ stream: RoomStream) -> FaultScores.Judgement {
    judgement(stream, report(stream, kinds: Set(FaultKind.allCases)).scores, alarmAbove: 0)
  }

  public static func kindRows(seeds: [UInt64]) -> [KindRow] {
    let streams = seeds.map { RoomStream(seed: $0) }
    let knowing = streams.map { report($0, kinds: Set(FaultKind.allCases)) }
    return RoomStream.Fault.allCases.map { fault in
      var (blind, full) = (
        EventAccount(episodes: [], events: []), EventAccount(episodes: [], events: [])
      )
      var (named, precision) = (0, 0.0)
      for (stream, known) in zip(streams, knowing) {
        let events = stream.events.filter { $0.fault == fault }.map { shifted($0.rows) }
        let told = report(stream, kinds: kinds(blindTo: fault))
        add(&blind, told.episodes, events)
        precision += averagePrecision(told.scores, stream, fault)
        add(&full, known.episodes, events)
        named += events.count { event in
          known.episodes.contains {
            $0.rows.overlaps(event) && $0.kind.rawValue == fault.rawValue
          }
        }
      }
      return KindRow(
        fault: fault, eventCount: blind.eventCount, foundCount: blind.foundCount,
        delayRows: median(blind.delays), averagePrecision: precision / Double(max(seeds.count, 1)),
        foundKnowingCount: full.foundCount,
        delayKnowingRows: median(full.delays), namedCount: named)
    }
  }

  /// False episodes a day on streams without faults: what the stated rate is held to.
  public static func healthyRate(seeds: [UInt64], stated: Double) -> Double {
    var count = 0
    for seed in seeds {
      let stream = RoomStream(seed: seed, isHealthy: true)
      count += report(stream, kinds: Set(FaultKind.allCases), stated: stated).episodes.count
    }
    let days = (RoomStream.rowCount - RoomStream.cleanCount) / RoomStream.rowsPerDay
    return Double(count) / Double(max(seeds.count * days, 1))
  }

  private static func report(
    _ stream: RoomStream, kinds: Set<FaultKind>, stated: Double = 0.05
  ) -> FaultReport {
    let clean = RoomStream.cleanCount
    let settings = FaultDetector.Settings(
      falseEpisodesPerDay: stated, kinds: kinds, quietRowsMax: FaultScores.quietRowsMax)
    // A stream has a clean week of finite values at rising times: neither can fail.
    guard
      var detector = try? FaultDetector(
        learning: Array(stream.times[..<clean]), values: Array(stream.values[..<clean]),
        settings: settings),
      let report = try? detector.judge(
        times: Array(stream.times[clean...]), values: Array(stream.values[clean...]))
    else { return FaultReport(scores: [], episodes: []) }
    return report
  }

  static func judgement(
    _ stream: RoomStream, _ scores: [Double], alarmAbove limit: Double
  ) -> FaultScores.Judgement {
    FaultScores.Judgement(
      scores: scores, alarms: scores.map { $0 > limit },
      events: stream.events.map { shifted($0.rows) })
  }

  private static func shifted(_ rows: ClosedRange<Int>) -> ClosedRange<Int> {
    (rows.lowerBound - RoomStream.cleanCount)...(rows.upperBound - RoomStream.cleanCount)
  }

  private static func add(
    _ account: inout EventAccount, _ episodes: [FaultEpisode], _ events: [ClosedRange<Int>]
  ) {
    let one = EventAccount(episodes: episodes.map(\.rows), events: events)
    account.eventCount += one.eventCount
    account.foundCount += one.foundCount
    account.delays += one.delays
  }

  private static func averagePrecision(
    _ scores: [Double], _ stream: RoomStream, _ fault: RoomStream.Fault
  ) -> Double {
    let faults = stream.faults[RoomStream.cleanCount...]
    let rows = zip(scores, faults).filter { $1 == nil || $1 == fault }
    return AveragePrecision.value(scores: rows.map(\.0), labels: rows.map { $1 != nil }) ?? 0
  }

  private static func median(_ delays: [Int]) -> Double? {
    let sorted = delays.sorted()
    guard !sorted.isEmpty else { return nil }
    return Double(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
