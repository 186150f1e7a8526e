/// The discrete algebraic Riccati equation P = A'PA - A'PB (R + B'PB)^-1 B'PA + Q.
///
/// Solved by the structure-preserving doubling algorithm (Chu, Fan, Lin and Wang, *Int. J. Control*
/// 77, 2004), whose k-th step equals 2^k steps of the plain iteration.
public struct DiscreteRiccati: Sendable {
  /// P, symmetric and positive semidefinite.
  public let solution: Matrix
  /// K = (R + B'PB)^-1 B'PA: the control u = -K x minimises sum x'Qx + u'Ru.
  public let gain: Matrix
  /// Doubling steps that were needed.
  public let iterationCount: Int

  /// Solves the equation of a regulator.
  ///
  /// - Input: A (n x n), B (n x m), Q (n x n, positive semidefinite), R (m x m, positive
  ///   definite).
  /// - Throws: ``NumericsError/notConverged(operation:iterations:)`` if (A, B) cannot be
  ///   stabilised, or a size or definiteness error.
  public init(
    a: Matrix, b: Matrix, q: Matrix, r: Matrix, tolerance: Double = 1e-14, iterationMax: Int = 60
  ) throws(NumericsError) {
    let operation = "discrete Riccati equation"
    let size = a.rowCount
    guard a.isSquare, b.rowCount == size, q.isSquare, q.rowCount == size, r.isSquare,
      r.rowCount == b.columnCount
    else {
      throw .sizeMismatch(
        operation: operation, expected: "A and Q n x n, B n x m, R m x m",
        found: "A \(a.rowCount) x \(a.columnCount), B \(b.rowCount) x \(b.columnCount), "
          + "Q \(q.rowCount) x \(q.columnCount), R \(r.rowCount) x \(r.columnCount)")
    }
    var state = a
    var control = (b * (try CholeskyFactor(r)).solve(b.transposed)).symmetrised
    var solution = q.symmetrised
    var iteration = 0
    while true {
      guard iteration < iterationMax, solution.magnitudeMax.isFinite else {
        throw .notConverged(operation: operation, iterations: iteration)
      }
      iteration += 1
      let inner = try LUFactor(Matrix.identity(size) + control * solution)
      let advanced = try inner.solve(state)
      let spread = try inner.solve(control)
      let growth = (state.transposed * (solution * advanced)).symmetrised
      control += (state * (spread * state.transposed)).symmetrised
      state = state * advanced
      solution += growth
      if growth.magnitudeMax <= tolerance * solution.magnitudeMax { break }
    }
    let weight = try CholeskyFactor((r + b.transposed * (solution * b)).symmetrised)
    self.solution = solution
    gain = weight.solve(b.transposed * (solution * a))
    iterationCount = iteration
  }

  /// The steady state of a Kalman filter x' = F x + w, z = H x + v with covariances Q and R.
  ///
  /// - Returns: the covariance of the prediction error, and the gain on z - H x.
  /// - Source: the filter is the regulator of the transposed system (Kalman 1960).
  public static func kalman(
    transition f: Matrix, observation h: Matrix, processNoise q: Matrix, measurementNoise r: Matrix
  ) throws(NumericsError) -> (predictionCovariance: Matrix, gain: Matrix) {
    let dual = try DiscreteRiccati(a: f.transposed, b: h.transposed, q: q, r: r)
    let p = dual.solution
    let innovation = try CholeskyFactor((r + h * (p * h.transposed)).symmetrised)
    return (p, innovation.solve(h * p).transposed)
  }
}
