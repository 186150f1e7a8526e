/// A small dense matrix, stored by columns that are padded to a multiple of four rows.
struct SquareMatrix {
  let size: Int
  let stride: Int
  var values: [Double]

  init(size: Int) {
    self.size = size
    stride = SquareMatrix.paddedSize(size)
    values = [Double](repeating: 0, count: size * stride)
  }

  /// A multiple of the identity.
  init(diagonal: Double, size: Int) {
    self.init(size: size)
    for i in 0..<size { self[i, i] = diagonal }
  }

  static func paddedSize(_ size: Int) -> Int { (size + 3) & ~3 }

  subscript(row: Int, column: Int) -> Double {
    get { values[column * stride + row] }
    set { values[column * stride + row] = newValue }
  }

  /// The largest sum of magnitudes in a column: a norm that bounds the spectral radius.
  var norm: Double {
    var largest = 0.0
    for column in 0..<size {
      var sum = 0.0
      for row in 0..<size { sum += self[row, column].magnitude }
      largest = max(largest, sum)
    }
    return largest
  }

  /// self += factor * other.
  mutating func add(_ other: SquareMatrix, times factor: Double) {
    for i in values.indices { values[i] += factor * other.values[i] }
  }

  mutating func scale(_ factor: Double) {
    for i in values.indices { values[i] *= factor }
  }

  mutating func addToDiagonal(_ term: Double) {
    for i in 0..<size { values[i * stride + i] += term }
  }

  /// self = a b; `self` keeps its memory and must be neither of them.
  mutating func setProduct(_ a: SquareMatrix, _ b: SquareMatrix) {
    let (size, stride) = (a.size, a.stride)
    values.withUnsafeMutableBufferPointer { out in
      a.values.withUnsafeBufferPointer { left in
        b.values.withUnsafeBufferPointer { right in
          guard let o = out.baseAddress, let l = left.baseAddress, let r = right.baseAddress
          else { return }
          o.update(repeating: 0, count: out.count)
          for column in 0..<size {
            Self.addProduct(l, r + column * stride, o + column * stride, size: size, stride: stride)
          }
        }
      }
    }
  }

  /// y += M x, four rows at a time.
  ///
  /// Every element is summed in column order, whatever the width of the machine's vectors, so
  /// the result has the same bits everywhere. `y` must have `stride` elements, `x` `size`.
  @inline(__always)
  static func addProduct(
    _ matrix: UnsafePointer<Double>, _ x: UnsafePointer<Double>,
    _ y: UnsafeMutablePointer<Double>, size: Int, stride: Int
  ) {
    let raw = UnsafeRawPointer(matrix)
    let out = UnsafeMutableRawPointer(y)
    var row = 0
    while row < stride {
      var sum = out.loadUnaligned(fromByteOffset: row * 8, as: SIMD4<Double>.self)
      var offset = row * 8
      for column in 0..<size {
        sum += raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self) * x[column]
        offset += stride * 8
      }
      out.storeBytes(of: sum, toByteOffset: row * 8, as: SIMD4<Double>.self)
      row += 4
    }
  }
}
