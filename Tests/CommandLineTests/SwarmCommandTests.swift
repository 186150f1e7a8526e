import Foundation
import Testing

/// `hometwin swarm`, run as a user would run it.
@Suite struct SwarmCommandTests {
  private func swarm(
    _ sandbox: Sandbox, _ arguments: [String], writes: Bool = true
  ) throws -> Program.Outcome {
    if writes { try sandbox.write(Text.tiny, to: "s.yaml") }
    return try Program.run(["swarm"] + arguments, in: sandbox.path)
  }

  @Test func theCanaryIsFoundAndShrunk() throws {
    let sandbox = try Sandbox()
    let outcome = try swarm(sandbox, ["--canary", "--seeds", "12", "--out", "o"])
    #expect(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
    #expect(outcome.output.contains("fails alike in a fresh process"))
    let mute = try swarm(sandbox, ["--canary", "--seeds", "1", "--out", "p"])
    #expect(mute.status == 70 && mute.errors.contains("the canary is mute"))
    #expect(!sandbox.everything.contains { $0.contains(".lives") })
  }

  /// One planted cause, and how each way of ending is called.
  @Test(arguments: [
    ("trap", "crash hometwin ", "found signal"), ("exit", "exit 9", "exit code 9"),
    ("spin", "hung", "no end after 1 CPU-s"), ("wait", "hung", "no end after 10 s"),
  ])
  func endsAreNamedAndDoNotEndTheSwarm(effect: String, id: String, says: String) throws {
    let sandbox = try Sandbox()
    let outcome = try swarm(
      sandbox,
      [
        "quickstart", "--plant", "drift+json=" + effect, "--seeds", "8", "--tries", "0",
        "--timeout", "1", "--out", "o",
      ])
    #expect(outcome.status == 1 && !outcome.wasKilled, "\(outcome.errors)")
    #expect(outcome.output.contains("8 variants (seeds 1 to 8)"), "\(outcome.output)")
    #expect(outcome.output.contains(id) && outcome.output.contains(says), "\(outcome.output)")
    #expect(outcome.output.contains(/replay: hometwin swarm quickstart --seed \d+/))
  }

