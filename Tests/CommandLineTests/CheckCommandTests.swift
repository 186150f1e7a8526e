import Foundation
import Testing

/// `hometwin check`, run as a user would run it.
@Suite struct CheckCommandTests {
  private static let small = ["--seeds", "4", "--set", "duration=6h"]

  private func check(_ sandbox: Sandbox, _ more: [String]) throws -> Program.Outcome {
    try sandbox.write(Text.tiny, to: "s.yaml")
    return try Program.run(["check", "s.yaml"] + Self.small + more, in: sandbox.path)
  }

  @Test func theSameTwiceIsTheSame() throws {
    let sandbox = try Sandbox()
    let outcome = try check(sandbox, ["--candidate", "name=s", "--threads", "2"])
    #expect(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
    #expect(outcome.output.contains(/s, 4 worlds \(seeds 5000 to 5003\): \d+ same\n/))
    let other = try check(sandbox, ["--candidate", "name=s", "--threads", "1"])
    #expect(other.output == outcome.output)
  }

  @Test func aWorseCandidateFails() throws {
    let sandbox = try Sandbox()
    let outcome = try check(
      sandbox,
      [
        "--candidate", "pipeline.ingestion.deduplicate=false", "--score", "ingestion.duplicates",
        "--markdown", "c/check.md", "--junit", "c/check.xml",
      ])
    #expect(outcome.status == 1, "\(outcome.errors)\(outcome.output)")
    #expect(outcome.output.contains("1 worse") || outcome.output.contains("1 undecided"))
    #expect(sandbox.exists("c/check.md") && sandbox.exists("c/check.xml"))
  }

  @Test func aBaselineIsWrittenOnceAndHeldAgainst() throws {
    let sandbox = try Sandbox()
    let first = try check(sandbox, [])
    #expect(first.status == 1 && first.output.contains("found no baseline"), "\(first.errors)")
    let path = "Reports/baselines/s.json"
    let again = try check(sandbox, [])
    #expect(again.status == 0, "\(again.errors)\(again.output)")
    let before = try sandbox.bytes(path)
    let accepted = try check(sandbox, ["--accept", "--because", "a test", "--by", "me"])
    #expect(accepted.status == 0)
    let text = String(decoding: try sandbox.bytes(path), as: UTF8.self)
    #expect(text.contains("\"because\": \"a test\"") && text.contains("\"accepted_by\": \"me\""))
    #expect(try sandbox.bytes(path) != before)
    // Another world under the same name is no candidate.
    let moved = try check(sandbox, ["--set", "homes=2"])
    #expect(moved.status == 2 && moved.errors.contains("world changed"), "\(moved.errors)")
    // Whoever looks at the files only must not take those of the check before for this one's.
    let told = try check(sandbox, ["--set", "homes=2", "--markdown", "m", "--junit", "j"])
    #expect(told.status == 2)
    for file in ["m", "j"] {
      let text = String(decoding: try sandbox.bytes(file), as: UTF8.self)
      #expect(text.contains("world changed, not comparable"), "\(text)")
    }
    // The baseline has its own worlds.
    let fewer = try check(sandbox, ["--first-seed", "7"])
    #expect(fewer.status == 2 && fewer.errors.contains("found 4 worlds from seed 5000"))
    let other = try check(sandbox, ["--set", "name=t", "--baseline", path])
    #expect(other.status == 2 && other.errors.contains("found a baseline of s"), "\(other.errors)")
    let many = try check(sandbox, ["--shard", "5/5", "--sweeps", "parts"])
    #expect(many.status == 2 && many.errors.contains("at most one a world, 4"))
  }

