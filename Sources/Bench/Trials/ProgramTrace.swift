internal import Telemetry

/// What an outside program did in one world that a reader of the scores must know: it gave no
/// answer, was started again, or does not say that it answers the same every time.
public struct ProgramTrace: Hashable, Sendable {
  public var seed: UInt64
  public var stage: String
  public var name: String
  public var batches: Int
  public var abstained: Int
  /// What went wrong, in order.
  public var remarks: [String]
  public var isDeterministic: Bool

  public init(
    seed: UInt64, stage: String, name: String, batches: Int, abstained: Int, remarks: [String],
    isDeterministic: Bool
  ) {
    self.seed = seed
    self.stage = stage
    self.name = name
    self.batches = batches
    self.abstained = abstained
    self.remarks = remarks
    self.isDeterministic = isDeterministic
  }

  /// Whether there is anything to tell.
  public var isRemarkable: Bool { abstained > 0 || !remarks.isEmpty || !isDeterministic }

  /// What many lives come to: a line a program that has anything to tell.
  ///
  /// - Parameter lives: what there are so many of, such as worlds.
  public static func texts(_ all: [ProgramTrace], of count: Int, _ lives: String) -> [String] {
    let traces = all.filter(\.isRemarkable)
    var programs: [[ProgramTrace]] = []
    for trace in traces {
      let place = programs.firstIndex {
        $0[0].stage == trace.stage && $0[0].name == trace.name
      }
      if let place { programs[place].append(trace) } else { programs.append([trace]) }
    }
    return programs.map { text($0, of: count, lives) }
  }

  private static func text(_ traces: [ProgramTrace], of count: Int, _ lives: String) -> String {
    var parts: [String] = []
    if let first = traces.first(where: { $0.abstained > 0 }) {
      parts.append(
        "no answer to \(traces.reduce(0) { $0 + $1.abstained }) batches in "
          + "\(traces.count { $0.abstained > 0 }) of \(count) \(lives), first in seed "
          + "\(first.seed)")
    }
    if let first = traces.first(where: { !$0.remarks.isEmpty }) {
      parts.append("seed \(first.seed): " + first.remarks.joined(separator: "; "))
    }
    if traces.contains(where: { !$0.isDeterministic }) {
      parts.append("does not say that it answers the same every time, so another check may differ")
    }
    return "outside program of \(traces[0].stage) (\(traces[0].name)): "
      + parts.joined(separator: "; ")
  }

  // MARK: In files

  var json: JSONValue {
    .object([
      JSONMember("seed", .string(String(seed))), JSONMember("stage", .string(stage)),
      JSONMember("name", .string(name)), JSONMember("batches", .integer(Int64(batches))),
      JSONMember("batches_without_answer", .integer(Int64(abstained))),
      JSONMember("remarks", .array(remarks.map { .string($0) })),
      JSONMember("deterministic", .bool(isDeterministic)),
    ])
  }
}
