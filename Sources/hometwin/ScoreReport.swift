import Exchange
import Foundation
import Scenarios
import Scoring
import Telemetry

/// What somebody's conclusions scored, beside the run's own pipeline, as text and as JSON.
struct ScoreReport {
  static let format = "hometwin.outside/1"

  private let result: OutsideResult
  /// nil for a dataset.
  private let record: RunRecord?
  private let folder: String
  private let scenario: String
  private let seed: UInt64
  /// Those of a dataset that were there.
  private let tables: [String]

  init(_ result: OutsideResult, record: RunRecord, scenario: String, seed: UInt64) {
    self.result = result
    self.record = record
    folder = record.folder
    tables = []
    self.scenario = scenario
    self.seed = seed
  }

  init(_ result: OutsideResult, dataset truth: TruthTables) {
    self.result = result
    record = nil
    folder = truth.folder
    tables = truth.layouts.map(\.rawValue)
    (scenario, seed) = ("", 0)
  }

  // MARK: Text

  var text: String {
    let lead = record == nil ? "" : "\(scenario), seed \(seed): "
    var lines = ["\(lead)conclusions against the truth of \(folder)"]
    if !tables.isEmpty { lines.append("  truth: \(tables.joined(separator: ", "))") }
    lines += Self.lines(result.conclusions)
    for (layout, count) in result.silence where count.silent > 0 {
      lines.append(
        "  \(layout.rawValue): silent \(count.silent) of \(count.asked) times, "
          + (layout == .answers
            ? "charged with a refusal" : record == nil ? "left out" : "charged with the null's"))
    }
    let last = record == nil ? [] : ["run's own"]
    lines += ["", Self.row(["score", "value", "null", "random", "oracle", "skill"] + last)]
    for score in result.scores where score.value != nil || score.null != nil {
      if score.value == nil, score.id.hasSuffix(".skill") {
        lines.append("\(score.id): \(score.why ?? "nothing to compare")")
        continue
      }
      let status = score.status.map { "  " + $0.rawValue } ?? ""
      lines.append(
        Self.row(
          [score.id]
            + ([score.value, score.null, score.random, score.oracle, score.skill]
            + (record == nil ? [] : [own(score.id)])).map(Self.short)) + status)
    }
    return lines.joined(separator: "\n")
  }

  /// Each file with its rows, then the refused ones by reason.
  static func lines(_ outside: OutsideConclusions) -> [String] {
    var lines = outside.files.map { file in
      "  \(file.path): \(file.layout.rawValue), \(file.rowCount) rows, "
        + "\(file.acceptedCount) accepted, \(file.refusedCount) refused"
    }
    for file in outside.files where !file.unusedColumns.isEmpty {
      let names = file.unusedColumns.prefix(5).map { "\"\($0.prefix(40))\"" }
      lines.append(
        "  \(file.path): unknown columns not looked at: \(names.joined(separator: ", "))"
          + (file.unusedColumns.count > 5 ? ", ..." : ""))
    }
    for kind in RowProblems.Kind.allCases where outside.problems.count(kind) > 0 {
      lines.append("  refused, \(kind.words): \(outside.problems.count(kind)) rows")
      lines += outside.problems.examples(kind).map { "    " + $0 }
    }
    return lines
  }

  private static func row(_ cells: [String]) -> String {
    let (name, numbers) = (cells[0], cells.dropFirst())
    return name + String(repeating: " ", count: max(1, 46 - name.count))
      + numbers.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
  }

  private static func short(_ value: Double?) -> String {
    value.map { String(format: "%.4g", $0) } ?? "-"
  }

  /// What the run's own pipeline scored.
  private func own(_ id: String) -> Double? {
    record?.scores.first { $0["id"]?.stringValue == id }?["value"]?.doubleValue
  }

  // MARK: JSON

  var json: JSONValue {
    let outside = result.conclusions
    return .object([
      JSONMember("format", .string(Self.format)),
      JSONMember("run", record == nil ? .null : .string(folder)),
      JSONMember("dataset", record == nil ? .string(folder) : .null),
      JSONMember("scenario", record == nil ? .null : .string(scenario)),
      JSONMember("seed", record == nil ? .null : .string(String(seed))),
      JSONMember("files", .array(outside.files.map(Self.file))),
      JSONMember(
        "refused",
        .array(
          RowProblems.Kind.allCases.filter { outside.problems.count($0) > 0 }.map { kind in
            .object([
              JSONMember("reason", .string(kind.rawValue)),
              JSONMember("rows", .integer(Int64(outside.problems.count(kind)))),
              JSONMember(
                "examples", .array(outside.problems.examples(kind).map { .string($0) })),
            ])
          })),
      JSONMember(
        "silence",
        .array(
          result.silence.map { layout, count in
            .object([
              JSONMember("layout", .string(layout.rawValue)),
              JSONMember("asked", .integer(Int64(count.asked))),
              JSONMember("silent", .integer(Int64(count.silent))),
            ])
          })),
      JSONMember(
        "run_values",
        .object(result.scores.map { JSONMember($0.id, own($0.id).map { .number($0) } ?? .null) })),
      JSONMember(
        "scores",
        ScoreText.json(result.scores, scenario: scenario, seed: seed, fingerprint: "")["scores"]
          ?? .null),
    ])
  }

  private static func file(_ file: OutsideConclusions.File) -> JSONValue {
    .object([
      JSONMember("path", .string(file.path)), JSONMember("layout", .string(file.layout.rawValue)),
      JSONMember("rows", .integer(Int64(file.rowCount))),
      JSONMember("accepted", .integer(Int64(file.acceptedCount))),
      JSONMember("refused", .integer(Int64(file.refusedCount))),
      JSONMember("unknown_columns", .array(file.unusedColumns.map { .string($0) })),
    ])
  }
}
