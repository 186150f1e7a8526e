internal import Clockwork
public import StateSpace

/// What goes wrong in the fusion benchmark.
public enum FusionScenario: String, CaseIterable, Sendable {
  case clean
  /// The first sensor reads .8 K too much.
  case bias
  /// The second sensor is off by what grows to 1.5 K in three days.
  case drift
  /// Each sensor is silent a fifth of the time, for an hour at a time on average.
  case dropouts
  /// Two readings in a hundred are off by a normal number of 10 K standard deviation.
  case outliers
  /// The third sensor repeats one value for twelve hours.
  case stuck
  /// All of these at once.
  case all

  func has(_ fault: FusionScenario) -> Bool { self == fault || self == .all }
}

/// Three days of a room's temperature, read each minute by three sensors.
///
/// T' = v - .02 (T - 21), v an AR(1) of sd .4 K/h and tau .5 h; the sensors' noise is .5, .3, .4 K.
public struct FusionRecord: Sendable {
  public static let count = 4320
  public static let stepSeconds = 60.0
  public static let noise = [0.5, 0.3, 0.4]
  public static let process = LevelProcess(
    rateSD: 0.4 / 3600, rateTimeConstant: 1800, pull: 0.02 / 3600, mean: 21)

  public let truth: [Double]
  /// A row a step; nil where a sensor was silent.
  public let readings: [[Double?]]

  /// The process is stepped exactly. Truth and noise do not depend on the scenario.
  public init(_ scenario: FusionScenario, seed: UInt64) {
    func stream(_ entity: UInt64) -> RandomStream {
      RandomStream(seed: seed, purpose: Purpose("bench.fusion"), entity: entity)
    }
    let truth = Self.truth(stream(0))
    let hours = Self.stepSeconds / 3600
    var rows = [[Double?]](
      repeating: [Double?](repeating: nil, count: Self.noise.count), count: Self.count)
    for (sensor, sd) in Self.noise.enumerated() {
      var noise = stream(UInt64(1 + sensor))
      var wild = stream(UInt64(11 + sensor))
      var silence = stream(UInt64(21 + sensor))
      var begins = stream(31)
      let stuckFirst = Int(begins.below(UInt64(Self.count - 720)))
      var isSilent = false
      var last = 0.0
      for step in 0..<Self.count {
        var value = truth[step] + sd * noise.gaussian()
        if sensor == 0, scenario.has(.bias) { value += 0.8 }
        if sensor == 1, scenario.has(.drift) { value += 1.5 * Double(step) * hours / 72 }
        let isWild = wild.bernoulli(0.02)
        let off = 10 * wild.gaussian()
        if isWild, scenario.has(.outliers) { value += off }
        if sensor == 2, scenario.has(.stuck), step > stuckFirst, step < stuckFirst + 720 {
          value = last
        }
        last = value
        isSilent = silence.bernoulli(isSilent ? 59.0 / 60 : 1.0 / 240)
        if isSilent, scenario.has(.dropouts) { continue }
        rows[step][sensor] = value
      }
    }
    self.truth = truth
    readings = rows
  }

  private static func truth(_ stream: RandomStream) -> [Double] {
    var chance = stream
    let step = process.step(seconds: stepSeconds)
    let levelNoise = step.noiseLevel.squareRoot()
    let rateFromLevel = step.noiseCross / levelNoise
    let rateNoise = (step.noiseRate - rateFromLevel * rateFromLevel).squareRoot()
    var rate = process.rateSD * chance.gaussian()
    var off = 0.0
    return (0..<count).map { _ in
      let (first, second) = (chance.gaussian(), chance.gaussian())
      off = step.levelKept * off + step.levelFromRate * rate + levelNoise * first
      rate = step.rateKept * rate + rateFromLevel * first + rateNoise * second
      return process.mean + off
    }
  }
}
