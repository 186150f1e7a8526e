public import Telemetry
internal import Clockwork

/// The data plan's `AdaptiveSampler` as written, kept as a null player.
///
/// It keeps a reading by a coin of probability `rate`. After each 100 readings it takes the z-score
/// of *one* number, their standard deviation: that is 0/0, not a number, whose magnitude is never
/// above 2, so the rate stays at its base for ever.
public struct AdaptiveSampler: Sendable {
  static let baseRate = 0.1
  static let rateMin = 0.01
  static let rateMax = 1.0
  static let bufferLimit = 100

  public private(set) var rate = Self.baseRate
  private var buffer: [Double] = []
  private let coin: RandomKey

  /// - Parameter chance: keys the coin, with the entity.
  public init(chance: UInt64, entity: UInt64) {
    coin = RandomKey(seed: chance, purpose: Purpose("sampling.adaptive.coin"), entity: entity)
  }

  public mutating func offer(_ reading: NativeReading) -> EdgeDecision {
    updateRate(reading.value)
    let isKept = coin.uniform(UInt64(bitPattern: reading.tick)) < rate
    return isKept ? .send(reading) : .hold()
  }

  private mutating func updateRate(_ value: Double) {
    buffer.append(value)
    guard buffer.count >= Self.bufferLimit else { return }
    let variability = standardDeviation(buffer)
    // scipy.stats.zscore of a single value: (x - mean(x)) / std(x) with mean x and std 0.
    let zScore = (variability - variability) / 0.0
    if zScore.magnitude > 2 {
      rate = min(max(Self.baseRate * (1 + zScore / 10), Self.rateMin), Self.rateMax)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func standardDeviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(values.count)).squareRoot()
  }
}
