internal import Numerics
internal import Quantities

/// An ensemble that finds faults of one sensor, with a stated rate of false alarms.
///
/// Each member's scores on a clean stretch, judged by a model that did not know the day judged, say
/// how often a day a healthy series reaches a score (``TailRate``). The stated rate is shared out
/// evenly among the members, and a member is alarmed when a healthy series would get as high more
/// seldom than its share (Bonferroni: the rate of all together is the stated one at most, as far as
/// the tail holds). Everything is causal: a row's score depends on rows up to it.
public struct FaultDetector: Sendable {
  public struct Settings: Hashable, Sendable {
    /// The stated rate.
    public var falseEpisodesPerDay: Double
    /// Kinds whose members are switched on.
    public var kinds: Set<FaultKind>
    /// Alarms that lie at most so many quiet rows apart are one episode.
    public var quietRowsMax: Int

    public init(
      falseEpisodesPerDay: Double = 0.05, kinds: Set<FaultKind> = Set(FaultKind.allCases),
      quietRowsMax: Int = 18
    ) {
      (self.falseEpisodesPerDay, self.kinds) = (falseEpisodesPerDay, kinds)
      self.quietRowsMax = quietRowsMax
    }
  }

  /// Rows without which nothing can be learnt.
  public static let cleanRowsMin = 60

  public let settings: Settings
  /// Of the members that are switched on.
  public let tails: [(channel: FaultChannel, tail: TailRate)]
  private var members: FaultMembers
  private let share: Double

  /// Learns what is normal.
  ///
  /// - Parameters:
  ///   - times: microseconds since 1970, rising.
  ///   - values: of a stretch in which the sensor was well.
  /// - Precondition: a stated rate above zero, a kind at least, as many times as values.
  public init(
    learning times: [Int64], values: [Double], settings: Settings = Settings()
  ) throws(DetectionError) {
    precondition(
      settings.falseEpisodesPerDay > 0 && !settings.kinds.isEmpty && settings.quietRowsMax >= 0,
      "a stated rate and members")
    precondition(times.count == values.count, "a time for each value")
    guard values.count >= Self.cleanRowsMin else {
      throw .tooFewCleanRows(found: values.count, expected: Self.cleanRowsMin)
    }
    if let row = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
    if let row = times.indices.dropFirst().first(where: { times[$0] <= times[$0 - 1] }) {
      throw .notRising(row: row)
    }
    let (model, residuals) = SeriesModel.learn(times, values)
    let arrivals = ArrivalMonitor(learning: times)
    let standard = residuals.map { $0 / model.scale }
    let windows = (FaultMembers.lagCount...standard.count).map {
      Array(standard[($0 - FaultMembers.lagCount)..<$0])
    }
    // A series that never leaves its profile has no components to speak of.
    let components = try? ComponentMonitor(learning: windows)
    var trial = FaultMembers(model: model, arrivals: arrivals, components: components)
    let rows = values.indices.map {
      trial.observe(time: times[$0], value: values[$0], residual: residuals[$0])
    }
    let channels = FaultChannel.allCases.filter { settings.kinds.contains($0.kind) }
    let days = Double(times[times.count - 1] - times[0]) / 86_400_000_000
    func tail(_ channel: FaultChannel) -> TailRate? {
      let scores = rows.map { $0[channel.rawValue] }.filter { $0 > -.infinity }
      // A series that is always the same tells nothing of how long its runs are.
      if channel == .run, 2 * (scores.max() ?? 0) > Double(rows.count) { return nil }
      return scores.isEmpty ? nil : TailRate(scores: scores, days: days)
    }
    let share = settings.falseEpisodesPerDay / Double(channels.count)
    tails = channels.compactMap { channel in tail(channel).map { (channel, $0) } }
    func limit(_ channel: FaultChannel) -> Double {
      max(tail(channel)?.score(at: share) ?? 1, 1e-6)
    }
    let limits = FaultMembers.Limits(
      shift: limit(.shift), drift: limit(.drift), pattern: limit(.pattern),
      remainder: limit(.remainder), unrest: limit(.unrest))
    self.share = share
    self.settings = settings
    members = FaultMembers(
      model: model, arrivals: arrivals, components: components, limits: limits)
    // Windows are full when the first row to be judged comes.
    for row in values.indices {
      _ = members.observe(
        time: times[row], value: values[row],
        residual: values[row] - model.profile.level(at: times[row]))
    }
  }

