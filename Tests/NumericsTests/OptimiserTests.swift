import Numerics
import Quantities
import Testing

@Suite("Minimisers and roots")
struct OptimiserTests {
  @Test("Rosenbrock's valley (minimum 0 at 1, 1)")
  func rosenbrock() throws {
    let found = try NelderMead(sizeTolerance: 1e-10).minimise(from: [-1.2, 1], steps: [0.5, 0.5]) {
      100 * ($0[1] - $0[0] * $0[0]) * ($0[1] - $0[0] * $0[0]) + (1 - $0[0]) * (1 - $0[0])
    }
    #expect(found.hasConverged)
    #expect(abs(found.point[0] - 1) < 1e-7 && abs(found.point[1] - 1) < 1e-7)
    #expect(found.value < 1e-14)
  }

  @Test("quadratic bowls in one to five dimensions", arguments: 1...20)
  func bowls(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let size = 1 + seed % 5
    let centre = stream.vector(size)
    let found = try NelderMead(iterationMax: 3_000, sizeTolerance: 1e-9, restartCount: 2).minimise(
      from: [Double](repeating: 0, count: size), steps: [Double](repeating: 0.3, count: size)
    ) { x in
      zip(x, centre).enumerated().reduce(0) { sum, term in
        let difference = term.element.0 - term.element.1
        return sum + Double(term.offset + 1) * difference * difference
      }
    }
    #expect(zip(found.point, centre).allSatisfy { abs($0 - $1) < 1e-6 }, "seed \(seed)")
  }

  @Test("infinite values fence the search in")
  func fence() throws {
    let found = try NelderMead().minimise(from: [2, 2], steps: [0.5, 0.5]) { x in
      x[0] < 1 || x[1] < 0 ? .infinity : x[0] + x[1] * x[1]
    }
    #expect(abs(found.point[0] - 1) < 1e-5 && abs(found.point[1]) < 1e-3)
  }

  @Test("bad starts are errors, and a limit is reported")
  func nelderMeadErrors() throws {
    #expect(throws: NumericsError.self) {
      try NelderMead().minimise(from: [1], steps: [0]) { $0[0] }
    }
    #expect(throws: NumericsError.self) {
      try NelderMead().minimise(from: [1], steps: [1, 1]) { $0[0] }
    }
    #expect(throws: NumericsError.self) {
      try NelderMead().minimise(from: [1], steps: [1]) { _ in .nan }
    }
    let short = try NelderMead(iterationMax: 3).minimise(from: [5], steps: [1]) { $0[0] * $0[0] }
    #expect(!short.hasConverged && short.iterationCount == 3)
  }

  @Test("Brent finds the minimum of a cosine and of a kink")
  func brentMinimum() throws {
    let cosine = try Brent.minimise(in: 2...5) { Elementary.cos($0) }
    #expect(abs(cosine.x - Double.pi) < 1e-7 && cosine.value == -1)
    #expect(cosine.evaluationCount < 20)
    let kink = try Brent.minimise(in: -3...7) { abs($0 - 0.123) }
    #expect(abs(kink.x - 0.123) < 2e-8)
    let border = try Brent.minimise(in: 1...2) { $0 }
    #expect(border.x - 1 < 1e-7)
  }

  @Test("Brent finds roots to the last digits")
  func brentRoot() throws {
    let dottie = try Brent.root(in: 0...1) { Elementary.cos($0) - $0 }
    #expect(abs(dottie.x - 0.7390851332151607) < 1e-12 && dottie.evaluationCount < 12)
    let cubic = try Brent.root(in: -4...4.0 / 3) { ($0 + 3) * ($0 - 1) * ($0 - 1) }
    #expect(abs(cubic.x + 3) < 1e-12)
    #expect(try Brent.root(in: 0...1) { $0 }.x == 0)
    #expect(throws: NumericsError.self) { try Brent.root(in: 1...2) { $0 } }
  }
}
