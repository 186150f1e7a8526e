internal import Clockwork
internal import Foundation
internal import Ingestion
internal import ScenarioFiles
public import Telemetry

/// In what two runs differ: settings, fingerprints, scores, and the first message.
public struct RunDiff {
  /// The first copy of a home that one run has and the other has not.
  struct Divergence {
    var home: HomeID
    /// How many copies of the home are the same before it.
    var sameCount: Int
    var first: (arrival: SimTime, bytes: [UInt8])?
    var second: (arrival: SimTime, bytes: [UInt8])?

    var time: SimTime {
      min(first?.arrival ?? .distantFuture, second?.arrival ?? .distantFuture)
    }
  }

  private let first: RunRecord
  private let second: RunRecord
  let settings: [String]
  let divergence: Divergence?
  /// Why no messages were compared; nil where they were.
  let silence: String?
  let differingHomeCount: Int
  private let usesJSON: (Bool, Bool)

  /// - Throws: ``RunError/input(_:)`` if one is no run folder or a damaged one.
  public init(_ first: String, _ second: String) throws {
    self.first = try RunRecord(folder: first)
    self.second = try RunRecord(folder: second)
    let texts = try (Self.scenario(first), Self.scenario(second))
    settings = SettingLines.differences(texts.0, texts.1)
    usesJSON = (
      texts.0.contains("\nwire: json\n"), texts.1.contains("\nwire: json\n")
    )
    let paths = [first, second].map { $0 + "/wire.sqlite" }
    guard let missing = paths.first(where: { !FileManager.default.fileExists(atPath: $0) }) else {
      let differing = try Self.divergences(paths[0], paths[1])
      divergence = differing.min { ($0.time, $0.home) < ($1.time, $1.home) }
      differingHomeCount = differing.count
      silence = nil
      return
    }
    (divergence, differingHomeCount) = (nil, 0)
    silence = "\(missing): found no such file; keep: [wire] writes it"
  }

  private static func scenario(_ folder: String) throws -> String {
    let path = folder + "/scenario.yaml"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RunError.input("\(path): found no such file, expected one in a run folder")
    }
    return String(decoding: data, as: UTF8.self)
  }

  private static func divergences(_ first: String, _ second: String) throws -> [Divergence] {
    let readers = try (LogReader(path: first), LogReader(path: second))
    let homes = try Set(readers.0.homes() + readers.1.homes()).sorted()
    return try homes.compactMap { home in
      let (a, b) = try (copies(readers.0, home), copies(readers.1, home))
      let same = zip(a, b).prefix { $0.0 == $1.0 && $0.1 == $1.1 }.count
      guard same < max(a.count, b.count) else { return nil }
      return Divergence(
        home: home, sameCount: same, first: same < a.count ? a[same] : nil,
        second: same < b.count ? b[same] : nil)
    }
  }

  private static func copies(_ reader: LogReader, _ home: HomeID) throws -> [(SimTime, [UInt8])] {
    var copies: [(SimTime, [UInt8])] = []
    try reader.forEachCopy(of: home) { copies.append(($0, Array($1))) }
    return copies
  }

  // MARK: In words

  /// Fingerprints leave out scores that hang on a library's last digits; values do not.
  public var isEqual: Bool { parts.allSatisfy { $0.isSame } && scoreChanges.isEmpty }

  /// The four fingerprints, in the order in which data flows: the first that differs is where to
  /// look.
  private var parts: [(name: String, isSame: Bool)] {
    ["truth", "wire", "conclusions", "scores"].map { name in
      let pair = [first, second].map { $0.run["fingerprint"]?[name]?.stringValue }
      return (name, pair[0] != nil && pair[0] == pair[1])
    }
  }

  public var text: String {
    var lines = ["\(first.folder) and \(second.folder)", ""]
    lines += settings.isEmpty ? ["settings: the same"] : ["settings:"] + settings.map { "  " + $0 }
    lines.append(
      "fingerprints: "
        + parts.map { "\($0.name) \($0.isSame ? "equal" : "different")" }.joined(separator: ", "))
    lines += messageLines
    let scores = scoreLines
    lines += scores.isEmpty ? ["scores: the same"] : ["scores that differ:"] + scores
    return lines.joined(separator: "\n")
  }

  private var messageLines: [String] {
    if let silence { return ["messages: not compared, " + silence] }
    guard let divergence else { return ["messages: the same, copy for copy"] }
    return [
      "messages: \(differingHomeCount) homes differ, the first is \(divergence.home.name) after "
        + "\(divergence.sameCount) equal copies",
      "  first:  " + Self.shown(divergence.first, usesJSON.0),
      "  second: " + Self.shown(divergence.second, usesJSON.1),
    ]
  }

  private static func shown(_ copy: (arrival: SimTime, bytes: [UInt8])?, _ isJSON: Bool) -> String {
    guard let copy else { return "nothing more" }
    let time = JSONTimestamp.text(copy.arrival)
    if isJSON { return "\(time) \(String(decoding: copy.bytes.prefix(200), as: UTF8.self))" }
    return time + " " + copy.bytes.withUnsafeBytes { MessageText.line(MessageCodec.decode($0)) }
  }

  /// The value of a score that is not the same on both sides.
  private struct ScoreChange {
    var id: String
    var first: Double?
    var second: Double?

    var change: Double? { first.flatMap { first in second.map { $0 - first } } }
  }

  private var scoreChanges: [ScoreChange] {
    func id(_ score: JSONValue) -> String { score["id"]?.stringValue ?? "" }
    func values(_ scores: [JSONValue]) -> [String: Double] {
      scores.reduce(into: [:]) { $0[id($1)] = $1["value"]?.doubleValue }
    }
    let (left, right) = (values(first.scores), values(second.scores))
    let ids = first.scores.map(id)
    let known = Set(ids)
    return (ids + second.scores.map(id).filter { !known.contains($0) })
      .filter { left[$0] != right[$0] }
      .map { ScoreChange(id: $0, first: left[$0], second: right[$0]) }
  }

  private var scoreLines: [String] {
    let changes = scoreChanges
    guard !changes.isEmpty else { return [] }
    func line(_ cells: [String]) -> String {
      "  " + Self.padded(cells[0], 48) + Self.padded(cells[1], 12) + Self.padded(cells[2], 12)
        + cells[3]
    }
    return [line(["score", "first", "second", "change"])]
      + changes.map { change in
        line([change.id] + [change.first, change.second, change.change].map(RunRecord.short))
      }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 1))
  }

  public var json: JSONValue {
    .object([
      JSONMember("equal", .bool(isEqual)),
      JSONMember("settings", .array(settings.map { .string($0) })),
      JSONMember("fingerprints", .object(parts.map { JSONMember($0.name, .bool($0.isSame)) })),
      JSONMember("differing_homes", .integer(Int64(differingHomeCount))),
      JSONMember("messages", .array(messageLines.map { .string($0) })),
      JSONMember("scores", .array(scoreChanges.map(Self.json))),
    ])
  }

  private static func json(_ change: ScoreChange) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return .object([
      JSONMember("id", .string(change.id)), JSONMember("first", number(change.first)),
      JSONMember("second", number(change.second)), JSONMember("change", number(change.change)),
    ])
  }
}
