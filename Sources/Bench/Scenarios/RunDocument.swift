internal import Calendar
internal import Climate
internal import Clockwork
internal import Foundation
internal import Reporting
internal import ScenarioFiles
internal import Scoring
internal import Telemetry

/// Everything of a finished run that is written as text.
public struct RunDocument {
  let plan: RunPlan
  let result: RunResult
  let verdicts: [Verdict]
  let options: RunOptions
  let versionText: String
  let commit: String?
  let wallSeconds: Double
  let cpuSeconds: Double

  public init(
    plan: RunPlan, result: RunResult, verdicts: [Verdict], options: RunOptions,
    versionText: String, commit: String?, wallSeconds: Double, cpuSeconds: Double
  ) {
    self.plan = plan
    self.result = result
    self.verdicts = verdicts
    self.options = options
    self.versionText = versionText
    self.commit = commit
    self.wallSeconds = wallSeconds
    self.cpuSeconds = cpuSeconds
  }

  public var scoresJSON: String {
    ScoreText.json(
      result.scores, scenario: plan.scenario.name, seed: plan.seed,
      fingerprint: result.fingerprint.whole
    ).text(sortsKeys: true)
  }

  /// Writes scenario, scores, provenance and report into the run folder.
  public func write(to folder: RunFolder) throws {
    try folder.write(plan.loaded.canonicalText, to: "scenario.yaml")
    try folder.write(scoresJSON + "\n", to: "scores.json")
    try folder.write(runJSON + "\n", to: "run.json")
    let report = RunReport(
      plan: plan, result: result, verdicts: verdicts, provenance: provenance
    ).report
    try folder.write(HTMLReport.render(report), to: "report.html")
    for figure in report.figures { try folder.write(figure.csvText, to: figure.csvPath) }
  }

  private var provenance: [(key: String, value: String)] {
    [
      ("version", versionText), ("commit", commit ?? "unknown"),
      ("seed", String(plan.seed)), ("scenario hash", plan.loaded.fingerprint.hex),
      ("fingerprint", result.fingerprint.whole), ("truth", result.fingerprint.truth),
      ("wire", result.fingerprint.wire), ("conclusions", result.fingerprint.conclusions),
      ("scores", result.fingerprint.scores), ("homes", String(plan.scenario.homeCount)),
      ("readings", String(result.readingCount)),
      ("copies received", String(result.receivedCopyCount)),
      ("weather", plan.climate.file.city + ", " + plan.climate.file.source),
    ]
  }

  private var runJSON: String {
    let fingerprint = result.fingerprint
    return JSONValue.object([
      JSONMember("format", .string("hometwin.run/1")),
      JSONMember("version", .string(versionText)),
      JSONMember("commit", commit.map { .string($0) } ?? .null),
      JSONMember("scenario", .string(plan.scenario.name)),
      JSONMember("scenario_hash", .string(plan.resultHash(version: versionText))),
      JSONMember("seed", .string(String(plan.seed))),
      JSONMember(
        "fingerprint",
        .object([
          JSONMember("truth", .string(fingerprint.truth)),
          JSONMember("wire", .string(fingerprint.wire)),
          JSONMember("conclusions", .string(fingerprint.conclusions)),
          JSONMember("scores", .string(fingerprint.scores)),
        ])),
      JSONMember("readings", .integer(Int64(result.readingCount))),
      JSONMember("copies_received", .integer(Int64(result.receivedCopyCount))),
      JSONMember("bytes_received", .integer(Int64(result.receivedByteCount))),
      JSONMember(
        "timings",
        .object([
          JSONMember("wall_s", .number(wallSeconds)), JSONMember("cpu_s", .number(cpuSeconds)),
          JSONMember("threads", .integer(Int64(options.threadCount))),
        ])),
    ]).text(sortsKeys: true)
  }

  // MARK: Terminal

