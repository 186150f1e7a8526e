/// A covariance as L D L', where states that are known or follow from others have no pivot.
///
/// Solutions have zeros in their place, which solves whatever can be solved.
struct SemidefiniteFactor {
  /// A pivot this small beside the variance itself is rounding.
  private static let pivotMin = 1e-11

  private let size: Int
  private var lower: [Double]
  private var pivots: [Double]

  init(_ matrix: [Double], size: Int) {
    self.size = size
    lower = [Double](repeating: 0, count: size * size)
    pivots = [Double](repeating: 0, count: size)
    for j in 0..<size {
      var pivot = matrix[j * size + j]
      for k in 0..<j { pivot -= lower[j * size + k] * lower[j * size + k] * pivots[k] }
      guard pivot > Self.pivotMin * matrix[j * size + j] else { continue }
      pivots[j] = pivot
      lower[j * size + j] = 1
      for i in (j + 1)..<max(size, j + 1) {
        var sum = matrix[i * size + j]
        for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] * pivots[k] }
        lower[i * size + j] = sum / pivot
      }
    }
  }

  /// Each row of a matrix times the inverse.
  func solved(rows: [Double]) -> [Double] {
    var result = rows
    for row in 0..<rows.count / size {
      let base = row * size
      for i in 0..<size {
        guard pivots[i] > 0 else {
          result[base + i] = 0
          continue
        }
        for k in 0..<i { result[base + i] -= lower[i * size + k] * result[base + k] }
      }
      for i in 0..<size where pivots[i] > 0 { result[base + i] /= pivots[i] }
      for i in stride(from: size - 1, through: 0, by: -1) where pivots[i] > 0 {
        for k in (i + 1)..<max(size, i + 1) {
          result[base + i] -= lower[k * size + i] * result[base + k]
        }
      }
    }
    return result
  }
}
