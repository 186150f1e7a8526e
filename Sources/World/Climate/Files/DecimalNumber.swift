/// Reads decimal numbers from bytes, each correctly rounded.
enum DecimalNumber {
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// A number such as `-3.5`, `.5` or `1.2E+03`, or nil for any other text, "nan" and "inf" too.
  ///
  /// At most 15 digits and a power of ten within ±22: there, one exact division or product of two
  /// exact numbers gives the nearest `Double` (W. D. Clinger, PLDI 1990).
  static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    bytes.withUnsafeBufferPointer { buffer in parse(buffer, range) }
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end else { return nil }
    let isNegative = bytes[index] == 0x2D
    if isNegative || bytes[index] == 0x2B { index += 1 }
    var digits: Int64 = 0
    var digitCount = 0
    var significantCount = 0
    var scale = 0
    var hasPoint = false
    while index < end {
      let byte = bytes[index]
      if byte == 0x2E && !hasPoint {
        hasPoint = true
      } else if byte >= 0x30 && byte <= 0x39 {
        digitCount += 1
        if digits != 0 || byte != 0x30 { significantCount += 1 }
        guard significantCount <= 15, digitCount <= 40 else { return nil }
        digits = digits * 10 + Int64(byte - 0x30)
        if hasPoint { scale -= 1 }
      } else {
        break
      }
      index += 1
    }
    guard digitCount > 0 else { return nil }
    if index < end {
      guard bytes[index] == 0x45 || bytes[index] == 0x65,
        let exponent = integer(bytes, index + 1..<end)
      else { return nil }
      scale += exponent
    }
    if digits == 0 { return 0 }
    guard abs(scale) <= 22 else { return nil }
    let size = scale < 0 ? Double(digits) / powers[-scale] : Double(digits) * powers[scale]
    return isNegative ? -size : size
  }

  /// A whole number of at most nine digits, with or without sign.
  static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in integer(buffer, range) }
  }

  private static func integer(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    guard index < range.upperBound else { return nil }
    let isNegative = bytes[index] == 0x2D
    if isNegative || bytes[index] == 0x2B { index += 1 }
    guard index < range.upperBound, range.upperBound - index <= 9 else { return nil }
    var value = 0
    while index < range.upperBound {
      guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    return isNegative ? -value : value
  }
}
