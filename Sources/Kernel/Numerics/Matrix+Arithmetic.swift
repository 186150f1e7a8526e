/// Plain loops: for the small matrices of filters and controllers they beat a library call, and
/// their order of operations is fixed.
extension Matrix {
  /// - Precondition: both have the same size.
  public static func + (a: Matrix, b: Matrix) -> Matrix {
    var result = a
    result += b
    return result
  }

  /// - Precondition: both have the same size.
  public static func - (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.hasSize(of: b), "Only matrices of one size can be subtracted.")
    var result = a
    for index in result.elements.indices { result.elements[index] -= b.elements[index] }
    return result
  }

  /// - Precondition: both have the same size.
  public static func += (a: inout Matrix, b: Matrix) {
    precondition(a.hasSize(of: b), "Only matrices of one size can be added.")
    for index in a.elements.indices { a.elements[index] += b.elements[index] }
  }

  public static func * (a: Matrix, factor: Double) -> Matrix {
    var result = a
    for index in result.elements.indices { result.elements[index] *= factor }
    return result
  }

  public static func * (factor: Double, a: Matrix) -> Matrix { a * factor }

  /// The matrix product.
  ///
  /// - Precondition: `a` has as many columns as `b` has rows.
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columnCount == b.rowCount, "Inner sizes of a product must agree.")
    var result = Matrix(rowCount: a.rowCount, columnCount: b.columnCount)
    let (inner, columns) = (a.columnCount, b.columnCount)
    result.elements.withUnsafeMutableBufferPointer { output in
      a.elements.withUnsafeBufferPointer { left in
        b.elements.withUnsafeBufferPointer { right in
          for i in 0..<a.rowCount {
            for k in 0..<inner {
              let factor = left[i &* inner &+ k]
              // The inner loop runs along rows of both, so it vectorises without changing sums.
              for j in 0..<columns {
                output[i &* columns &+ j] += factor * right[k &* columns &+ j]
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The product with a column vector.
  ///
  /// - Precondition: the vector has as many elements as the matrix has columns.
  public static func * (a: Matrix, x: [Double]) -> [Double] {
    precondition(a.columnCount == x.count, "Inner sizes of a product must agree.")
    return a.elements.withUnsafeBufferPointer { matrix in
      x.withUnsafeBufferPointer { vector in
        (0..<a.rowCount).map { i in
          var sum = 0.0
          for j in 0..<vector.count { sum += matrix[i &* vector.count &+ j] * vector[j] }
          return sum
        }
      }
    }
  }

  private func hasSize(of other: Matrix) -> Bool {
    rowCount == other.rowCount && columnCount == other.columnCount
  }
}
