internal import Quantities

/// The exact discrete form of a level whose rate is an Ornstein-Uhlenbeck process, over one step.
///
/// - Source: Bar-Shalom, Li, Kirubarajan 2001, section 8.2.
struct RateProcess {
  /// What is left of the rate.
  var decay: Double
  /// What the rate has moved the level, for each unit of rate, seconds.
  var gain: Double
  /// Variance of the level that the rate's noise adds.
  var noiseLevel: Double
  var noiseCross: Double
  var noiseRate: Double

  init(_ dynamics: QuantityDynamics, seconds: Double) {
    let tau = dynamics.rateTimeConstant
    let ratio = seconds / tau
    decay = Elementary.exp(-ratio)
    let fade = -Elementary.expm1(-ratio)
    gain = tau * fade
    let variance = dynamics.rateSD * dynamics.rateSD
    noiseRate = variance * fade * (1 + decay)
    noiseCross = variance * tau * fade * fade
    // 2r - 3 + 4e - e^2 with e = 1 - f loses all digits for small r: use its series there.
    let bracket =
      ratio < 0.02
      ? ratio * ratio * ratio
        * (2.0 / 3 - ratio
          * (1.0 / 2 - ratio * (7.0 / 30 - ratio * (1.0 / 12 - ratio * 31 / 1260))))
      : 2 * ratio - 2 * fade - fade * fade
    noiseLevel = variance * tau * tau * bracket
  }
}
