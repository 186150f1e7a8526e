/// Sender and receiver run one Kalman filter each, alike bit for bit; a value is sent only where
/// the
/// prediction errs by more than the tolerance, and both filters then learn it.
///
/// The receiver shows the prediction, or what has just been sent: at no tick does it err by more
/// than the tolerance.
///
/// - Source: Jain, Chang and Wang 2004, "Adaptive stream resource management using Kalman filters"
///   (dual Kalman filter); the damped trend after Gardner and McKenzie 1985.
public struct DualPrediction: Sendable {
  public enum Model: Hashable, Sendable {
    /// The value stays where it is.
    case level
    /// It goes on with a slope that keeps this share of itself a tick, in 0...1.
    case trend(damping: Double)
  }

  public let tolerance: Double
  public let step: Double
  public let model: Model

  /// - Parameters:
  ///   - tolerance: above 0.
  ///   - step: in which values are sent; at most twice the tolerance.
  public init(tolerance: Double, step: Double, model: Model) {
    self.tolerance = tolerance
    self.step = min(step, 2 * tolerance)
    self.model = model
  }

  /// What is sent of a series at ticks 0, 1, ..., and what the receiver shows meanwhile.
  ///
  /// - Parameter values: finite, of a magnitude of at most 2^52 steps.
  /// - Returns: nil if a value is beyond that.
  public func send(_ values: [Double]) -> (knots: [Knot], shown: [Double])? {
    var filter = Filter(self)
    var knots: [Knot] = []
    var shown: [Double] = []
    for (tick, value) in values.enumerated() {
      filter.advance()
      if !filter.isNew, (filter.level - value).magnitude <= tolerance {
        shown.append(filter.level)
        continue
      }
      let scaled = (value / step).rounded()
      guard scaled.magnitude <= 0x1p52 else { return nil }
      knots.append(Knot(tick: Int64(tick), level: Int64(scaled)))
      shown.append(scaled * step)
      filter.learn(scaled * step)
    }
    return (knots, shown)
  }

  /// The receiver alone: from what was sent to what it shows at each of `count` ticks.
  public func receive(_ knots: [Knot], count: Int) -> [Double] {
    var filter = Filter(self)
    var shown: [Double] = []
    var next = 0
    for tick in 0..<max(count, 0) {
      filter.advance()
      if next < knots.count, knots[next].tick == Int64(tick) {
        let value = Double(knots[next].level) * step
        next += 1
        filter.learn(value)
        shown.append(value)
      } else {
        shown.append(filter.level)
      }
    }
    return shown
  }

  /// A level and a slope with their covariance; the tolerance is the unit of noise.
  private struct Filter {
    private(set) var level = 0.0
    private(set) var isNew = true
    private var slope = 0.0
    private var covariance = (level: 0.0, both: 0.0, slope: 0.0)
    private let damping: Double
    private let noise: (level: Double, slope: Double, measured: Double)

    init(_ settings: DualPrediction) {
      let unit = settings.tolerance * settings.tolerance
      switch settings.model {
      case .level:
        damping = 0
        noise = (unit / 4, 0, unit / 1_000)
      case .trend(let share):
        damping = min(max(share, 0), 1)
        // A slope that changes by a fiftieth of the tolerance a tick each tick.
        noise = (unit / 10_000, unit / 2_500, unit / 100)
      }
    }

    mutating func advance() {
      guard !isNew, damping > 0 else { return }
      level += slope
      slope *= damping
      let old = covariance
      covariance.level = old.level + 2 * old.both + old.slope + noise.level
      covariance.both = damping * (old.both + old.slope)
      covariance.slope = damping * damping * old.slope + noise.slope
    }

    mutating func learn(_ value: Double) {
      guard !isNew, damping > 0 else {
        isNew = false
        level = value
        covariance = (noise.measured, 0, 100 * noise.slope)
        return
      }
      let error = value - level
      let total = covariance.level + noise.measured
      let (levelGain, slopeGain) = (covariance.level / total, covariance.both / total)
      level += levelGain * error
      slope += slopeGain * error
      let old = covariance
      covariance.level = (1 - levelGain) * old.level
      covariance.both = (1 - levelGain) * old.both
      covariance.slope = old.slope - slopeGain * old.both
    }
  }
}
