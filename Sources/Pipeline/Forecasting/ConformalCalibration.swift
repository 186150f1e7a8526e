/// Stretches intervals until they cover what they claim, by the forecaster's own past errors.
///
/// Each past forecast leaves scores: its error divided by the bootstrap's half width on that side
/// (median to 10 or 90 % quantile). The quantiles of these scores, with conformal plotting
/// positions, replace the shape of the bootstrap; the bootstrap still says how doubt moves with the
/// hour. Scores are kept by day ahead for four weeks, so the calibration follows a home that
/// changes.
///
/// - Source: locally weighted split conformal prediction, Lei et al., *J. Am. Stat. Assoc.* 113,
///   2018, section 5.2, with one score distribution for all levels as in Vovk et al.,
///   *Nonparametric predictive distributions*, Machine Learning 108, 2019.
struct ConformalCalibration: Sendable {
  /// Days of scores kept for each day ahead.
  static let daysMax = 28
  /// Days ahead with scores of their own; later days share the last.
  static let bucketsMax = 7
  /// Scores that the bootstrap's own shape counts for, so that few days do not rule.
  static let priorCount = 24.0
  /// A larger score is an outage or a new home, and tells nothing about quantiles.
  static let scoreMax = 50.0

  private var buckets: [ScoreRing] = []
  private var pending: [PendingForecast] = []

  /// Scores known for the day ahead that a lead, in hours from the first target, lies in.
  func scoreCount(leadHours: Int) -> Int {
    let bucket = Self.bucket(leadHours)
    return bucket < buckets.count ? buckets[bucket].scores.count : 0
  }

  /// The first hour of the newest forecast that was kept for scoring.
  var newestFirstHour: Int64? { pending.last?.firstHour }

  /// Keeps a forecast until its truth arrives; at most one a day, so that days count alike.
  mutating func remember(_ forecast: PendingForecast) {
    if let newest = newestFirstHour, forecast.firstHour < newest + 24 { return }
    pending.append(forecast)
  }

  /// Scores every remembered hour that has become known.
  mutating func learn(from series: HourlySeries, before originHour: Int64) {
    for index in pending.indices {
      var forecast = pending[index]
      while forecast.scoredCount < forecast.median.count {
        let lead = forecast.scoredCount
        let hour = forecast.firstHour + Int64(lead)
        guard hour < originHour else { break }
        if let truth = series[hour] { addScore(forecast.score(truth, lead: lead), lead: lead) }
        forecast.scoredCount += 1
      }
      pending[index] = forecast
    }
    // The newest stays, because it says when the next may be kept.
    let newest = pending.count - 1
    pending = pending.enumerated().filter { offset, forecast in
      offset == newest || forecast.scoredCount < forecast.median.count
    }.map(\.element)
  }

  /// Scores a forecast made in hindsight, for the days ahead that `isWanted` names.
  mutating func learn(
    hindcast forecast: PendingForecast, from series: HourlySeries, before originHour: Int64,
    isWanted: (_ leadHours: Int) -> Bool
  ) {
    for lead in forecast.median.indices where isWanted(lead) {
      let hour = forecast.firstHour + Int64(lead)
      guard hour < originHour, let truth = series[hour] else { continue }
      addScore(forecast.score(truth, lead: lead), lead: lead)
    }
  }

  /// For each level, how many half widths its quantile lies from the median; rising with the level.
  ///
  /// - Parameter shape: the bootstrap's own answer for the same hour.
  func multipliers(shape: [Double], sorted: [Double], levels: [Double]) -> [Double] {
    guard !sorted.isEmpty else { return shape }
    let share = Double(sorted.count) / (Double(sorted.count) + Self.priorCount)
    var result = shape
    for (index, level) in levels.enumerated() where level != 0.5 {
      let empirical = Quantiles.exchangeable(sorted, level: level)
      result[index] += share * (empirical - shape[index])
    }
    // From the median outwards no quantile may fall back over its neighbour.
    let middle = levels.count / 2
    for index in (middle + 1)..<levels.count {
      result[index] = max(result[index], result[index - 1])
    }
    for index in (0..<middle).reversed() { result[index] = min(result[index], result[index + 1]) }
    return result
  }

  /// The sorted scores of a day ahead.
  func sortedScores(leadHours: Int) -> [Double] {
    let bucket = Self.bucket(leadHours)
    guard bucket < buckets.count else { return [] }
    return buckets[bucket].scores.map(Double.init).sorted()
  }

  static func bucket(_ leadHours: Int) -> Int { min(leadHours / 24, bucketsMax - 1) }

  private mutating func addScore(_ score: Double, lead: Int) {
    let bucket = Self.bucket(lead)
    while buckets.count <= bucket { buckets.append(ScoreRing()) }
    buckets[bucket].add(Float(min(max(score, -Self.scoreMax), Self.scoreMax)))
  }
}

/// The newest scores of one day ahead.
private struct ScoreRing: Sendable {
  private(set) var scores: [Float] = []
  private var next = 0

  mutating func add(_ score: Float) {
    let capacity = ConformalCalibration.daysMax * 24
    if scores.count < capacity {
      scores.append(score)
    } else {
      scores[next] = score
      next = (next + 1) % capacity
    }
  }
}

/// A forecast whose truth is not known yet, on the scale of the model.
struct PendingForecast: Sendable {
  /// Hours since 1970 UTC.
  let firstHour: Int64
  let scale: PowerScale
  /// Median and half widths down and up to the 10 and 90 % quantiles, one a target hour.
  let median: [Float]
  let lower: [Float]
  let upper: [Float]
  /// Target hours already scored, from the first.
  var scoredCount = 0

  /// The error of a target hour in half widths of its side.
  func score(_ truth: Double, lead: Int) -> Double {
    let error = scale.forward(truth) - Double(median[lead])
    return error / Double(error < 0 ? lower[lead] : upper[lead])
  }
}
