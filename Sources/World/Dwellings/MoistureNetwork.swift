/// Vapour in the rooms' air and in what surrounds it, and carbon dioxide, carried by air flows.
///
/// Fabrics, plaster and furniture take up vapour and give it back: per room one sorption node of
/// ten times the air's own store behind a conductance that fills the air in half an hour. The sum
/// lies in the range of 10 to 25 that EnergyPlus advises for its effective-capacitance multiplier
/// (Engineering Reference, "Moisture predictor-corrector").
struct MoistureNetwork: Sendable {
  static let bufferRatio = 10.0
  static let exchangeSeconds = 1_800.0

  let roomCount: Int
  /// m³.
  let volumes: [Double]

  init(_ plan: DwellingPlan) {
    roomCount = plan.rooms.count
    volumes = plan.rooms.map { $0.areaM2 * plan.heightM }
  }

  /// A for a gas that only moves with the air, 1/s.
  func gasRates(outdoorM3S: [Double], doors: [(a: Int, b: Int, m3s: Double)]) -> SquareMatrix {
    var matrix = SquareMatrix(size: roomCount)
    for room in 0..<roomCount { matrix[room, room] = -outdoorM3S[room] / volumes[room] }
    for door in doors {
      matrix[door.a, door.a] -= door.m3s / volumes[door.a]
      matrix[door.a, door.b] += door.m3s / volumes[door.a]
      matrix[door.b, door.b] -= door.m3s / volumes[door.b]
      matrix[door.b, door.a] += door.m3s / volumes[door.b]
    }
    return matrix
  }

  /// A for vapour: states are the air's humidity ratios, then the buffers', 1/s.
  func vapourRates(gasRates gas: SquareMatrix) -> SquareMatrix {
    let n = roomCount
    var matrix = SquareMatrix(size: 2 * n)
    for column in 0..<n {
      for row in 0..<n { matrix[row, column] = gas[row, column] }
    }
    let rate = 1 / Self.exchangeSeconds
    for room in 0..<n {
      matrix[room, room] -= rate
      matrix[room, n + room] = rate
      matrix[n + room, room] = rate / Self.bufferRatio
      matrix[n + room, n + room] = -rate / Self.bufferRatio
    }
    return matrix
  }
}
