public import Telemetry

/// Scores what sampling withheld: the error of what a receiver can rebuild, at the bytes it cost.
///
/// Works on one channel and day at a time, on audited homes.
public struct SamplingScorer: Sendable {
  static let channels: [(channel: Channel, name: String, suffix: String, unit: String)] = [
    (.temperature, "temperature", "k", "K"),
    (.relativeHumidity, "humidity", "ratio", "1"),
    (.co2, "co2", "ppm", "ppm"),
    (.power, "power", "w", "W"),
  ]

  public static let definitions: [ScoreDefinition] = channels.flatMap { quantity in
    let id = "sampling.\(quantity.name)."
    return [
      ScoreDefinition(
        id + "rmse_\(quantity.suffix)", stage: "sampling", unit: quantity.unit, better: .lower,
        .rootRatio, players: [.null, .random, .oracle], oracle: .reference, isHeadline: true,
        meaning: "Error of the series rebuilt from what was sent, against the measured series. "
          + "Null: a fixed period with as many readings; random: as many at random times; oracle: "
          + "as many corners of a line chosen with hindsight (Ramer 1972)."),
      ScoreDefinition(
        id + "truth_rmse_\(quantity.suffix)", stage: "sampling", unit: quantity.unit,
        better: .lower, .rootRatio, players: [.null, .random, .oracle],
        meaning: "The same against the true series."),
      ScoreDefinition(
        id + "sent_ratio", stage: "sampling", unit: "1", better: .lower, .ratio,
        meaning: "Readings sent, of all measured."),
    ]
  }

  /// How a receiver fills the time between two readings.
  public enum Rebuild: Sendable {
    /// A line from one to the next.
    case linear
    /// A line that keeps as near to the last as its device's silence says.
    case linearWithin(Double)
  }

  /// One channel's day.
  public struct Day: Sendable {
    public var firstTick: Int64 = 0
    public var measured: [Double] = []
    public var truth: [Double] = []
    /// Ticks and values sent, in order of ticks.
    public var sent: [(tick: Int64, value: Double)] = []

    /// How many native ticks a day has; room is made for as many.
    public let tickCount: Int

    public init(tickCount: Int = 0) {
      self.tickCount = tickCount
      measured.reserveCapacity(tickCount)
      truth.reserveCapacity(tickCount)
    }

    /// Takes one measurement, in order of ticks.
    public mutating func append(_ value: Double, truth: Double, tick: Int64) {
      if measured.isEmpty { firstTick = tick }
      measured.append(value)
      self.truth.append(truth)
    }

    public mutating func removeAll() {
      measured.removeAll(keepingCapacity: true)
      truth.removeAll(keepingCapacity: true)
      sent.removeAll(keepingCapacity: true)
    }
  }

  /// Whether a channel has scores of its own.
  public static func isScored(_ channel: Channel) -> Bool {
    channels.contains { $0.channel == channel }
  }

  /// Scores one channel's finished day.
  public static func add(
    _ day: Day, channel: Channel, rebuild: Rebuild, seed: UInt64, dayIndex: Int,
    to board: inout ScoreBoard, firstScore: Int
  ) {
    guard let position = channels.firstIndex(where: { $0.channel == channel }),
      day.measured.count > 2
    else { return }
    let base = firstScore + 3 * position
    let count = day.measured.count
    let sent = day.sent.map { (Int($0.tick - day.firstTick), $0.value) }
      .filter { $0.0 >= 0 && $0.0 < count }
    board.addLoss(
      Double(sent.count), weight: Double(count), of: .ours, score: base + 2, day: dayIndex)
    guard let first = sent.first, let last = sent.last, sent.count >= 2 else { return }
    // A line needs both its ends: what lies outside belongs to other days. All players spend as
    // many readings on the same stretch.
    let measured = Array(day.measured[first.0...last.0])
    let truth = Array(day.truth[first.0...last.0])
    guard measured.count > 2 else { return }
    let points = sent.map { ($0.0 - first.0, $0.1) }
    let players: [(Player, [(Int, Double)], Rebuild)] = [
      (.ours, points, rebuild),
      (.null, Hindsight.even(points.count, measured), .linear),
      (.random, Hindsight.random(points.count, measured, seed: seed), .linear),
      (.oracle, Hindsight.corners(points.count, measured), .linear),
    ]
    for (player, points, rebuild) in players {
      add(
        Hindsight.rebuild(points, count: measured.count, rebuild), measured: measured,
        truth: truth, player: player, dayIndex: dayIndex, to: &board, firstScore: base)
    }
  }

  private static func add(
    _ rebuilt: [Double?], measured: [Double], truth: [Double], player: Player, dayIndex: Int,
    to board: inout ScoreBoard, firstScore base: Int
  ) {
    // The sums go on from the board's, so that their order is that of adding one by one.
    func sum(_ score: Int, _ index: Int) -> Double {
      board.tallies[base + score].sum(index, of: player, day: dayIndex)
    }
    var (errors, misses, count) = (sum(0, 0), sum(1, 0), sum(0, 1))
    var isEmpty = true
    for i in measured.indices {
      guard let value = rebuilt[i] else { continue }
      isEmpty = false
      let error = value - measured[i]
      errors += error * error
      let miss = value - truth[i]
      misses += miss * miss
      count += 1
    }
    guard !isEmpty else { return }
    for (score, sum) in [errors, misses].enumerated() {
      board.set(sum, at: 0, of: player, score: base + score, day: dayIndex)
      board.set(count, at: 1, of: player, score: base + score, day: dayIndex)
    }
  }
}
