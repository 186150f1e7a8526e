internal import Numerics
internal import Quantities

/// What a clean stretch says of a series: its level by the time of day, its spread about that, and
/// how its deviations hang together.
struct SeriesModel: Hashable, Sendable {
  let profile: DailyProfile
  /// Robust standard deviation of values about the profile.
  let scale: Double
  /// A deviation's share that the next one inherits.
  let persistence: Double
  /// Robust standard deviation of what is not inherited.
  let innovationScale: Double

  /// - Returns: the model, and the clean rows beside the profile of all other days.
  static func learn(
    _ times: [Int64], _ values: [Double]
  ) -> (model: SeriesModel, residuals: [Double]) {
    let (profile, residuals) = DailyProfile.learn(times, values)
    // What a value is rounded to has a standard deviation of its step by the root of 12.
    let steps = zip(values.sorted(), values.sorted().dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    let magnitude = values.map(\.magnitude).max() ?? 0
    let least = max((steps.min() ?? 0) * 0.288675134594813, magnitude * 1e-9, 1e-12)
    func spread(_ values: [Double]) -> Double {
      let robust = Statistics.normalConsistency * (Statistics.median(values.map(\.magnitude)) ?? 0)
      return max(robust, least)
    }
    var (products, squares) = (0.0, 0.0)
    let scale = spread(residuals)
    for (before, after) in zip(residuals, residuals.dropFirst()) {
      // Huber's clipping: a few wild rows shall not decide.
      let (a, b) = (clip(before / scale), clip(after / scale))
      products += a * b
      squares += a * a
    }
    let persistence = squares > 0 ? min(max(products / squares, 0), 0.999) : 0
    let innovations = zip(residuals, residuals.dropFirst()).map { $1 - persistence * $0 }
    let model = SeriesModel(
      profile: profile, scale: scale, persistence: persistence,
      innovationScale: spread(innovations))
    return (model, residuals)
  }

  static func clip(_ standardised: Double) -> Double { min(max(standardised, -4), 4) }
}

/// All members of the ensemble, side by side on one series.
struct FaultMembers: Sendable {
  static let lagCount = 6
  private static let quietCount = 6
  private static let unrestShare = 0.05

  /// Beyond which members begin anew when all is quiet again, or clean their memory.
  struct Limits: Hashable, Sendable {
    var shift = Double.infinity
    var drift = Double.infinity
    var pattern = Double.infinity
    var remainder = Double.infinity
    var unrest = Double.infinity
  }

  let model: SeriesModel
  private let limits: Limits
  private var arrivals: ArrivalMonitor
  private var run = StuckRun()
  private var noise: NoiseChange
  private var spikes: HampelFilter
  private var sums: CumulativeSum
  private var hinkley: PageHinkley
  private var components: ComponentMonitor?
  private let indexScale: (t2: Double, q: Double)
  private var lags: [Double] = []
  private var before: Double?
  private var flatness = TrailingWindow(count: 36)
  private var unrest: Double?
  private var calm = TrailingWindow(count: Self.quietCount)
  private var quiet = TrailingWindow(count: Self.quietCount)

  init(
    model: SeriesModel, arrivals: ArrivalMonitor, components: ComponentMonitor?,
    limits: Limits = Limits()
  ) {
    self.limits = limits
    (self.model, self.arrivals, self.components) = (model, arrivals, components)
    indexScale = (
      components?.t2Limit(exceededBy: 0.01) ?? 1, components?.qLimit(exceededBy: 0.01) ?? 1
    )
    noise = NoiseChange(reference: model.innovationScale)
    spikes = HampelFilter(scaleMin: model.innovationScale)
    // Deviations of real series hang together for hours, so small shifts are everyday life: the
    // shift to be found is three standard deviations.
    sums = CumulativeSum(allowance: 1.5, limit: limits.shift, ceiling: 2 * limits.shift)
    hinkley = PageHinkley(tolerance: 0.5, limit: limits.drift)
  }

  /// - Parameter residual: the value beside its profile.
  /// - Returns: a score a channel; negative infinity where there is none yet.
  mutating func observe(time: Int64, value: Double, residual: Double) -> [Double] {
    var scores = [Double](repeating: -.infinity, count: FaultChannel.allCases.count)
    func set(_ channel: FaultChannel, _ score: Double) { scores[channel.rawValue] = score }
    if let arrival = arrivals.observe(time) {
      set(.gap, arrival.gap)
      set(.clock, arrival.phase)
      // Across a pause nothing is inherited.
      if !(arrival.gap > 0 && arrival.gap < 3) { breakOff() }
    }
    set(.run, Double(run.observe(value)))
    let standard = residual / model.scale
    if let before {
      let innovation = residual - model.persistence * before
      if let change = noise.observe(innovation) { set(.noiseRise, change) }
    }
    flatness.append(value)
    if flatness.isFull, let spread = Statistics.standardDeviation(flatness.values) {
      set(.noiseFall, -Elementary.log(max(spread / model.innovationScale, 1e-4)))
    }
    before = residual
    if let distance = spikes.observe(residual) { set(.spike, distance) }
    quiet.append(standard.magnitude)
    let isQuiet = quiet.isFull && (Statistics.median(quiet.values) ?? 9) < 1.5
    if sums.observe(standard), isQuiet { sums.reset() }
    if hinkley.observe(SeriesModel.clip(standard)), isQuiet { hinkley.reset() }
    set(.shift, max(sums.upper, sums.lower))
    set(.drift, hinkley.statistic)
    lags.append(standard)
    if lags.count > Self.lagCount { lags.removeFirst() }
    if let components, lags.count == Self.lagCount {
      let told = components.statistics(lags)
      set(.pattern, told.t2)
      set(.remainder, told.q)
      let index = Elementary.log(0.1 + told.t2 / indexScale.t2 + told.q / indexScale.q)
      let mean = (unrest ?? index) + Self.unrestShare * (index - (unrest ?? index))
      unrest = mean
      calm.append(index)
      // As with shift and drift: after an alarm, when all is quiet again, anew.
      if mean > limits.unrest, calm.isFull, (Statistics.median(calm.values) ?? 0) < 0.1 {
        unrest = nil
      }
      set(.unrest, mean)
      // A wild value shall not make its successors look wild: memory keeps what was expected.
      if told.t2 > limits.pattern || told.q > limits.remainder {
        lags[Self.lagCount - 1] = model.persistence * lags[Self.lagCount - 2]
      }
    }
    return scores
  }

  private mutating func breakOff() {
    before = nil
    lags.removeAll(keepingCapacity: true)
    noise.reset()
    spikes.reset()
  }
}