  /// What was edited is no baseline, and what is none is not replaced.
  @Test func onlyBaselinesAreReplacedByBaselines() throws {
    let sandbox = try Sandbox()
    let accept = ["--accept", "--because", "x", "--baseline", "b.json"]
    #expect(try check(sandbox, accept).status == 0)
    let text = String(decoding: try sandbox.bytes("b.json"), as: UTF8.self)
    let cut = text.split(separator: "\n").filter { !$0.contains("fusion.temperature.rmse_k") }
    for (content, says) in [
      (cut.joined(separator: "\n"), "it was changed by hand or damaged"),
      ("{\"mine\": 1}", "found nothing, expected \"hometwin.baseline/1\""),
    ] {
      try sandbox.write(content, to: "b.json")
      for arguments in [accept, ["--baseline", "b.json"], accept + ["--prove"]] {
        let refused = try check(sandbox, arguments)
        #expect(refused.status == 2 && refused.errors.contains(says), "\(refused.errors)")
        #expect(String(decoding: try sandbox.bytes("b.json"), as: UTF8.self) == content)
      }
    }
  }

  @Test(arguments: [
    (["--seeds", "1"], "--seeds: found 1"), (["--accept"], "--because"),
    (["--margin", "x", "--because", "y"], "--margin: found \"x\""),
    (
      ["--candidate", "name=s", "--margin", "fusion=1", "--because", "y"],
      "--margin: found \"fusion\""
    ),
    (
      [
        "--candidate", "name=s", "--because", "y", "--margin", "fusion.temperature.rmse_k=1",
        "--margin", "fusion.temperature.rmse_k=2",
      ], "found two of fusion.temperature.rmse_k"
    ),
    (["--candidate", "name=s", "--score", "forecasting"], "found no value of forecasting"),
    (
      ["--candidate", "name=s", "--score", "fusion.", "--score", "forecasting"],
      "--score: found no value of forecasting on either side in 4 worlds"
    ),
    (
      ["--candidate", "name=s", "--margin", "fusion.skill=1", "--because", "y"],
      "--margin: found fusion.skill, expected a score that is judged"
    ),
    (["--markdown", "x", "--junit", "./x"], "--junit: found ./x, which is --markdown's"),
    (["--markdown", "Reports/baselines/s.json"], "which is the baseline's"),
    (
      ["--candidate", "name=s", "--sweeps", "t", "--html", "t/x.html"],
      "which holds worlds' scores"
    ),
    (["--budget", "40"], "stored baseline has its own worlds"),
    (["--candidate", "name=s", "--score", "fusoin"], "did you mean"),
    (["--candidate", "homes=x"], "homes: found \"x\""),
    (["--candidate", "homes=x"], "--candidate homes=x"),
    (["--base", "homes"], "--base: found \"homes\", expected KEY=VALUE"),
    (["--candidate", "seed=4"], "--candidate: found seed=4, expected no seed"),
    (["--sweeps", "x"], "--sweeps: expected --base, --candidate or --shard with it"),
    (["--because", "x"], "--because: expected --accept or --margin with it"),
    (["--by", "me"], "a check against a baseline excludes --by"),
    (["--accept", "--because", " "], "--because: found \" \", expected words"),
    (
      ["--candidate", "name=s", "--baseline", "b.json"], "excludes --baseline: the base is another"
    ),
    (["--accept", "--because", "x", "--score", "fusion."], "--accept excludes --score"),
    (["--candidate", "name=s", "--accept", "--because", "x"], "it takes the scenario as it is"),
    (
      ["--score", "quality.", "--margin", "fusion.temperature.rmse_k=1", "--because", "y"],
      "expected a score that --score quality. judges"
    ),
    (["--markdown", "/nobody/../"], "--markdown: found \"/nobody/../\", a folder"),
    (["--html", "s.yaml/x.html"], "expected a folder"),
    (["--base-program", "/tmp"], "found a folder at /tmp, expected a hometwin"),
    (["--base-program", "/bin/true"], "exit code 0 and wrote no scores"),
    (["--base-program", "s.yaml"], "found no program at s.yaml"),
    (["--candidate", "homes=2"], "world changed"),
  ])
  func mistakesAreSaid(arguments: [String], says: String) throws {
    let sandbox = try Sandbox()
    let outcome = try check(sandbox, arguments)
    #expect(outcome.status == 2 && outcome.errors.contains(says), "\(outcome.errors)")
    #expect(!sandbox.exists("Reports"))
  }

