internal import Reporting
internal import Scoring
public import Telemetry

/// A check for programs: JSON, and JUnit's XML for the test reports of CI.
extension Check {
  public static let format = "hometwin.check/1"

  /// Sorted keys, one member a row.
  public var json: JSONValue {
    .object([
      JSONMember("format", .string(Self.format)), JSONMember("scenario", .string(scenario)),
      JSONMember("base", Self.object(base)), JSONMember("candidate", Self.object(candidate)),
      JSONMember("seeds", .array(seeds.map { .string(String($0)) })),
      JSONMember("rate", .number(rule.rate)),
      JSONMember(
        "method",
        .string(rule.firstLook == nil ? rule.kind.rawValue : "confidence-sequence")),
      JSONMember("scores", .array(rows.map { Self.object($0, rule.margins[$0.id]) })),
      JSONMember("unproven", .array(unproven.map { .string($0) })),
      JSONMember("unjudged", .array(unjudged.map { .string($0) })),
    ])
  }

  private static func object(_ side: Side) -> JSONValue {
    .object([
      JSONMember("name", .string(side.name)),
      JSONMember("configuration", .string(side.configuration)),
      JSONMember("version", .string(side.version)),
      JSONMember("programs", .array(side.programs.map { .string($0) })),
    ])
  }

  private static func object(_ row: Row, _ chosen: ChosenMargin?) -> JSONValue {
    func number(_ value: Double?) -> JSONValue {
      value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
    }
    return .object([
      JSONMember("id", .string(row.id)), JSONMember("stage", .string(row.stage)),
      JSONMember("unit", .string(row.unit)), JSONMember("better", .string(row.better.rawValue)),
      JSONMember("base", number(row.base)), JSONMember("candidate", number(row.candidate)),
      JSONMember("n", .integer(Int64(row.count))), JSONMember("gain", number(row.gain)),
      JSONMember(
        "interval",
        row.interval.map { .array([number($0.lowerBound), number($0.upperBound)]) } ?? .null),
      JSONMember("level", .number(row.level)), JSONMember("margin", .number(row.margin)),
      JSONMember("margin_because", chosen.map { .string($0.because) } ?? .null),
      JSONMember("detectable_drop", number(row.detectableDrop)),
      JSONMember("verdict", .string(row.verdict.rawValue)),
      JSONMember("lost", .integer(Int64(row.lostCount))),
      JSONMember("gained", .integer(Int64(row.gainedCount))),
    ])
  }

  /// A test case a score: worse fails, undecided fails or is skipped.
  ///
  /// - Parameter undecidedFails: what the exit code does with undecided scores.
  public func junit(undecidedFails: Bool) -> String {
    let failures = rows(.worse).count + (undecidedFails ? rows(.undecided).count : 0)
    let skipped = (undecidedFails ? 0 : rows(.undecided).count) + unjudged.count
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuite name=\"hometwin check \(XMLText.escaped(scenario))\" "
        + "tests=\"\(rows.count + unjudged.count)\" "
        + "failures=\"\(failures)\" skipped=\"\(skipped)\">",
      "  <properties>",
    ]
    for (name, side) in [("base", base), ("candidate", candidate)] {
      for (key, value) in [
        ("", side.name), (".configuration", side.configuration), (".version", side.version),
      ] {
        lines.append(
          "    <property name=\"\(name)\(key)\" value=\"\(XMLText.escaped(value))\"/>")
      }
      for text in side.programs {
        lines.append(
          "    <property name=\"\(name).program\" value=\"\(XMLText.escaped(text))\"/>")
      }
    }
    lines.append("  </properties>")
    for row in rows {
      let (stage, id) = (XMLText.escaped(row.stage), XMLText.escaped(row.id))
      let head = "  <testcase classname=\"\(stage)\" name=\"\(id)\""
      let words = XMLText.escaped(
        "\(row.verdict.rawValue): base \(TextTable.short(row.base)), candidate "
          + "\(TextTable.short(row.candidate)), gain \(TextTable.short(row.gain)), margin "
          + TextTable.short(row.margin))
      switch row.verdict {
      case .better, .same: lines.append(head + "/>")
      case .worse: lines.append(head + "><failure message=\"\(words)\"/></testcase>")
      case .undecided:
        let tag = undecidedFails ? "failure" : "skipped"
        lines.append(head + "><\(tag) message=\"\(words)\"/></testcase>")
      }
    }
    for id in unjudged {
      lines.append(
        "  <testcase classname=\"unjudged\" name=\"\(XMLText.escaped(id))\"><skipped "
          + "message=\"neither side has a value in any world\"/></testcase>")
    }
    return (lines + ["</testsuite>", ""]).joined(separator: "\n")
  }
}
