/// Vapour in a room's air and in what surrounds it.
///
/// Fabrics, plaster and furniture take up vapour and give it back: per room one sorption node of
/// ten times the air's own store behind a conductance that fills the air in half an hour. The sum
/// lies in the range of 10 to 25 that EnergyPlus advises for its effective-capacitance multiplier
/// (Engineering Reference, "Moisture predictor-corrector").
enum MoistureNetwork {
  static let bufferRatio = 10.0
  static let exchangeSeconds = 1_800.0

  /// A of x' = A x + f for the humidity ratios of a room's air and of its buffer, 1/s.
  ///
  /// - Parameter gasRate: at which outdoor air replaces the room's, 1/s.
  static func rates(gasRate: Double) -> SquareMatrix {
    let rate = 1 / exchangeSeconds
    var matrix = SquareMatrix(size: 2)
    matrix[0, 0] = -gasRate - rate
    matrix[0, 1] = rate
    matrix[1, 0] = rate / bufferRatio
    matrix[1, 1] = -rate / bufferRatio
    return matrix
  }
}