  /// Takes the next row.
  ///
  /// - Returns: a score for each of ``tails``: powers of ten between the member's share of the
  ///   stated rate and the rate at which a healthy series gets so high; an alarm is above 0.
  public mutating func observe(time: Int64, value: Double) -> [Double] {
    let raw = members.observe(
      time: time, value: value, residual: value - members.model.profile.level(at: time))
    return tails.map { channel, tail in
      let score = raw[channel.rawValue]
      guard score > -.infinity else { return -Self.scoreMax }
      let rate = max(tail.rate(of: score), 1e-300)
      let excess = min(Elementary.log10(share / rate), Self.scoreMax)
      return score > channel.floor ? excess : min(excess, 0)
    }
  }

  private static let scoreMax = 99.0

  /// Judges rows in the order in which they came.
  ///
  /// - Throws: ``DetectionError/notFinite(row:)``.
  public mutating func judge(
    times: [Int64], values: [Double]
  ) throws(DetectionError) -> FaultReport {
    precondition(times.count == values.count, "a time for each value")
    var report = FaultReport(scores: [], episodes: [])
    var told: [[Double]] = []
    for (row, value) in values.enumerated() {
      guard value.isFinite else { throw .notFinite(row: row) }
      told.append(observe(time: times[row], value: value))
      report.scores.append(told[row].max() ?? -Self.scoreMax)
    }
    var open: ClosedRange<Int>?
    for row in report.scores.indices where report.scores[row] > 0 {
      if let range = open, row - range.upperBound - 1 > settings.quietRowsMax {
        report.episodes.append(episode(range, times, values, told))
        open = row...row
      } else {
        open = (open?.lowerBound ?? row)...row
      }
    }
    if let open { report.episodes.append(episode(open, times, values, told)) }
    return report
  }

  /// The kind is that of the member with the most alarmed rows; `unusual` only if no other was
  /// alarmed. Both members of the level see every change of it, so its course decides between them.
  private func episode(
    _ rows: ClosedRange<Int>, _ times: [Int64], _ values: [Double], _ told: [[Double]]
  ) -> FaultEpisode {
    var counts: [FaultKind: Int] = [:]
    var score = 0.0
    for (place, entry) in tails.enumerated() {
      let kind = entry.channel.kind
      for row in rows where told[row][place] > 0 {
        counts[kind, default: 0] += 1
        score = max(score, told[row][place])
      }
    }
    counts[.unusual] = nil
    // A noisy or stuck sensor leaves its level too, a biased one is neither noisy nor stuck.
    for level in [FaultKind.bias, .drift] { counts[level] = counts[level].map { ($0 + 1) / 2 } }
    var kind = FaultKind.unusual
    for candidate in FaultKind.allCases
    where (counts[candidate] ?? 0) > (counts[kind] ?? 0) { kind = candidate }
    if kind == .bias || kind == .drift {
      kind =
        isDrift(rows.map { values[$0] - members.model.profile.level(at: times[$0]) })
        ? .drift : .bias
    }
    let first = rows.lowerBound
    let start = kind == .dropout && first > 0 ? times[first - 1] : times[first]
    return FaultEpisode(
      kind: kind, start: start, end: times[rows.upperBound], rows: rows, score: score)
  }

  /// Whether the last quarter lies a third further away than the first.
  private func isDrift(_ residuals: [Double]) -> Bool {
    let quarter = residuals.count / 4
    guard quarter > 0, let first = Statistics.median(residuals.prefix(quarter)),
      let last = Statistics.median(residuals.suffix(quarter))
    else { return false }
    return last.magnitude > 4 / 3 * first.magnitude
  }
}
