internal import Quantities

extension PiecewiseLinear {
  /// What knots cost in bits.
  struct Prices {
    var gaps: [Double]
    /// By the magnitude of the change; larger ones cost as the last.
    var changes: [Double]
    private static let changesMax = 512

    /// A guess: short gaps and small changes are likelier.
    init(gapsMax: Int) {
      func guess(_ value: Int) -> Double { 1 + Elementary.log(Double(value) + 1) * 1.6 }
      gaps = (0...gapsMax).map(guess)
      changes = (0...Self.changesMax).map { guess($0) + ($0 == 0 ? 0 : 1) }
    }

    mutating func learn(_ codec: KnotCodec) {
      func logarithm(_ x: UInt32) -> Double {
        Elementary.log(Double(x)) * 1.4426950408889634
      }
      for gap in gaps.indices { gaps[gap] = codec.gaps.cost(UInt64(gap), logarithm) }
      for change in changes.indices {
        changes[change] =
          codec.changes.cost(UInt64(change), logarithm) + (change == 0 ? 0 : 1)
      }
    }

    func change(_ levels: Int64) -> Double { changes[Int(min(levels.magnitude, 512))] }
  }

  /// Sums that give a line's squared error over a stretch in constant time.
  struct PrefixSums {
    let origin: Double
    private var values = [0.0]
    private var squares = [0.0]
    private var moments = [0.0]

    init(_ series: [Double]) {
      origin = series.first ?? 0
      for (tick, value) in series.enumerated() {
        let x = value - origin
        values.append(values[tick] + x)
        squares.append(squares[tick] + x * x)
        moments.append(moments[tick] + x * Double(tick))
      }
    }

    /// Over the `count` ticks after `tick`, of a line through `level` there.
    func squaredError(after tick: Int, count: Int, level: Double, slope: Double) -> Double {
      let y = level - origin
      let (m, end) = (Double(count), tick + count + 1)
      let sum = values[end] - values[tick + 1]
      let square = squares[end] - squares[tick + 1]
      let moment = moments[end] - moments[tick + 1] - Double(tick) * sum
      let line =
        m * y * y + y * slope * m * (m + 1)
        + slope * slope * m * (m + 1) * (2 * m + 1) / 6
      return max(line - 2 * (y * sum + slope * moment) + square, 0)
    }
  }

  private struct Place {
    var cost = Double.infinity
    var error = 0.0
    var from: Int32 = -1
  }

  /// The path of least cost from the first to the last tick.
  func shortest(
    _ values: [Double], _ sums: PrefixSums, grid: Int, _ prices: Prices
  ) -> (knots: [Knot], error: Double)? {
    let last = values.count - 1
    let columnCount = (last + grid - 1) / grid + 1
    let width = Int((2 * tolerance / step).rounded(.down)) + 2
    let price = weight / (tolerance * tolerance)
    func tick(_ column: Int) -> Int { min(column * grid, last) }
    // The lowest level of each column; `width` levels above it are within reach.
    let base = (0..<columnCount).map {
      Int64(((values[tick($0)] - tolerance) / step).rounded(.up))
    }
    var places = [Place](repeating: Place(), count: columnCount * width)
    for row in 0..<width {
      let level = Double(base[0] + Int64(row)) * step
      guard level <= values[0] + tolerance else { continue }
      let error = (level - values[0]) * (level - values[0])
      places[row] = Place(cost: error * price, error: error)
    }
    for column in 0..<(columnCount - 1) {
      let start = tick(column)
      for row in 0..<width where places[column * width + row].cost < .infinity {
        let here = places[column * width + row]
        let level = base[column] + Int64(row)
        let y = Double(level) * step
        var (low, high) = (-Double.infinity, Double.infinity)
        var end = start
        for gap in 1...max((gapTicksMax / grid), 1) {
          let target = column + gap
          guard target < columnCount else { break }
          while end < tick(target), low <= high {
            end += 1
            let ticks = Double(end - start)
            low = max(low, (values[end] - tolerance - y) / ticks)
            high = min(high, (values[end] + tolerance - y) / ticks)
          }
          guard low <= high else { break }
          let ticks = Double(end - start)
          let bottom = Int64(((y + low * ticks) / step).rounded(.up))
          let top = Int64(((y + high * ticks) / step).rounded(.down))
          guard bottom <= top else { continue }
          for goal in bottom...top {
            let place = Int(goal - base[target])
            guard place >= 0, place < width else { continue }
            let slope = (Double(goal) * step - y) / ticks
            let error = sums.squaredError(
              after: start, count: end - start, level: y, slope: slope)
            let cost =
              here.cost + prices.gaps[gap - 1] + prices.change(goal - level) + error * price
            if cost < places[target * width + place].cost {
              places[target * width + place] = Place(
                cost: cost, error: here.error + error, from: Int32(column * width + row))
            }
          }
        }
      }
    }
    let ends = ((columnCount - 1) * width)..<(columnCount * width)
    guard let end = ends.min(by: { places[$0].cost < places[$1].cost }),
      places[end].cost < .infinity
    else { return nil }
    var knots: [Knot] = []
    var place = Int32(end)
    while place >= 0 {
      let column = Int(place) / width
      knots.append(
        Knot(tick: Int64(tick(column)), level: base[column] + Int64(Int(place) % width)))
      place = places[Int(place)].from
    }
    return (knots.reversed(), places[end].error)
  }
}
