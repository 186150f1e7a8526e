import Clockwork

/// Up to 64 readings of one series, column by column.
///
/// A block is: count u8, value form u8, [resolution f64], time unit, first time, then differences
/// of differences of the times in that unit; the values; battery, signal and error code, each as
/// one value or one a reading. Integers are LEB128, signed ones zigzag. Values are integers where
/// that is exact, bit for bit: multiples of a power of ten or of the resolution; else each is the
/// exclusive or with the one before, bytes reversed.
///
/// - Source: delta-of-delta times and XOR values as in Pelkonen et al. 2015, "Gorilla: a fast,
///   scalable, in-memory time series database", here in whole bytes for a compressor to finish.
enum ChunkBlock {
  static let capacity = 64
  /// Forms 0...6 are decimal digits after the point.
  private static let resolutionForm: UInt8 = 7
  private static let xorForm: UInt8 = 15
  private static let powers: InlineArray<7, Double> = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]
  /// Integers beyond this may not be exact as `Double`.
  private static let integerMax = 9.0e15

  /// - Parameters:
  ///   - origin: a time that the reader knows: the start of the day.
  ///   - resolution: of the data sheet; tried when decimals are not exact.
  static func append(
    times: UnsafeBufferPointer<Int64>, values: UnsafeBufferPointer<Double>,
    states: UnsafeBufferPointer<UInt32>, origin: Int64, resolution: Double,
    to bytes: inout [UInt8]
  ) {
    bytes.append(UInt8(times.count))
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: capacity) { integers in
      let form = valueForm(values, resolution: resolution, integers: integers)
      bytes.append(form)
      if form == resolutionForm {
        withUnsafeBytes(of: resolution.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
      appendTimes(times, origin: origin, to: &bytes)
      if form == xorForm {
        appendXOR(values, to: &bytes)
      } else {
        var last: Int64 = 0
        for index in values.indices {
          ColumnWriter.append(integers[index] - last, to: &bytes)
          last = integers[index]
        }
      }
    }
    appendStates(states, to: &bytes)
  }

  /// Appends a block's readings; false if the bytes are no block.
  static func read(
    _ reader: inout ColumnReader, origin: Int64, into readings: inout [StoredReading]
  ) -> Bool {
    guard let size = reader.byte(), size >= 1, size <= capacity, let form = reader.byte() else {
      return false
    }
    let count = Int(size)
    var resolution = 0.0
    if form == resolutionForm {
      var bits: UInt64 = 0
      for shift in 0..<8 {
        guard let byte = reader.byte() else { return false }
        bits |= UInt64(byte) << UInt64(8 * shift)
      }
      resolution = Double(bitPattern: bits)
    } else if form > 6, form != xorForm {
      return false
    }
    guard let times = readTimes(&reader, count: count, origin: origin),
      let values = readValues(&reader, count: count, form: form, resolution: resolution),
      let states = readStates(&reader, count: count)
    else { return false }
    for index in 0..<count {
      readings.append(
        StoredReading(
          time: SimTime(microseconds: times[index]), value: values[index],
          state: DeviceState(rawValue: states[index])))
    }
    return true
  }

  // MARK: Times

  private static func appendTimes(
    _ times: UnsafeBufferPointer<Int64>, origin: Int64, to bytes: inout [UInt8]
  ) {
    var unit: Int64 = 0
    var lastStep: Int64 = 0
    for index in 1..<max(times.count, 1) {
      let step = times[index] - times[index - 1]
      if step != lastStep || index == 1 { unit = greatestCommonDivisor(unit, step) }
      lastStep = step
    }
    if unit == 0 { unit = 1 }
    ColumnWriter.appendUnsigned(UInt64(unit), to: &bytes)
    ColumnWriter.append(times[0] - origin, to: &bytes)
    lastStep = 0
    for index in 1..<max(times.count, 1) {
      let step = times[index] - times[index - 1]
      if step == lastStep {
        bytes.append(0)
      } else {
        ColumnWriter.append((step - lastStep) / unit, to: &bytes)
        lastStep = step
      }
    }
  }

  private static func readTimes(
    _ reader: inout ColumnReader, count: Int, origin: Int64
  ) -> [Int64]? {
    guard let unsignedUnit = reader.unsigned(), let unit = Int64(exactly: unsignedUnit),
      let first = reader.signed()
    else { return nil }
    var times = [origin &+ first]
    var step: Int64 = 0
    for _ in 1..<max(count, 1) {
      guard let change = reader.signed() else { return nil }
      step &+= change &* unit
      times.append(times[times.count - 1] &+ step)
    }
    return times
  }

  private static func greatestCommonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
    var (a, b) = (abs(a), abs(b))
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  // MARK: Values

  /// The first form that keeps every bit of every value.
  private static func valueForm(
    _ values: UnsafeBufferPointer<Double>, resolution: Double,
    integers: UnsafeMutableBufferPointer<Int64>
  ) -> UInt8 {
    var digits = 0
    scan: while digits < 7 {
      let power = powers[digits]
      for index in values.indices {
        let value = values[index]
        let scaled = (value * power).rounded()
        guard scaled.magnitude < integerMax else { break scan }
        guard (scaled / power).bitPattern == value.bitPattern else {
          digits += 1
          continue scan
        }
        integers[index] = Int64(scaled)
      }
      return UInt8(digits)
    }
    guard resolution > 0, resolution.isFinite else { return xorForm }
    for index in values.indices {
      let scaled = (values[index] / resolution).rounded()
      guard scaled.magnitude < integerMax,
        (scaled * resolution).bitPattern == values[index].bitPattern
      else { return xorForm }
      integers[index] = Int64(scaled)
    }
    return resolutionForm
  }

  private static func appendXOR(_ values: UnsafeBufferPointer<Double>, to bytes: inout [UInt8]) {
    var last: UInt64 = 0
    for value in values {
      ColumnWriter.appendUnsigned((value.bitPattern ^ last).byteSwapped, to: &bytes)
      last = value.bitPattern
    }
  }

  private static func readValues(
    _ reader: inout ColumnReader, count: Int, form: UInt8, resolution: Double
  ) -> [Double]? {
    var values: [Double] = []
    var bits: UInt64 = 0
    var integer: Int64 = 0
    for _ in 0..<count {
      if form == xorForm {
        guard let change = reader.unsigned() else { return nil }
        bits ^= change.byteSwapped
        values.append(Double(bitPattern: bits))
        continue
      }
      guard let change = reader.signed() else { return nil }
      integer &+= change
      let scaled = Double(integer)
      values.append(
        form == resolutionForm ? scaled * resolution : scaled / powers[Int(form)])
    }
    return values
  }

  // MARK: States

  private static func appendStates(_ states: UnsafeBufferPointer<UInt32>, to bytes: inout [UInt8]) {
    var changed: UInt32 = 0
    for state in states { changed |= state ^ states[0] }
    for shift: UInt32 in [0, 8, 16] {
      if changed >> shift & 0xFF == 0 {
        bytes.append(1)
        bytes.append(UInt8(truncatingIfNeeded: states[0] >> shift))
        continue
      }
      bytes.append(0)
      var last: UInt8 = 0
      for state in states {
        let byte = UInt8(truncatingIfNeeded: state >> shift)
        bytes.append(byte &- last)
        last = byte
      }
    }
  }

  private static func readStates(_ reader: inout ColumnReader, count: Int) -> [UInt32]? {
    var states = [UInt32](repeating: 0, count: count)
    for shift: UInt32 in [0, 8, 16] {
      guard let isSame = reader.byte(), isSame <= 1 else { return nil }
      var last: UInt8 = 0
      for index in 0..<count {
        if isSame == 0 || index == 0 {
          guard let change = reader.byte() else { return nil }
          last &+= change
        }
        states[index] |= UInt32(last) << shift
      }
    }
    return states
  }
}
