import Numerics
import TestSupport
import Testing

/// SplitMix64 with uniform numbers in -1...1, the same on every run.
struct TestStream {
  private var random: TestRandom

  init(state: UInt64) { random = TestRandom(seed: state) }

  mutating func next() -> Double { random.uniform(-1, 1) }

  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(
      rowCount: rows, columnCount: columns, elements: (0..<rows * columns).map { _ in next() })
  }

  mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }
}

func hilbert(_ size: Int) -> Matrix {
  var matrix = Matrix(rowCount: size, columnCount: size)
  for i in 0..<size {
    for j in 0..<size { matrix[i, j] = 1 / Double(i + j + 1) }
  }
  return matrix
}

@Suite("Matrix")
struct MatrixTests {
  @Test("products against hand-made numbers")
  func product() throws {
    let a = try Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    let b = try Matrix(rows: [[7, 8], [9, 10], [11, 12]])
    #expect(a * b == (try Matrix(rows: [[58, 64], [139, 154]])))
    #expect(a * [1, 0, -1] == [-2, -2])
    #expect(a.transposed == (try Matrix(rows: [[1, 4], [2, 5], [3, 6]])))
    #expect((a + a) - a == a && a * 2 == a + a)
    #expect(Array(a.row(1)) == [4, 5, 6] && a.column(2) == [3, 6])
    #expect((a * b).diagonal == [58, 154])
  }

  @Test("rows of unequal length are refused with their place")
  func unequalRows() {
    #expect(
      throws: NumericsError.sizeMismatch(
        operation: "Matrix(rows:)", expected: "2 columns in every row", found: "1 in row 1")
    ) { try Matrix(rows: [[1, 2], [3]]) }
  }

  @Test("the product is associative and the transpose reverses it", arguments: 1...20)
  func algebra(seed: Int) {
    var stream = TestStream(state: UInt64(seed))
    let (a, b, c) = (stream.matrix(4, 7), stream.matrix(7, 5), stream.matrix(5, 3))
    #expect(((a * b) * c - a * (b * c)).magnitudeMax < 1e-14, "seed \(seed)")
    #expect((a * b).transposed == b.transposed * a.transposed, "seed \(seed)")
  }

  @Test("the largest magnitude does not hide NaN")
  func magnitude() {
    #expect(Matrix.diagonal([1, -3, 2]).magnitudeMax == 3)
    #expect(Matrix.diagonal([1, .nan, 2]).magnitudeMax.isNaN)
  }
}
