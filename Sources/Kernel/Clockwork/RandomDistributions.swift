internal import Quantities

extension RandomStream {
  /// A standard normal number.
  public mutating func gaussian() -> Double {
    Ziggurat.gaussian(nextUInt64()) { (nextUInt64(), nextUInt64()) }
  }

  /// A normal number.
  public mutating func gaussian(mean: Double, deviation: Double) -> Double {
    mean + deviation * gaussian()
  }

  /// An exponential number of the given mean.
  public mutating func exponential(mean: Double) -> Double {
    mean * Ziggurat.exponential(nextUInt64()) { (nextUInt64(), nextUInt64()) }
  }

  /// The exponential of a normal number whose mean and deviation are those of the logarithm.
  public mutating func lognormal(logMean: Double, logDeviation: Double) -> Double {
    Elementary.exp(logMean + logDeviation * gaussian())
  }

  /// A gamma number with mean `shape * scale`.
  ///
  /// - Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26,
  ///   2000; below shape one its section 6.
  public mutating func gamma(shape: Double, scale: Double) -> Double {
    precondition(shape > 0 && scale > 0, "A gamma number needs a positive shape and scale.")
    if shape < 1 {
      let boost = Elementary.exp(Elementary.log(1 - uniform()) / shape)
      return gamma(shape: shape + 1, scale: scale) * boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = gaussian()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      let bound = 0.5 * x * x + d * (1 - v + Elementary.log(v))
      if Elementary.log(1 - uniform()) < bound { return d * v * scale }
    }
  }

  /// The number of events in a span in which `mean` are expected.
  ///
  /// - Source: multiplication of uniforms (Knuth, TAOCP 2, 3.4.1) up to a mean of 30; above that
  ///   the
  ///   gamma reduction of Ahrens and Dieter, Computing 12, 1974, with a binomial by beta splitting.
  public mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean < 1e15, "A Poisson mean is not negative and below 1e15.")
    var rest = mean
    var count = 0
    while rest > 30 {
      let half = (rest * 0.875).rounded(.down)
      let arrival = gamma(shape: half, scale: 1)
      if arrival > rest { return count + binomial(Int(half) - 1, rest / arrival) }
      count += Int(half)
      rest -= arrival
    }
    let floor = Elementary.exp(-rest)
    var product = uniform()
    while product > floor {
      count += 1
      product *= uniform()
    }
    return count
  }

  /// The number of successes in `trials` tries.
  ///
  /// - Source: beta splitting at the median order statistic, Relles, JASA 67, 1972; Knuth, TAOCP 2,
  ///   3.4.1.
  public mutating func binomial(_ trials: Int, _ probability: Double) -> Int {
    var trials = trials
    var probability = probability
    var successes = 0
    while trials > 40 {
      let a = trials / 2 + 1
      let b = trials + 1 - a
      let x = gamma(shape: Double(a), scale: 1)
      let split = x / (x + gamma(shape: Double(b), scale: 1))
      if split >= probability {
        trials = a - 1
        probability /= split
      } else {
        successes += a
        trials = b - 1
        probability = (probability - split) / (1 - split)
      }
    }
    for _ in 0..<max(trials, 0) where bernoulli(probability) { successes += 1 }
    return successes
  }
}
