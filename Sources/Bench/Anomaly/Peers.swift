internal import Clockwork
internal import Detection

/// The field's detectors on the benchmark's streams, as a data scientist would set them up: learnt
/// on the whole stream without labels, a twentieth of the rows named anomalous.
enum Peers {
  static let contamination = 0.05
  static let windowCount = 6

  static func forest(_ stream: RoomStream, windowed: Bool) -> FaultScores.Judgement {
    let points = windowed ? features(stream.values) : stream.values.map { [$0] }
    var chance = RandomStream(seed: 1, purpose: Purpose("bench.peers.forest"), entity: 0)
    let forest = IsolationForest(learning: points, stream: &chance)
    return judgement(stream, points.map { forest.score($0) })
  }

  static func halfSpaceTrees(_ stream: RoomStream) -> FaultScores.Judgement {
    let points = scaled(features(stream.values))
    var chance = RandomStream(seed: 1, purpose: Purpose("bench.peers.trees"), entity: 0)
    var trees = HalfSpaceTrees(featureCount: 6, stream: &chance)
    return judgement(stream, points.map { -(trees.observe($0) ?? .greatestFiniteMagnitude) })
  }

  private static func judgement(_ stream: RoomStream, _ all: [Double]) -> FaultScores.Judgement {
    let scores = Array(all[RoomStream.cleanCount...])
    let limit = all.sorted()[Int(Double(all.count) * (1 - contamination))]
    return FaultBenchmark.judgement(stream, scores, alarmAbove: limit)
  }

  /// The value, and of the last hour mean, standard deviation, range, change and distance from the
  /// mean.
  static func features(_ values: [Double]) -> [[Double]] {
    values.indices.map { row in
      let window = values[max(0, row - windowCount + 1)...row]
      let mean = window.reduce(0, +) / Double(window.count)
      let square = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(window.count)
      let value = values[row]
      return [
        value, mean, square.squareRoot(), (window.max() ?? value) - (window.min() ?? value),
        row > 0 ? value - values[row - 1] : 0, value - mean,
      ]
    }
  }

  /// Each feature to 0...1 over the stream.
  private static func scaled(_ points: [[Double]]) -> [[Double]] {
    let width = points.first?.count ?? 0
    let ranges = (0..<width).map { column -> (low: Double, span: Double) in
      let (low, high) = points.reduce((Double.infinity, -Double.infinity)) {
        (min($0.0, $1[column]), max($0.1, $1[column]))
      }
      return (low, high > low ? high - low : 1)
    }
    return points.map { point in
      zip(point, ranges).map { ($0 - $1.low) / $1.span }
    }
  }
}