  /// Two machines live half of the worlds each; together they say what one would have said.
  @Test func shardsComeToTheSameVerdict() throws {
    let sandbox = try Sandbox()
    let change = ["--candidate", "pipeline.fusion.method=mean"]
    let whole = try check(sandbox, change + ["--html", "page/check.html"])
    #expect(sandbox.exists("page/check.html") && sandbox.exists("page/figures/gains.csv"))
    let first = try check(sandbox, change + ["--shard", "1/2", "--sweeps", "parts"])
    #expect(first.status == 0 && first.output.contains("2 of 4 worlds"), "\(first.errors)")
    let judged = try check(sandbox, change + ["--shard", "1/2", "--sweeps", "p", "--html", "x"])
    #expect(judged.status == 2 && judged.errors.contains("--shard excludes --html"))
    let early = try check(sandbox, change + ["--merge", "parts"])
    #expect(early.status == 2 && early.errors.contains("missing candidate-2-of-2.json"))
    _ = try check(sandbox, change + ["--shard", "2/2", "--sweeps", "parts", "--threads", "1"])
    let merged = try check(sandbox, change + ["--merge", "parts"])
    #expect(merged.output == whole.output && merged.status == whole.status, "\(merged.errors)")
    let other = try check(
      sandbox, ["--candidate", "pipeline.fusion.method=inverse-variance", "--merge", "parts"])
    #expect(other.status == 2 && other.errors.contains("as the arguments say"))
    let foreign = try check(sandbox, ["--rates", "parts"])
    #expect(foreign.status == 2 && foreign.errors.contains("as with --sweeps"))
    let rates = try check(sandbox, change + ["--rates", "parts", "--html", "rates.html"])
    #expect(rates.status == 0 && rates.output.contains("false alarms"), "\(rates.errors)")
  }

  private func wire(_ sandbox: Sandbox, _ more: [String]) throws -> Program.Outcome {
    try Program.run(
      ["check", "s.yaml", "--set", "duration=6h", "--from-wire", "wires"] + more,
      in: sandbox.path)
  }

  /// The base is lived once; other pipelines read its wire.
  @Test func aRecordedWireIsJudgedAgain() throws {
    let sandbox = try Sandbox()
    let first = try check(sandbox, ["--record", "wires", "--shard", "1/2"])
    #expect(first.status == 0 && first.output.contains("2 worlds recorded"), "\(first.errors)")
    let half = try wire(sandbox, [])
    #expect(half.status == 2 && half.errors.contains("missing base-2-of-2.json"))
    let recorded = try check(sandbox, ["--record", "wires", "--shard", "2/2"])
    #expect(sandbox.exists("wires/s-5003/hours.sqlite"), "\(recorded.errors)")
    let same = try wire(sandbox, ["--threads", "1"])
    #expect(same.status == 0 && same.output.contains(/: \d+ same\n/), "\(same.output)")
    #expect(!same.output.contains("sampling.") && same.output.contains("fusion."))
    let change = ["--candidate", "pipeline.fusion.method=mean", "--score", "fusion."]
    let lived = try check(sandbox, change)
    let heard = try wire(sandbox, change + ["--sweeps", "tables"])
    #expect(heard.status == lived.status && sandbox.exists("tables/candidate-1-of-1.json"))
    // Nobody acts on what fusion says here, so that the candidate scores what it does alive.
    func rows(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { $0.hasPrefix("fusion.") }
    }
    #expect(rows(heard.output) == rows(lived.output) && rows(heard.output).count > 4)
    for (arguments, says) in [
      (["--candidate", "pipeline.sampling.method=fixed"], "found pipeline.sampling.method"),
      (["--base", "pipeline.fusion.method=mean"], "as the arguments say"),
      (["--budget", "30", "--candidate", "name=s"], "--from-wire excludes --budget"),
      (["--seeds", "2"], "--from-wire excludes --seeds"),
    ] {
      let outcome = try wire(sandbox, arguments)
      #expect(outcome.status == 2 && outcome.errors.contains(says), "\(outcome.errors)")
    }
    try FileManager.default.removeItem(atPath: sandbox.path + "/wires/s-5001")
    let missing = try wire(sandbox, [])
    #expect(missing.status == 2 && missing.errors.contains("a world that --record wrote"))
    #expect(!missing.errors.contains("hometwin list"))
    let nowhere = try Program.run(
      ["check", "s.yaml", "--from-wire", "nowhere"], in: sandbox.path)
    #expect(nowhere.status == 2 && nowhere.errors.contains("one that --record wrote"))
  }

