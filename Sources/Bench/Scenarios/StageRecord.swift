internal import Telemetry

/// What became of an outside program in a run.
public struct StageRecord: Hashable, Sendable {
  /// For the terminal.
  public var text: String {
    "outside \(stage): \(name), \(exchangeCount) batches, \(abstainedCount) without an answer"
      + remarks.map { "; " + $0 }.joined()
  }

  var json: JSONValue {
    .object([
      JSONMember("stage", .string(stage)), JSONMember("name", .string(name)),
      JSONMember("batches", .integer(Int64(exchangeCount))),
      JSONMember("answers", .integer(Int64(answerCount))),
      JSONMember("answers_after_s", .number(latenessSeconds)),
      JSONMember("wall_s", .number((wallSeconds * 1000).rounded() / 1000)),
      JSONMember("batches_without_answer", .integer(Int64(abstainedCount))),
      JSONMember("remarks", .array(remarks.map { .string($0) })),
      JSONMember("deterministic", .bool(isDeterministic)),
      JSONMember(
        "recording",
        recordingChecksum.map {
          .object([
            JSONMember("file", .string(AnswerFile.name(stage))),
            JSONMember("checksum", .string($0)),
          ])
        } ?? .null),
    ])
  }

  public var stage: String
  public var name: String
  /// Batches, and those that it gave no answer to.
  public var exchangeCount: Int
  public var abstainedCount: Int
  public var answerCount: Int
  /// After how much simulated time answers counted.
  public var latenessSeconds: Double
  /// Wall time of all batches and of the slowest.
  public var wallSeconds: Double
  public var slowestSeconds: Double
  public var remarks: [String]
  /// Whether the program says that it answers the same every time.
  public var isDeterministic: Bool
  /// Of the file that keeps its answers; nil where none does.
  var recordingChecksum: String?
}
