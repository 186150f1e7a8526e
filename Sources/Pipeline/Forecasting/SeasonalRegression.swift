internal import Numerics

/// Ridge regression on daily and weekly Fourier terms, and on heating and cooling degrees.
///
/// The Fourier part depends on the hour of the week only. So the training hours are first summed
/// into 168 bins, and every entry of the normal equations is a sum of two entries of the bins'
/// discrete Fourier transform (cos a cos b = (cos(a - b) + cos(a + b)) / 2, ...). This is exact,
/// for any weights and gaps, and costs about 0.1 ms whatever the length of the history.
///
/// - Source: dynamic harmonic regression, Hyndman and Athanasopoulos, *Forecasting: Principles and
///   Practice*, 3rd ed., section 10.5.
struct SeasonalRegression {
  /// Fitted value of every hour of the week, without degrees.
  private(set) var profile: [Double]
  private var degreeWeights: (heating: Double, cooling: Double) = (0, 0)
  private var degreeMeans: (heating: Double, cooling: Double) = (0, 0)

  /// - Parameters:
  ///   - values: training values, zero where the weight is zero.
  ///   - weights: of each training hour.
  ///   - hoursOfWeek: of the training hours and beyond.
  ///   - dailyPairs: harmonics of 24 h.
  ///   - weeklyHarmonics: harmonics of 168 h up to this one, those of 24 h excepted.
  ///   - ridge: penalties relative to the weight of a Fourier column.
  /// - Throws: ``NumericsError`` where a value is not finite.
  init(
    values: [Double], weights: [Double], hoursOfWeek: [Int], degrees: DegreeColumns?,
    dailyPairs: Int, weeklyHarmonics: Int, ridge: (daily: Double, weekly: Double, degrees: Double)
  ) throws(NumericsError) {
    let daily = (0..<dailyPairs).map { 7 * ($0 + 1) }
    let weekly = weeklyHarmonics > 0 ? (1...weeklyHarmonics).filter { $0 % 7 != 0 } : []
    let frequencies = [0] + daily + weekly
    let pairs = frequencies.count - 1
    let fourier = 1 + 2 * pairs
    var bins = WeeklyBins()
    for index in 0..<values.count where weights[index] > 0 {
      bins.add(weights[index], values[index], hour: hoursOfWeek[index])
    }
    var system = NormalEquations(size: fourier + (degrees == nil ? 0 : 2))
    Self.fillFourier(&system, bins, frequencies)
    let total = bins.weightSum
    for pair in 1...max(1, pairs) where pairs > 0 {
      let penalty = (pair <= dailyPairs ? ridge.daily : ridge.weekly) * total / 2
      system.matrix[pair, pair] += penalty
      system.matrix[pair + pairs, pair + pairs] += penalty
    }
    var scales = (heating: 1.0, cooling: 1.0)
    if let degrees {
      let columns = DegreeSums(degrees, values, weights, hoursOfWeek)
      degreeMeans = columns.means
      scales = columns.scales
      columns.fill(&system, frequencies, ridge: ridge.degrees * total)
    }
    let beta = try system.solve()
    if degrees != nil {
      degreeWeights = (beta[fourier] / scales.heating, beta[fourier + 1] / scales.cooling)
    }
    profile = Self.profile(beta, frequencies)
  }

  /// The fitted value of an hour.
  func value(hourOfWeek: Int, degrees: DegreeColumns?, index: Int) -> Double {
    guard let degrees else { return profile[hourOfWeek] }
    return profile[hourOfWeek]
      + degreeWeights.heating * (degrees.heatingK[index] - degreeMeans.heating)
      + degreeWeights.cooling * (degrees.coolingK[index] - degreeMeans.cooling)
  }

  /// Columns in order: constant, cosines, sines.
  private static func fillFourier(
    _ system: inout NormalEquations, _ bins: WeeklyBins, _ frequencies: [Int]
  ) {
    let spectrum = WeeklySpectrum(bins.weights)
    let pairs = frequencies.count - 1
    for i in 0...pairs {
      let a = frequencies[i]
      for j in 0...i {
        let b = frequencies[j]
        let difference = spectrum.cosine(a - b)
        let sum = spectrum.cosine(a + b)
        system.matrix[i, j] = 0.5 * (difference + sum)
        if j > 0 { system.matrix[i + pairs, j + pairs] = 0.5 * (difference - sum) }
      }
      guard i > 0 else { continue }
      for j in 0...pairs {
        let b = frequencies[j]
        // sin a cos b = (sin(a + b) + sin(a - b)) / 2
        system.matrix[i + pairs, j] = 0.5 * (spectrum.sine(a + b) + spectrum.sine(a - b))
      }
    }
    for (i, f) in frequencies.enumerated() {
      let (cosine, sine) = WeeklySpectrum.term(bins.weightedValues, f)
      system.right[i] = cosine
      if i > 0 { system.right[i + pairs] = sine }
    }
  }

  private static func profile(_ beta: [Double], _ frequencies: [Int]) -> [Double] {
    let table = WeeklyTable.shared
    let pairs = frequencies.count - 1
    var profile = [Double](repeating: beta[0], count: WeeklyTable.hours)
    for i in 1..<max(1, frequencies.count) {
      var angle = 0
      for hour in 0..<WeeklyTable.hours {
        profile[hour] += beta[i] * table.cosine[angle] + beta[i + pairs] * table.sine[angle]
        angle += frequencies[i]
        if angle >= WeeklyTable.hours { angle -= WeeklyTable.hours }
      }
    }
    return profile
  }
}

/// Weights and weighted values of training hours, summed by hour of the week.
struct WeeklyBins {
  private(set) var weights = [Double](repeating: 0, count: WeeklyTable.hours)
  private(set) var weightedValues = [Double](repeating: 0, count: WeeklyTable.hours)
  private(set) var weightSum = 0.0

  mutating func add(_ weight: Double, _ value: Double, hour: Int) {
    weights[hour] += weight
    weightedValues[hour] += weight * value
    weightSum += weight
  }
}

/// The discrete Fourier transform of 168 bins.
struct WeeklySpectrum {
  private let terms: [(cosine: Double, sine: Double)]

  init(_ bins: [Double]) {
    terms = (0...WeeklyTable.hours / 2).map { Self.term(bins, $0) }
  }

  func cosine(_ frequency: Int) -> Double { terms[folded(frequency).index].cosine }

  func sine(_ frequency: Int) -> Double {
    let (index, isMirrored) = folded(frequency)
    return isMirrored ? -terms[index].sine : terms[index].sine
  }

  /// The sums of bins times cosine and sine of one frequency.
  static func term(_ bins: [Double], _ frequency: Int) -> (cosine: Double, sine: Double) {
    let table = WeeklyTable.shared
    var cosine = 0.0
    var sine = 0.0
    var angle = 0
    bins.withUnsafeBufferPointer { bins in
      table.cosine.withUnsafeBufferPointer { cosines in
        table.sine.withUnsafeBufferPointer { sines in
          for bin in bins {
            cosine += bin * cosines[angle]
            sine += bin * sines[angle]
            angle += frequency
            if angle >= WeeklyTable.hours { angle -= WeeklyTable.hours }
          }
        }
      }
    }
    return (cosine, sine)
  }

  private func folded(_ frequency: Int) -> (index: Int, isMirrored: Bool) {
    var f = frequency % WeeklyTable.hours
    if f < 0 { f += WeeklyTable.hours }
    return f > WeeklyTable.hours / 2 ? (WeeklyTable.hours - f, true) : (f, false)
  }
}
