/// A dense matrix of `Double`, stored row by row.
@frozen
public struct Matrix: Hashable, Sendable {
  public let rowCount: Int
  public let columnCount: Int
  /// The elements row by row, `rowCount * columnCount` of them.
  public var elements: [Double]

  /// A matrix filled with one value.
  @inlinable
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    precondition(rowCount >= 0 && columnCount >= 0, "A matrix has no negative size.")
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = [Double](repeating: value, count: rowCount * columnCount)
  }

  /// A matrix from elements listed row by row.
  ///
  /// - Precondition: there are `rowCount * columnCount` elements.
  @inlinable
  public init(rowCount: Int, columnCount: Int, elements: [Double]) {
    precondition(elements.count == rowCount * columnCount, "Elements must fill the matrix.")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// A matrix from rows as a user gives them.
  ///
  /// - Throws: ``NumericsError/sizeMismatch(operation:expected:found:)`` if rows differ in length.
  public init(rows: [[Double]]) throws(NumericsError) {
    let columnCount = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() where row.count != columnCount {
      throw .sizeMismatch(
        operation: "Matrix(rows:)", expected: "\(columnCount) columns in every row",
        found: "\(row.count) in row \(index)")
    }
    self.init(rowCount: rows.count, columnCount: columnCount, elements: rows.flatMap { $0 })
  }

  /// The identity matrix.
  public static func identity(_ size: Int) -> Matrix {
    diagonal([Double](repeating: 1, count: size))
  }

  /// A square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ values: [Double]) -> Matrix {
    var result = Matrix(rowCount: values.count, columnCount: values.count)
    for (index, value) in values.enumerated() { result[index, index] = value }
    return result
  }

  /// A matrix of one column.
  public static func column(_ values: [Double]) -> Matrix {
    Matrix(rowCount: values.count, columnCount: 1, elements: values)
  }

  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(column >= 0 && column < columnCount, "Column outside the matrix.")
      return elements[row &* columnCount &+ column]
    }
    set {
      precondition(column >= 0 && column < columnCount, "Column outside the matrix.")
      elements[row &* columnCount &+ column] = newValue
    }
  }

  @inlinable public var isSquare: Bool { rowCount == columnCount }

  /// One row as a slice of the storage.
  @inlinable
  public func row(_ index: Int) -> ArraySlice<Double> {
    elements[index * columnCount..<(index + 1) * columnCount]
  }

  /// One column, copied.
  public func column(_ index: Int) -> [Double] {
    (0..<rowCount).map { self[$0, index] }
  }

  /// The elements with equal row and column.
  public var diagonal: [Double] {
    (0..<min(rowCount, columnCount)).map { self[$0, $0] }
  }

  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount { result[j, i] = self[i, j] }
    }
    return result
  }

  /// The mean of the matrix and its transpose, which removes what rounding did to its symmetry.
  ///
  /// - Precondition: the matrix is square.
  public var symmetrised: Matrix {
    precondition(isSquare, "Only a square matrix has a symmetric part.")
    var result = self
    for i in 0..<rowCount {
      for j in 0..<i {
        let mean = 0.5 * (self[i, j] + self[j, i])
        result[i, j] = mean
        result[j, i] = mean
      }
    }
    return result
  }

  /// The largest absolute value of any element; NaN if one is NaN.
  public var magnitudeMax: Double {
    elements.reduce(0) { largest, x in x.isNaN || largest.isNaN ? .nan : max(largest, abs(x)) }
  }
}
