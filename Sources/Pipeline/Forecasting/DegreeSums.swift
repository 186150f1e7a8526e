internal import Numerics

/// The normal equations' rows of heating and cooling degrees, centred and scaled to unit variance.
struct DegreeSums {
  private(set) var means: (heating: Double, cooling: Double) = (0, 0)
  /// Standard deviations, K; 1 for a column that never moves.
  private(set) var scales: (heating: Double, cooling: Double) = (1, 1)
  private var heatingBins = [Double](repeating: 0, count: WeeklyTable.hours)
  private var coolingBins = [Double](repeating: 0, count: WeeklyTable.hours)
  private var squares: (heating: Double, both: Double, cooling: Double) = (0, 0, 0)
  private var products: (heating: Double, cooling: Double) = (0, 0)

  init(_ degrees: DegreeColumns, _ values: [Double], _ weights: [Double], _ hours: [Int]) {
    var total = 0.0
    for index in 0..<values.count where weights[index] > 0 {
      total += weights[index]
      means.heating += weights[index] * degrees.heatingK[index]
      means.cooling += weights[index] * degrees.coolingK[index]
    }
    means.heating /= total
    means.cooling /= total
    var variances = (heating: 0.0, cooling: 0.0)
    for index in 0..<values.count where weights[index] > 0 {
      let heating = degrees.heatingK[index] - means.heating
      let cooling = degrees.coolingK[index] - means.cooling
      variances.heating += weights[index] * heating * heating
      variances.cooling += weights[index] * cooling * cooling
    }
    // A hundredth of a kelvin is rounding of the thermometer, not weather.
    if variances.heating > 1e-4 * total {
      scales.heating = (variances.heating / total).squareRoot()
    }
    if variances.cooling > 1e-4 * total {
      scales.cooling = (variances.cooling / total).squareRoot()
    }
    for index in 0..<values.count where weights[index] > 0 {
      let weight = weights[index]
      let heating = (degrees.heatingK[index] - means.heating) / scales.heating
      let cooling = (degrees.coolingK[index] - means.cooling) / scales.cooling
      heatingBins[hours[index]] += weight * heating
      coolingBins[hours[index]] += weight * cooling
      squares.heating += weight * heating * heating
      squares.both += weight * heating * cooling
      squares.cooling += weight * cooling * cooling
      products.heating += weight * heating * values[index]
      products.cooling += weight * cooling * values[index]
    }
  }

  /// Writes the last two rows.
  func fill(_ system: inout NormalEquations, _ frequencies: [Int], ridge: Double) {
    let pairs = frequencies.count - 1
    let heatingRow = system.size - 2
    let coolingRow = system.size - 1
    for (i, f) in frequencies.enumerated() {
      let heating = WeeklySpectrum.term(heatingBins, f)
      let cooling = WeeklySpectrum.term(coolingBins, f)
      system.matrix[heatingRow, i] = heating.cosine
      system.matrix[coolingRow, i] = cooling.cosine
      guard i > 0 else { continue }
      system.matrix[heatingRow, i + pairs] = heating.sine
      system.matrix[coolingRow, i + pairs] = cooling.sine
    }
    system.matrix[heatingRow, heatingRow] = squares.heating + ridge
    system.matrix[coolingRow, heatingRow] = squares.both
    system.matrix[coolingRow, coolingRow] = squares.cooling + ridge
    system.right[heatingRow] = products.heating
    system.right[coolingRow] = products.cooling
  }
}
