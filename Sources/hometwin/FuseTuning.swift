import Clockwork
import Numerics
import Quantities
import StateSpace

/// What a fusion assumes of a table: the sensors' noise and how the quantity moves, as given or,
/// where nothing is, estimated from the readings.
struct FuseTuning {
  /// Of the user; nil to estimate.
  struct Given {
    var noise: Double?
    var ratePerHour: Double?
    var rateHours: Double?
    var bias: Double?
    var faultyMax = 2
  }

  var sensors: [SensorNoise]
  var process: LevelProcess
  var faults = SensorFaults()
  var level: Double
  var levelSD: Double
  /// What was estimated, in words.
  var notes: [String] = []

  private static let fitCountMax = 1500

  /// - Parameters:
  ///   - series: readings of each sensor in order of time, none empty.
  /// - Throws: `NumericsError` where no likelihood can be found.
  init(_ series: [[FusionPass.Reading]], given: Given) throws {
    sensors = series.map { Self.noise(of: $0, given: given.noise) }
    let medians = series.map { Statistics.median($0.map(\.value)) ?? 0 }
    let noiseMax = sensors.map(\.sd).max() ?? 1
    let spread = ((medians.max() ?? 0) - (medians.min() ?? 0)) / 2
    faults.faultyMax = given.faultyMax
    faults.biasSD = given.bias ?? max(3 * noiseMax, spread)
    faults.driftSD = faults.biasSD / 2 / 86_400
    let firsts = series.compactMap { Statistics.median($0.prefix(5).map(\.value)) }
    level = Statistics.median(firsts) ?? 0
    levelSD = 5 * noiseMax + spread
    process = LevelProcess(
      rateSD: (given.ratePerHour ?? 1) / 3600, rateTimeConstant: (given.rateHours ?? 0.5) * 3600)
    if given.noise == nil {
      notes.append("noise of each sensor: from how its readings scatter about their neighbours")
    }
    if given.bias == nil {
      notes.append("biases: a standard deviation of \(Self.brief(faults.biasSD)), half a day")
    }
    if given.ratePerHour == nil || given.rateHours == nil { try fit(series, given) }
  }

  private static func brief(_ value: Double) -> String {
    "\((value * 1e4).rounded() / 1e4)"
  }

  /// The middle reading of three against the line through its neighbours; half a step of the
  /// sensor's resolution at least. Sameness says nothing and is left out.
  static func noise(of series: [FusionPass.Reading], given: Double?) -> SensorNoise {
    var steps: [Double] = []
    var offs: [Double] = []
    for place in series.indices.dropFirst() {
      let step = (series[place].value - series[place - 1].value).magnitude
      if step > 0 { steps.append(step) }
      guard place + 1 < series.count else { continue }
      let (a, b, c) = (series[place - 1], series[place], series[place + 1])
      let span = Double(c.time.microseconds - a.time.microseconds)
      guard span > 0, !(a.value == b.value && b.value == c.value) else { continue }
      let share = Double(b.time.microseconds - a.time.microseconds) / span
      let off = b.value - (a.value + share * (c.value - a.value))
      offs.append(off / (1 + share * share + (1 - share) * (1 - share)).squareRoot())
    }
    // The smallest of steps is the resolution, up to rounding.
    let resolution = max(steps.min() ?? 1e-6, 1e-9)
    let scatter = Statistics.median(offs.map(\.magnitude)) ?? 0
    let sd = max(Statistics.normalConsistency * scatter, 0.29 * resolution)
    return SensorNoise(sd: given ?? sd, resolution: resolution)
  }

  /// Maximum likelihood of each sensor by itself, so that what they disagree on does not matter.
  private mutating func fit(_ series: [[FusionPass.Reading]], _ given: Given) throws {
    let parts = series.map { $0.prefix(Self.fitCountMax) }
    let base = self
    let best = try NelderMead(iterationMax: 80, sizeTolerance: 0.02).minimise(
      from: [0, 0], steps: [1, 1]
    ) { point in
      var process = base.process
      if given.ratePerHour == nil { process.rateSD = base.start * Elementary.exp(point[0]) }
      if given.rateHours == nil { process.rateTimeConstant *= Elementary.exp(point[1]) }
      var sum = 0.02 * (point[0] * point[0] + point[1] * point[1])
      for (place, part) in parts.enumerated() {
        var filter = FusionFilter(
          process, sensors: [base.sensors[place]], faults: Self.alone,
          level: part.first?.value ?? 0,
          levelSD: base.levelSD)
        for reading in part {
          filter.advance(to: reading.time)
          filter.observe(reading.value, sensor: 0)
        }
        sum -= filter.logLikelihood
      }
      return sum
    }
    if given.ratePerHour == nil { process.rateSD = start * Elementary.exp(best.point[0]) }
    if given.rateHours == nil { process.rateTimeConstant *= Elementary.exp(best.point[1]) }
    notes.append(
      "the quantity's rate: a standard deviation of \(Self.brief(process.rateSD * 3600)) an hour, "
        + "remembered for \(Self.brief(process.rateTimeConstant / 3600)) h, by maximum likelihood")
  }

  /// Where the search for the rate's spread begins, unit a second.
  private var start: Double { 2 * (sensors.map(\.sd).min() ?? 1) / 3600 }

  private static let alone = {
    var faults = SensorFaults()
    faults.faultyMax = 0
    faults.findsStuck = false
    faults.learnsNoise = false
    return faults
  }()
}
