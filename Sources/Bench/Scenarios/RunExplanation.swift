internal import Foundation
internal import Numerics
internal import ScenarioFiles
public import Telemetry

/// A finished run in words: what came out, what stands behind a number, how one home fared.
extension RunRecord {
  /// The whole run: verdicts, then each stage's scores, one sentence each.
  public var explanation: String {
    var lines = ["\(scenario), seed \(seed): \(verdictSentence)"]
    var stage = ""
    for score in scores {
      let name = score["stage"]?.stringValue ?? ""
      if name != stage {
        lines += ["", name]
        stage = name
      }
      lines.append("  " + ScoreWords(score).sentence)
    }
    if !programLines.isEmpty { lines += [""] + programLines }
    let ledger = ledgerLines
    if !ledger.isEmpty { lines += ["", "ledger"] + ledger.map { "  " + $0 } }
    lines += [
      "", "More on one score: hometwin explain \(folder) --score ID",
      "More on one home:  hometwin explain \(folder) --home N",
      "One message's life: hometwin explain \(folder) --message HOME/DEVICE/SEQUENCE",
    ]
    return lines.joined(separator: "\n")
  }

  /// The balances, which every window of every home was held to; empty where no ledger was kept.
  private var ledgerLines: [String] {
    let path = folder + "/ledger.sqlite"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return (try? LedgerReader(path: path).totals()) ?? ["\(path) cannot be read"]
  }

  /// What outside programs did that a reader of the scores must know.
  private var programLines: [String] {
    (run["outside"]?.arrayValue ?? []).compactMap { program in
      let remarks = program["remarks"]?.arrayValue?.compactMap(\.stringValue) ?? []
      let silent = program["batches_without_answer"]?.integerValue ?? 0
      guard silent > 0 || !remarks.isEmpty else { return nil }
      return "outside program of \(program["stage"]?.stringValue ?? "?") "
        + "(\(program["name"]?.stringValue ?? "?")): no answer to \(silent) of "
        + "\(program["batches"]?.integerValue ?? 0) batches"
        + remarks.map { "; " + $0 }.joined()
    }
  }

  /// How many expectations were met.
  public var verdictSentence: String {
    let parts = ["met", "missed", "undecided"].compactMap { status -> String? in
      let ids = scoreIDs(status: status)
      guard !ids.isEmpty else { return nil }
      return "\(ids.count) \(status) (\(ids.joined(separator: ", ")))"
    }
    return parts.isEmpty
      ? "no expectation was stated" : "expectations " + parts.joined(separator: ", ")
  }

  /// One score at length.
  ///
  /// - Throws: ``RunError/input(_:)`` with the nearest ids if there is none of this id.
  public func explanation(ofScore id: String) throws -> String {
    let score = try score(id)
    var lines = ScoreWords(score).paragraph
    lines += programLines
    let values = homeValues(id)
    if values.count > 1, let median = Statistics.median(values.map(\.value)) {
      let isLower = score["better"]?.stringValue != "higher"
      let order = values.sorted { ($0.value, $1.home) < ($1.value, $0.home) }
      let worst = isLower ? Array(order.suffix(3).reversed()) : Array(order.prefix(3))
      lines.append(
        "Home by home the median is \(Self.short(median)); "
          + "\(isLower ? "highest" : "lowest") are "
          + worst.map { "home \($0.home) (\($0.kind)) with \(Self.short($0.value))" }
          .joined(separator: ", ") + ".")
    }
    return lines.joined(separator: "\n")
  }

  /// `--json` of one score, or of all.
  public func json(score id: String?) throws -> JSONValue {
    guard let id else { return .array(scores) }
    return try score(id)
  }

  /// One score's value as recorded; nil where the run has none.
  ///
  /// - Throws: ``RunError/input(_:)`` with the nearest ids if there is none of this id.
  public func value(ofScore id: String) throws -> Double? { try score(id)["value"]?.doubleValue }

  private func score(_ id: String) throws -> JSONValue {
    if let score = scores.first(where: { $0["id"]?.stringValue == id }) { return score }
    let ids = scores.compactMap { $0["id"]?.stringValue }
    let near = Nearest.word(to: id, among: ids).map { "; did you mean \"\($0)\"?" }
    throw RunError.input(
      "--score: found \"\(id)\", expected an id of \(folder)/scores.json"
        + (near ?? ", such as \(ids.prefix(3).joined(separator: ", "))"))
  }

  // MARK: One home

  /// A home's own scores beside the median home's, and its rank.
  ///
  /// - Throws: ``RunError/input(_:)`` if the run keeps no such home.
  public func explanation(ofHome number: Int) throws -> String {
    let home = try home(number)
    let ids = homeScoreIDs
    let kind = home["kind"]?.stringValue ?? "?"
    var lines = ["home \(number) (\(kind)), one of \(homes.count) in \(scenario):"]
    for (column, id) in ids.enumerated() {
      guard let value = value(home, column),
        let score = scores.first(where: { $0["id"]?.stringValue == id })
      else { continue }
      let all = homes.compactMap { self.value($0, column) }
      let isHigher = score["better"]?.stringValue == "higher"
      let better = all.count { isHigher ? $0 > value : $0 < value }
      let unit = score["unit"]?.stringValue ?? ""
      let rank =
        score["better"]?.stringValue == "target"
        ? "" : ", \(better) of \(all.count - 1) other homes do better"
      lines.append(
        "  \(id): \(Self.short(value))\(unit == "1" ? "" : " " + unit) (median home "
          + "\(Self.short(Statistics.median(all) ?? value)))\(rank)")
    }
    return lines.joined(separator: "\n")
  }

  /// `--json` of one home: its kind and its scores by id.
  public func json(home number: Int) throws -> JSONValue {
    let home = try home(number)
    let values = homeScoreIDs.enumerated().map { column, id in
      JSONMember(id, value(home, column).map { .number($0) } ?? .null)
    }
    return .object([
      JSONMember("home", .integer(Int64(number))),
      JSONMember("kind", home["kind"] ?? .null), JSONMember("scores", .object(values)),
    ])
  }

  private func home(_ number: Int) throws -> JSONValue {
    if let home = homes.first(where: { $0["home"]?.integerValue == Int64(number) }) { return home }
    throw RunError.input(
      homes.isEmpty
        ? "--home: \(folder) holds no \(HomeTable.fileName); run the scenario again"
        : "--home: found \(number), expected 0...\(homes.count - 1)")
  }

  private func value(_ home: JSONValue, _ column: Int) -> Double? {
    guard let values = home["values"]?.arrayValue, values.indices.contains(column) else {
      return nil
    }
    return values[column].doubleValue
  }

  private func homeValues(_ id: String) -> [(home: Int, kind: String, value: Double)] {
    guard let column = homeScoreIDs.firstIndex(of: id) else { return [] }
    return homes.compactMap { home in
      guard let value = value(home, column) else { return nil }
      return (
        Int(home["home"]?.integerValue ?? 0), home["kind"]?.stringValue ?? "?", value
      )
    }
  }

  static func short(_ value: Double?) -> String {
    value.map { $0 == 0 ? "0" : String(format: "%.4g", $0) } ?? "nothing"
  }
}
