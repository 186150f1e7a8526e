import Numerics
import Testing

@Suite("Normal equations")
struct NormalEquationsTests {
  @Test("a system with a known answer, of whose matrix only the lower triangle is read")
  func knownAnswer() throws {
    var system = NormalEquations(size: 3)
    system.matrix = try Matrix(rows: [[4, .nan, 7], [12, 37, 7], [-16, -43, 98]])
    system.right = [4 + 24 - 48, 12 + 74 - 129, -16 - 86 + 294]
    let x = try system.solve()
    for (found, expected) in zip(x, [1.0, 2, 3]) { #expect((found - expected).magnitude < 1e-10) }
  }

  @Test("it agrees with least squares by QR", arguments: 1...20)
  func leastSquares(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let columns = 1 + seed * 3 % 40
    let design = stream.matrix(columns + 30, columns)
    let target = stream.vector(columns + 30)
    var system = NormalEquations(size: columns)
    system.matrix = design.transposed * design
    system.right = design.transposed * target
    let expected = try LeastSquares(design: design, target: target).coefficients
    for (found, expected) in zip(try system.solve(), expected) {
      #expect((found - expected).magnitude < 1e-9, "seed \(seed)")
    }
  }

  @Test("columns that repeat each other share their weight, whatever their units")
  func aliased() throws {
    var system = NormalEquations(size: 2)
    system.matrix = try Matrix(rows: [[5, 0], [5, 5]])
    system.right = [10, 10]
    for found in try system.solve() { #expect((found - 1).magnitude < 1e-12) }
    // The second column is a million times the first.
    system.matrix = try Matrix(rows: [[5, 0], [5e6, 5e12]])
    system.right = [10, 10e6]
    let x = try system.solve()
    #expect((x[0] - 1).magnitude < 1e-9 && (x[1] - 1e-6).magnitude < 1e-15)
  }

  @Test("without rows there are no weights; without columns no system")
  func empty() throws {
    #expect(try NormalEquations(size: 3).solve() == [0, 0, 0])
    #expect(try NormalEquations(size: 0).solve() == [])
  }

  @Test("what is not a number is an error, not a fit")
  func notANumber() throws {
    var system = NormalEquations(size: 2)
    system.matrix = try Matrix(rows: [[.nan, 0], [0, 1]])
    #expect(throws: NumericsError.self) { try system.solve() }
  }
}
