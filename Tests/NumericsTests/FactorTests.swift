import Foundation
import Numerics
import Testing

@Suite("Matrix factorisations")
struct FactorTests {
  /// The inverse of the Hilbert matrix has integer elements (Savage and Lukacs, 1954).
  private func hilbertInverse(_ size: Int) -> Matrix {
    func choose(_ n: Int, _ k: Int) -> Double {
      (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }.rounded()
    }
    var matrix = Matrix(rowCount: size, columnCount: size)
    for i in 1...size {
      for j in 1...size {
        let sign: Double = (i + j) % 2 == 0 ? 1 : -1
        let binomials =
          choose(size + i - 1, size - j) * choose(size + j - 1, size - i) * choose(i + j - 2, i - 1)
          * choose(i + j - 2, i - 1)
        matrix[i - 1, j - 1] = sign * Double(i + j - 1) * binomials
      }
    }
    return matrix
  }

  /// The relative error may reach the condition number (1.5e7, 1.5e10) times 1e-16.
  @Test("Hilbert matrices are inverted", arguments: [(3, 1e-12), (6, 1e-8), (8, 1e-5)])
  func hilbertMatrices(size: Int, tolerance: Double) throws {
    let truth = hilbertInverse(size)
    let cholesky = try CholeskyFactor(hilbert(size)).inverse
    let lu = try LUFactor(hilbert(size)).inverse()
    #expect((cholesky - truth).magnitudeMax < tolerance * truth.magnitudeMax)
    #expect((lu - truth).magnitudeMax < tolerance * truth.magnitudeMax)
  }

  @Test("determinants of Hilbert matrices (1/2160; 1/186313420339200000)")
  func hilbertDeterminants() throws {
    #expect(abs(try LUFactor(hilbert(3)).determinant * 2160 - 1) < 1e-13)
    let log = try CholeskyFactor(hilbert(6)).logDeterminant
    #expect(abs(log + Foundation.log(186_313_420_339_200_000)) < 1e-9)
  }

  @Test("Cholesky solves and measures", arguments: 1...30)
  func cholesky(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let size = 1 + seed % 9
    let root = stream.matrix(size, size + 3)
    let a = root * root.transposed
    let x = stream.vector(size)
    let b = a * x
    let factor = try CholeskyFactor(a)
    #expect((factor.lower * factor.lower.transposed - a).magnitudeMax < 1e-14 * 12)
    let solved = factor.solve(b)
    let residual = zip(a * solved, b).map { abs($0 - $1) }.max() ?? 0
    #expect(residual < 1e-12, "seed \(seed)")
    let form = zip(b, solved).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(factor.quadraticForm(b) - form) < 1e-10 * max(1, form), "seed \(seed)")
    let product = factor.inverse * a
    #expect((product - Matrix.identity(size)).magnitudeMax < 1e-8, "seed \(seed)")
  }

  @Test("a matrix that is not positive definite is named, NaN included")
  func notPositiveDefinite() throws {
    let indefinite = try Matrix(rows: [[1, 2], [2, 1]])
    #expect(
      throws: NumericsError.notPositiveDefinite(operation: "Cholesky factorisation")
    ) { try CholeskyFactor(indefinite) }
    #expect(
      throws: NumericsError.notPositiveDefinite(operation: "Cholesky factorisation")
    ) { try CholeskyFactor(Matrix.diagonal([.nan, 1])) }
    let dependent = try Matrix(rows: [[1, 1, 0], [1, 1, 0], [0, 0, 1]])
    #expect(throws: NumericsError.self) { try CholeskyFactor(dependent) }
  }

  @Test("LU solves square systems", arguments: 1...30)
  func lu(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let size = 1 + seed % 12
    let a = stream.matrix(size, size) + Matrix.identity(size) * 2
    let x = stream.vector(size)
    let solved = try LUFactor(a).solve(a * x)
    #expect(zip(solved, x).allSatisfy { abs($0 - $1) < 1e-10 }, "seed \(seed)")
  }

  @Test("a singular matrix is an error, not an abort")
  func singular() throws {
    let a = try Matrix(rows: [[1, 2], [2, 4]])
    #expect(throws: NumericsError.singular(operation: "LU factorisation")) { try LUFactor(a) }
    #expect(throws: NumericsError.self) { try LUFactor(Matrix.diagonal([1, .infinity])) }
    #expect(throws: NumericsError.self) { try LUFactor(Matrix(rowCount: 2, columnCount: 3)) }
    #expect(throws: NumericsError.self) { try LUFactor(Matrix.identity(2)).solve([1]) }
  }

  @Test("eigenvalues of the second difference matrix: 2 - 2 cos(k pi / (n + 1))")
  func knownEigenvalues() throws {
    let size = 9
    var a = Matrix.diagonal([Double](repeating: 2, count: size))
    for i in 1..<size {
      a[i, i - 1] = -1
      a[i - 1, i] = -1
    }
    let eigen = try SymmetricEigen(a)
    for k in 1...size {
      let truth = 2 - 2 * Foundation.cos(Double(k) * Double.pi / Double(size + 1))
      #expect(abs(eigen.values[k - 1] - truth) < 1e-14)
    }
  }

  @Test("eigenvectors rebuild the matrix and are orthonormal", arguments: 1...20)
  func eigenvectors(seed: Int) throws {
    var stream = TestStream(state: UInt64(seed))
    let size = 1 + seed % 8
    let a = stream.matrix(size, size).symmetrised
    let eigen = try SymmetricEigen(a)
    let v = eigen.vectors
    #expect((v.transposed * v - Matrix.identity(size)).magnitudeMax < 1e-13, "seed \(seed)")
    let rebuilt = v * (Matrix.diagonal(eigen.values) * v.transposed)
    #expect((rebuilt - a).magnitudeMax < 1e-13, "seed \(seed)")
    #expect(eigen.values == eigen.values.sorted(), "seed \(seed)")
  }

  @Test("bad input to the eigenvalues is an error")
  func eigenErrors() {
    #expect(throws: NumericsError.self) { try SymmetricEigen(Matrix.diagonal([.nan])) }
    #expect(throws: NumericsError.self) {
      try SymmetricEigen(Matrix(rowCount: 0, columnCount: 0))
    }
  }
}
