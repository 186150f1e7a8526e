/// Values that are decimals of a few digits, exact for every bit pattern.
///
/// A sensor's 21.37 is the integer 2137 of two digits. Each integer is predicted by the best of a
/// few
/// exponential smoothers, and what is left goes through a range coder that learns how large it is
/// just now. A value that is no decimal, minus zero or not a number is an exception of 64 bits; a
/// series of many goes to ``GorillaCodec``.
///
/// - Source: decimals as integers with exceptions after Afroozeh, Kuffo and Boncz 2023, "ALP:
///   adaptive lossless floating-point compression"; Holt 1957 for the smoothers; residuals by scale
///   as in Wu and Memon 1997, "Context-based, adaptive, lossless image coding".
public enum DecimalCodec {
  private static let otherForm: UInt8 = 255
  private static let digitsMax = 9
  private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
  /// Integers beyond this may not be exact as `Double`.
  private static let integerMax = 9.0e15

  public static func encode(_ values: [Double]) -> [UInt8] {
    let (digits, exceptionCount) = form(values)
    guard exceptionCount * 4 <= values.count else {
      return [otherForm] + GorillaCodec.encode(values: values)
    }
    var bytes = [UInt8(digits)]
    VariableBytes.append(UInt64(values.count), to: &bytes)
    var coder = RangeEncoder()
    var residuals = Residuals()
    var exception = AdaptiveBit()
    let power = powers[digits]
    for value in values {
      guard let integer = integer(value, power) else {
        coder.encode(true, &exception, limit: 250)
        coder.encode(bits: value.bitPattern, count: 64)
        continue
      }
      coder.encode(false, &exception, limit: 250)
      residuals.encode(integer, to: &coder)
    }
    return bytes + coder.finish()
  }

  /// - Returns: nil for bytes that are no series; other damage gives other numbers.
  public static func decode(_ bytes: [UInt8]) -> [Double]? {
    guard let digits = bytes.first else { return nil }
    if digits == otherForm { return GorillaCodec.decode(Array(bytes.dropFirst()))?.values }
    var position = 1
    guard digits <= digitsMax, let count = VariableBytes.read(bytes, &position) else { return nil }
    var coder = RangeDecoder(bytes[position...])
    var residuals = Residuals()
    var exception = AdaptiveBit()
    let power = powers[Int(digits)]
    var values: [Double] = []
    while values.count < count {
      // A series at rest takes nearly no bytes, but not without end.
      guard !coder.isExhausted || values.count < bytes.count * 4_096 + 65_536 else { return nil }
      if coder.decode(&exception, limit: 250) {
        values.append(Double(bitPattern: coder.bits(64)))
      } else {
        values.append(Double(residuals.decode(&coder)) / power)
      }
    }
    return values
  }

  /// The fewest digits that leave the fewest exceptions.
  private static func form(_ values: [Double]) -> (digits: Int, exceptionCount: Int) {
    var best = (digits: 0, exceptionCount: Int.max)
    for digits in 0...digitsMax {
      var count = 0
      for value in values where integer(value, powers[digits]) == nil {
        count += 1
        if count >= best.exceptionCount { break }
      }
      if count < best.exceptionCount { best = (digits, count) }
      if count == 0 { break }
    }
    return best
  }

  /// - Returns: nil where the way back would give another bit pattern.
  @inline(__always)
  private static func integer(_ value: Double, _ power: Double) -> Int64? {
    let scaled = (value * power).rounded()
    guard scaled.magnitude < integerMax else { return nil }
    let integer = Int64(scaled)
    return (Double(integer) / power).bitPattern == value.bitPattern ? integer : nil
  }

  /// Integers by what a prediction leaves.
  private struct Residuals {
    private var predictor = HoltPanel()
    private var scales = [AdaptiveInteger](repeating: AdaptiveInteger(limit: 500), count: 24)
    /// Sixteen times a running mean of the residuals' magnitudes.
    private var scale: UInt64 = 64

    mutating func encode(_ integer: Int64, to coder: inout RangeEncoder) {
      let residual = integer &- predictor.next
      scales[place].encode(signed: residual, to: &coder)
      learn(integer, residual)
    }

    mutating func decode(_ coder: inout RangeDecoder) -> Int64 {
      let residual = scales[place].decodeSigned(&coder)
      let integer = predictor.next &+ residual
      learn(integer, residual)
      return integer
    }

    private var place: Int { min(64 - scale.leadingZeroBitCount, 23) }

    private mutating func learn(_ integer: Int64, _ residual: Int64) {
      scale = scale - scale / 16 + min(residual.magnitude, 1 << 40)
      predictor.learn(integer)
    }
  }
}

/// Smoothers of several speeds; the one that erred least of late predicts.
struct HoltPanel: Sendable {
  /// How much of an error the level and the slope take over.
  private static let gains: [(level: Double, slope: Double)] = [
    (1, 0), (1, 1), (0.5, 0), (0.6, 0.1), (0.35, 0.04), (0.2, 0.012), (0.12, 0.004),
  ]
  private var levels = [Double](repeating: 0, count: Self.gains.count)
  private var slopes = [Double](repeating: 0, count: Self.gains.count)
  private var errors = [Double](repeating: 0, count: Self.gains.count)
  private var best = 0
  private var isNew = true

  var next: Int64 {
    let value = (levels[best] + slopes[best]).rounded()
    return value.magnitude < 1e16 ? Int64(value) : 0
  }

  mutating func learn(_ integer: Int64) {
    let value = Double(integer)
    if isNew {
      isNew = false
      for place in levels.indices { levels[place] = value }
      return
    }
    for place in levels.indices {
      let expected = levels[place] + slopes[place]
      let error = value - expected
      levels[place] = expected + Self.gains[place].level * error
      slopes[place] += Self.gains[place].slope * error
      errors[place] = errors[place] * 0.98 + min(error.magnitude, 1e18)
    }
    for place in errors.indices where errors[place] < errors[best] { best = place }
  }
}
