import Numerics
import Testing

@Suite("Discrete Riccati equation")
struct RiccatiTests {
  /// b^2 p^2 + p (r - a^2 r - q b^2) - q r = 0 for one state and one control.
  @Test(
    "one state has a closed form",
    arguments: [
      (1.0, 1.0, 1.0, 1.0), (0.9, 0.5, 2, 3), (1.2, 0.1, 0.01, 1), (0.999, 1, 1e-6, 1),
      (2, 3, 0.5, 10),
    ])
  func scalar(a: Double, b: Double, q: Double, r: Double) throws {
    let linear = r - a * a * r - q * b * b
    let root = (linear * linear + 4 * b * b * q * r).squareRoot()
    let truth = (root - linear) / (2 * b * b)
    let found = try DiscreteRiccati(
      a: .diagonal([a]), b: .diagonal([b]), q: .diagonal([q]), r: .diagonal([r]))
    #expect(abs(found.solution[0, 0] - truth) < 1e-11 * truth)
    let gain = a * b * truth / (r + b * b * truth)
    #expect(abs(found.gain[0, 0] - gain) < 1e-11)
    #expect(abs(a - b * found.gain[0, 0]) < 1)
  }

  @Test("the solution satisfies the equation and stabilises", arguments: 1...20)
  func residual(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let size = 1 + seed % 5
    let a = stream.matrix(size, size)
    let b = stream.matrix(size, 2)
    let q = Matrix.identity(size)
    let r = Matrix.diagonal([1, 0.5])
    let found = try DiscreteRiccati(a: a, b: b, q: q, r: r)
    let p = found.solution
    let next = a.transposed * (p * a) - a.transposed * (p * (b * found.gain)) + q
    #expect((next - p).magnitudeMax < 1e-9 * p.magnitudeMax, "seed \(seed)")
    #expect(p == p.transposed, "seed \(seed)")
    var x = stream.vector(size)
    for _ in 0..<2_000 { x = (a - b * found.gain) * x }
    #expect(x.allSatisfy { abs($0) < 1e-3 }, "seed \(seed)")
  }

  @Test("a Kalman filter reaches the steady state that was solved for")
  func kalman() throws {
    let f = try Matrix(rows: [[1, 1], [0, 1]])
    let h = try Matrix(rows: [[1, 0]])
    let q = try Matrix(rows: [[0.25, 0.5], [0.5, 1]]) * 0.1
    let r = Matrix.diagonal([2])
    let steady = try DiscreteRiccati.kalman(
      transition: f, observation: h, processNoise: q, measurementNoise: r)
    var p = Matrix.identity(2) * 10
    var gain = Matrix(rowCount: 2, columnCount: 1)
    for _ in 0..<500 {
      let innovation = (h * (p * h.transposed))[0, 0] + r[0, 0]
      gain = p * h.transposed * (1 / innovation)
      p = f * ((p - gain * (h * p)) * f.transposed) + q
    }
    #expect((p - steady.predictionCovariance).magnitudeMax < 1e-11)
    #expect((gain - steady.gain).magnitudeMax < 1e-12)
  }

  @Test("what cannot be stabilised is an error")
  func notStabilisable() {
    #expect(throws: NumericsError.self) {
      try DiscreteRiccati(
        a: .diagonal([2]), b: .diagonal([0]), q: .diagonal([1]), r: .diagonal([1]))
    }
    #expect(throws: NumericsError.self) {
      try DiscreteRiccati(
        a: .diagonal([1, 1]), b: .diagonal([1]), q: .diagonal([1]), r: .diagonal([1]))
    }
  }
}
