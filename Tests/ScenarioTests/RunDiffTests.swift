import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Telemetry
import Testing

/// In what two runs differ, on runs whose difference is known.
@Suite struct RunDiffTests {
  private static func run(_ overrides: [String], in folder: String) throws -> String {
    let plan = try Fixture.plan(
      "quickstart",
      ["homes=2", "duration=1d", "oracle.homes=0", "players.agents=[]"] + overrides)
    let target = folder + "/run-" + overrides.joined().filter { $0.isLetter || $0.isNumber }
    let runFolder = try RunFolder(target: target, hash: "x", force: true)
    let outputs = try RunOutputs(
      folder: runFolder.partial, keep: [.wire], store: .none, durability: .fast)
    let result = try Fixture.run(plan, outputs: outputs)
    try RunDocument(
      plan: plan, result: result, verdicts: [],
      options: RunOptions(threadCount: 2, window: .days(1)), versionText: "test", commit: nil,
      wallSeconds: 1, cpuSeconds: 1
    ).write(to: runFolder)
    try runFolder.commit()
    return target
  }

  @Test func runsAreToldApart() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let base = try Self.run([], in: folder)
    let same = try RunDiff(base, base)
    #expect(same.isEqual)
    #expect(same.text.contains("settings: the same"))
    #expect(same.text.contains("messages: the same, copy for copy"))
    #expect(same.text.contains("scores: the same"))

    // Another method concludes otherwise from the same messages.
    let method = try RunDiff(base, try Self.run(["pipeline.fusion.method=mean"], in: folder))
    #expect(!method.isEqual)
    #expect(method.text.contains("  pipeline.fusion.method: kalman, mean"), "\(method.text)")
    #expect(
      method.text.contains("truth equal, wire equal, conclusions different, scores different"))
    #expect(method.text.contains("messages: the same, copy for copy"))
    #expect(method.text.contains("fusion.temperature.rmse_k"))

    // Another seed differs from the first message on.
    let seed = try RunDiff(base, try Self.run(["seed=8"], in: folder))
    #expect(seed.text.contains("  seed: 7, 8"), "\(seed.text)")
    #expect(seed.text.contains("messages: 2 homes differ"), "\(seed.text)")
    #expect(seed.json["equal"]?.boolValue == false)

    // A library may move scores that no fingerprint holds; and one side may have scores of its own.
    let other = folder + "/other"
    try FileManager.default.copyItem(atPath: base, toPath: other)
    let file = URL(fileURLWithPath: other + "/scores.json")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let moved = text.replacing(/"id":\s*"fusion.skill"/, with: "\"id\": \"fusion.other\"")
    #expect(moved != text, "\(text.prefix(300))")
    try moved.write(to: file, atomically: true, encoding: .utf8)
    let scores = try RunDiff(base, other)
    #expect(!scores.isEqual)
    let changes = scores.json["scores"]?.arrayValue ?? []
    #expect(changes.map { $0["id"]?.stringValue } == ["fusion.skill", "fusion.other"])
    #expect(changes.first?["second"] == .null && changes.last?["first"] == .null)
  }

  @Test func aFolderThatIsNoRunIsNamed() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: RunError.self) { _ = try RunDiff(folder, folder) }
  }
}
