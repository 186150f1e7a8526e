internal import Dwellings
internal import Homes
internal import Residents
internal import Scoring
internal import Telemetry

/// What each home scored by itself, so that the worst can be looked at.
struct HomeTable: Sendable {
  static let fileName = "homes.json"
  static let format = "hometwin.homes/1"
  /// More homes than this are scored together but not listed one by one.
  static let homeCountMax = 10_000

  struct Row: Sendable {
    var home: Int
    /// How it is built and who lives there, such as `flat, couple`.
    var kind: String
    /// One for each definition; nil where the home had nothing to compare.
    var values: [Double?]
  }

  let definitions: [ScoreDefinition]
  let rows: [Row]

  /// - Parameter boards: one for each home, in home order.
  init(_ plan: RunPlan, boards: [ScoreBoard], definitions: [ScoreDefinition]) {
    self.definitions = definitions
    rows = boards.prefix(Self.homeCountMax).enumerated().map { index, board in
      let specification = plan.specification(index)
      return Row(
        home: index,
        kind: "\(specification.archetype.name), \(specification.household.name)",
        values: zip(definitions, board.tallies).map { Self.value($0, $1) })
    }
  }

  private static func value(_ definition: ScoreDefinition, _ tally: Tally) -> Double? {
    guard tally.blockCount > 0 else { return nil }
    var sums = [Double](repeating: 0, count: tally.width)
    for block in 0..<tally.blockCount {
      for (index, sum) in tally.block(block, .ours).enumerated() { sums[index] += sum }
    }
    return definition.statistic.value(sums[...]).flatMap { $0.isFinite ? $0 : nil }
  }

  func values(of id: String) -> [Double?] {
    guard let column = definitions.firstIndex(where: { $0.id == id }) else { return [] }
    return rows.map { $0.values[column] }
  }

  // MARK: Who did worst

  /// A home's standing: the mean share of homes that did better, over the stages' headline scores.
  struct Standing: Sendable {
    var home: Int
    var kind: String
    /// 0 is best in everything, 1 worst in everything.
    var badness: Double
    /// The headline score in which the home stands worst, and its value there.
    var worst: ScoreDefinition
    var value: Double
    /// The share of homes that did better in that score.
    var share: Double
  }

  /// The homes that did worst over all headline scores that at least two homes have, worst first.
  func worst(_ count: Int) -> [Standing] {
    let columns = definitions.indices.filter { column in
      definitions[column].isHeadline && definitions[column].better != .target
        && rows.count { $0.values[column] != nil } >= 2
    }
    guard !columns.isEmpty else { return [] }
    let sorted = columns.map { column in rows.compactMap { $0.values[column] }.sorted() }
    let standings = rows.compactMap { row -> Standing? in
      let ranks = zip(columns, sorted).compactMap { column, all -> (column: Int, share: Double)? in
        guard let value = row.values[column] else { return nil }
        let isLower = definitions[column].better == .lower
        let better = all.count { isLower ? $0 < value : $0 > value }
        return (column, Double(better) / Double(all.count - 1))
      }
      guard let first = ranks.first else { return nil }
      let top = ranks.dropFirst().reduce(first) { $1.share > $0.share ? $1 : $0 }
      return Standing(
        home: row.home, kind: row.kind,
        badness: ranks.reduce(0) { $0 + $1.share } / Double(ranks.count),
        worst: definitions[top.column], value: row.values[top.column] ?? 0, share: top.share)
    }
    return Array(
      standings.sorted { ($0.badness, $1.home) > ($1.badness, $0.home) }.prefix(count))
  }

  // MARK: As a file

  var json: JSONValue {
    .object([
      JSONMember("format", .string(Self.format)),
      JSONMember("ids", .array(definitions.map { .string($0.id) })),
      JSONMember(
        "homes",
        .array(
          rows.map { row in
            .object([
              JSONMember("home", .integer(Int64(row.home))), JSONMember("kind", .string(row.kind)),
              JSONMember(
                "values",
                .array(row.values.map { $0.map { .number(ScoreText.rounded($0)) } ?? .null })),
            ])
          })),
    ])
  }
}
