internal import Scoring
internal import Telemetry

/// A sweep that somebody accepted, with who and why, as a file that people can read.
public struct Baseline: Sendable {
  public static let format = "hometwin.baseline/1"

  public var sweep: Sweep
  public var acceptedBy: String
  public var because: String
  /// Day of the acceptance, as told by whoever accepted.
  public var acceptedOn: String
  /// The mutations that made each score fail, by id; nil for a score that nobody has asked about.
  public var provenBy: [String: [String]]
  /// Margins that were chosen instead of the default, by score.
  public var margins: [String: ChosenMargin]

  public init(
    sweep: Sweep, acceptedBy: String, because: String, acceptedOn: String,
    provenBy: [String: [String]] = [:], margins: [String: ChosenMargin] = [:]
  ) {
    self.provenBy = provenBy
    self.margins = margins
    self.sweep = sweep
    self.acceptedBy = acceptedBy
    self.because = because
    self.acceptedOn = acceptedOn
  }

  // MARK: Writing

  /// JSON, a line a score, in the order of ids.
  public var text: String {
    let head: [(String, JSONValue)] = [
      ("accepted_by", .string(acceptedBy)), ("accepted_on", .string(acceptedOn)),
      ("because", .string(because)), ("configuration", .string(sweep.configuration)),
      ("format", .string(Self.format)), ("scenario", .string(sweep.scenario)),
    ]
    var lines = head.map { "  \"\($0)\": \($1.text())" }
    let scores = sweep.columns.sorted { $0.id < $1.id }.map { "    " + object($0).text() }
    lines.append("  \"scores\": [\n" + scores.joined(separator: ",\n") + "\n  ]")
    lines.append("  \"seeds\": " + JSONValue.array(sweep.seeds.map { .string(String($0)) }).text())
    lines.append("  \"version\": " + JSONValue.string(sweep.version).text())
    lines.append("  \"worlds\": " + JSONValue.array(sweep.worlds.map { .string($0) }).text())
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  private func object(_ column: Sweep.Column) -> JSONValue {
    func list(_ values: [Double?]) -> JSONValue {
      .array(values.map { value in value.map { .number($0) } ?? .null })
    }
    return .object([
      JSONMember("id", .string(column.id)), JSONMember("better", .string(column.better.rawValue)),
      JSONMember("headline", .bool(column.isHeadline)),
      JSONMember("margin", margins[column.id].map { .number($0.value) } ?? .null),
      JSONMember("margin_because", margins[column.id].map { .string($0.because) } ?? .null),
      JSONMember("null", list(column.nulls)),
      JSONMember("oracle", list(column.oracles)),
      JSONMember(
        "proven_by", provenBy[column.id].map { .array($0.map { .string($0) }) } ?? .null),
      JSONMember("stage", .string(column.stage)),
      JSONMember("target", column.target.map { .number($0) } ?? .null),
      JSONMember("unit", .string(column.unit)), JSONMember("values", list(column.values)),
    ])
  }

  // MARK: Reading

  /// - Parameter path: for messages.
  /// - Throws: ``TrialsError/baseline(path:found:expected:)``.
  public init(bytes: [UInt8], path: String) throws(TrialsError) {
    let document: JSONValue
    do {
      document = try JSONValue.parse(bytes)
    } catch {
      throw .baseline(path: path, found: "\(error)", expected: "JSON")
    }
    let reader = Reader(path: path)
    provenBy = [:]
    margins = [:]
    let format = document["format"]?.stringValue
    guard format == Self.format else {
      throw .baseline(
        path: path + ": format", found: format.map { "\"\($0)\"" } ?? "nothing",
        expected: "\"\(Self.format)\"")
    }
    acceptedBy = try reader.text(document, "accepted_by")
    acceptedOn = try reader.text(document, "accepted_on")
    because = try reader.text(document, "because")
    sweep = Sweep(
      scenario: try reader.text(document, "scenario"),
      configuration: try reader.text(document, "configuration"),
      version: try reader.text(document, "version"))
    sweep.seeds = try reader.texts(document, "seeds").map { text throws(TrialsError) in
      guard let seed = UInt64(text) else {
        throw .baseline(path: path + ": seeds", found: "\"\(text)\"", expected: "a whole number")
      }
      return seed
    }
    sweep.worlds = try reader.texts(document, "worlds")
    guard sweep.worlds.count == sweep.seeds.count else {
      throw .baseline(
        path: path + ": worlds", found: "\(sweep.worlds.count) texts",
        expected: "one a seed, \(sweep.seeds.count)")
    }
    guard let scores = document["scores"]?.arrayValue, !scores.isEmpty else {
      throw .baseline(path: path + ": scores", found: "no list", expected: "a list of scores")
    }
    for (index, score) in scores.enumerated() {
      let place = Reader(path: "\(path): scores[\(index)]")
      let column = try place.column(score, count: sweep.seeds.count)
      guard !sweep.columns.contains(where: { $0.id == column.id }) else {
        throw .baseline(
          path: place.path + ".id", found: "\"\(column.id)\" a second time", expected: "it once")
      }
      sweep.columns.append(column)
      if let proofs = score["proven_by"], proofs != .null {
        provenBy[column.id] = try place.texts(score, "proven_by")
      }
      if let margin = score["margin"], margin != .null {
        margins[column.id] = try place.margin(score)
      }
    }
  }

  /// Reads members of a kind, or says where and what was found.
  private struct Reader {
    let path: String

    func text(_ value: JSONValue, _ name: String) throws(TrialsError) -> String {
      guard let text = value[name]?.stringValue else {
        throw wrong(name, value[name], "a text")
      }
      return text
    }

    func texts(_ value: JSONValue, _ name: String) throws(TrialsError) -> [String] {
      let texts = value[name]?.arrayValue?.compactMap(\.stringValue)
      guard let texts, texts.count == value[name]?.arrayValue?.count else {
        throw wrong(name, value[name], "a list of texts")
      }
      return texts
    }

    func numbers(
      _ value: JSONValue, _ name: String, count: Int
    ) throws(TrialsError) -> [Double?] {
      guard let items = value[name]?.arrayValue, items.count == count,
        // Squares of what no score ever is would leave the numbers.
        items.allSatisfy({ $0 == .null || ($0.doubleValue?.magnitude ?? .nan) <= 1e100 })
      else { throw wrong(name, value[name], "\(count) numbers within 1e100, or nulls") }
      return items.map(\.doubleValue)
    }

    func margin(_ value: JSONValue) throws(TrialsError) -> ChosenMargin {
      guard let number = value["margin"]?.doubleValue, (0...1e100).contains(number) else {
        throw wrong("margin", value["margin"], "a number of at least 0 and at most 1e100")
      }
      return ChosenMargin(number, because: try text(value, "margin_because"))
    }

    func column(_ value: JSONValue, count: Int) throws(TrialsError) -> Sweep.Column {
      guard let better = Direction(rawValue: try text(value, "better")) else {
        throw wrong("better", value["better"], "lower, higher or target")
      }
      return Sweep.Column(
        id: try text(value, "id"), stage: try text(value, "stage"),
        unit: try text(value, "unit"), better: better, target: value["target"]?.doubleValue,
        isHeadline: value["headline"]?.boolValue ?? false,
        values: try numbers(value, "values", count: count),
        nulls: try numbers(value, "null", count: count),
        oracles: try numbers(value, "oracle", count: count))
    }

    private func wrong(_ name: String, _ found: JSONValue?, _ expected: String) -> TrialsError {
      .baseline(
        path: "\(path).\(name)", found: found?.kindText ?? "nothing", expected: expected)
    }
  }
}
