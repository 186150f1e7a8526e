/// Rows that were refused, counted by reason, the first few of each named.
public struct RowProblems: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case malformed
    case unknownHome = "unknown_home"
    case unknownRoom = "unknown_room"
    case unknownDevice = "unknown_device"
    case unknownChannel = "unknown_channel"
    case unknownQuantity = "unknown_quantity"
    case unknownKind = "unknown_kind"
    case unknownTarget = "unknown_target"
    case unknownUtterance = "unknown_utterance"
    case outsideRun = "outside_run"
    /// Between two control ticks, where nobody is asked.
    case offGrid = "off_grid"
    /// A room without such a sensor, or hours that nobody is asked to forecast.
    case notScored = "not_scored"
    /// Said later than it could have helped.
    case afterTheFact = "after_the_fact"
    case duplicate
    /// A forecast that lacks hours.
    case incomplete

    /// In plain words.
    public var words: String { rawValue.replacing("_", with: " ") }
  }

  /// How many of each kind are named.
  public static let examplesMax = 3

  private var counts = [Int](repeating: 0, count: Kind.allCases.count)
  private var texts = [[String]](repeating: [], count: Kind.allCases.count)

  public init() {}

  /// Counts rows.
  ///
  /// - Parameters:
  ///   - place: `file:line`.
  ///   - text: what was found and expected; asked for only while examples are wanted.
  public mutating func add(
    _ kind: Kind, count: Int = 1, at place: @autoclosure () -> String,
    _ text: @autoclosure () -> String
  ) {
    let index = Self.index(kind)
    counts[index] += count
    if texts[index].count < Self.examplesMax { texts[index].append("\(place()): \(text())") }
  }

  public mutating func merge(_ other: RowProblems) {
    for index in counts.indices {
      counts[index] += other.counts[index]
      texts[index] = Array((texts[index] + other.texts[index]).prefix(Self.examplesMax))
    }
  }

  public func count(_ kind: Kind) -> Int { counts[Self.index(kind)] }
  public func examples(_ kind: Kind) -> [String] { texts[Self.index(kind)] }
  /// Of all kinds.
  public var examples: [String] { texts.flatMap { $0 } }
  public var total: Int { counts.reduce(0, +) }

  private static func index(_ kind: Kind) -> Int { Kind.allCases.firstIndex(of: kind) ?? 0 }
}