  /// What repeats a find ends as the swarm ends it, and names it alike.
  @Test(arguments: [("spin", "hung", 1), ("trap", "crash", 1)])
  func aFindIsRepeatedAsItIs(effect: String, id: String, status: Int32) throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      Text.tiny + "\nwire: json\nfaults:\n  - {kind: drift, sensors: {kind: temperature}, "
        + "rate: 0.5 K/day}\n", to: "s.yaml")
    let outcome = try swarm(
      sandbox, ["s.yaml", "--as-is", "--plant", "drift+json=" + effect, "--timeout", "1"],
      writes: false)
    #expect(outcome.status == status && !outcome.wasKilled, "\(outcome.errors)")
    #expect(outcome.output.contains("s.yaml as it is: " + id), "\(outcome.output)")
  }

  @Test func threadsChangeNeitherWordsNorFiles() throws {
    var texts: [String] = []
    for threads in ["1", "3"] {
      let sandbox = try Sandbox()
      let outcome = try swarm(
        sandbox,
        ["quickstart", "--plant", "drift+json=fail", "--seeds", "20", "--threads", threads])
      #expect(outcome.status == 1, "\(outcome.errors)")
      let file = try #require(sandbox.everything.first { $0.hasSuffix("planted.yaml") })
      texts.append(outcome.output + String(decoding: try sandbox.bytes(file), as: UTF8.self))
    }
    #expect(texts[0] == texts[1])
  }

  /// A limit that no score can reach, lived for real: it shrinks to a file that fails by itself.
  @Test func aMissedFloorBecomesAScenarioThatStandsAlone() throws {
    let sandbox = try Sandbox()
    let outcome = try swarm(
      sandbox,
      [
        "s.yaml", "--seed", "3", "--floor", "ingestion.delivered_ratio >= 2", "--tries", "40",
        "--keep", "kept",
      ])
    #expect(outcome.status == 1, "\(outcome.errors)")
    let file = "kept/s-3-floor-ingestion-delivered-ratio.yaml"
    #expect(sandbox.exists(file) && outcome.output.contains("fails alike in a fresh process"))
    let text = String(decoding: try sandbox.bytes(file), as: UTF8.self)
    #expect(text.hasPrefix("why: |\n  Shrunk by hometwin swarm from seed 3 of s, "))
    #expect(text.contains("fail: ingestion.delivered_ratio"))
    // As a canary it passes; as it is, the swarm names the failure.
    #expect(try Program.run(["run", file], in: sandbox.path).status == 0)
    let again = try swarm(sandbox, [file, "--as-is"])
    #expect(again.status == 1 && again.output.contains("floor ingestion.delivered_ratio"))
    // A second time the same file stays; another one goes beside it.
    let before = sandbox.everything.count { $0.hasPrefix("kept/") }
    try sandbox.write(text + "# mine\n", to: file)
    _ = try swarm(
      sandbox,
      [
        "s.yaml", "--seed", "3", "--floor", "ingestion.delivered_ratio >= 2", "--tries", "40",
        "--keep", "kept",
      ])
    #expect(sandbox.everything.count { $0.hasPrefix("kept/") } == before + 1)
    #expect(String(decoding: try sandbox.bytes(file), as: UTF8.self).hasSuffix("# mine\n"))
  }

  @Test func aSoundScenarioPassesAsItIs() throws {
    let sandbox = try Sandbox()
    let outcome = try swarm(sandbox, ["s.yaml", "--as-is"])
    #expect(outcome.status == 0 && outcome.output.contains("nothing fails"), "\(outcome.output)")
    #expect(sandbox.everything == ["s.yaml"])
  }

  /// What swarms once found stays fixed.
  @Test func regressionsPass() throws {
    let sandbox = try Sandbox()
    let folder = Program.root + "/Scenarios/regressions"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(!names.isEmpty)
    for name in names {
      let outcome = try swarm(sandbox, ["\(folder)/\(name)", "--as-is"])
      #expect(outcome.status == 0, "\(name): \(outcome.output)\(outcome.errors)")
    }
  }

  @Test func aStopTellsWhatWasDone() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    let running = try Program.start(
      ["swarm", "s.yaml", "--seeds", "100000", "--threads", "2"], in: sandbox.path)
    running.wait { sandbox.everything.contains { $0.hasSuffix("variant.yaml") } }
    running.signal(SIGINT)
    let outcome = running.wait()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.output.contains("interrupted"), "\(outcome.output)")
    #expect(!sandbox.everything.contains { $0.contains(".lives") })
  }

  @Test(arguments: [
    (["s.yaml", "--seeds", "0"], "--seeds: found 0"), (["no.yaml"], "no.yaml"),
    (["s.yaml", "--floor", "fusion.skill"], "--floor: found \"fusion.skill\""),
    (["s.yaml", "--floor", "fusoin.skill >= 0"], "did you mean \"fusion.skill\"?"),
    (["s.yaml", "--seed", "1", "--minutes", "1"], "--seed excludes --minutes"),
    (["s.yaml", "--seed", "1", "--first-seed", "1"], "--seed excludes --first-seed"),
    (["--canary", "--seed", "1"], "--canary excludes --seed"),
    (["s.yaml", "--as-is", "--keep", "k"], "--as-is excludes --keep"),
    (["s.yaml", "--as-is", "--set", "homes=2"], "--as-is excludes --set"),
    (["s.yaml", "--tries", "0", "--keep", "k"], "--tries 0 excludes --keep"),
    (["s.yaml", "--as-is", "--checks", "replay,windw"], "--checks: found \"windw\""),
    (["s.yaml", "--plant", "x"], "--plant: found \"x\""), (["s.yaml", "--show"], "--show"),
  ])
  func mistakesAreSaid(arguments: [String], says: String) throws {
    let sandbox = try Sandbox()
    let outcome = try swarm(sandbox, arguments)
    #expect(outcome.status == 2 && outcome.errors.contains(says), "\(outcome.errors)")
    #expect(!sandbox.exists("Reports"))
  }
}
