internal import CGSL

/// An ordinary or weighted linear least-squares fit by QR (`gsl_linalg_QR_decomp`).
///
/// The columns are scaled to unit length first, so that units do not decide the rank.
public struct LeastSquares: Sendable {
  public let coefficients: [Double]
  /// Observed minus fitted values, unweighted.
  public let residuals: [Double]
  /// The weighted sum of squared residuals.
  public let residualSumOfSquares: Double
  /// Rows with positive weight minus coefficients.
  public let degreesOfFreedom: Int
  /// (X' W X)^-1; times ``residualVariance`` it is the covariance of the coefficients.
  public let unscaledCovariance: Matrix

  /// The unbiased residual variance; nil without a degree of freedom left.
  public var residualVariance: Double? {
    degreesOfFreedom > 0 ? residualSumOfSquares / Double(degreesOfFreedom) : nil
  }

  /// The standard error of each coefficient; nil without a degree of freedom left.
  public var standardErrors: [Double]? {
    residualVariance.map { variance in
      unscaledCovariance.diagonal.map { ($0 * variance).squareRoot() }
    }
  }

  /// Fits target = design x coefficients.
  ///
  /// - Input: one row of the design per target; weights (inverse variances) default to 1, and a row
  ///   of weight 0 is ignored.
  /// - Throws: ``NumericsError/singular(operation:)`` if columns depend on each other within
  ///   rounding, or a size or argument error.
  /// - Source: Golub and Van Loan, *Matrix Computations*, 4th ed., 2013, section 5.3.
  public init(
    design: Matrix, target: [Double], weights: [Double]? = nil
  ) throws(NumericsError) {
    let operation = "least squares"
    try Self.validate(design, target, weights)
    let (rows, columns) = (design.rowCount, design.columnCount)
    var scaledDesign = design
    var scaledTarget = target
    if let weights {
      for i in 0..<rows {
        let root = weights[i].squareRoot()
        scaledTarget[i] *= root
        for j in 0..<columns { scaledDesign[i, j] *= root }
      }
    }
    let norms = try Self.normaliseColumns(&scaledDesign)
    var tau = [Double](repeating: 0, count: columns)
    var solution = [Double](repeating: 0, count: columns)
    var rest = [Double](repeating: 0, count: rows)
    try GSL.check(operation) {
      GSL.withMatrix(&scaledDesign) { qr in
        GSL.withVector(&tau) { gsl_linalg_QR_decomp(qr, $0) }
      }
    }
    for j in 0..<columns where !(abs(scaledDesign[j, j]) > Double(rows) * 0x1p-52) {
      throw .singular(operation: operation)
    }
    try GSL.check(operation) {
      GSL.withMatrix(&scaledDesign) { qr in
        GSL.withVector(&tau) { tau in
          GSL.withVector(&scaledTarget) { b in
            GSL.withVector(&solution) { x in
              GSL.withVector(&rest) { gsl_linalg_QR_lssolve(qr, tau, b, x, $0) }
            }
          }
        }
      }
    }
    coefficients = zip(solution, norms).map { $0 / $1 }
    let fitted = design * coefficients
    residuals = zip(target, fitted).map { $0 - $1 }
    residualSumOfSquares = rest.reduce(0) { $0 + $1 * $1 }
    degreesOfFreedom = (weights?.count { $0 > 0 } ?? rows) - columns
    unscaledCovariance = Self.covariance(upper: scaledDesign, norms: norms)
  }

  private static func validate(
    _ design: Matrix, _ target: [Double], _ weights: [Double]?
  ) throws(NumericsError) {
    let operation = "least squares"
    guard design.columnCount > 0 else {
      throw .invalidArgument(operation: operation, reason: "the design has no columns")
    }
    guard design.rowCount >= design.columnCount else {
      throw .sizeMismatch(
        operation: operation, expected: "at least \(design.columnCount) rows",
        found: "\(design.rowCount)")
    }
    guard target.count == design.rowCount else {
      throw .sizeMismatch(
        operation: operation, expected: "\(design.rowCount) targets", found: "\(target.count)")
    }
    guard design.magnitudeMax.isFinite, target.allSatisfy(\.isFinite) else {
      throw .invalidArgument(operation: operation, reason: "a value is not finite")
    }
    guard let weights else { return }
    guard weights.count == target.count else {
      throw .sizeMismatch(
        operation: operation, expected: "\(target.count) weights", found: "\(weights.count)")
    }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw .invalidArgument(operation: operation, reason: "a weight is negative or not finite")
    }
  }

  private static func normaliseColumns(_ matrix: inout Matrix) throws(NumericsError) -> [Double] {
    var norms: [Double] = []
    for j in 0..<matrix.columnCount {
      let norm = matrix.column(j).reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0, norm.isFinite else { throw .singular(operation: "least squares") }
      norms.append(norm)
      for i in 0..<matrix.rowCount { matrix[i, j] /= norm }
    }
    return norms
  }

  /// (R' R)^-1 for the upper triangle R, with the scaling of the columns undone.
  private static func covariance(upper r: Matrix, norms: [Double]) -> Matrix {
    let size = norms.count
    var inverse = Matrix(rowCount: size, columnCount: size)
    for j in 0..<size {
      for i in stride(from: j, through: 0, by: -1) {
        var sum = i == j ? 1.0 : 0.0
        for k in i + 1..<max(j + 1, i + 1) { sum -= r[i, k] * inverse[k, j] }
        inverse[i, j] = sum / r[i, i]
      }
    }
    var result = inverse * inverse.transposed
    for i in 0..<size {
      for j in 0..<size { result[i, j] /= norms[i] * norms[j] }
    }
    return result
  }
}
