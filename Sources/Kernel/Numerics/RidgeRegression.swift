/// Weighted linear regression from running sums, with its own penalty on every coefficient.
///
/// Minimises sum w (y - x' b)^2 + sum penalty b^2 (Hoerl and Kennard, *Technometrics* 12, 1970) by
/// the normal equations and Cholesky. Memory does not grow with the number of rows, sums of two
/// parts can be joined, and old rows can be forgotten geometrically.
public struct RidgeRegression: Hashable, Sendable {
  public let coefficientCount: Int
  /// The sum of the weights.
  public private(set) var weightSum = 0.0
  /// The lower triangle of X' W X, row by row: element (i, j) at i (i + 1) / 2 + j.
  private var moments: [Double]
  private var products: [Double]
  private var targetSquares = 0.0

  /// What a fit found.
  public struct Fit: Hashable, Sendable {
    public let coefficients: [Double]
    /// The weighted sum of squared residuals, without the penalty.
    public let residualSumOfSquares: Double
    /// (X' W X + penalties)^-1; times a noise variance, the posterior covariance.
    public let inverse: Matrix

    /// The fitted value of one row.
    ///
    /// - Precondition: the row has one element per coefficient.
    @inlinable
    public func predict(_ row: some Collection<Double>) -> Double {
      precondition(row.count == coefficients.count, "A row must fit the coefficients.")
      return zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  public init(coefficientCount: Int) {
    precondition(coefficientCount > 0, "A regression needs a coefficient.")
    self.coefficientCount = coefficientCount
    moments = [Double](repeating: 0, count: coefficientCount * (coefficientCount + 1) / 2)
    products = [Double](repeating: 0, count: coefficientCount)
  }

  /// Adds one row; a weight is an inverse variance up to one common factor.
  ///
  /// - Precondition: the row has one element per coefficient.
  public mutating func add(_ row: [Double], target: Double, weight: Double = 1) {
    precondition(row.count == coefficientCount, "A row must fit the coefficients.")
    var index = 0
    for i in 0..<coefficientCount {
      let weighted = weight * row[i]
      products[i] += weighted * target
      for j in 0...i {
        moments[index] += weighted * row[j]
        index &+= 1
      }
    }
    targetSquares += weight * target * target
    weightSum += weight
  }

  /// Adds the rows of another regression.
  ///
  /// - Precondition: both have the same number of coefficients.
  public mutating func add(_ other: RidgeRegression) {
    precondition(other.coefficientCount == coefficientCount, "Only equal shapes can be joined.")
    for index in moments.indices { moments[index] += other.moments[index] }
    for index in products.indices { products[index] += other.products[index] }
    targetSquares += other.targetSquares
    weightSum += other.weightSum
  }

  /// Multiplies the weight of all rows so far, as exponential forgetting does.
  public mutating func forget(keeping factor: Double) {
    for index in moments.indices { moments[index] *= factor }
    for index in products.indices { products[index] *= factor }
    targetSquares *= factor
    weightSum *= factor
  }

  /// The coefficients under the given penalties, one a coefficient, in units of weight.
  ///
  /// - Throws: ``NumericsError/notPositiveDefinite(operation:pivot:)`` if a coefficient is
  ///   determined by neither rows nor penalty, or an argument error.
  public func fit(penalties: [Double]) throws(NumericsError) -> Fit {
    guard penalties.count == coefficientCount else {
      throw .sizeMismatch(
        operation: "ridge regression", expected: "\(coefficientCount) penalties",
        found: "\(penalties.count)")
    }
    guard penalties.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw .invalidArgument(
        operation: "ridge regression", reason: "a penalty is negative or not finite")
    }
    var system = Matrix(rowCount: coefficientCount, columnCount: coefficientCount)
    var index = 0
    for i in 0..<coefficientCount {
      for j in 0...i {
        system[i, j] = moments[index]
        system[j, i] = moments[index]
        index += 1
      }
    }
    let plain = system
    for i in 0..<coefficientCount { system[i, i] += penalties[i] }
    let factor = try CholeskyFactor(system)
    let coefficients = factor.solve(products)
    let cross = zip(coefficients, products).reduce(0) { $0 + $1.0 * $1.1 }
    let square = zip(coefficients, plain * coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    return Fit(
      coefficients: coefficients,
      // Rounding may leave a perfect fit a little below zero.
      residualSumOfSquares: max(0, targetSquares - 2 * cross + square),
      inverse: factor.inverse)
  }

  /// The fit with one penalty for all coefficients.
  public func fit(penalty: Double) throws(NumericsError) -> Fit {
    try fit(penalties: [Double](repeating: penalty, count: coefficientCount))
  }

  /// A fit of all rows of a design at once.
  ///
  /// - Throws: a size error, or as ``fit(penalties:)``.
  public static func fit(
    design: Matrix, target: [Double], weights: [Double]? = nil, penalties: [Double]
  ) throws(NumericsError) -> Fit {
    guard design.columnCount > 0 else {
      throw .invalidArgument(operation: "ridge regression", reason: "the design has no columns")
    }
    guard target.count == design.rowCount, (weights?.count ?? target.count) == target.count else {
      throw .sizeMismatch(
        operation: "ridge regression", expected: "\(design.rowCount) targets and weights",
        found: "\(target.count) and \(weights?.count ?? target.count)")
    }
    var sums = RidgeRegression(coefficientCount: design.columnCount)
    for i in 0..<design.rowCount {
      sums.add(Array(design.row(i)), target: target[i], weight: weights?[i] ?? 1)
    }
    return try sums.fit(penalties: penalties)
  }
}
