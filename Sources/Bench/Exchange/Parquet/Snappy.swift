/// Unpacks Snappy's raw format.
/// - Source: google/snappy, format_description.txt.
enum Snappy {
  /// - Parameter count: what must come out.
  static func decompress(_ input: ArraySlice<UInt8>, count: Int) throws(ParquetError) -> [UInt8] {
    var next = input.startIndex
    func take(_ width: Int) throws(ParquetError) -> Int {
      guard input.endIndex - next >= width else { throw ParquetError("found a broken Snappy page") }
      var value = 0
      for place in 0..<width { value |= Int(input[next + place]) << (8 * place) }
      next += width
      return value
    }
    var stated = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      let part = try take(1)
      stated |= (part & 127) << shift
      if part < 128 { break }
    }
    guard stated == count else { throw ParquetError("found a Snappy page of another size") }
    var output: [UInt8] = []
    output.reserveCapacity(count)
    while next < input.endIndex {
      let tag = try take(1)
      let length: Int
      var back = 0
      switch tag & 3 {
      case 0:
        let short = tag >> 2
        length = short < 60 ? short + 1 : try take(short - 59) + 1
        guard input.endIndex - next >= length, output.count + length <= count else {
          throw ParquetError("found a broken Snappy page")
        }
        output += input[next..<next + length]
        next += length
        continue
      case 1:
        length = (tag >> 2 & 7) + 4
        back = (tag >> 5) << 8 | (try take(1))
      case 2:
        length = (tag >> 2) + 1
        back = try take(2)
      default:
        length = (tag >> 2) + 1
        back = try take(4)
      }
      guard back > 0, back <= output.count, output.count + length <= count else {
        throw ParquetError("found a broken Snappy page")
      }
      // A copy may reach into what it writes itself.
      for _ in 0..<length { output.append(output[output.count - back]) }
    }
    guard output.count == count else { throw ParquetError("found a broken Snappy page") }
    return output
  }
}
