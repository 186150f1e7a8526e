public import Detection
internal import Numerics

/// Detectors on ten labelled streams (``RoomStream``), each judged on the three weeks after the
/// clean one.
public struct FaultBenchmark {
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

  private let streams: [RoomStream]
  /// Of each stream, what our detector makes of it blind to each fault, and with all members.
  private let blind: [[RoomStream.Fault: FaultReport]]
  private let knowing: [FaultReport]

  /// Lets our detector judge a stream a seed, with all members and without those for each fault.
  public init(seeds: [UInt64]) {
    streams = seeds.map { RoomStream(seed: $0) }
    knowing = streams.map { Self.report($0, kinds: Set(FaultKind.allCases)) }
    blind = streams.map { stream in
      // Faults of which the same members know are judged alike.
      var told: [Set<FaultKind>: FaultReport] = [:]
      var reports: [RoomStream.Fault: FaultReport] = [:]
      for fault in RoomStream.Fault.allCases {
        let kinds = Self.kinds(blindTo: fault)
        let report = told[kinds] ?? Self.report(stream, kinds: kinds)
        told[kinds] = report
        reports[fault] = report
      }
      return reports
    }
  }

  /// Peers and our detector, in one table.
  public var rows: [Row] {
    func row(_ name: String, _ judgements: [FaultScores.Judgement]) -> Row {
      Row(name: name, scores: FaultScores(judgements, rowsPerDay: RoomStream.rowsPerDay))
    }
    return [
      row("IsolationForest, value", streams.map { Peers.forest($0, windowed: false) }),
      row(
        "IsolationForest, value + 5 window features",
        streams.map { Peers.forest($0, windowed: true) }),
      row("HalfSpaceTrees, value + 5 window features", streams.map(Peers.halfSpaceTrees)),
      row("FaultDetector, kind left out", zip(streams, blind).map(Self.leftOut)),
      row(
        "FaultDetector, all members",
        zip(streams, knowing).map { Self.judgement($0, $1.scores, alarmAbove: 0) }),
    ]
  }

  /// Each fault is judged by the detector that is blind to it, each healthy row by whichever of the
  /// five detectors finds it the most suspicious.
  private static func leftOut(
    _ stream: RoomStream, _ reports: [RoomStream.Fault: FaultReport]
  ) -> FaultScores.Judgement {
    let scores = stream.faults[RoomStream.cleanCount...].enumerated().map { row, fault in
      let judges = fault.map { [$0] } ?? RoomStream.Fault.allCases
      return judges.compactMap { reports[$0]?.scores[row] }.max() ?? -.infinity
    }
    return judgement(stream, scores, alarmAbove: 0)
  }

  public var kindRows: [KindRow] {
    RoomStream.Fault.allCases.map { fault in
      var (left, full) = (
        EventAccount(episodes: [], events: []), EventAccount(episodes: [], events: [])
      )
      var (named, precision) = (0, 0.0)
      for (place, stream) in streams.enumerated() {
        let events = stream.events.filter { $0.fault == fault }.map { Self.shifted($0.rows) }
        let known = knowing[place]
        if let told = blind[place][fault] {
          Self.add(&left, told.episodes, events)
          precision += Self.averagePrecision(told.scores, stream, fault)
        }
        Self.add(&full, known.episodes, events)
        named += events.count { event in
          known.episodes.contains {
            $0.rows.overlaps(event) && $0.kind.rawValue == fault.rawValue
          }
        }
      }
      return KindRow(
        fault: fault, eventCount: left.eventCount, foundCount: left.foundCount,
        delayRows: Self.median(left.delays),
        averagePrecision: precision / Double(max(streams.count, 1)),
        foundKnowingCount: full.foundCount, delayKnowingRows: Self.median(full.delays),
        namedCount: named)
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
    Statistics.median(delays.map(Double.init))
  }
}
