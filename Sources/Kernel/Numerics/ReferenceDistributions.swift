internal import CGSL

/// Distribution functions of GSL, for **tests and display only**.
///
/// The C library's `exp` and `log` inside differ in the last digit between processors, so nothing
/// that reaches a conclusion, a command or a score may call these.
public enum ReferenceDistributions {
  /// P(X <= x) of a normal variate.
  public static func normalCDF(_ x: Double, standardDeviation: Double = 1) -> Double {
    ready(gsl_cdf_gaussian_P(x, standardDeviation))
  }

  /// The value below which a normal variate lies with the given probability.
  public static func normalQuantile(_ p: Double, standardDeviation: Double = 1) -> Double {
    ready(gsl_cdf_gaussian_Pinv(p, standardDeviation))
  }

  /// P(X <= x) of Student's t.
  public static func studentCDF(_ x: Double, degreesOfFreedom: Double) -> Double {
    ready(gsl_cdf_tdist_P(x, degreesOfFreedom))
  }

  /// The quantile of Student's t.
  public static func studentQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    ready(gsl_cdf_tdist_Pinv(p, degreesOfFreedom))
  }

  /// P(X <= x) of chi-squared.
  public static func chiSquaredCDF(_ x: Double, degreesOfFreedom: Double) -> Double {
    ready(gsl_cdf_chisq_P(x, degreesOfFreedom))
  }

  /// P(X > x) of chi-squared, precise for small probabilities.
  public static func chiSquaredSurvival(_ x: Double, degreesOfFreedom: Double) -> Double {
    ready(gsl_cdf_chisq_Q(x, degreesOfFreedom))
  }

  /// The quantile of chi-squared.
  public static func chiSquaredQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    ready(gsl_cdf_chisq_Pinv(p, degreesOfFreedom))
  }

  /// P(X <= x) of a gamma variate.
  public static func gammaCDF(_ x: Double, shape: Double, scale: Double) -> Double {
    ready(gsl_cdf_gamma_P(x, shape, scale))
  }

  /// P(X <= x) of a beta variate.
  public static func betaCDF(_ x: Double, alpha: Double, beta: Double) -> Double {
    ready(gsl_cdf_beta_P(x, alpha, beta))
  }

  /// P(X <= x) of an exponential variate.
  public static func exponentialCDF(_ x: Double, mean: Double) -> Double {
    ready(gsl_cdf_exponential_P(x, mean))
  }

  /// P(X <= x) of a Weibull variate.
  public static func weibullCDF(_ x: Double, scale: Double, shape: Double) -> Double {
    ready(gsl_cdf_weibull_P(x, scale, shape))
  }

  /// P(X <= k) of a Poisson variate.
  public static func poissonCDF(_ k: Int, mean: Double) -> Double {
    k < 0 ? 0 : ready(gsl_cdf_poisson_P(UInt32(clamping: k), mean))
  }

  /// P(X <= k) of a binomial variate.
  public static func binomialCDF(_ k: Int, probability: Double, trials: Int) -> Double {
    k < 0
      ? 0 : ready(gsl_cdf_binomial_P(UInt32(clamping: k), probability, UInt32(clamping: trials)))
  }

  /// Evaluates after GSL's aborting error handler is off.
  private static func ready(_ value: @autoclosure () -> Double) -> Double {
    GSL.isReady ? value() : .nan
  }
}
