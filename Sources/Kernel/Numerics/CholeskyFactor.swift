internal import Quantities

/// The lower triangle L of a symmetric positive definite matrix A = L L', for repeated solving.
///
/// Row-oriented Cholesky-Banachiewicz in plain loops (Golub and Van Loan, *Matrix Computations*,
/// 4th ed., 2013, section 4.2); only the lower triangle of A is read.
public struct CholeskyFactor: Hashable, Sendable {
  /// L, with zeros above the diagonal.
  public let lower: Matrix

  /// Factors a symmetric positive definite matrix.
  ///
  /// - Throws: ``NumericsError/notPositiveDefinite(operation:pivot:)`` also when a NaN is met.
  /// - Complexity: O(*n*^3 / 6) multiplications.
  public init(_ matrix: Matrix) throws(NumericsError) {
    guard matrix.isSquare else {
      throw .sizeMismatch(
        operation: "Cholesky factorisation", expected: "a square matrix",
        found: "\(matrix.rowCount) x \(matrix.columnCount)")
    }
    let size = matrix.rowCount
    var lower = Matrix(rowCount: size, columnCount: size)
    let badPivot = lower.elements.withUnsafeMutableBufferPointer { l in
      matrix.elements.withUnsafeBufferPointer { a in Self.factor(a, into: l, size: size) }
    }
    if let badPivot {
      throw .notPositiveDefinite(operation: "Cholesky factorisation", pivot: badPivot)
    }
    self.lower = lower
  }

  private static func factor(
    _ a: UnsafeBufferPointer<Double>, into l: UnsafeMutableBufferPointer<Double>, size: Int
  ) -> Int? {
    for i in 0..<size {
      let rowI = i &* size
      for j in 0...i {
        let rowJ = j &* size
        var sum = a[rowI &+ j]
        for k in 0..<j { sum -= l[rowI &+ k] * l[rowJ &+ k] }
        if j < i {
          l[rowI &+ j] = sum / l[rowJ &+ j]
        } else {
          // A pivot that is rounding dust of its diagonal means a singular matrix.
          let dust = Double(size) * 0x1p-53 * a[rowI &+ i]
          if !(sum > dust && sum < .infinity) { return i }
          l[rowI &+ i] = sum.squareRoot()
        }
      }
    }
    return nil
  }

  public var size: Int { lower.rowCount }

  /// The solution x of A x = b.
  ///
  /// - Precondition: b has as many elements as A has rows.
  public func solve(_ b: [Double]) -> [Double] {
    var x = solveLower(b)
    for i in stride(from: size - 1, through: 0, by: -1) {
      var sum = x[i]
      for k in i + 1..<max(size, i + 1) { sum -= lower[k, i] * x[k] }
      x[i] = sum / lower[i, i]
    }
    return x
  }

  /// The solution y of L y = b; its sum of squares is b' A^-1 b.
  ///
  /// - Precondition: b has as many elements as A has rows.
  public func solveLower(_ b: [Double]) -> [Double] {
    precondition(b.count == size, "The right-hand side must fit the matrix.")
    var x = b
    for i in 0..<size {
      var sum = x[i]
      for k in 0..<i { sum -= lower[i, k] * x[k] }
      x[i] = sum / lower[i, i]
    }
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
