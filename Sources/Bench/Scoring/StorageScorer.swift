public import Clockwork

/// Scores whether a store answers as a pass over the accepted readings does, and at what size.
public enum StorageScorer {
  public static let definitions: [ScoreDefinition] = [
    ScoreDefinition(
      "storage.queries.exact_ratio", stage: "storage", unit: "1", better: .higher, .ratio,
      players: [.oracle], oracle: .bound,
      meaning: "Share of the data plan's questions (hourly means of a room, a device's energy of a "
        + "day, inventory, a series as it was) that the closed store answers as a pass in plain "
        + "code over the accepted readings does: counts, times, least and largest values equal, "
        + "means and sums to 12 digits. On up to three days of audited homes."),
    ScoreDefinition(
      "storage.bytes_per_reading", stage: "storage", unit: "B", better: .lower, .ratio,
      isPortable: false,
      meaning: "Payload of the time-series rows of audited homes, over the readings in them; "
        + "indices, pages' empty space and other tables not counted. Where chunks are kept it "
        + "hangs on libzstd's version and is not part of the fingerprint."),
  ]

  /// A reading as ingestion handed it on.
  public struct Sample: Sendable {
    public var time: SimTime
    public var value: Double

    public init(time: SimTime, value: Double) {
      self.time = time
      self.value = value
    }
  }

  /// One hour of one series.
  public struct Hour: Sendable {
    public var start: SimTime
    public var count: Int64
    public var mean: Double
    public var min: Double
    public var max: Double

    public init(start: SimTime, count: Int64, mean: Double, min: Double, max: Double) {
      self.start = start
      self.count = count
      self.mean = mean
      self.min = min
      self.max = max
    }
  }

  /// By time; of equal times the one that came first.
  public static func sorted(_ samples: [Sample]) -> [Sample] {
    samples.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  public static func isSame(_ a: [Hour], _ b: [Hour]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy {
        $0.start == $1.start && $0.count == $1.count && $0.min == $1.min && $0.max == $1.max
          && isSame($0.mean, $1.mean)
      }
  }

  /// Equal to 12 digits: sums may be taken in another order.
  public static func isSame(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude, 1)
  }

  /// Adds one answered question.
  public static func add(
    isExact: Bool, day: Int, to board: inout ScoreBoard, firstScore base: Int
  ) {
    board.addLoss(isExact ? 1 : 0, of: .ours, score: base, day: day)
    board.addLoss(1, of: .oracle, score: base, day: day)
  }

  /// Adds the size of one home's readings.
  public static func add(
    bytes: Int64, readings: Int64, to board: inout ScoreBoard, firstScore base: Int
  ) {
    guard readings > 0 else { return }
    board.addLoss(Double(bytes), weight: Double(readings), of: .ours, score: base + 1, day: 0)
  }
}
