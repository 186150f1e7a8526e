/// A symmetric positive definite system, solved by Cholesky factorisation in plain Swift.
///
/// Own inner loops because thousands of homes refit tens of columns a day: no copies, fixed
/// summation order, only + - * / and square root, so the bits repeat everywhere.
struct NormalEquations {
  let size: Int
  /// Row-major; only the lower triangle is read.
  var matrix: [Double]
  var right: [Double]

  init(size: Int) {
    self.size = size
    matrix = [Double](repeating: 0, count: size * size)
    right = [Double](repeating: 0, count: size)
  }

  /// The solution; the system is overwritten by its factor.
  ///
  /// A column whose pivot falls below 1e-13 of its diagonal is a combination of those before it and
  /// gets coefficient zero.
  ///
  /// - Source: Golub and Van Loan, *Matrix Computations*, 4th ed., algorithm 4.2.2 (row form).
  mutating func solve() -> [Double] {
    let n = size
    var inversePivots = [Double](repeating: 0, count: n)
    var x = right
    matrix.withUnsafeMutableBufferPointer { a in
      for row in 0..<n {
        let rowStart = row * n
        let diagonal = a[rowStart + row]
        for column in 0..<row {
          let columnStart = column * n
          var sum = a[rowStart + column]
          for k in 0..<column { sum -= a[rowStart + k] * a[columnStart + k] }
          a[rowStart + column] = sum * inversePivots[column]
        }
        var pivot = diagonal
        for k in 0..<row { pivot -= a[rowStart + k] * a[rowStart + k] }
        inversePivots[row] = pivot > 1e-13 * diagonal ? 1 / pivot.squareRoot() : 0
      }
      for row in 0..<n {
        var sum = x[row]
        for k in 0..<row { sum -= a[row * n + k] * x[k] }
        x[row] = sum * inversePivots[row]
      }
      for row in stride(from: n - 1, through: 0, by: -1) {
        var sum = x[row]
        for k in (row + 1)..<max(n, row + 1) { sum -= a[k * n + row] * x[k] }
        x[row] = sum * inversePivots[row]
      }
    }
    return x
  }
}
