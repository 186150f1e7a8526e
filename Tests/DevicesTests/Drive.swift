import Clockwork
import Devices
import Telemetry

/// Drives units of one channel with a constant, a step and a ramp, and estimates from their
/// readings alone what the channel is like. It never looks at the model's figures.
struct Drive {
  let model: ChannelModel
  var period: Double { Double(model.periodSeconds) }
  static let start = SimTime(microseconds: 1_705_276_800_000_000)
  static let unitCount = 1_000
  /// Readings of one mean.
  static let tickCount: Int64 = 64

  /// Values at which a channel is driven, and a span that is small beside them but many steps wide.
  struct Points {
    var low: Double
    var high: Double
    var span: Double
  }

  var points: Points {
    switch model.channel {
    case .temperature: Points(low: 21, high: 31, span: 3)
    case .relativeHumidity: Points(low: 0.4, high: 0.7, span: 0.05)
    case .co2: Points(low: 600, high: 1_600, span: 50)
    case .illuminance: Points(low: 200, high: 2_000, span: 50)
    case .power: Points(low: 300, high: 2_000, span: 50)
    case .energy: Points(low: 100, high: 1_000, span: 0.1)
    case .voltage: Points(low: 115, high: 235, span: 20)
    case .current: Points(low: 1, high: 8, span: 2)
    case .pm25: Points(low: 40, high: 400, span: 20)
    case .vocIndex: Points(low: 100, high: 300, span: 20)
    case .noiseLevel: Points(low: 65, high: 90, span: 10)
    default: Points(low: 0.3, high: 0.6, span: 0.2)
    }
  }

  func unit(_ entity: Int, seed: UInt64 = 11) -> SensorChannel {
    SensorChannel(
      model: model, device: DeviceIndex(0), firstTick: Self.start, seed: seed,
      entity: UInt64(entity))
  }

  /// Ticks after which what warms up is warm.
  var warmTicks: Int64 { Int64(86_400 / period) }

  // MARK: - Ramp: resolution and noise

  /// The smallest step between two outputs of a slow ramp, and the deviation about its line.
  func ramp() -> (resolution: Double, noise: Double) {
    var unit = unit(0)
    let count = 6_000
    let points = points
    _ = unit.measure(points.low, tick: 0, elapsedTicks: 0)
    var outputs: [Double] = []
    for n in 0..<count + 200 {
      let value = points.low + points.span * Double(n) / Double(count)
      let tick = warmTicks + Int64(n)
      let reading = unit.measure(value, tick: tick, elapsedTicks: n == 0 ? warmTicks : 1) ?? .nan
      // The lag's beginning is no line yet.
      if n >= 200 { outputs.append(reading) }
    }
    let sorted = outputs.sorted()
    let steps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
    let floor = 1e-6 * points.span
    let resolution = steps.filter { $0 > floor }.min() ?? .infinity
    let rest = Self.deviationAboutLine(outputs)
    // Rounding of values that pass through many steps adds a twelfth of the step squared.
    return (resolution, max(rest * rest - resolution * resolution / 12, 0).squareRoot())
  }

  static func deviationAboutLine(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let meanX = (count - 1) / 2
    let meanY = values.reduce(0, +) / count
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (n, value) in values.enumerated() {
      let (x, y) = (Double(n) - meanX, value - meanY)
      xy += x * y
      xx += x * x
      yy += y * y
    }
    return (max(yy - xy * xy / xx, 0) / (count - 2)).squareRoot()
  }

  // MARK: - Constant: accuracy, self-heating, ageing

  /// What units are off by: each a mean over readings that pass through many steps.
  private func errors(at value: Double, from tick: Int64, _ units: inout [SensorChannel])
    -> [Double]
  {
    let dither = points.span / 5
    return units.indices.map { index in
      _ = units[index].measure(value, tick: tick - 1, elapsedTicks: 100_000)
      var sum = 0.0
      for n in 0..<Self.tickCount {
        // Up and down, so that a lag takes off as much as it adds.
        let phase = Double(n % 16) / 16
        let input = value + dither * (phase < 0.5 ? phase : 1 - phase)
        sum += (units[index].measure(input, tick: tick + n, elapsedTicks: 1) ?? .nan) - input
      }
      return sum / Double(Self.tickCount)
    }
  }

  /// Mean and deviation over units of what they are off by when warm.
  func accuracy(at value: Double) -> (mean: Double, sd: Double) {
    var units = (0..<Self.unitCount).map { unit($0) }
    return Self.moments(errors(at: value, from: warmTicks, &units))
  }

  /// How much the mean reading moves from power-on until it is warm.
  func warmUp() -> Double {
    let value = points.low
    var first = 0.0
    var last = 0.0
    for entity in 0..<Self.unitCount {
      var unit = unit(entity)
      first += unit.measure(value, tick: 0, elapsedTicks: 0) ?? .nan
      last += unit.measure(value, tick: warmTicks, elapsedTicks: warmTicks) ?? .nan
    }
    return (last - first) / Double(Self.unitCount)
  }

  /// Deviation over units of what a year adds.
  func ageing() -> Double {
    var units = (0..<Self.unitCount).map { unit($0) }
    let early = errors(at: points.low, from: warmTicks, &units)
    let late = errors(at: points.low, from: warmTicks + Int64(365 * 86_400 / period), &units)
    return Self.moments(zip(early, late).map { $1 - $0 }).sd
  }

  static func moments(_ values: [Double]) -> (mean: Double, sd: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (sum / Double(values.count - 1)).squareRoot())
  }

  /// What units read in a silence, in the mean.
  func silence() -> Double {
    let readings = (0..<Self.unitCount).map { entity in
      var unit = unit(entity)
      return unit.measure(0, tick: 0, elapsedTicks: 0) ?? .nan
    }
    return Self.moments(readings).mean
  }

  // MARK: - Step: lag

  /// The area that readings stay behind a step, over its height: a first-order lag's time constant,
  /// seconds. The input moves in a line over one period, which neither adds to that nor takes away.
  func lag() -> Double {
    let (low, high) = (points.low, points.high)
    let count = 1 + Int(3_600 / period)
    var sums = [Double](repeating: 0, count: count)
    var before = 0.0
    let unitCount = 400
    for entity in 0..<unitCount {
      var unit = unit(entity)
      _ = unit.measure(low, tick: 0, elapsedTicks: 0)
      before += unit.measure(low, tick: warmTicks, elapsedTicks: warmTicks) ?? .nan
      for n in 0..<count {
        sums[n] += unit.measure(high, tick: warmTicks + 1 + Int64(n), elapsedTicks: 1) ?? .nan
      }
    }
    let settled = sums[(count / 2)...]
    let after = settled.reduce(0, +) / Double(settled.count)
    return period * sums.reduce(0) { $0 + (after - $1) / (after - before) }
  }
}
