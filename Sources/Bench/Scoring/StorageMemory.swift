public import Clockwork
internal import Telemetry

/// What one home's store must answer on a few days: a sample of days drawn as they come, and of
/// those only what will be asked, so that memory does not grow with the run.
///
/// Source: Vitter 1985, algorithm R, with days as items.
public struct StorageMemory: Sendable {
  public static let dayCountMax = 3

  /// What will be asked.
  public struct Questions: Sendable {
    /// Series whose hourly means are asked for, in ascending order.
    public var hourly: [Int]
    /// Series that are compared reading by reading, for each of ``dayCountMax`` places.
    public var whole: [[Int]]

    public init(hourly: [Int], whole: [[Int]]) {
      self.hourly = hourly
      self.whole = whole
    }
  }

  /// One kept day, from `start` for 24 hours.
  public struct Day: Sendable {
    public var index: Int
    public var start: SimTime
    /// The series that were chosen for the day's place, with their readings in the order in which
    /// they were handed on.
    public var whole: [(series: Int, samples: [StorageScorer.Sample])]
    /// Energy of each counter's series, kWh; nil where no two readings tell.
    public var energyKWh: [Double?]
    /// Hours of each series of ``Questions/hourly``, 24 a series.
    fileprivate var sums: [HourSum]
    fileprivate let hourly: [Int]

    /// The hours of a series in which something was read; empty for one that is not asked about.
    public func hours(of series: Int) -> [StorageScorer.Hour] {
      guard let place = hourly.firstIndex(of: series) else { return [] }
      return (0..<24).compactMap { hour in
        let sum = sums[place * 24 + hour]
        guard sum.count > 0 else { return nil }
        return StorageScorer.Hour(
          start: start + .hours(Int64(hour)), count: sum.count, mean: sum.sum / Double(sum.count),
          min: sum.min, max: sum.max)
      }
    }
  }

  fileprivate struct HourSum: Sendable {
    var count: Int64 = 0
    var sum = 0.0
    var min = Double.infinity
    var max = -Double.infinity

    mutating func take(_ value: Double) {
      count += 1
      sum += value
      min = Swift.min(min, value)
      max = Swift.max(max, value)
    }
  }

  private struct Counter: Sendable {
    var time: SimTime
    var energyKWh: Double
  }

  /// Gaps of counters longer than this are not filled.
  private static let gapMax = SimDuration.days(31)

  public private(set) var days: [Day] = []
  private let start: SimTime
  private let questions: Questions
  /// By series: its place in ``Questions/hourly``, or -1.
  private var hourlyPlaces: [Int]
  private var stream: RandomStream
  private var nextDay = 0
  private var counters: [Counter?]

  /// - Parameters:
  ///   - start: days are counted from the first full hour (UTC) at or after it.
  ///   - key: picks the days.
  public init(start: SimTime, seriesCount: Int, questions: Questions, key: RandomKey) {
    self.start = start.roundedUp(to: .hours(1), from: SimTime(microseconds: 0))
    self.questions = questions
    stream = key.stream(0)
    counters = Array(repeating: nil, count: seriesCount)
    hourlyPlaces = Array(repeating: -1, count: seriesCount)
    for (place, series) in questions.hourly.enumerated() { hourlyPlaces[series] = place }
  }

  /// How many readings and hours are remembered.
  public var heldCount: Int {
    days.reduce(0) { total, day in
      day.whole.reduce(total + day.sums.count) { $0 + $1.samples.count }
    }
  }

  /// Takes one reading, in the order in which ingestion hands them on.
  ///
  /// - Parameter isCounter: whether it is an energy counter's, whose gain is to be spread.
  public mutating func take(series: Int, _ sample: StorageScorer.Sample, isCounter: Bool) {
    if sample.time >= start {
      let day = Int((sample.time - start) / .days(1))
      while nextDay <= day { drawDay() }
      if let place = days.firstIndex(where: { $0.index == day }) {
        remember(series, sample, place: place)
      }
    }
    if isCounter { spread(series, sample) }
  }

  private mutating func remember(_ series: Int, _ sample: StorageScorer.Sample, place: Int) {
    if hourlyPlaces[series] >= 0 {
      let hour = Int((sample.time - days[place].start) / .hours(1))
      days[place].sums[hourlyPlaces[series] * 24 + hour].take(sample.value)
    }
    for index in days[place].whole.indices where days[place].whole[index].series == series {
      days[place].whole[index].samples.append(sample)
    }
  }

  private mutating func drawDay() {
    let index = nextDay
    nextDay += 1
    if days.count < Self.dayCountMax {
      days.append(day(index, place: days.count))
      return
    }
    let place = Int(stream.below(UInt64(index + 1)))
    if place < Self.dayCountMax { days[place] = day(index, place: place) }
  }

  private func day(_ index: Int, place: Int) -> Day {
    Day(
      index: index, start: start + .days(Int64(index)),
      whole: questions.whole[place].map { ($0, []) },
      energyKWh: Array(repeating: nil, count: counters.count),
      sums: Array(repeating: HourSum(), count: questions.hourly.count * 24),
      hourly: questions.hourly)
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
    let gain = EnergyCounter.gain(from: last.energyKWh, to: sample.value, over: span).energyKWh
    for place in days.indices {
      let from = max(last.time, days[place].start)
      let to = min(sample.time, days[place].start + .days(1))
      guard from < to else { continue }
      let share = (to - from).seconds / span.seconds
      days[place].energyKWh[series] = (days[place].energyKWh[series] ?? 0) + gain * share
    }
  }
}
