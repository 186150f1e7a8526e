import Clockwork
import Foundation
import Ingestion
import Lanes
import ScenarioFiles
import Scoring
import Telemetry
import Testing

@testable import Scenarios

/// Outside programs that are spoken to.
@Suite struct UnderstandStageTests {
  private static let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let settings = [
    "homes=3", "duration=2d", "oracle.homes=0", "players.agents=[]", "audit.homes=0",
  ]

  private static func run(
    _ overrides: [String], in folder: String, threads: Int = 2, window: SimDuration = .days(1),
    outputs: RunOutputs? = nil
  ) throws -> RunResult {
    var options = RunOptions(threadCount: threads, window: window)
    options.programFolder = folder
    return try Run(
      try Fixture.plan("quickstart", settings + overrides), options: options, outputs: outputs,
      report: { _ in }
    ).execute()
  }

  private static func value(_ name: String, _ result: RunResult) throws -> Score {
    try #require(result.scores.first { $0.id == "agents.conversation." + name }, "\(name)")
  }

  /// What our agent answered in a recorded run, as a program would say it, by utterance.
  private static func replies(wire: String, _ plan: RunPlan) throws -> JSONValue {
    let reader = try LogReader(path: wire)
    var members: [JSONMember] = []
    for home in try reader.homes() {
      var lane = Lane(home: home, settings: plan.laneSettings, birth: plan.birth)
      var (buffer, conclusions) = (WireBuffer(), Conclusions())
      try reader.forEachCopy(of: home) { buffer.append($1, arrival: $0) }
      lane.catchUp(to: plan.end, wire: &buffer, conclusions: &conclusions) { _, _ in }
      for answer in conclusions.answers {
        let acts = conclusions.commands.filter {
          $0.origin == .conversation && $0.decidedAt == answer.decidedAt
        }.prefix(answer.commandCount)
        members.append(
          JSONMember(
            "\(home.rawValue)/\(answer.utterance.device.rawValue)/\(answer.utterance.sequence)",
            reply(answer, home, acts)))
      }
    }
    return .object(members)
  }

  private static func reply(
    _ answer: Answer, _ home: HomeID, _ acts: ArraySlice<Command>
  ) -> JSONValue {
    .object([
      JSONMember("type", .string("answer")), JSONMember("home", .integer(Int64(home.rawValue))),
      JSONMember("action", answer.intent.map { .string($0.action.name) } ?? .null),
      JSONMember("target", answer.intent.map { .string($0.target.name) } ?? .null),
      JSONMember("room", answer.intent?.room.map { .integer(Int64($0.rawValue)) } ?? .null),
      JSONMember("value", answer.intent?.value.map { .number($0) } ?? .null),
      JSONMember("confidence", .number(answer.confidence)),
      JSONMember("text", .string(answer.text)),
      JSONMember(
        "acts",
        .array(
          acts.map { act in
            .object([
              JSONMember("device", .integer(Int64(act.device.rawValue))),
              JSONMember("command", .string(act.action.name)),
              JSONMember("value", .number(act.value)),
            ])
          })),
    ])
  }

  private static let parrot = """
    import json, sys
    replies = json.load(open("replies.json"))
    print('{"type":"ready","protocol":1,"name":"parrot"}', flush=True)
    for line in sys.stdin:
        item = json.loads(line)
        if item["type"] == "utterance":
            key = "%d/%d/%d" % (item["home"], item["device"], item["sequence"])
            if key in replies:
                print(json.dumps(replies[key]))
        elif item["type"] == "tick":
            print('{"done": %d}' % item["tick"], flush=True)
    """

  /// Our agent's answers said by a program are worth, bit for bit, what they are worth inside; and
  /// the same on any thread count and window.
  @Test(.enabled(if: hasPython)) func ourAnswersFromOutsideAreOurs() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan("quickstart", Self.settings)
    let outputs = try RunOutputs(
      folder: folder, keep: [.wire], store: .none, durability: plan.scenario.durability)
    let ours = try Self.run([], in: folder, outputs: outputs)
    let replies = try Self.replies(wire: folder + "/wire.sqlite", plan)
    try replies.text().write(toFile: folder + "/replies.json", atomically: true, encoding: .utf8)
    try Self.parrot.write(toFile: folder + "/parrot.py", atomically: true, encoding: .utf8)
    let program = ["pipeline.outside.understand={command: [python3, parrot.py], answers_after: 0s}"]
    let theirs = try Self.run(program, in: folder)
    #expect((theirs.outside.first?.answerCount ?? 0) > 20)
    #expect(theirs.fingerprint == ours.fingerprint)
    let other = try Self.run(program, in: folder, threads: 1, window: .hours(7))
    #expect(other.fingerprint == ours.fingerprint, "1 thread, window 7 h")
    // Seconds later people act and speak otherwise; six minutes are too long for any wish.
    let usual = try Self.run(
      ["pipeline.outside.understand.command=[python3, parrot.py]"], in: folder)
    #expect(usual.outside.first?.latenessSeconds == 5)
    let late = try Self.run(
      ["pipeline.outside.understand={command: [python3, parrot.py], answers_after: 6min}"],
      in: folder)
    let success = try [ours, usual, late].map {
      try #require(Self.value("task_success_ratio", $0).value)
    }
    #expect(success[2] < success[0] - 0.1 && success[2] < success[1])
  }

  /// Who says nothing is worth what one is who refuses everything.
  @Test(.enabled(if: hasPython)) func silenceIsWorthTheNull() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let body = Self.parrot.replacing("replies = json.load(open(\"replies.json\"))", with: "")
      .replacing("key in replies", with: "False")
    try body.write(toFile: folder + "/mute.py", atomically: true, encoding: .utf8)
    let result = try Self.run(
      ["pipeline.outside.understand.command=[python3, mute.py]"], in: folder)
    #expect(result.outside.first?.answerCount == 0)
    #expect((result.outside.first?.exchangeCount ?? 0) > 20)
    for name in ["accuracy_ratio", "wrong_act_ratio", "cost_per_utterance"] {
      guard let score = result.scores.first(where: { $0.id == "agents.conversation." + name })
      else { continue }
      #expect(score.value == score.null, "\(score.id)")
    }
    // Nobody helps; what comes true does so by people's own hands, in 20 homes a third of it.
    #expect(try #require(Self.value("task_success_ratio", result).value) < 0.5)
  }

  /// The example understands more than nobody does, and less than the oracle.
  @Test(.enabled(if: hasPython)) func keywordsUnderstandSome() throws {
    let result = try Self.run(
      ["pipeline.outside.understand.command=[python3, keyword_rules.py]"],
      in: Fixture.root + "/Examples")
    #expect(result.outside.first?.remarks == [])
    let accuracy = try Self.value("accuracy_ratio", result)
    let value = try #require(accuracy.value)
    #expect(value > (accuracy.null ?? 1) && value < (accuracy.oracle ?? 0))
    let success = try Self.value("task_success_ratio", result)
    #expect(try #require(success.value) > #require(success.null))
  }

  @Test func failuresNameTheWords() throws {
    do {
      _ = try Self.run(
        ["pipeline.outside.understand.command=[sh, -c, \"exit 4\"]"], in: Fixture.root)
      Issue.record("the run went on")
    } catch let error as RunError {
      #expect(error.exitCode == 3)
      #expect(error.description.contains("pipeline.outside.understand (sh -c exit 4)"), "\(error)")
      #expect(error.description.contains("batch 1 of the words \""), "\(error)")
    }
  }
}