  /// What is in the way is said before a world is lived.
  @Test(arguments: ["--record", "--sweeps"])
  func twoChecksDoNotWriteOnePart(option: String) throws {
    let sandbox = try Sandbox()
    let folder = sandbox.path + "/shared"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let other = open(folder + "/.1-of-2.lock", O_CREAT | O_RDWR, 0o644)
    defer { close(other) }
    try #require(flock(other, LOCK_EX | LOCK_NB) == 0)
    let refused = try check(sandbox, [option, "shared", "--shard", "1/2"])
    #expect(refused.status == 2, "\(refused.errors)")
    #expect(refused.errors.contains("another check is writing its part 1 of 2 here"))
    let beside = try check(sandbox, [option, "shared", "--shard", "2/2"])
    #expect(beside.status == 0, "\(beside.errors)")
    #expect(!sandbox.exists("shared/.2-of-2.lock"))
    let whole = try check(
      sandbox, [option, "shared"] + (option == "--sweeps" ? ["--candidate", "name=s"] : []))
    #expect(whole.status == 2 && whole.errors.contains("expected parts of 1"), "\(whole.errors)")
  }

  @Test func aForeignFolderIsNeverReplacedByAWorld() throws {
    let sandbox = try Sandbox()
    try sandbox.write("mine", to: "wires/s-5003/letter.txt")
    let outcome = try check(sandbox, ["--record", "wires"])
    #expect(outcome.status == 2 && outcome.errors.contains("choose another --record"))
    #expect(sandbox.exists("wires/s-5003/letter.txt") && !sandbox.exists("wires/s-5000"))
  }

