import CGSL

/// What every call into the GNU Scientific Library needs.
enum GSL {
  /// Turns off GSL's own error handler, which would abort the process; runs once.
  static let isReady: Bool = {
    _ = gsl_set_error_handler_off()
    return true
  }()

  /// Runs one GSL function and turns its code into a typed error.
  static func check(
    _ operation: String, _ body: () -> Int32
  ) throws(NumericsError) {
    precondition(isReady)
    let code = body()
    switch code {
    case Int32(GSL_SUCCESS): return
    case Int32(GSL_ESING), Int32(GSL_EZERODIV): throw .singular(operation: operation)
    default:
      let message = gsl_strerror(code).map { String(cString: $0) } ?? "unknown"
      throw .library(operation: operation, code: Int(code), message: message)
    }
  }

  /// Lends a matrix's storage to GSL for the duration of the body; GSL may overwrite it.
  static func withMatrix<Result>(
    _ matrix: inout Matrix, _ body: (UnsafeMutablePointer<gsl_matrix>) -> Result
  ) -> Result {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    return matrix.elements.withUnsafeMutableBufferPointer { buffer in
      var header = gsl_matrix(
        size1: rows, size2: columns, tda: columns, data: buffer.baseAddress, block: nil, owner: 0)
      return body(&header)
    }
  }

  /// Lends a matrix that GSL only reads, without a copy.
  static func withConstant<Result>(
    _ matrix: Matrix, _ body: (UnsafePointer<gsl_matrix>) -> Result
  ) -> Result {
    matrix.elements.withUnsafeBufferPointer { buffer in
      var header = gsl_matrix(
        size1: matrix.rowCount, size2: matrix.columnCount, tda: matrix.columnCount,
        data: UnsafeMutablePointer(mutating: buffer.baseAddress), block: nil, owner: 0)
      return body(&header)
    }
  }

  /// Lends a vector's storage to GSL for the duration of the body; GSL may overwrite it.
  static func withVector<Result>(
    _ vector: inout [Double], _ body: (UnsafeMutablePointer<gsl_vector>) -> Result
  ) -> Result {
    vector.withUnsafeMutableBufferPointer { buffer in
      var header = gsl_vector(
        size: buffer.count, stride: 1, data: buffer.baseAddress, block: nil, owner: 0)
      return body(&header)
    }
  }
}
