internal import Telemetry

/// A sweep that somebody accepted, with who and why, as a file that people can read.
public struct Baseline: Sendable {
  public var sweep: Sweep
  public var acceptedBy: String
  public var because: String
  /// Day of the acceptance, as told by whoever accepted.
  public var acceptedOn: String
  /// The mutations that made each score fail, by id; nil for a score that nobody has asked about.
  public var provenBy: [String: [String]]
  /// Margins that were chosen instead of the default, by score.
  public var margins: [String: ChosenMargin]
  /// What is set on the scenario for its worlds, as `KEY=VALUE`; a check against it sets the same.
  public var settings: [String]

  public init(
    sweep: Sweep, acceptedBy: String, because: String, acceptedOn: String,
    provenBy: [String: [String]] = [:], margins: [String: ChosenMargin] = [:],
    settings: [String] = []
  ) {
    self.settings = settings
    self.provenBy = provenBy
    self.margins = margins
    self.sweep = sweep
    self.acceptedBy = acceptedBy
    self.because = because
    self.acceptedOn = acceptedOn
  }

  /// JSON, a line a score, in the order of ids.
  public var text: String { SweepFile.baseline.text(sweep, members, ofScore: members) }

  private var checksum: String { SweepFile.baseline.checksum(sweep, members, ofScore: members) }

  private var members: [JSONMember] {
    [
      JSONMember("accepted_by", .string(acceptedBy)),
      JSONMember("accepted_on", .string(acceptedOn)), JSONMember("because", .string(because)),
    ]
      + (settings.isEmpty
        ? [] : [JSONMember("set", .array(settings.map { .string($0) }))])
  }

  private func members(_ column: Sweep.Column) -> [JSONMember] {
    [
      JSONMember("margin", margins[column.id].map { .number($0.value) } ?? .null),
      JSONMember("margin_because", margins[column.id].map { .string($0.because) } ?? .null),
      JSONMember(
        "proven_by", provenBy[column.id].map { .array($0.map { .string($0) }) } ?? .null),
    ]
  }

  /// - Parameters:
  ///   - path: for messages.
  ///   - isOfAnyBuild: whether an older build may have written it, which knew no checksum.
  /// - Throws: ``TrialsError/damaged(_:path:found:expected:)``, also for what was edited by hand.
  public init(bytes: [UInt8], path: String, isOfAnyBuild: Bool = false) throws(TrialsError) {
    let reader = try SweepFileReader(.baseline, bytes: bytes, path: path)
    self.init(
      sweep: try reader.sweep(), acceptedBy: try reader.words("accepted_by"),
      because: try reader.words("because"), acceptedOn: try reader.text("accepted_on"),
      settings: reader.has("set") ? try reader.texts("set") : [])
    for score in try reader.scores() {
      let id = try score.text("id")
      if score.has("proven_by") { provenBy[id] = try score.texts("proven_by") }
      if let margin = try score.number("margin") {
        guard margin >= 0 else { throw score.wrong("margin", "a number of at least 0") }
        margins[id] = ChosenMargin(margin, because: try score.words("margin_because"))
      }
    }
    if reader.has("checksum") || !isOfAnyBuild { try reader.check(checksum) }
    // What the checksum does not see, since it is taken of what was understood.
    if !isOfAnyBuild { try reader.expectOnlyWhat(writes: text) }
  }
}
