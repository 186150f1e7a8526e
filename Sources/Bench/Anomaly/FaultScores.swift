internal import Numerics

/// What a detector is worth on labelled streams.
public struct FaultScores: Hashable, Sendable {
  /// One stream, as a detector saw it.
  public struct Judgement: Hashable, Sendable {
    public var scores: [Double]
    public var alarms: [Bool]
    public var events: [ClosedRange<Int>]

    public init(scores: [Double], alarms: [Bool], events: [ClosedRange<Int>]) {
      precondition(scores.count == alarms.count, "an alarm or none for each score")
      (self.scores, self.alarms, self.events) = (scores, alarms, events)
    }
  }

  public var pointF1: Double
  public var rangeF1: Double
  public var averagePrecision: Double
  public var volumePR: Double
  public var eventRecall: Double
  public var falseEpisodesPerDay: Double
  /// Median over the events found, rows.
  public var delayRows: Double?

  /// Alarms that lie at most so many quiet rows apart are one episode.
  public static let quietRowsMax = 18
  /// Of VUS-PR's buffer, rows.
  public static let widthMax = 36

  /// Means over streams for F1, average precision and VUS-PR; events and episodes are counted
  /// together.
  public init(_ all: [Judgement], rowsPerDay: Int) {
    var sums = [0.0, 0, 0, 0]
    var (events, found, wrong, rows) = (0, 0, 0, 0)
    var delays: [Int] = []
    for one in all {
      let labels = Self.labels(one)
      let episodes = EventAccount.episodes(alarms: one.alarms, gapMax: Self.quietRowsMax)
      let hits = zip(one.alarms, labels).count { $0 && $1 }
      let named = one.alarms.count { $0 } + labels.count { $0 }
      sums[0] += named > 0 ? 2 * Double(hits) / Double(named) : 0
      let ranges = EventAccount.episodes(alarms: one.alarms, gapMax: 0)
      sums[1] += RangeScore(predicted: ranges, real: one.events).f1 ?? 0
      sums[2] += AveragePrecision.value(scores: one.scores, labels: labels) ?? 0
      sums[3] +=
        VolumeUnderSurface.precisionRecall(
          scores: one.scores, labels: labels, widthMax: Self.widthMax) ?? 0
      let account = EventAccount(episodes: episodes, events: one.events)
      events += account.eventCount
      found += account.foundCount
      wrong += account.falseEpisodeCount
      delays += account.delays
      rows += one.scores.count
    }
    let count = Double(max(all.count, 1))
    (pointF1, rangeF1) = (sums[0] / count, sums[1] / count)
    (averagePrecision, volumePR) = (sums[2] / count, sums[3] / count)
    eventRecall = events > 0 ? Double(found) / Double(events) : 1
    falseEpisodesPerDay = Double(wrong) * Double(rowsPerDay) / Double(max(rows, 1))
    delayRows = Statistics.median(delays.map(Double.init))
  }

  private static func labels(_ one: Judgement) -> [Bool] {
    var labels = [Bool](repeating: false, count: one.scores.count)
    for event in one.events {
      for row in event { labels[row] = true }
    }
    return labels
  }
}
