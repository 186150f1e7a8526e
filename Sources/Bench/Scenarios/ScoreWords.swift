internal import Telemetry

/// One entry of `scores.json` in words.
struct ScoreWords {
  let score: JSONValue

  init(_ score: JSONValue) { self.score = score }

  private var id: String { score["id"]?.stringValue ?? "?" }
  private var unit: String {
    let unit = score["unit"]?.stringValue ?? ""
    return unit == "1" || unit.isEmpty ? "" : " " + unit
  }
  private func number(_ name: String) -> Double? { score[name]?.doubleValue }
  private func text(_ name: String) -> String? {
    number(name).map { RunRecord.short($0) + unit }
  }

  /// The value and how good it is, for a list.
  var sentence: String {
    guard let value = text("value") else {
      return "\(id): not measured, \(score["why"]?.stringValue ?? "for no stated reason")."
    }
    return "\(id): \(value)\(status.map { " (\($0))" } ?? ""). \(judgement)"
  }

  private var status: String? { score["status"]?.stringValue }

  /// Everything that the file says about the score, a sentence a line.
  var paragraph: [String] {
    var lines = [sentence, score["meaning"]?.stringValue ?? ""]
    let players = [
      ("null", "the obvious method (null)"), ("random", "a random player"),
      ("oracle", "the oracle"),
    ]
    let told = players.compactMap { name, words in text(name).map { "\(words) \($0)" } }
    if !told.isEmpty {
      lines.append("On the same input: " + told.joined(separator: ", ") + ".")
    }
    if let kind = score["oracle_kind"]?.stringValue { lines.append(Self.oracleWords(kind)) }
    if let interval = score["ci95"]?.arrayValue, interval.count == 2 {
      let over = score["ci_over"]?.arrayValue?.compactMap(\.stringValue) ?? []
      lines.append(
        "95 % interval \(RunRecord.short(interval[0].doubleValue)) to "
          + "\(RunRecord.short(interval[1].doubleValue))\(unit), by a bootstrap over "
          + over.map { $0 + "s" }.joined(separator: " and ") + "; with one seed it says nothing of "
          + "other seeds.")
    }
    lines.append(
      "It stands on \(Self.whole(number("n"))) comparisons in "
        + "\(Self.whole(number("n_homes"))) homes.")
    if score["in_sample"]?.boolValue == true {
      lines.append(
        "In-sample: this stage was developed while looking at this seed; judge it on others.")
    }
    if let status {
      lines.append("The scenario's expectation is \(status).")
    }
    return lines.filter { !$0.isEmpty }
  }

  /// How the value stands between its players.
  private var judgement: String {
    let better = score["better"]?.stringValue ?? ""
    if better == "target" { return "There is one right value; see --score \(id)." }
    guard let skill = number("skill") else {
      let why = score["why"]?.stringValue
      let way = "\(better == "higher" ? "Higher" : "Lower") is better"
      return why.map { "\(way); no skill, because \($0)." } ?? "\(way)."
    }
    let shown = RunRecord.short(skill)
    if id.hasSuffix(".skill") { return "0 is the obvious method, 1 the oracle." }
    if skill < 0 { return "Worse than the obvious method: skill \(shown)." }
    if skill > 1 { return "Better than the oracle: skill \(shown)." }
    return "\(Int((skill * 100).rounded())) % of the way from the obvious method to the oracle."
  }

  private static func oracleWords(_ kind: String) -> String {
    switch kind {
    case "bound": "The oracle is a proven bound: nothing can beat it by more than chance."
    case "floor": "The oracle knows the true state of the world, though not its future."
    default: "The oracle is a strong player told more than ours; it may be beaten."
    }
  }

  private static func whole(_ value: Double?) -> String { value.map { "\(Int($0))" } ?? "?" }
}
