public import Telemetry

/// Scores what sampling withheld: the error of what a receiver can rebuild, at the bytes it cost.
///
/// Works on one channel and about a day at a time, on audited homes.
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
        meaning: "Error of the series rebuilt from what was sent, against the series that the "
          + "device measured or would have. Null: a fixed period with as many readings; random: as "
          + "many at random times; oracle: "
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

  /// One channel's readings from one sent reading up to another of a later day.
  public struct Stretch: Sendable {
    /// Native ticks, rising; a device that is down measures at none.
    public private(set) var ticks: [Int64] = []
    public private(set) var measured: [Double] = []
    public private(set) var truth: [Double] = []
    /// Ticks and values sent, in order of ticks.
    public var sent: [(tick: Int64, value: Double)] = []
    /// Whether nothing is known after the last reading sent, which the receiver then holds.
    public var isOpen = false
    /// Whether the first of `sent` is an older one that the receiver still holds.
    public var isCarried = false

    public init() {}

    /// Takes one measurement, in order of ticks.
    public mutating func append(_ value: Double, truth: Double, tick: Int64) {
      ticks.append(tick)
      measured.append(value)
      self.truth.append(truth)
    }

    /// Makes room for as many measurements.
    public mutating func reserve(_ count: Int) {
      ticks.reserveCapacity(count)
      measured.reserveCapacity(count)
      truth.reserveCapacity(count)
    }

    /// Lets go of what lies before a tick.
    public mutating func removeAll(before tick: Int64) {
      let count = ticks.firstIndex { $0 >= tick } ?? ticks.count
      ticks.removeFirst(count)
      measured.removeFirst(count)
      truth.removeFirst(count)
      sent.removeAll { $0.tick < tick }
      isCarried = false
    }

    /// What lies before a tick.
    public func before(_ tick: Int64) -> Stretch {
      var part = self
      let count = ticks.firstIndex { $0 >= tick } ?? ticks.count
      part.ticks.removeLast(ticks.count - count)
      part.measured.removeLast(ticks.count - count)
      part.truth.removeLast(ticks.count - count)
      part.sent.removeAll { $0.tick >= tick }
      return part
    }
  }

  /// Whether a channel has scores of its own.
  public static func isScored(_ channel: Channel) -> Bool {
    channels.contains { $0.channel == channel }
  }

  /// Scores one channel's stretch, from its first reading sent to the last or, if open, to its end.
  ///
  /// All players spend as many readings on it.
  public static func add(
    _ stretch: Stretch, channel: Channel, rebuild: Rebuild, seed: UInt64, dayIndex: Int,
    to board: inout ScoreBoard, firstScore: Int
  ) {
    guard let position = channels.firstIndex(where: { $0.channel == channel }) else { return }
    let base = firstScore + 3 * position
    var sent = indexed(stretch)
    // Who never sends anything is charged as if the first reading had been all.
    if sent.isEmpty, stretch.isOpen, let first = stretch.measured.first { sent = [(0, first)] }
    let end = stretch.isOpen ? stretch.ticks.indices.last : sent.last?.0
    guard let first = sent.first?.0, let last = end else { return }
    // A reading that starts the next stretch, or came with the last, is counted there.
    let own = sent.count - (stretch.isOpen ? 0 : 1) - (stretch.isCarried ? 1 : 0)
    board.addLoss(
      Double(own), weight: Double(last - first + (stretch.isOpen ? 1 : 0)), of: .ours,
      score: base + 2, day: dayIndex)
    let ticks = stretch.ticks[first...last].map { Double($0 - stretch.ticks[first]) }
    let measured = Array(stretch.measured[first...last])
    guard measured.count > 2 else { return }
    let truth = Array(stretch.truth[first...last])
    let points = sent.map { ($0.0 - first, $0.1) }
    let hindsight = Hindsight(
      knots: points.count, ticks: ticks, values: measured, isOpen: stretch.isOpen)
    let players: [(Player, [(Int, Double)], Rebuild)] = [
      (.ours, points, rebuild),
      (.null, hindsight.even(), .linear),
      (.random, hindsight.random(seed: seed), .linear),
      (.oracle, hindsight.corners(), .linear),
    ]
    for (player, points, rebuild) in players {
      add(
        hindsight.rebuild(points, rebuild), measured: measured, truth: truth, player: player,
        dayIndex: dayIndex, to: &board, firstScore: base)
    }
  }

  /// The readings sent, by the place of their measurement.
  private static func indexed(_ stretch: Stretch) -> [(Int, Double)] {
    var place = 0
    var result: [(Int, Double)] = []
    for reading in stretch.sent {
      while place < stretch.ticks.count, stretch.ticks[place] < reading.tick { place += 1 }
      guard place < stretch.ticks.count else { break }
      if stretch.ticks[place] == reading.tick { result.append((place, reading.value)) }
    }
    return result
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
