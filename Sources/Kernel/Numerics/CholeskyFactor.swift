internal import CGSL
internal import Quantities

/// The lower triangle L of a symmetric positive definite matrix A = L L', for repeated solving
/// (`gsl_linalg_cholesky_decomp1`); only the lower triangle of A is read.
public struct CholeskyFactor: Hashable, Sendable {
  private static let operation = "Cholesky factorisation"

  /// L, with zeros above the diagonal.
  public let lower: Matrix

  /// Factors a symmetric positive definite matrix.
  ///
  /// - Throws: ``NumericsError/notPositiveDefinite(operation:)`` also when a NaN is met, or when a
  ///   pivot is rounding dust of its diagonal, which means a singular matrix.
  /// - Complexity: O(*n*^3 / 6) multiplications.
  public init(_ matrix: Matrix) throws(NumericsError) {
    guard matrix.isSquare, matrix.rowCount > 0 else {
      throw .sizeMismatch(
        operation: Self.operation, expected: "a square matrix of at least one row",
        found: "\(matrix.rowCount) x \(matrix.columnCount)")
    }
    let size = matrix.rowCount
    var lower = matrix
    do {
      try GSL.check(Self.operation) {
        GSL.withMatrix(&lower) { gsl_linalg_cholesky_decomp1($0) }
      }
    } catch .library(_, Int(GSL_EDOM), _) {
      // Its only complaint about a square matrix; GSL has no code of its own for it.
      throw .notPositiveDefinite(operation: Self.operation)
    }
    let dust = Double(size) * 0x1p-53
    for i in 0..<size {
      let pivot = lower[i, i] * lower[i, i]
      guard pivot > dust * matrix[i, i], pivot < .infinity else {
        throw .notPositiveDefinite(operation: Self.operation)
      }
      // GSL keeps A there.
      for j in i + 1..<max(size, i + 1) { lower[i, j] = 0 }
    }
    self.lower = lower
  }

  public var size: Int { lower.rowCount }

  /// The solution x of A x = b.
  ///
  /// - Precondition: b has as many elements as A has rows.
  public func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == size, "The right-hand side must fit the matrix.")
    var x = b
    let code = GSL.withConstant(lower) { l in
      GSL.withVector(&x) { gsl_linalg_cholesky_svx(l, $0) }
    }
    precondition(code == Int32(GSL_SUCCESS), "GSL refuses only sizes that do not fit.")
    return x
  }

  /// The solution y of L y = b; its sum of squares is b' A^-1 b.
  ///
  /// - Precondition: b has as many elements as A has rows.
  public func solveLower(_ b: [Double]) -> [Double] {
    precondition(b.count == size, "The right-hand side must fit the matrix.")
    var x = b
    let code = GSL.withConstant(lower) { l in
      GSL.withVector(&x) { gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, l, $0) }
    }
    precondition(code == Int32(GSL_SUCCESS), "GSL refuses only sizes that do not fit.")
    return x
  }

  /// The solution X of A X = B, column by column.
  ///
  /// - Precondition: B has as many rows as A.
  public func solve(_ b: Matrix) -> Matrix {
    precondition(b.rowCount == size, "The right-hand side must fit the matrix.")
    var result = Matrix(rowCount: size, columnCount: b.columnCount)
    for j in 0..<b.columnCount {
      let column = solve(b.column(j))
      for i in 0..<size { result[i, j] = column[i] }
    }
    return result
  }

  /// b' A^-1 b, the squared Mahalanobis length of b when A is a covariance.
  public func quadraticForm(_ b: [Double]) -> Double {
    solveLower(b).reduce(0) { $0 + $1 * $1 }
  }

  /// A^-1, exactly symmetric.
  public var inverse: Matrix { solve(Matrix.identity(size)).symmetrised }

  /// The natural logarithm of the determinant of A.
  public var logDeterminant: Double {
    2 * (0..<size).reduce(0) { $0 + Elementary.log(lower[$1, $1]) }
  }
}
