import Clockwork
import Reporting
import SeriesCoding

/// The series on which samplers and codecs are compared, and what others reach on one like it.
///
/// A room's temperature: T' = v - .02 (T - 21), v an AR(1) of sd .4 K/h and tau .5 h, every 60 s
/// for 30 days, rounded to .01 K. The published figures state neither length nor noise; their fixed
/// period (every 12th: 4330 bytes) and their orientation (246 and 107 bytes) fit 30 days.
struct SampleBenchmark {
  static let count = 43_200

  /// - Parameter noise: of the sensor, K.
  static func series(noise: Double, seed: UInt64 = 1) -> [Double] {
    var chance = RandomStream(seed: seed, purpose: Purpose("bench.sampling"), entity: 0)
    let step = 1.0 / 60
    // exp(-step / .5).
    let persistence = 0.9672161004820059
    let kick = 0.4 * (1 - persistence * persistence).squareRoot()
    var speed = 0.4 * chance.gaussian()
    var temperature = 21.0
    return (0..<count).map { _ in
      speed = persistence * speed + kick * chance.gaussian()
      temperature += step * (speed - 0.02 * (temperature - 21))
      return ((temperature + noise * chance.gaussian()) * 100).rounded() / 100
    }
  }

  private struct Line {
    var name: String
    var method: SampleMethod
    var tolerance = 0.1
    var peer: String
  }

  private static let lines: [Line] = [
    Line(name: "coin, 10 %", method: .coin, peer: "5227 / .104"),
    Line(name: "send-on-delta .1", method: .sendOnDelta, tolerance: 0.1, peer: "2050 / .037"),
    Line(name: "send-on-delta .2", method: .sendOnDelta, tolerance: 0.2, peer: "489 / .075"),
    Line(name: "swinging door .1", method: .swingingDoor, tolerance: 0.1, peer: "476 / .040"),
    Line(name: "swinging door .2", method: .swingingDoor, tolerance: 0.2, peer: "189 / .133"),
    Line(
      name: "dual prediction .05", method: .dualPrediction, tolerance: 0.05, peer: "1325 / .039"),
    Line(name: "every 12th, linear", method: .fixed, peer: "4330 / .029"),
    Line(name: "piecewise linear .1", method: .piecewiseLinear, tolerance: 0.1, peer: "-"),
    Line(
      name: "least bytes, RMSE .05", method: .leastBytes, tolerance: 0.1,
      peer: "246 / .05 (bound)"),
    Line(
      name: "least bytes, RMSE .1", method: .leastBytes, tolerance: 0.2, peer: "107 / .1 (bound)"),
  ]

  /// A row a method; bytes and errors of our samplers beside published bytes / RMSE.
  static func sampling() -> TextTable {
    var table = TextTable([
      ("method", .left), ("bytes", .right), ("RMSE", .right), ("largest error", .right),
      ("guaranteed", .right), ("bound", .right), ("bytes / bound", .right),
      ("published", .right),
    ])
    let values = series(noise: 0)
    let bound = RateDistortion(values)
    for line in lines {
      guard let sent = line.method.send(values, .init(tolerance: line.tolerance)) else { continue }
      let account = SampleAccount(line.method, sent, of: values, days: 30)
      let cells = account.cells(orientation: bound?.bytes(at: account.rootMeanSquare))
      table.add([line.name, cells[2], cells[4], cells[5], cells[6], cells[8], cells[9], line.peer])
    }
    return table
  }

  /// Bytes a value at a resolution of .01.
  static func codecs() -> TextTable {
    var table = TextTable([
      ("lossless, bytes a value", .left), ("noise 0", .right), (".03 K", .right),
      (".05 K", .right), ("published", .right),
    ])
    let all = [0, 0.03, 0.05].map { series(noise: $0) }
    func row(_ name: String, _ peer: String, _ size: ([Double]) -> Int) {
      table.add([name] + all.map { TextTable.short(Double(size($0)) / Double(count)) } + [peer])
    }
    row("Gorilla (delta of delta, XOR)", "6.03") { GorillaCodec.encode(values: $0).count }
    row("decimal", "1.00 (varint), .89 (ALP-like)") { DecimalCodec.encode($0).count }
    return table
  }
}
