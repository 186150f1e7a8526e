internal import Quantities
public import Truth

/// What one reading says for a fault that is known, against a healthy sensor: log likelihood
/// ratios, for the oracle of quality.
///
/// A perfect unit's reading with its own bias and lag is known, and the noise about it, which is
/// normal. The text of a fault is what the world does to a reading.
public struct ReadingOdds: Sendable {
  /// What a healthy unit would have read without noise, and the noise's standard deviation.
  public var mean: Double
  public var sd: Double
  /// Smallest step of the output.
  public var resolution: Double
  /// Standard deviation that sampling adds.
  public var addedSD: Double
  /// How far the fault moves the mean, where that hangs on other sensors.
  public var shift: Double

  public init(
    mean: Double, sd: Double, resolution: Double, addedSD: Double = 0, shift: Double = 0
  ) {
    self.mean = mean
    self.sd = sd
    self.resolution = resolution
    self.addedSD = addedSD
    self.shift = shift
  }

  /// A fault as the world made it.
  public struct Fault: Sendable {
    public var kind: FaultKind
    /// Bias, spikes, miscalibration: the channel's unit; drift: unit a day; noise: factor; dying
    /// battery: factor when it is empty.
    public var magnitude: Double
    /// Of one native reading, for spikes.
    public var probability: Double
    /// Miscalibration: share of the value.
    public var gain: Double
    /// Dying battery: share of what was left that goes in a day.
    public var drainPerDay: Double

    public init(
      kind: FaultKind, magnitude: Double, probability: Double = 0, gain: Double = 0,
      drainPerDay: Double = 0
    ) {
      self.kind = kind
      self.magnitude = magnitude
      self.probability = probability
      self.gain = gain
      self.drainPerDay = drainPerDay
    }
  }

  /// - Parameters:
  ///   - days: since the fault's onset.
  ///   - last: the reading before; nil for the first.
  ///   - edges: where the output is cut off; a value there says nothing for a stuck sensor.
  public func gain(
    _ value: Double, fault: Fault, days: Double, last: Double?, edges: ClosedRange<Double>
  ) -> Double {
    switch fault.kind {
    case .bias: return shifted(value, by: fault.magnitude)
    case .drift: return shifted(value, by: fault.magnitude * days)
    case .noise: return widened(value, factor: max(fault.magnitude, 1))
    case .spikes: return spiked(value, size: fault.magnitude, probability: fault.probability)
    case .stuck:
      guard let last, value > edges.lowerBound, value < edges.upperBound else { return 0 }
      return repeated(value, last: last)
    case .miscalibration: return shifted(value, by: fault.magnitude + fault.gain * mean)
    case .swapped: return shifted(value, by: shift)
    case .dyingBattery:
      let drained = min(max(days * fault.drainPerDay, 0), 1)
      return widened(value, factor: max(1 + (fault.magnitude - 1) * drained, 1))
    case .dropout, .clockJump, .replayed, .forged, .linkOutage, .gatewayRestart,
      .brokerPartition, .misnumbered, .misstatedCharge, .doubledPeriod:
      return 0
    }
  }

  /// Of everything that is not the unit's own noise.
  private var otherVariance: Double { addedSD * addedSD + resolution * resolution / 12 }
  private var variance: Double { sd * sd + otherVariance }

  private func shifted(_ value: Double, by shift: Double) -> Double {
    let a = value - mean
    let b = a - shift
    return 0.5 * (a * a - b * b) / variance
  }

  private func widened(_ value: Double, factor: Double) -> Double {
    let wide = sd * sd * factor * factor + otherVariance
    let a = value - mean
    return 0.5 * (a * a * (1 / variance - 1 / wide) - Elementary.log(wide / variance))
  }

  /// Either nothing or a step up or down: the mixture's likelihood, kept from overflow.
  private func spiked(_ value: Double, size: Double, probability: Double) -> Double {
    let step = max(shifted(value, by: size), shifted(value, by: -size))
    let spike = Elementary.log(max(probability, 1e-12) / 2) + step
    let none = Elementary.log(max(1 - probability, 1e-12))
    let top = max(spike, none)
    return top + Elementary.log(Elementary.exp(spike - top) + Elementary.exp(none - top))
  }

  /// A stuck sensor says the same again for sure, a healthy one by chance.
  private func repeated(_ value: Double, last: Double) -> Double {
    guard (value - last).magnitude < 0.5 * resolution else { return -.infinity }
    let a = value - mean
    let density = -0.5 * (a * a / variance + Elementary.log(2 * .pi * variance))
    return max(-(density + Elementary.log(resolution)), 0)
  }
}
