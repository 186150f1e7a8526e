internal import CGSL

/// A square matrix factored as P A = L U with partial pivoting (`gsl_linalg_LU_decomp`).
public struct LUFactor: Sendable {
  private let factors: Matrix
  private let pivots: [Int]
  private let sign: Double

  /// Factors a square matrix.
  ///
  /// - Throws: ``NumericsError/singular(operation:)`` when a pivot is rounding dust beside the
  ///   largest element, or an element is not finite.
  public init(_ matrix: Matrix) throws(NumericsError) {
    let operation = "LU factorisation"
    guard matrix.isSquare, matrix.rowCount > 0 else {
      throw .sizeMismatch(
        operation: operation, expected: "a square matrix of at least one row",
        found: "\(matrix.rowCount) x \(matrix.columnCount)")
    }
    let size = matrix.rowCount
    let largest = matrix.magnitudeMax
    guard largest.isFinite else {
      throw .invalidArgument(operation: operation, reason: "an element is not finite")
    }
    var factors = matrix
    var pivots = [Int](repeating: 0, count: size)
    var signum: Int32 = 1
    try GSL.check(operation) {
      GSL.withMatrix(&factors) { a in
        Self.withPermutation(&pivots) { gsl_linalg_LU_decomp(a, $0, &signum) }
      }
    }
    let dust = Double(size) * 0x1p-52 * largest
    for value in factors.diagonal where !(abs(value) > dust) {
      throw .singular(operation: operation)
    }
    self.factors = factors
    self.pivots = pivots
    sign = Double(signum)
  }

  public var size: Int { factors.rowCount }

  /// The solution x of A x = b.
  ///
  /// - Throws: ``NumericsError/sizeMismatch(operation:expected:found:)``.
  public func solve(_ b: [Double]) throws(NumericsError) -> [Double] {
    guard b.count == size else {
      throw .sizeMismatch(
        operation: "LU solution", expected: "\(size) right-hand values", found: "\(b.count)")
    }
    var x = b
    var pivots = pivots
    try GSL.check("LU solution") {
      GSL.withConstant(factors) { lu in
        GSL.withVector(&x) { x in
          Self.withPermutation(&pivots) { gsl_linalg_LU_svx(lu, $0, x) }
        }
      }
    }
    return x
  }

  /// The solution X of A X = B.
  ///
  /// - Throws: ``NumericsError/sizeMismatch(operation:expected:found:)``.
  public func solve(_ b: Matrix) throws(NumericsError) -> Matrix {
    guard b.rowCount == size else {
      throw .sizeMismatch(
        operation: "LU solution", expected: "\(size) rows", found: "\(b.rowCount)")
    }
    var result = Matrix(rowCount: size, columnCount: b.columnCount)
    for j in 0..<b.columnCount {
      let column = try solve(b.column(j))
      for i in 0..<size { result[i, j] = column[i] }
    }
    return result
  }

  /// A^-1.
  public func inverse() throws(NumericsError) -> Matrix { try solve(Matrix.identity(size)) }

  /// The determinant of A; may over- or underflow for large matrices.
  public var determinant: Double { factors.diagonal.reduce(sign, *) }

  private static func withPermutation<Result>(
    _ pivots: inout [Int], _ body: (UnsafeMutablePointer<gsl_permutation>) -> Result
  ) -> Result {
    pivots.withUnsafeMutableBufferPointer { buffer in
      buffer.withMemoryRebound(to: UInt.self) { words in
        var header = gsl_permutation(
          size: words.count,
          data: UnsafeMutableRawPointer(words.baseAddress)?.assumingMemoryBound(to: Int.self))
        return body(&header)
      }
    }
  }
}
