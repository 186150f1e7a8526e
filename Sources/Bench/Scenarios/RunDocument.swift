internal import Calendar
internal import Climate
internal import Clockwork
internal import Foundation
public import Realism
internal import Reporting
internal import ScenarioFiles
internal import Scoring
internal import Telemetry

/// Everything of a finished run that is written as text.
public struct RunDocument {
  let plan: RunPlan
  let climate: ClimateFinder.Found?
  let result: RunResult
  let verdicts: [Verdict]
  let options: RunOptions
  let versionText: String
  let commit: String?
  let wallSeconds: Double
  let cpuSeconds: Double
  let bands: [MeasuredBand]

  /// - Parameter bands: where measured homes have what the report tells of simulated ones.
  public init(
    plan: RunPlan, climate: ClimateFinder.Found? = nil, result: RunResult, verdicts: [Verdict],
    options: RunOptions,
    versionText: String, commit: String?, wallSeconds: Double, cpuSeconds: Double,
    bands: [MeasuredBand] = []
  ) {
    self.plan = plan
    self.climate = climate
    self.result = result
    self.verdicts = verdicts
    self.options = options
    self.versionText = versionText
    self.commit = commit
    self.wallSeconds = wallSeconds
    self.cpuSeconds = cpuSeconds
    self.bands = bands
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
    try folder.write(result.homes.json.text(sortsKeys: true) + "\n", to: HomeTable.fileName)
    if let climate, climate.isOwn {
      // A world's own weather goes along, so that the folder replays alone.
      try folder.write(climate.bytes, to: "climates/\(plan.loaded.world.climate).epw")
    }
    if let prices = plan.ownPrices {
      try folder.write(prices.bytes, to: "prices/\(prices.name)")
    }
    for file in plan.dwellings.own {
      try folder.write(file.bytes, to: "dwellings/\(file.name).yaml")
    }
    // As do its own devices.
    for (name, file) in ownDeviceNames { try folder.write(file.bytes, to: "devices/\(name).yaml") }
    let report = RunReport(
      plan: plan, result: result, verdicts: verdicts, provenance: provenance, bands: bands
    ).report
    try folder.write(HTMLReport.render(report), to: "report.html")
    for figure in report.figures { try folder.write(figure.csvText, to: figure.csvPath) }
  }

  /// The user's own device files; of two folders two may have one name.
  private var ownDeviceNames: [(String, DeviceFile)] {
    var seen: Set<String> = []
    return plan.ownDeviceFiles.map { file in
      let stem = file.path.split(separator: "/").last?.dropLast(5).description ?? ""
      var (name, count) = (stem, 1)
      while !seen.insert(name).inserted {
        count += 1
        name = "\(stem)-\(count)"
      }
      return (name, file)
    }
  }

  private var provenance: [(key: String, value: String)] {
    [
      ("version", versionText), ("commit", commit ?? "unknown"),
      ("seed", String(plan.seed)), ("scenario hash", plan.scenarioHash),
      ("fingerprint", result.fingerprint.whole), ("truth", result.fingerprint.truth),
      ("wire", result.fingerprint.wire), ("conclusions", result.fingerprint.conclusions),
      ("scores", result.fingerprint.scores), ("homes", String(plan.scenario.homeCount)),
      ("readings", String(result.readingCount)),
      ("copies received", String(result.receivedCopyCount)),
      ("device models", plan.deviceSummary),
      ("plausibility", "\(result.plausibility.count) checks, none broken"),
      ("weather", plan.climate.file.city + ", " + plan.climate.file.source),
    ]
  }

  private var runJSON: String {
    let fingerprint = result.fingerprint
    return JSONValue.object([
      JSONMember("format", .string(RunRecord.format)),
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
      JSONMember("plausibility", result.plausibility.json),
      JSONMember("probes", result.probes.json),
      JSONMember("outside", .array(result.outside.map(\.json))),
      JSONMember(
        "programs_folder", result.outside.isEmpty ? .null : .string(options.programFolder)),
      // Who fell silent did so by the wall's clock.
      JSONMember(
        "reproducible",
        .bool(result.outside.allSatisfy { $0.remarks.isEmpty && $0.isDeterministic })),
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
  public func consoleText(folder: RunFolder) -> String {
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
          Self.short(score.skill),
          (interval ?? score.why ?? "-") + (score.isInSample ? "  in-sample" : "")))
    }
    lines.append("")
    for verdict in verdicts {
      lines.append(
        "\(verdict.status.rawValue): \(verdict.expectation), found "
          + Self.short(verdict.score?.value))
    }
    let fingerprint = result.fingerprint
    if !verdicts.isEmpty { lines.append("") }
    lines += result.outside.map(\.text)
    lines.append(result.plausibility.text)
    lines.append(
      "fingerprint \(fingerprint.whole) (truth \(fingerprint.truth), wire \(fingerprint.wire),")
    lines.append(
      "  conclusions \(fingerprint.conclusions), scores \(fingerprint.scores))")
    lines.append("kept \(Self.kept(folder.sizes()))")
    lines.append("report: \(folder.target)/report.html")
    return lines.joined(separator: "\n")
  }

  /// Files with their sizes; the figures' data count as one.
  private static func kept(_ files: [(name: String, bytes: Int)]) -> String {
    let data = files.filter { $0.name.contains("/") }
    var texts = files.filter { !$0.name.contains("/") }.map { "\($0.name) \(size($0.bytes))" }
    if !data.isEmpty {
      texts.append("\(data.count) data files \(size(data.reduce(0) { $0 + $1.bytes }))")
    }
    return texts.joined(separator: ", ")
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1_000_000 ? "\((bytes + 999) / 1000) kB" : "\(short(Double(bytes) / 1e6)) MB"
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
      String(repeating: " ", count: max(1, width - text.count)) + text
    }
    return id + String(repeating: " ", count: max(1, 46 - id.count)) + pad(value, 9)
      + pad(null, 9) + pad(oracle, 9) + pad(skill, 9) + "  " + interval
  }

  static func short(_ value: Double?) -> String {
    guard let value else { return "-" }
    return String(format: "%.4g", value)
  }
}
