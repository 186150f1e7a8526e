/// The normal equations of a linear regression, filled by the caller and solved by Cholesky.
///
/// Where columns depend on each other, eigenvalues find the solution of least length instead, so a
/// fit never fails for want of rows.
public struct NormalEquations: Sendable {
  /// Eigenvalues below this share of the largest are rounding dust.
  private static let dust = 1e-13

  public let size: Int
  /// X' W X and penalties; only the lower triangle is read.
  public var matrix: Matrix
  /// X' W y.
  public var right: [Double]

  public init(size: Int) {
    self.size = size
    matrix = Matrix(rowCount: size, columnCount: size)
    right = [Double](repeating: 0, count: size)
  }

  /// The coefficients; none for a system of size zero.
  ///
  /// - Throws: ``NumericsError/invalidArgument(operation:reason:)`` where an element is not finite.
  public func solve() throws(NumericsError) -> [Double] {
    if size == 0 { return [] }
    if let factor = try? CholeskyFactor(matrix) { return factor.solve(right) }
    return try shortestSolution()
  }

  /// The sum over eigenvectors v of v (v'b) / value, on columns scaled to a diagonal of ones: units
  /// do not decide what is dust.
  private func shortestSolution() throws(NumericsError) -> [Double] {
    let scales = matrix.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 1 }
    var scaled = matrix
    for i in 0..<size {
      for j in 0...i { scaled[i, j] *= scales[i] * scales[j] }
    }
    let eigen = try SymmetricEigen(scaled)
    var solution = [Double](repeating: 0, count: size)
    guard let largest = eigen.values.last, largest > 0 else { return solution }
    for (k, value) in eigen.values.enumerated() where value > Self.dust * largest {
      var share = 0.0
      for i in 0..<size { share += eigen.vectors[i, k] * scales[i] * right[i] }
      for i in 0..<size { solution[i] += eigen.vectors[i, k] * share / value }
    }
    for i in 0..<size { solution[i] *= scales[i] }
    return solution
  }
}
