internal import Quantities

/// Proper scores of a stated normal distribution.
enum GaussianLoss {
  /// Continuous ranked probability score of N(mean, sd) at `truth`; the unit of the quantity.
  ///
  /// Source: Gneiting and Raftery 2007, eq. 21: sd (z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)).
  static func crps(mean: Double, sd: Double, truth: Double) -> Double {
    guard sd > 0 else { return (mean - truth).magnitude }
    let z = (truth - mean) / sd
    let density = 0.3989422804014327 * Elementary.exp(-0.5 * z * z)
    return sd * (z * (2 * Elementary.normalCDF(z) - 1) + 2 * density - 0.5641895835477563)
  }
}
