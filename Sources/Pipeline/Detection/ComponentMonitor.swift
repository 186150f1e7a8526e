public import Numerics
internal import Quantities

/// Watches several numbers side by side: Hotelling's T2 in the plane of their principal components,
/// and Q, the squared distance from that plane.
///
/// - Source: Jackson, Mudholkar 1979, "Control procedures for residuals associated with principal
///   component analysis", Technometrics 21, equation 3.4 for the limit of Q. With lags of one
///   series as columns it is the dynamic PCA of Ku, Storer, Georgakis 1995.
public struct ComponentMonitor: Hashable, Sendable {
  public let means: [Double]
  public let deviations: [Double]
  /// Variances of the components, greatest first; those kept come first.
  public let variances: [Double]
  public let keptCount: Int
  /// A component a row, in the order of the variances.
  private let components: [[Double]]

  /// Learns from rows of normal life; columns are scaled to unit variance.
  ///
  /// - Parameters:
  ///   - rows: all of one length, all finite, more than columns.
  ///   - share: as many components are kept as explain this share of the variance.
  public init(learning rows: [[Double]], share: Double = 0.9) throws(NumericsError) {
    precondition((0...1).contains(share), "a share is 0 to 1")
    let width = rows.first?.count ?? 0
    guard rows.count > width, width > 0 else {
      throw .sizeMismatch(
        operation: "principal components", expected: "more rows than columns",
        found: "\(rows.count) rows of \(width)")
    }
    let matrix = try Matrix(rows: rows)
    var (means, deviations): ([Double], [Double]) = ([], [])
    for column in 0..<width {
      let values = matrix.column(column)
      means.append(Statistics.mean(values) ?? 0)
      let deviation = Statistics.standardDeviation(values) ?? 0
      deviations.append(deviation > 0 ? deviation : 1)
    }
    var covariance = Matrix(rowCount: width, columnCount: width)
    for row in rows {
      let scaled = (0..<width).map { (row[$0] - means[$0]) / deviations[$0] }
      for i in 0..<width {
        for j in 0...i { covariance[i, j] += scaled[i] * scaled[j] / Double(rows.count - 1) }
      }
    }
    let eigen = try SymmetricEigen(covariance)
    (self.means, self.deviations) = (means, deviations)
    variances = eigen.values.reversed().map { max($0, 0) }
    components = (0..<width).map { eigen.vectors.column(width - 1 - $0) }
    let total = variances.reduce(0, +)
    var (kept, sum) = (0, 0.0)
    while kept < width, kept == 0 || sum < share * total {
      sum += variances[kept]
      kept += 1
    }
    keptCount = kept
  }

  /// - Precondition: as many numbers as were learnt from.
  public func statistics(_ row: [Double]) -> (t2: Double, q: Double) {
    precondition(row.count == means.count, "a row has \(means.count) numbers")
    let scaled = row.indices.map { (row[$0] - means[$0]) / deviations[$0] }
    var (t2, q) = (0.0, 0.0)
    for (place, component) in components.enumerated() {
      var score = 0.0
      for (weight, value) in zip(component, scaled) { score += weight * value }
      if place < keptCount {
        t2 += score * score / max(variances[place], 1e-12)
      } else {
        q += score * score
      }
    }
    return (t2, q)
  }

  /// What T2 of normal rows exceeds with the given probability, if many rows were learnt from.
  public func t2Limit(exceededBy probability: Double) -> Double {
    ReferenceDistributions.chiSquaredQuantile(
      1 - probability, degreesOfFreedom: Double(keptCount))
  }

  /// What Q of normal rows exceeds with the given probability; nil if all components are kept.
  public func qLimit(exceededBy probability: Double) -> Double? {
    Self.qLimit(variances: Array(variances[keptCount...]), exceededBy: probability)
  }

  /// Jackson and Mudholkar's limit for components of these variances.
  static func qLimit(variances: [Double], exceededBy probability: Double) -> Double? {
    var (first, second, third) = (0.0, 0.0, 0.0)
    for variance in variances {
      first += variance
      second += variance * variance
      third += variance * variance * variance
    }
    guard second > 0 else { return nil }
    let power = 1 - 2 * first * third / (3 * second * second)
    let quantile = Elementary.normalQuantile(1 - probability)
    let spread = quantile * (2 * second * power * power).squareRoot() / first
    let base = spread + 1 + second * power * (power - 1) / (first * first)
    return base > 0 ? first * Elementary.pow(base, 1 / power) : nil
  }
}
