internal import Clockwork
internal import Scoring
internal import Telemetry

/// A kind of file that holds a sweep: what it calls itself, and how to come by it again.
public struct SweepFile: Hashable, Sendable {
  public let format: String
  let remedy: String

  public static let baseline = SweepFile(
    format: "hometwin.baseline/1",
    remedy: "restore the file, or delete it and accept a new one with --accept --because \"...\"")
  public static let part = SweepFile(
    format: "hometwin.sweep/1", remedy: "have the check that wrote it write it again")

  /// JSON that people can read: a line a member and a score, in the order of their names.
  ///
  /// The checksum over all else tells a file that was edited by hand, or lost a line.
  ///
  /// - Parameters:
  ///   - members: beside the sweep's own.
  ///   - ofScore: beside a score's own.
  func text(
    _ sweep: Sweep, _ members: [JSONMember], ofScore: (Sweep.Column) -> [JSONMember] = { _ in [] }
  ) -> String {
    let lines = lines(sweep, members, ofScore)
    return Self.object(lines + [("checksum", JSONValue.string(Self.checksum(lines)).text())])
  }

  /// The checksum that ``text(_:_:ofScore:)`` holds.
  func checksum(
    _ sweep: Sweep, _ members: [JSONMember], ofScore: (Sweep.Column) -> [JSONMember] = { _ in [] }
  ) -> String {
    Self.checksum(lines(sweep, members, ofScore))
  }

  private func lines(
    _ sweep: Sweep, _ members: [JSONMember], _ ofScore: (Sweep.Column) -> [JSONMember]
  ) -> [(key: String, text: String)] {
    var all = members
    all.append(JSONMember("configuration", .string(sweep.configuration)))
    all.append(JSONMember("format", .string(format)))
    all.append(JSONMember("scenario", .string(sweep.scenario)))
    all.append(JSONMember("seeds", .array(sweep.seeds.map { .string(String($0)) })))
    all.append(JSONMember("version", .string(sweep.version)))
    all.append(JSONMember("worlds", .array(sweep.worlds.map { .string($0) })))
    let scores = sweep.columns.sorted { $0.id < $1.id }.map { column in
      let members = (Self.members(column) + ofScore(column)).sorted { $0.name < $1.name }
      return "    " + JSONValue.object([JSONMember("id", .string(column.id))] + members).text()
    }
    var lines = all.map { (key: $0.name, text: $0.value.text()) }
    lines.append(("scores", "[\n" + scores.joined(separator: ",\n") + "\n  ]"))
    if !sweep.programs.isEmpty {
      let programs = sweep.programs.map { "    " + $0.json.text() }
      lines.append(("programs", "[\n" + programs.joined(separator: ",\n") + "\n  ]"))
    }
    return lines
  }

  private static func object(_ lines: [(key: String, text: String)]) -> String {
    "{\n"
      + lines.sorted { $0.key < $1.key }.map { "  \"\($0.key)\": \($0.text)" }
      .joined(separator: ",\n") + "\n}\n"
  }

  private static func checksum(_ lines: [(key: String, text: String)]) -> String {
    var hash = Fingerprint()
    hash.combine(object(lines))
    return hash.hex
  }

  private static func members(_ column: Sweep.Column) -> [JSONMember] {
    func list(_ values: [Double?]) -> JSONValue {
      .array(values.map { value in value.map { .number($0) } ?? .null })
    }
    return [
      JSONMember("better", .string(column.better.rawValue)),
      JSONMember("headline", .bool(column.isHeadline)), JSONMember("null", list(column.nulls)),
      JSONMember("oracle", list(column.oracles)), JSONMember("stage", .string(column.stage)),
      JSONMember("target", column.target.map { .number($0) } ?? .null),
      JSONMember("unit", .string(column.unit)), JSONMember("values", list(column.values)),
    ]
  }
}
