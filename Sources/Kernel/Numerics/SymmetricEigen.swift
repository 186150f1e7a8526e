internal import CGSL

/// The eigenvalues and eigenvectors of a symmetric matrix (`gsl_eigen_symmv`).
public struct SymmetricEigen: Sendable {
  /// Eigenvalues in ascending order.
  public let values: [Double]
  /// Unit eigenvectors as columns, in the order of the values; the largest component of each is
  /// positive, so that the sign does not depend on the method.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix; only its lower triangle is read.
  ///
  /// - Throws: ``NumericsError`` if the matrix is not square or has elements that are not finite.
  public init(_ matrix: Matrix) throws(NumericsError) {
    let operation = "symmetric eigenvalues"
    guard matrix.isSquare, matrix.rowCount > 0 else {
      throw .sizeMismatch(
        operation: operation, expected: "a square matrix of at least one row",
        found: "\(matrix.rowCount) x \(matrix.columnCount)")
    }
    guard matrix.magnitudeMax.isFinite else {
      throw .invalidArgument(operation: operation, reason: "an element is not finite")
    }
    let size = matrix.rowCount
    var work = matrix
    var values = [Double](repeating: 0, count: size)
    var vectors = Matrix(rowCount: size, columnCount: size)
    guard GSL.isReady, let workspace = gsl_eigen_symmv_alloc(size) else {
      throw .library(operation: operation, code: Int(GSL_ENOMEM), message: "no memory")
    }
    defer { gsl_eigen_symmv_free(workspace) }
    try GSL.check(operation) {
      GSL.withMatrix(&work) { a in
        GSL.withVector(&values) { values in
          GSL.withMatrix(&vectors) { vectors in
            let code = gsl_eigen_symmv(a, values, vectors, workspace)
            if code != 0 { return code }
            return gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_ASC)
          }
        }
      }
    }
    for j in 0..<size {
      let column = vectors.column(j)
      let peak = column.max { abs($0) < abs($1) } ?? 0
      if peak < 0 {
        for i in 0..<size { vectors[i, j] = -vectors[i, j] }
      }
    }
    self.values = values
    self.vectors = vectors
  }
}
