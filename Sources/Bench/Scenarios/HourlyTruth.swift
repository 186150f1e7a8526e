internal import Clockwork
internal import Scoring
internal import Telemetry
internal import Truth

/// Makes hours of minute means; the step that ends at the full hour is the hour's last.
struct HourMeter {
  private var sum = 0.0
  private var count = 0
  private var hour: SimTime?

  /// - Returns: the hour that the state completes, and its mean power, W.
  mutating func add(_ state: HomeState) -> (start: SimTime, mean: Double)? {
    let begin = state.time - .seconds(60)
    let start = SimTime(
      microseconds: begin.microseconds - begin.microseconds % 3_600_000_000)
    if hour != start {
      hour = start
      sum = 0
      count = 0
    }
    sum += state.electricPowerW
    count += 1
    return count == 60 ? (start, sum / 60) : nil
  }
}

/// A home's hourly mean power as it really was: the last hours, and how much each differed from the
/// same hour a week before, over all hours so far.
struct HourlyTruth {
  private struct Hour {
    var mean: Double
    /// Sum of absolute differences to the hour a week before, of all hours up to this one, W.
    var difference: Double
  }

  private static let week = 168

  /// Forecasts reach as far ahead, hours.
  private let horizon: Int
  private var hours: [Hour] = []
  private var firstHour: SimTime?
  private var droppedCount = 0
  private var meter = HourMeter()

  init(horizon: Int) { self.horizon = horizon }

  var heldCount: Int { hours.count }

  mutating func add(_ state: HomeState) {
    if let hour = meter.add(state) { add(hour: hour.start, mean: hour.mean) }
  }

  /// The next hour as somebody states it; hours follow each other without a gap.
  mutating func add(hour start: SimTime, mean: Double) {
    if firstHour == nil { firstHour = start }
    append(mean)
  }

  private mutating func append(_ mean: Double) {
    var difference = hours.last?.difference ?? 0
    if hours.count >= Self.week {
      difference += (mean - hours[hours.count - Self.week].mean).magnitude
    }
    hours.append(Hour(mean: mean, difference: difference))
    // A week back, the hours of a forecast under way, and a day in which it is settled.
    let excess = hours.count - (Self.week + horizon + 24)
    guard excess >= 24 else { return }
    hours.removeFirst(excess)
    droppedCount += excess
  }

  /// The mean power of the hour that begins at a time; nil where it has not ended or is long gone.
  func mean(atHour time: SimTime) -> Double? {
    guard let firstHour else { return nil }
    let index = Int((time - firstHour) / .hours(1)) - droppedCount
    return index >= 0 && index < hours.count ? hours[index].mean : nil
  }

  /// How many hours were lived before a time.
  func livedCount(before time: SimTime) -> Int {
    guard let firstHour, time > firstHour else { return 0 }
    return min(Int((time - firstHour) / .hours(1)), hours.count + droppedCount)
  }

  /// Mean absolute difference to the same hour a week before, over all hours before a time; nil
  /// where fewer than a day of them have such an hour.
  func scale(before time: SimTime) -> Double? {
    let lived = livedCount(before: time)
    let last = lived - droppedCount - 1
    guard lived >= Self.week + 24, hours.indices.contains(last) else { return nil }
    return hours[last].difference / Double(lived - Self.week)
  }
}

extension HourlyTruth {
  /// Lays every hour of a forecast that has been lived beside the truth.
  ///
  /// - Parameter scale: of errors, W; nil where history is too short for one.
  func judge(
    _ forecast: Forecast, scale: Double?, player: Player, day: Int, board: inout ScoreBoard,
    firstScore: Int
  ) {
    let width = ForecastLevels.all.count
    for hour in forecast.mean.indices {
      guard let truth = mean(atHour: forecast.firstHour + .hours(Int64(hour))) else { continue }
      let row = forecast.quantiles[hour * width..<(hour + 1) * width]
      ForecastScorer.add(
        median: row[row.startIndex + width / 2], quantiles: row, truth: truth, scale: scale,
        player: player, day: day, to: &board, firstScore: firstScore)
    }
  }
}
