internal import Clockwork
internal import Scoring
internal import Telemetry

/// Reads a sweep's file, or says where and what was found.
struct SweepFileReader {
  let file: SweepFile
  let path: String
  let document: JSONValue

  /// - Throws: ``TrialsError/damaged(_:path:found:expected:)``, as all of these.
  init(_ file: SweepFile, bytes: [UInt8], path: String) throws(TrialsError) {
    (self.file, self.path) = (file, path)
    do {
      document = try JSONValue.parse(bytes)
    } catch {
      throw .damaged(file, path: path, found: "\(error)", expected: "JSON")
    }
    let format = document["format"]?.stringValue
    guard format == file.format else {
      throw wrong(
        "format", found: format.map { "\"\($0)\"" } ?? "nothing", expected: "\"\(file.format)\"")
    }
  }

  func sweep() throws(TrialsError) -> Sweep {
    var sweep = Sweep(
      scenario: try text("scenario"), configuration: try text("configuration"),
      version: try text("version"))
    sweep.seeds = try seeds("seeds")
    sweep.worlds = try texts("worlds")
    guard sweep.worlds.count == sweep.seeds.count else {
      throw wrong(
        "worlds", found: "\(sweep.worlds.count) texts",
        expected: "one a seed, \(sweep.seeds.count)")
    }
    for score in try scores() {
      let column = try score.column(worlds: sweep.seeds.count)
      guard !sweep.columns.contains(where: { $0.id == column.id }) else {
        throw score.wrong("id", found: "\"\(column.id)\" a second time", expected: "it once")
      }
      sweep.columns.append(column)
    }
    sweep.programs = try programs()
    return sweep
  }

  /// Each score's object, to be read the same way.
  func scores() throws(TrialsError) -> [SweepFileReader] { try objects("scores") }

  /// What whoever wrote the file found over all else in it.
  func check(_ checksum: String) throws(TrialsError) {
    let found = try text("checksum")
    guard found == checksum else {
      throw wrong(
        "checksum", found: "\"\(found)\"",
        expected: "\"\(checksum)\" for what the file says; it was changed by hand or damaged")
    }
  }

  /// No member beside those of the text that would be written.
  func expectOnlyWhat(writes text: String) throws(TrialsError) {
    guard let written = try? JSONValue.parse(Array(text.utf8)) else { return }
    try expectMembers(of: written)
    for (score, one) in zip(try scores(), written["scores"]?.arrayValue ?? []) {
      try score.expectMembers(of: one)
    }
  }

  private func expectMembers(of written: JSONValue) throws(TrialsError) {
    guard case .object(let members) = document, case .object(let known) = written else { return }
    let names = known.map(\.name)
    if let other = members.first(where: { !names.contains($0.name) }) {
      throw wrong(
        "\"\(other.name.prefix(40))\"", found: "such a member",
        expected: "none but " + names.joined(separator: ", "))
    }
    if let name = names.first(where: { name in members.count { $0.name == name } > 1 }) {
      throw wrong(name, found: "it a second time", expected: "it once")
    }
  }

  // MARK: Members

  func has(_ name: String) -> Bool { document[name].map { $0 != .null } ?? false }

  func text(_ name: String) throws(TrialsError) -> String {
    guard let text = document[name]?.stringValue else { throw wrong(name, "a text") }
    return text
  }

  /// A text that says something.
  func words(_ name: String) throws(TrialsError) -> String {
    let text = try text(name)
    guard text.contains(where: { !$0.isWhitespace }) else { throw wrong(name, "words") }
    return text
  }

  func texts(_ name: String) throws(TrialsError) -> [String] {
    let texts = document[name]?.arrayValue?.compactMap(\.stringValue)
    guard let texts, texts.count == document[name]?.arrayValue?.count else {
      throw wrong(name, "a list of texts")
    }
    return texts
  }

  func seeds(_ name: String) throws(TrialsError) -> [UInt64] {
    var seeds: [UInt64] = []
    for text in try texts(name) {
      guard let seed = UInt64(text) else {
        throw wrong(name, found: "\"\(text)\"", expected: "a whole number")
      }
      seeds.append(seed)
    }
    guard !seeds.isEmpty else { throw wrong(name, found: "none", expected: "at least one") }
    guard Set(seeds).count == seeds.count else {
      throw wrong(name, found: "a seed a second time", expected: "each once")
    }
    return seeds
  }

  /// nil where the member is null or absent.
  func number(_ name: String) throws(TrialsError) -> Double? {
    guard has(name) else { return nil }
    guard let number = document[name]?.doubleValue, number.magnitude <= Self.numberMax else {
      throw wrong(name, "a number within 1e100, or null")
    }
    return number
  }

  /// Squares of what no score ever is would leave the numbers.
  private static let numberMax = 1e100

  private func numbers(_ name: String, count: Int) throws(TrialsError) -> [Double?] {
    guard let items = document[name]?.arrayValue, items.count == count,
      items.allSatisfy({ $0 == .null || ($0.doubleValue?.magnitude ?? .nan) <= Self.numberMax })
    else { throw wrong(name, "\(count) numbers within 1e100, or nulls") }
    return items.map(\.doubleValue)
  }

  private func objects(_ name: String) throws(TrialsError) -> [SweepFileReader] {
    guard let items = document[name]?.arrayValue, !items.isEmpty else {
      throw wrong(name, found: "no list", expected: "a list of \(name)")
    }
    return items.enumerated().map {
      SweepFileReader(file: file, path: "\(path): \(name)[\($0)]", document: $1)
    }
  }

  private init(file: SweepFile, path: String, document: JSONValue) {
    (self.file, self.path, self.document) = (file, path, document)
  }

  private func column(worlds: Int) throws(TrialsError) -> Sweep.Column {
    guard let better = Direction(rawValue: try text("better")) else {
      throw wrong("better", "lower, higher or target")
    }
    guard let isHeadline = document["headline"]?.boolValue else {
      throw wrong("headline", "true or false")
    }
    return Sweep.Column(
      id: try text("id"), stage: try text("stage"), unit: try text("unit"), better: better,
      target: try number("target"), isHeadline: isHeadline,
      values: try numbers("values", count: worlds), nulls: try numbers("null", count: worlds),
      oracles: try numbers("oracle", count: worlds))
  }

  private func programs() throws(TrialsError) -> [ProgramTrace] {
    guard has("programs") else { return [] }
    var traces: [ProgramTrace] = []
    for item in try objects("programs") {
      guard let seed = UInt64(try item.text("seed")) else {
        throw item.wrong("seed", "a whole number")
      }
      guard let batches = item.document["batches"]?.integerValue,
        let abstained = item.document["batches_without_answer"]?.integerValue,
        let isDeterministic = item.document["deterministic"]?.boolValue
      else { throw item.wrong("batches", "whole numbers, and deterministic: true or false") }
      traces.append(
        ProgramTrace(
          seed: seed, stage: try item.text("stage"), name: try item.text("name"),
          batches: Int(batches), abstained: Int(abstained),
          remarks: try item.texts("remarks"), isDeterministic: isDeterministic))
    }
    return traces
  }

  // MARK: What is wrong

  func wrong(_ name: String, _ expected: String) -> TrialsError {
    wrong(name, found: document[name]?.kindText ?? "nothing", expected: expected)
  }

  func wrong(_ name: String, found: String, expected: String) -> TrialsError {
    let place = path.hasSuffix("]") ? "\(path).\(name)" : "\(path): \(name)"
    return .damaged(file, path: place, found: found, expected: expected)
  }
}
