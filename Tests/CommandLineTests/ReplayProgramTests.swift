import Foundation
import Telemetry
import Testing

/// `hometwin replay` and `hometwin score` of runs with outside programs.
@Suite struct ReplayProgramTests {
  private static let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Answers otherwise every time, and says so.
  private static let moody = """
    import random
    from hometwin_stage import serve

    def answer(batch):
        said = batch.utterance
        lamps = [d for d in batch.plans[said["home"]]["devices"] if d["device_type"] == "lamp"]
        yield {"type": "answer", "home": said["home"], "text": str(random.random()),
               "action": random.choice(["turn_on", "turn_off"]), "target": "lamp",
               "acts": [{"device": d["index"], "command": "switch_power",
                         "value": random.choice([0, 1])} for d in lamps]}

    serve(answer, name="moody", deterministic=False)
    """

  private static func recorded() throws -> Sandbox {
    let sandbox = try Sandbox()
    for name in ["hometwin_stage.py", "room_mean.py"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: Program.root + "/Examples/" + name))
      try sandbox.write([UInt8](bytes), to: "models/" + name)
    }
    try sandbox.write(moody, to: "models/moody.py")
    let scenario = Text.tiny.replacing("2h", with: "1d").replacing("homes: 1\n", with: "homes: 2\n")
    try sandbox.write(
      scenario + """

        keep: [wire]
        pipeline:
          outside:
            fuse: {command: [python3, room_mean.py]}
            understand: {command: [python3, moody.py]}
        """, to: "models/s.yaml")
    let run = try Program.run(["run", "models/s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    try #require(run.status == 0, "\(run.errors)")
    return sandbox
  }

  @Test(.enabled(if: hasPython)) func programsAreAskedAgainAndRecordedOnesRecalled() throws {
    let sandbox = try Self.recorded()
    let run = try JSONValue.parse(try sandbox.bytes("r/run.json"))
    #expect(run["reproducible"] == .bool(false))
    #expect(run["programs_folder"]?.stringValue?.hasSuffix("/models") == true)
    // The one that answers otherwise is not needed any more.
    try FileManager.default.removeItem(atPath: sandbox.path + "/models/moody.py")
    let itself = try Program.run(["replay", "r", "--conclusions", "./r"], in: sandbox.path)
    #expect(itself.status == 2 && itself.errors.contains("a run's folder"), "\(itself.errors)")
    let inside = try Program.run(["replay", "r", "--conclusions", "r/ours"], in: sandbox.path)
    #expect(inside.status == 2 && !sandbox.exists("r/ours"), "\(inside.errors)")
    let replay = try Program.run(["replay", "r", "--conclusions", "ours"], in: sandbox.path)
    #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
    #expect(replay.output.contains("outside understand: moody, "), "\(replay.output)")
    #expect(replay.output.contains(": equal"), "\(replay.output)")

    let outcome = try Program.run(
      [
        "score", "r", "--json", "--quiet", "--conclusions", "ours/answers.csv",
        "ours/estimates.csv",
      ],
      in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let scores = try JSONValue.parse(outcome.output)["scores"]?.arrayValue ?? []
    let own = try JSONValue.parse(try sandbox.bytes("r/scores.json"))["scores"]?.arrayValue ?? []
    #expect(scores.contains { $0["stage"]?.stringValue == "agents" })
    for score in scores {
      let mine = try #require(own.first { $0["id"] == score["id"] })
      #expect(score["value"] == mine["value"], "\(score["id"] ?? .null)")
    }
  }

  @Test(.enabled(if: hasPython)) func whatIsMissingOrEditedIsNamed() throws {
    let sandbox = try Self.recorded()
    let recording = "r/understand.answers.jsonl.zst"
    // Programs may have moved.
    try FileManager.default.moveItem(
      atPath: sandbox.path + "/models", toPath: sandbox.path + "/moved")
    expectRefusal(
      try Program.run(["replay", "r"], in: sandbox.path),
      says: ["/models: found no such folder", "the programs for fuse", "--programs FOLDER"])
    let moved = try Program.run(["replay", "r", "--programs", "moved"], in: sandbox.path)
    #expect(moved.status == 0, "\(moved.errors)")

    var bytes = try sandbox.bytes(recording)
    bytes[bytes.count / 2] ^= 1
    try sandbox.write(bytes, to: recording)
    for verb in [["replay", "r"], ["score", "r", "--quiet", "--conclusions", "a.csv"]] {
      if verb[0] == "score" { try sandbox.write("time,home,room,quantity,value,sd\n", to: "a.csv") }
      expectRefusal(
        try Program.run(verb + ["--programs", "moved"], in: sandbox.path),
        says: ["\(recording): found checksum", "as in run.json", "run the scenario again"])
    }
    try FileManager.default.removeItem(atPath: sandbox.path + "/" + recording)
    expectRefusal(
      try Program.run(["replay", "r", "--programs", "moved"], in: sandbox.path),
      says: ["\(recording): found no such file", "does not say the same twice"])
    // Another program on the same wire needs no recording.
    let other = try Program.run(
      [
        "replay", "r", "--programs", "moved", "--set",
        "pipeline.outside.understand.command=[python3, moody.py]",
      ], in: sandbox.path)
    #expect(other.status == 0, "\(other.errors)")
  }
}