  @Test func aChosenMarginHasAReasonAndStays() throws {
    let sandbox = try Sandbox()
    let margin = ["--margin", "fusion.temperature.rmse_k=0.5"]
    let bare = try check(sandbox, margin)
    #expect(bare.status == 2 && bare.errors.contains("--margin: expected --because"))
    _ = try check(sandbox, margin + ["--accept", "--because", "the room is large"])
    let again = try check(sandbox, [])
    #expect(
      again.status == 0
        && again.output.contains(
          "Margin of fusion.temperature.rmse_k: 0.5, because the room is large"),
      "\(again.output)\(again.errors)")
  }

  /// What makes the worlds is told by the baseline, and need not be repeated.
  @Test func aBaselineKnowsItsSettings() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    func check(_ more: [String]) throws -> Program.Outcome {
      try Program.run(["check", "s.yaml"] + more, in: sandbox.path)
    }
    let set = ["--set", "homes=2", "--set", "duration=6h"]
    _ = try check(set + ["--seeds", "3", "--accept", "--because", "x"])
    let same = try check([])
    #expect(same.status == 0, "\(same.errors)\(same.output)")
    #expect(same.output.contains("3 worlds") && same.output.contains("homes=2, duration=6h"))
    let other = try check(["--set", "duration=5h"])
    #expect(other.status == 2 && other.errors.contains("world changed"))
    let more = try check(["--set", "duration=5h", "--accept", "--because", "y"])
    #expect(more.status == 0 && more.output.contains("3 worlds"))
    let text = String(decoding: try sandbox.bytes("Reports/baselines/s.json"), as: UTF8.self)
    #expect(text.contains("\"set\": [\"homes=2\",\"duration=5h\"]"), "\(text.prefix(900))")
    for part in ["1/2", "2/2"] { _ = try check(["--shard", part, "--sweeps", "parts"]) }
    let merged = try check(["--merge", "parts"])
    #expect(merged.status == 0 && merged.output.contains(/: \d+ same\n/), "\(merged.errors)")
  }

  /// Of scores that are not asked about, what was proven before stays.
  @Test func proofsAreAddedToTheBaselines() throws {
    let sandbox = try Sandbox()
    func prove(_ score: String) throws -> Set<String> {
      _ = try check(
        sandbox, ["--prove", "--seeds", "10", "--score", score, "--accept", "--because", "x"])
      let text = String(decoding: try sandbox.bytes("Reports/baselines/s.json"), as: UTF8.self)
      return Set(
        text.split(separator: "\n").filter { $0.contains("\"proven_by\":[\"") }
          .compactMap { $0.firstMatch(of: /"id":"([a-z0-9_.]+)"/).map { String($0.1) } })
    }
    let first = try prove("ingestion.")
    #expect(!first.isEmpty && first.allSatisfy { $0.hasPrefix("ingestion.") })
    let both = try prove("fusion.")
    #expect(both.isSuperset(of: first) && both.contains { $0.hasPrefix("fusion.") }, "\(both)")
  }

  /// What others are held against has answered; and whoever reads figures hears who has not.
  @Test func programsThatGaveUpAreNamedEverywhere() throws {
    let sandbox = try Sandbox()
    try sandbox.write("exit 3", to: "p.sh")
    let own = [
      "--set", "pipeline.outside.fuse.command=[sh, p.sh]",
      "--set", "pipeline.outside.fuse.on_failure=abstain",
    ]
    for more in [["--accept", "--because", "x"], []] {
      let outcome = try check(sandbox, own + more)
      #expect(outcome.status == 2, "\(outcome.output)")
      #expect(outcome.errors.contains("no answer to"), "\(outcome.errors)")
      #expect(!sandbox.exists("Reports"))
    }
    let bare = try Program.run(
      ["counterfactual", "s.yaml", "--without", "stage:quality"] + own, in: sandbox.path)
    #expect(bare.status == 0, "\(bare.errors)")
    #expect(bare.output.contains("without it: outside program of fuse"), "\(bare.output)")
  }

  @Test func proofsNameWhatCannotFail() throws {
    let sandbox = try Sandbox()
    let outcome = try check(
      sandbox,
      [
        "--prove", "--seeds", "10", "--score", "ingestion.", "--accept", "--because", "proven",
        "--markdown", "proof.md",
      ])
    #expect(outcome.output.contains("scores can fail"), "\(outcome.errors)")
    #expect(outcome.output.contains(/ingestion\.delivered_ratio .*worse/), "\(outcome.output)")
    #expect(sandbox.exists("proof.md"))
    let text = String(decoding: try sandbox.bytes("Reports/baselines/s.json"), as: UTF8.self)
    #expect(text.contains("\"proven_by\": [\"drop\"") || text.contains("\"proven_by\":[\"drop\""))
  }

  @Test(arguments: [
    (["--shard", "5/4", "--sweeps", "x"], "--shard: found \"5/4\""),
    (["--shard", "1/2"], "expected --sweeps"),
    (["--record", "x", "--score", "fusion."], "--record excludes --score"),
    (["--record", "x", "--base", "pipeline.sampling.method=fixed"], "found pipeline.sampling"),
    (["--rates", "x", "--accept", "--because", "y"], "--rates excludes"),
    (["--shard", "1/9", "--sweeps", "x"], "at most one a world, 4"),
    (["--merge", "nowhere"], "found no folder nowhere"),
    (["--prove", "--candidate", "name=s"], "--prove excludes"),
    (["--rates", "nowhere"], "found no folder nowhere"),
  ])
  func shardMistakesAreSaid(arguments: [String], says: String) throws {
    let sandbox = try Sandbox()
    let outcome = try check(sandbox, arguments)
    #expect(outcome.status == 2 && outcome.errors.contains(says), "\(outcome.errors)")
  }
}
