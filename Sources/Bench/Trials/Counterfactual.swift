internal import Reporting
public import Scoring
public import Telemetry

/// The same worlds lived twice, once without one thing: what that thing does to every score.
///
/// Chance is keyed by device and time, so differences are those that the thing makes and no others:
/// where it changes nothing they are exactly 0.
public struct Counterfactual: Sendable {
  public struct Row: Sendable {
    public var id: String
    public var stage: String
    public var unit: String
    public var better: Direction
    public var isHeadline: Bool
    public var with: Double
    public var without: Double
    /// Without less with, in the score's unit.
    public var difference: Double
    /// Of the difference, over homes and days.
    public var interval: ClosedRange<Double>?

    /// Whether the score would be better without, worse, or neither beyond doubt.
    public var verdict: String {
      guard let interval else { return "-" }
      if interval.lowerBound <= 0, interval.upperBound >= 0 { return "unclear" }
      switch better {
      case .lower: return difference < 0 ? "better without" : "worse without"
      case .higher: return difference > 0 ? "better without" : "worse without"
      case .target: return "-"
      }
    }
  }

  public static let format = "hometwin.counterfactual/1"

  public let scenario: String
  public let seed: String
  public let without: [String]
  /// The scores that differ, stage by stage.
  public let rows: [Row]
  /// Scores that are exactly the same.
  public let sameCount: Int
  /// Scores that only one of the two lives has.
  public let appeared: [String]
  public let vanished: [String]
  /// What outside programs did that a reader must know.
  public var programs: [String] = []

  /// - Parameters:
  ///   - without: what was removed, as the user named it.
  ///   - factual: the scores as it is.
  ///   - counterfactual: the scores without.
  public init(
    scenario: String, seed: String, without: [String], factual: [Score], counterfactual: [Score]
  ) {
    self.scenario = scenario
    self.seed = seed
    self.without = without
    var rows: [Row] = []
    var same = 0
    var (appeared, vanished): ([String], [String]) = ([], [])
    for score in factual {
      let other = counterfactual.first { $0.id == score.id }
      switch (score.value, other?.value) {
      case (nil, nil): break
      case (nil, _): appeared.append(score.id)
      case (_, nil): vanished.append(score.id)
      case (let with?, let without?) where with == without: same += 1
      case (let with?, let without?):
        rows.append(
          Row(
            id: score.id, stage: score.stage, unit: score.unit, better: score.better,
            isHeadline: score.isHeadline, with: with, without: without, difference: without - with,
            interval: Self.interval(score, other)))
      }
    }
    (self.rows, sameCount, self.appeared, self.vanished) = (rows, same, appeared, vanished)
  }

  /// Draw n met the same homes and days in both lives, so what homes have in common cancels.
  private static func interval(_ score: Score, _ other: Score?) -> ClosedRange<Double>? {
    guard let other, score.draws.count == other.draws.count,
      score.homeCount >= Score.homeCountForIntervals
    else { return nil }
    return PercentileInterval.of(
      zip(score.draws, other.draws).compactMap { a, b in
        guard let with = a.value, let without = b.value else { return nil }
        return without - with
      })
  }

  // MARK: For people

  /// - Parameter all: also scores that are no headline.
  public func text(all: Bool) -> String {
    let shown = all ? rows : rows.filter { $0.isHeadline || $0.stage == "agents" }
    var table = TextTable([
      ("score", .left), ("with", .right), ("without", .right), ("difference", .right),
      ("95 % interval", .right), ("unit", .left), ("", .left),
    ])
    for row in shown {
      table.add([
        row.id, TextTable.short(row.with), TextTable.short(row.without),
        TextTable.short(row.difference), TextTable.short(row.interval), row.unit, row.verdict,
      ])
    }
    var lines = ["\(scenario), seed \(seed), without \(without.joined(separator: " and ")):", ""]
    lines += rows.isEmpty ? ["no score differs"] : table.lines
    var notes = ["\(sameCount) scores are exactly the same"]
    if shown.count < rows.count { notes.append("\(rows.count - shown.count) more differ (--all)") }
    if !vanished.isEmpty {
      notes.append("without it there is no " + vanished.joined(separator: ", "))
    }
    if !appeared.isEmpty {
      notes.append("only without it there is " + appeared.joined(separator: ", "))
    }
    lines += [
      "", "Intervals are over homes and days, each at 95 %, not adjusted for their number.",
    ]
    lines += ["", notes.joined(separator: "; ") + "."]
    return (lines + programs).joined(separator: "\n")
  }

  public var json: JSONValue {
    func texts(_ all: [String]) -> JSONValue { .array(all.map { .string($0) }) }
    return .object([
      JSONMember("format", .string(Self.format)), JSONMember("scenario", .string(scenario)),
      JSONMember("seed", .string(seed)), JSONMember("without", texts(without)),
      JSONMember("same", .integer(Int64(sameCount))), JSONMember("appeared", texts(appeared)),
      JSONMember("vanished", texts(vanished)),
      JSONMember("programs", texts(programs)),
      JSONMember(
        "scores",
        .array(
          rows.map { row in
            .object([
              JSONMember("id", .string(row.id)), JSONMember("unit", .string(row.unit)),
              JSONMember("better", .string(row.better.rawValue)),
              JSONMember("with", .number(row.with)), JSONMember("without", .number(row.without)),
              JSONMember("difference", .number(row.difference)),
              JSONMember(
                "interval",
                row.interval.map { .array([.number($0.lowerBound), .number($0.upperBound)]) }
                  ?? .null),
            ])
          })),
    ])
  }
}
