import Foundation

/// What sensors read last, and what their rooms are like by that.
struct Rooms {
  private struct Key: Hashable, Comparable {
    var home: Int
    var room: Int
    var quantity: String

    static func < (a: Key, b: Key) -> Bool {
      (a.home, a.room, a.quantity) < (b.home, b.room, b.quantity)
    }
  }

  private struct Reading {
    var value: Double
    var timeUs: Int64
  }

  /// By sensor.
  private var last: [Key: [Int: Reading]] = [:]
  var quantities: [String] = []

  /// What a single reading is worth, in its unit.
  private static let sd = ["temperature": 0.3, "humidity": 0.02, "co2": 25]
  /// After so long a reading weighs half.
  private static let halfLifeUs = 900e6

  mutating func observe(_ line: Line) {
    guard let home = line.home, let room = line.room, let device = line.device,
      let quantity = line.sensorType, quantities.contains(quantity), let value = line.value,
      let timeUs = line.timeUs
    else { return }
    last[Key(home: home, room: room, quantity: quantity), default: [:]][device] =
      Reading(value: value, timeUs: timeUs)
  }

  /// The sensors' mean, each weighed by the age of its reading.
  func estimates(nowUs: Int64) -> [Estimate] {
    // In a fixed order: a dictionary's differs from start to start, and sums with it.
    last.keys.sorted().map { key in
      var (sum, weights) = (0.0, 0.0)
      for (_, reading) in last[key, default: [:]].sorted(by: { $0.key < $1.key }) {
        let weight = exp2(-Double(nowUs - reading.timeUs) / Self.halfLifeUs)
        sum += weight * reading.value
        weights += weight
      }
      let sd = Self.sd[key.quantity] ?? 1
      // Everything may be so old that nothing is left of its weight.
      let mean = weights > 0 ? sum / weights : last[key]?.values.map(\.value).min() ?? 0
      return Estimate(
        home: key.home, room: key.room, quantity: key.quantity, mean: mean,
        sd: sd / max(weights, 0.1).squareRoot())
    }
  }
}
