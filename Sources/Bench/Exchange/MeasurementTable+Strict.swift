internal import Clockwork
internal import Telemetry

/// For those who need every row, in order.
extension MeasurementTable {
  /// - Parameter magnitudeMax: of the values.
  /// - Returns: series in the order in which the file names them first, at least one; times rise.
  /// - Throws: ``ExchangeError`` with file, line, what was found and expected.
  public static func readWhole(
    path: String, magnitudeMax: Double = 1e9
  ) throws -> [Series] {
    let (series, problems) = try read(path: path)
    if let text = problems.examples.first { throw ExchangeError.badMeasurements(text: text) }
    guard !series.isEmpty else {
      throw ExchangeError.badMeasurements(
        text: "\(path): found no row, expected rows below the columns")
    }
    for one in series {
      for (place, value) in one.values.enumerated() where value.magnitude > magnitudeMax {
        throw ExchangeError.badMeasurements(
          text: "\(path):\(one.lines[place]): value: found \(value), expected a number from "
            + "-\(magnitudeMax) to \(magnitudeMax)")
      }
      for place in one.times.indices.dropFirst() where one.times[place] <= one.times[place - 1] {
        throw ExchangeError.badMeasurements(
          text: "\(path):\(one.lines[place]): time: found \(text(one.times[place])), expected one "
            + "after this sensor's row before, \(text(one.times[place - 1]))")
      }
    }
    return series
  }

  private static func text(_ microseconds: Int64) -> String {
    JSONTimestamp.text(SimTime(microseconds: microseconds))
  }

  /// Writes a table that can be read again.
  public struct Writer: Sendable {
    public private(set) var text = "time,sensor,value\n"

    public init() {}

    /// - Parameter time: microseconds since 1970.
    public mutating func append(time: Int64, sensor: String, value: Double) {
      var bytes: [UInt8] = []
      CSVLine.append(
        [.string(MeasurementTable.text(time)), .string(sensor), .number(value)], to: &bytes)
      text += String(decoding: bytes, as: UTF8.self) + "\n"
    }
  }
}
