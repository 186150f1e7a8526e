/// Why a numerical routine could not give an answer.
public enum NumericsError: Error, Hashable, Sendable {
  /// Two sizes that must agree do not.
  case sizeMismatch(operation: String, expected: String, found: String)
  /// An argument outside the routine's domain.
  case invalidArgument(operation: String, reason: String)
  /// A matrix that must be positive definite is not.
  case notPositiveDefinite(operation: String)
  /// A matrix without inverse, or columns that depend on each other, within rounding.
  case singular(operation: String)
  /// An iteration that did not settle within its limit.
  case notConverged(operation: String, iterations: Int)
  /// Any other report of the GNU Scientific Library, with its code and text.
  case library(operation: String, code: Int, message: String)
}

extension NumericsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .sizeMismatch(let operation, let expected, let found):
      return "\(operation): found \(found), expected \(expected)"
    case .invalidArgument(let operation, let reason):
      return "\(operation): \(reason)"
    case .notPositiveDefinite(let operation):
      return "\(operation): the matrix is not positive definite; "
        + "check for NaN, or add a ridge to the diagonal"
    case .singular(let operation):
      return "\(operation): the matrix is singular within rounding; "
        + "drop dependent columns or add a penalty"
    case .notConverged(let operation, let iterations):
      return "\(operation): no convergence after \(iterations) iterations; "
        + "raise the limit, loosen the tolerance or improve the start"
    case .library(let operation, let code, let message):
      return "\(operation): GSL error \(code): \(message)"
    }
  }
}
