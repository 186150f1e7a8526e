internal import Quantities

/// Cosines and sines of whole multiples of 1/168 turn: every Fourier term of an hourly week.
struct WeeklyTable: Sendable {
  static let hours = 168
  static let shared = WeeklyTable()

  let cosine: [Double]
  let sine: [Double]

  private init() {
    let turns = (0..<Self.hours).map {
      Elementary.sinCos(2 * Double.pi * Double($0) / Double(Self.hours))
    }
    var cosine = turns.map(\.cos)
    var sine = turns.map(\.sin)
    // Exact zeros at the quarters, where rounding of pi would leave 1e-16.
    for (index, c, s) in [(0, 1.0, 0.0), (42, 0, 1), (84, -1, 0), (126, 0, -1)] {
      cosine[index] = c
      sine[index] = s
    }
    self.cosine = cosine
    self.sine = sine
  }
}
