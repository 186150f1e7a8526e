internal import Clockwork
public import Truth

extension SensorChannel {
  /// Takes apart what it has just read; call it right after ``measure(_:tick:elapsedTicks:)``.
  ///
  /// What a fault did is what is left when the reading without it has been made again: so no kind
  /// of fault needs a formula of its own here.
  ///
  /// - Parameters:
  ///   - truth: the value that was measured.
  ///   - reading: what came of it.
  public func parts(of truth: Double, reading: Double, tick: Int64) -> ReadingParts {
    let time = time(ofTick: tick)
    let (mean, sd) = healthy
    let noise = noiseKey.gaussian(UInt64(bitPattern: tick)) * sd
    let clean = mean + noise
    let bounded = min(max(clean, rangeMin), rangeMax)
    let rounded = (bounded / resolution).rounded(.toNearestOrEven) * resolution
    let selfNoise = error.heard(lag.output) - lag.output
    let gain = (lag.output + selfNoise) * error.gain
    let ageing = error.slopePerSecond * (time - error.poweredOn).seconds
    var parts = ReadingParts(
      truth: truth, lag: lag.output - truth, gain: gain, bias: error.bias, ageing: ageing,
      heat: mean - (lag.output + selfNoise + gain + error.bias + ageing), noise: noise, noiseSD: sd,
      rounding: rounded - clean, fault: reading - rounded, reading: reading)
    parts.selfNoise = selfNoise
    parts.faults = faults.filter { $0.isActive(at: time) }.map {
      ReadingParts.ActiveFault(kind: $0.kind, start: $0.start, end: $0.end)
    }
    return parts
  }
}
