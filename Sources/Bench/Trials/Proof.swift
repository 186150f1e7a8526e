public import Reporting
internal import Scoring
public import Telemetry

/// Which scores can fail: a pipeline broken on purpose is held against the whole one in the same
/// worlds.
///
/// A score that no mutation makes worse is unproven: that it did not fail says nothing.
public struct Proof: Sendable {
  public struct Row: Sendable {
    public var id: String
    /// What each mutation did to it, in their order; nil where it had no value to compare.
    public var verdicts: [GateVerdict?]
    /// The mutations that made it worse, or left it without a value in every world that had one.
    public var provenBy: [String]
  }

  public static let format = "hometwin.proof/1"

  public let scenario: String
  public let seeds: [UInt64]
  /// Names and what each does.
  public let mutations: [(name: String, meaning: String)]
  public let rows: [Row]

  /// - Parameters:
  ///   - base: the whole pipeline.
  ///   - mutants: one sweep a mutation, in the same worlds.
  ///   - gated: which scores are asked about.
  /// - Throws: ``TrialsError`` where the worlds differ.
  public init(
    base: Sweep, mutants: [(name: String, meaning: String, sweep: Sweep)], rule: Check.Rule,
    gated: (Sweep.Column) -> Bool
  ) throws(TrialsError) {
    scenario = base.scenario
    seeds = base.seeds
    mutations = mutants.map { ($0.name, $0.meaning) }
    // One family of verdicts over all mutations: each gets its part of the rate.
    var shared = rule
    shared.rate /= Double(max(mutants.count, 1))
    var checks: [Check] = []
    for mutant in mutants {
      checks.append(
        try Check(base: base, candidate: mutant.sweep, rule: shared, gated: gated))
    }
    rows = base.columns.filter(gated).filter(\.hasValues).map { column in
      let found = checks.map { check in check.rows.first { $0.id == column.id } }
      return Row(
        id: column.id, verdicts: found.map { $0?.verdict },
        provenBy: zip(mutants, found).filter { Self.isProof($1) }.map { $0.0.name })
    }
  }

  /// Worse, or gone wherever it was: with few worlds no test of losses would say so.
  private static func isProof(_ row: Check.Row?) -> Bool {
    guard let row else { return false }
    return row.verdict == .worse || row.count == 0 && row.lostCount > 1
  }

  public var unproven: [String] { rows.filter(\.provenBy.isEmpty).map(\.id) }

  /// The mutations that prove each score, for a baseline.
  public var provenBy: [String: [String]] {
    Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.provenBy) })
  }

  // MARK: For people

  private var table: TextTable {
    var table = TextTable(
      [("score", .left)] + mutations.map { ($0.name, .left) } + [("", .left)])
    for row in rows {
      table.add(
        [row.id] + row.verdicts.map { $0 == .same ? "." : $0?.rawValue ?? "-" }
          + [row.provenBy.isEmpty ? "UNPROVEN" : ""])
    }
    return table
  }

  private var summary: String {
    "\(scenario), \(seeds.count) worlds: \(rows.count - unproven.count) of \(rows.count) scores "
      + "can fail"
  }

  public var text: String {
    ([summary, ""] + mutations.map { "  \($0.name): \($0.meaning)" } + [""] + table.lines)
      .joined(separator: "\n")
  }

  public var markdown: String {
    (["### HomeTwin proof: \(summary)", ""] + mutations.map { "- `\($0.name)`: \($0.meaning)" }
      + [""] + table.markdown).joined(separator: "\n")
  }

  /// A page with the table.
  public var report: Report {
    Report(
      title: "proof of \(scenario)", why: summary,
      facts: mutations.map { "\($0.name): \($0.meaning)" },
      verdicts: rows.map { row in
        ReportVerdict(
          expectation: row.id, value: row.provenBy.joined(separator: ", "), interval: "",
          status: row.provenBy.isEmpty ? .missed : .met,
          word: row.provenBy.isEmpty ? "unproven" : "proven")
      }, verdictHeadline: summary,
      sections: [
        ReportSection(
          id: "mutations", title: "What each mistake does",
          text: "A dot is no difference; a score that no mistake makes worse is unproven.",
          table: ReportTable(columns: table.header, rows: table.rows))
      ], provenance: [("seeds", seeds.map(String.init).joined(separator: " "))])
  }

  /// A test case a score: unproven fails.
  public var junit: String {
    let head =
      "<testsuite name=\"hometwin proof \(XMLText.escaped(scenario))\" tests=\"\(rows.count)\" "
      + "failures=\"\(unproven.count)\">"
    let cases = rows.map { row in
      let name = "  <testcase classname=\"proof\" name=\"\(XMLText.escaped(row.id))\""
      return row.provenBy.isEmpty
        ? name + "><failure message=\"no mutation makes it worse\"/></testcase>" : name + "/>"
    }
    return (["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", head] + cases + ["</testsuite>", ""])
      .joined(separator: "\n")
  }

  public var json: JSONValue {
    .object([
      JSONMember("format", .string(Self.format)), JSONMember("scenario", .string(scenario)),
      JSONMember("seeds", .array(seeds.map { .string(String($0)) })),
      JSONMember(
        "scores",
        .array(
          rows.map { row in
            .object([
              JSONMember("id", .string(row.id)),
              JSONMember("proven_by", .array(row.provenBy.map { .string($0) })),
              JSONMember(
                "verdicts",
                .object(
                  zip(mutations, row.verdicts).map { mutation, verdict in
                    JSONMember(
                      mutation.name, verdict.map { .string($0.rawValue) } ?? .null)
                  })),
            ])
          })),
    ])
  }
}
