public import Clockwork

/// What one home's store must hold on a few days: a sample of days drawn as they come, so that
/// memory does not grow with the run.
///
/// Source: Vitter 1985, algorithm R, with days as items.
public struct StorageMemory: Sendable {
  public static let dayCountMax = 3

  /// One kept day, from `start` for 24 hours.
  public struct Day: Sendable {
    public var index: Int
    public var start: SimTime
    /// Readings of each series, in the order in which they were handed on.
    public var samples: [[StorageScorer.Sample]]
    /// Energy of each counter's series, kWh; nil where no two readings tell.
    public var energyKWh: [Double?]
  }

  private struct Counter: Sendable {
    var time: SimTime
    var energyKWh: Double
  }

  /// Gaps of counters longer than this are not filled.
  private static let gapMax = SimDuration.days(31)

  public private(set) var days: [Day] = []
  private let start: SimTime
  private let seriesCount: Int
  private var stream: RandomStream
  private var nextDay = 0
  private var counters: [Counter?]

  /// - Parameters:
  ///   - start: days are counted from the first full hour (UTC) at or after it.
  ///   - key: picks the days.
  public init(start: SimTime, seriesCount: Int, key: RandomKey) {
    self.start = start.roundedUp(to: .hours(1), from: SimTime(microseconds: 0))
    self.seriesCount = seriesCount
    stream = key.stream(0)
    counters = Array(repeating: nil, count: seriesCount)
  }

  /// Takes one reading, in the order in which ingestion hands them on.
  ///
  /// - Parameter isCounter: whether it is an energy counter's, whose gain is to be spread.
  public mutating func take(series: Int, _ sample: StorageScorer.Sample, isCounter: Bool) {
    if sample.time >= start {
      let day = Int((sample.time - start) / .days(1))
      while nextDay <= day { drawDay() }
      if let place = days.firstIndex(where: { $0.index == day }) {
        days[place].samples[series].append(sample)
      }
    }
    if isCounter { spread(series, sample) }
  }

  private mutating func drawDay() {
    let index = nextDay
    nextDay += 1
    let day = Day(
      index: index, start: start + .days(Int64(index)),
      samples: Array(repeating: [], count: seriesCount),
      energyKWh: Array(repeating: nil, count: seriesCount))
    if days.count < Self.dayCountMax {
      days.append(day)
      return
    }
    let place = Int(stream.below(UInt64(index + 1)))
    if place < Self.dayCountMax { days[place] = day }
  }

  /// What a counter gained lies evenly between its readings; one that fell began again at zero.
  private mutating func spread(_ series: Int, _ sample: StorageScorer.Sample) {
    guard let last = counters[series] else {
      counters[series] = Counter(time: sample.time, energyKWh: sample.value)
      return
    }
    guard sample.time > last.time else { return }
    counters[series] = Counter(time: sample.time, energyKWh: sample.value)
    let span = sample.time - last.time
    guard span <= Self.gapMax else { return }
    let gain = sample.value >= last.energyKWh ? sample.value - last.energyKWh : sample.value
    for place in days.indices {
      let from = max(last.time, days[place].start)
      let to = min(sample.time, days[place].start + .days(1))
      guard from < to else { continue }
      let share = (to - from).seconds / span.seconds
      days[place].energyKWh[series] = (days[place].energyKWh[series] ?? 0) + gain * share
    }
  }
}
