public import Numerics
internal import StateSpace

/// The best that anyone can do on the clean benchmark, from the Riccati equation.
public struct FusionBounds: Sendable {
  /// Root mean square errors: with all readings until now, until a step before, ever, and with
  /// those of one moment alone.
  public let filter: Double
  public let oneStepAhead: Double
  public let smoother: Double
  public let memoryless: Double

  public init() throws(NumericsError) {
    let step = FusionRecord.process.step(seconds: FusionRecord.stepSeconds)
    let f = try Matrix(rows: [[step.levelKept, step.levelFromRate], [0, step.rateKept]])
    let q = try Matrix(rows: [
      [step.noiseLevel, step.noiseCross], [step.noiseCross, step.noiseRate],
    ])
    let sensors = FusionRecord.noise
    let h = try Matrix(rows: sensors.map { _ in [1, 0] })
    let (predicted, gain) = try DiscreteRiccati.kalman(
      transition: f, observation: h, processNoise: q,
      measurementNoise: Matrix.diagonal(sensors.map { $0 * $0 }))
    let filtered = ((Matrix.identity(2) - gain * h) * predicted).symmetrised
    // The smoother's covariance C = P + J (C - M) J' with J = P F' M^-1, far from both ends.
    let back = try CholeskyFactor(predicted).solve(f * filtered).transposed
    var smoothed = filtered
    for _ in 0..<4000 {
      smoothed = (filtered + back * ((smoothed - predicted) * back.transposed)).symmetrised
    }
    filter = filtered[0, 0].squareRoot()
    oneStepAhead = predicted[0, 0].squareRoot()
    smoother = smoothed[0, 0].squareRoot()
    memoryless = 1 / sensors.reduce(0) { $0 + 1 / ($1 * $1) }.squareRoot()
  }
}