  /// Verdicts, scores and where everything lies.
  public func consoleText(folder: String) -> String {
    var lines: [String] = []
    lines.append("\(plan.scenario.name), seed \(plan.seed): \(summary)")
    lines.append("")
    lines.append(
      Self.row("score", "value", "null", "oracle", "skill", "95 % interval"))
    for score in result.scores where score.value != nil || score.isHeadline {
      let interval = score.interval.map {
        "\(Self.short($0.lowerBound)) ... \(Self.short($0.upperBound))"
      }
      lines.append(
        Self.row(
          score.id, Self.short(score.value), Self.short(score.null), Self.short(score.oracle),
          Self.short(score.skill), interval ?? score.why ?? "-"))
    }
    lines.append("")
    for verdict in verdicts {
      lines.append(
        "\(verdict.status.rawValue): \(verdict.expectation), found "
          + Self.short(verdict.score?.value))
    }
    let fingerprint = result.fingerprint
    lines.append("")
    lines.append(
      "fingerprint \(fingerprint.whole) (truth \(fingerprint.truth), wire \(fingerprint.wire),")
    lines.append(
      "  conclusions \(fingerprint.conclusions), scores \(fingerprint.scores))")
    lines.append("report: \(folder)/report.html")
    return lines.joined(separator: "\n")
  }

  private var summary: String {
    let rate = cpuSeconds > 0 ? Double(result.readingCount) / cpuSeconds : 0
    return "\(plan.scenario.homeCount) homes, \(result.readingCount) readings in "
      + "\(Self.short(wallSeconds)) s (\(Self.short(cpuSeconds)) CPU-s, "
      + "\(Int(rate)) readings a CPU-second)"
  }

  private static func row(
    _ id: String, _ value: String, _ null: String, _ oracle: String, _ skill: String,
    _ interval: String
  ) -> String {
    func pad(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    return id + String(repeating: " ", count: max(1, 46 - id.count)) + pad(value, 9)
      + pad(null, 9) + pad(oracle, 9) + pad(skill, 8) + "  " + interval
  }

  static func short(_ value: Double?) -> String {
    guard let value else { return "-" }
    return String(format: "%.4g", value)
  }

  // MARK: Reading back

  /// The conclusions' fingerprint that a run recorded.
  public static func recordedConclusions(folder: String) throws -> String {
    let run = try read(folder + "/run.json")
    guard let text = run["fingerprint"]?["conclusions"]?.stringValue else {
      throw RunError.input("\(folder)/run.json: no fingerprint.conclusions; is it a run folder?")
    }
    return text
  }

  private static func read(_ path: String) throws -> JSONValue {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RunError.input("\(path): not found; name a run folder")
    }
    do {
      return try JSONValue.parse([UInt8](data))
    } catch {
      throw RunError.input("\(path):\(error)")
    }
  }

  /// What a run's scores mean, in words.
  public static func explain(folder: String, score wanted: String?) throws -> String {
    let document = try read(folder + "/scores.json")
    let scores = document["scores"]?.arrayValue ?? []
    let chosen = scores.filter { wanted == nil || $0["id"]?.stringValue == wanted }
    guard !chosen.isEmpty else {
      let ids = scores.compactMap { $0["id"]?.stringValue }
      throw RunError.input(
        "\(folder): no score \"\(wanted ?? "")\"; it has \(ids.joined(separator: ", "))")
    }
    return chosen.map(paragraph).joined(separator: "\n\n")
  }

  private static func paragraph(_ score: JSONValue) -> String {
    func number(_ name: String) -> String { short(score[name]?.doubleValue) }
    let unit = score["unit"]?.stringValue ?? ""
    var text = "\(score["id"]?.stringValue ?? "?") = \(number("value")) \(unit)"
    text += " (\(score["better"]?.stringValue ?? "?") is better)\n"
    text += "  \(score["meaning"]?.stringValue ?? "")\n"
    text += "  null \(number("null")), random \(number("random")), oracle \(number("oracle"))"
    text += ", skill \(number("skill")), n = \(number("n")) in \(number("n_homes")) homes"
    if let why = score["why"]?.stringValue { text += "\n  \(why)" }
    return text
  }
}
