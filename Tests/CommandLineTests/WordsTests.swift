import ArgumentParser
import Clockwork
import Foundation
import Scenarios
import Telemetry
import Testing

@testable import hometwin

/// What a stranger reads, and what a program reads.
@Suite struct WordsTests {
  static let verbs = ["init", "validate", "run", "replay", "explain", "score", "list", "schema"]

  @Test func theFirstHelpShowsGroupsAndTheFirstCommand() throws {
    let outcome = try Program.run(["--help"], in: "/")
    #expect(outcome.status == 0 && outcome.errors == "")
    for part in ["SIMULATE", "JUDGE", "LOOK", "hometwin run quickstart", "130  interrupted"] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    for verb in Self.verbs { #expect(outcome.output.contains("\n  \(verb) "), "\(verb)") }
  }

  @Test(arguments: verbs)
  func everyVerbExplainsItselfWithin80Columns(_ verb: String) throws {
    let outcome = try Program.run([verb, "--help"], in: "/")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("OVERVIEW: "))
    #expect(
      outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE") })
    // Every option and argument is followed by its meaning.
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where line.hasPrefix("  -") {
      let isMeant =
        line.dropFirst(3).contains("  ")
        || lines[index + 1].hasPrefix(String(repeating: " ", count: 20))
      #expect(isMeant, "\(line)")
    }
  }

  /// Options of one meaning have one name and one sentence, whatever the verb.
  @Test func optionsOfOneMeaningAreNamedAlike() throws {
    var meanings: [String: Set<String>] = [:]
    for verb in Self.verbs {
      let outcome = try Program.run([verb, "--help"], in: "/")
      let text = outcome.output.replacing(/\n {10,}/, with: " ")
      for match in text.matches(of: /\n  (--[a-z-]+)[^\n]*?  +([A-Z][^\n]*)/) {
        meanings[String(match.1), default: []].insert(String(match.2))
      }
    }
    for option in ["--seed", "--threads", "--window", "--out", "--set", "--quiet", "--json"] {
      #expect(meanings[option]?.count == 1, "\(option): \(meanings[option] ?? [])")
    }
  }

  @Test func versionNamesTheFormats() throws {
    let outcome = try Program.run(["--version"], in: "/")
    #expect(outcome.status == 0)
    for part in ["scenario format 1", "hometwin.scores/1", "hometwin.run/1", "wire schema 1"] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  /// A stamp beside the program is believed only while the program is no younger.
  @Test func versionNamesTheCommitThatWasBuilt() throws {
    let sandbox = try Sandbox()
    let program = sandbox.path + "/hometwin"
    try FileManager.default.copyItem(atPath: Program.path, toPath: program)
    func commit(stampedAfter seconds: Double) throws -> String {
      let built = try #require(
        try FileManager.default.attributesOfItem(atPath: program)[.modificationDate] as? Date)
      try sandbox.write("0123456789ab-dirty\n", to: "hometwin.commit")
      try FileManager.default.setAttributes(
        [.modificationDate: built.addingTimeInterval(seconds)], ofItemAtPath: program + ".commit")
      let outcome = try Program.run(["--version"], in: "/", program: program)
      #expect(outcome.status == 0)
      return String(outcome.output.prefix { $0 != "\n" })
    }
    #expect(try commit(stampedAfter: 2).hasSuffix(", commit 0123456789ab-dirty"))
    #expect(try commit(stampedAfter: -2).hasSuffix(", commit unknown"))
  }

  @Test func everyShippedScenarioSaysWhatItIsFor() throws {
    let outcome = try Program.run(["list"], in: "/")
    #expect(outcome.status == 0)
    for name in Resources.names(in: Program.root + "/Scenarios") {
      let pattern = try Regex("\n  \(name)  \\([0-9]+ homes, [0-9.]+ d\\)\n      [A-Z][^\n]{20,}")
      #expect(outcome.output.contains(pattern), "\(name)")
    }
  }

  @Test func initWritesAScenarioThatIsGood() throws {
    let sandbox = try Sandbox()
    let first = try Program.run(["init", "my-home.yaml"], in: sandbox.path)
    #expect(first.status == 0 && first.output.contains("next: hometwin run my-home.yaml"))
    let text = String(decoding: try sandbox.bytes("my-home.yaml"), as: UTF8.self)
    #expect(text.split(separator: "\n").count { $0.contains("#") } >= 10, "comments")
    let good = try Program.run(["validate", "my-home.yaml"], in: sandbox.path)
    #expect(good.status == 0 && good.errors == "" && good.output == "my-home.yaml: good\n")
    // It runs; one home for three hours, because a debug build is slow.
    let run = try Program.run(
      ["run", "my-home.yaml", "--set", "homes=1", "--set", "duration=3h", "--set", "expect={}"]
        + ["--set", "faults=[]", "--quiet"], in: sandbox.path)
    #expect(run.status == 0, "\(run.errors)")
    let again = try Program.run(["init", "my-home.yaml"], in: sandbox.path)
    expectRefusal(again, says: ["my-home.yaml: exists and is not overwritten"])
    #expect(String(decoding: try sandbox.bytes("my-home.yaml"), as: UTF8.self) == text)
    expectRefusal(
      try Program.run(["init", "/proc/nowhere/x.yaml"], in: sandbox.path),
      says: ["/proc/nowhere/x.yaml: cannot be written"], status: 3)
  }
}

/// `--json` prints one JSON value on stdout, whatever happens, and nothing else.
@Suite struct MachineReadableTests {
  private static func json(_ outcome: Program.Outcome) throws -> JSONValue {
    try JSONValue.parse(outcome.output)
  }

  @Test func runValidateListAndExplain() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      Text.tiny + "\nexpect: {ingestion.lost_unexplained_count: \"<= 0\"}", to: "s.yaml")
    let run = try Program.run(
      ["run", "s.yaml", "--out", "Reports/runs/r", "--json"], in: sandbox.path)
    #expect(run.status == 0, "\(run.errors)")
    let scores = try Self.json(run)
    #expect(scores["format"]?.stringValue == "hometwin.scores/1")
    #expect((scores["scores"]?.arrayValue?.count ?? 0) > 20)

    let list = try Self.json(try Program.run(["list", "--json"], in: sandbox.path))
    #expect(list["scenarios"]?.arrayValue?.contains { $0["name"] == "quickstart" } == true)
    #expect(
      list["runs"]?.arrayValue?.first?["met"] == .array(["ingestion.lost_unexplained_count"]))

    let all = try Self.json(
      try Program.run(["explain", "Reports/runs/r", "--json"], in: sandbox.path))
    #expect(all.arrayValue?.count == scores["scores"]?.arrayValue?.count)
    let one = try Self.json(
      try Program.run(
        ["explain", "Reports/runs/r", "--json", "--score", "fusion.temperature.rmse_k"],
        in: sandbox.path))
    #expect(one["unit"] == "K")
    let home = try Self.json(
      try Program.run(["explain", "Reports/runs/r", "--json", "--home", "0"], in: sandbox.path))
    #expect(home["scores"]?["fusion.temperature.rmse_k"]?.doubleValue != nil)
  }

  @Test func aBadFileIsJSONToo() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "good.yaml")
    try sandbox.write(Text.tiny + "\nhoems: 3", to: "bad.yaml")
    let outcome = try Program.run(
      ["validate", "good.yaml", "bad.yaml", "--json"], in: sandbox.path)
    #expect(outcome.status == 2 && outcome.errors == "")
    let files = try #require(try Self.json(outcome).arrayValue)
    #expect(files.count == 2)
    #expect(files[0]["valid"] == true && files[1]["valid"] == false)
    let error = try #require(files[1]["errors"]?.arrayValue?.first)
    #expect(error["file"] == "bad.yaml" && error["line"] == 8 && error["column"] == 1)
    #expect(error["message"] == "unknown key 'hoems'; did you mean 'homes'?")
  }

  /// A pipe gets plain progress lines on the error stream and results on the other.
  @Test func progressGoesToTheErrorStream() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      Text.tiny.replacing("agents: []", with: "agents: [null]"), to: "s.yaml")
    let outcome = try Program.run(
      ["run", "s.yaml", "--window", "30min", "--set", "pipeline.agents.energy.method=setback"],
      in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("s, seed 1: 1 homes"))
    #expect(!outcome.output.contains("left") && !outcome.errors.contains("\u{1B}"))
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count >= 6, "\(lines)")
    #expect(lines.first?.hasPrefix("run (1 of 2): 0 %, 0 of 0.1 days") == true, "\(lines)")
    #expect(
      lines.contains {
        $0.contains("players: null (2 of 2): 100 %") && $0.hasSuffix(", 0 s left")
      }, "\(lines)")
  }

  @Test func aReaderThatGoesAwayStopsNothing() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "\"$0\" run s.yaml --out r 2>&1 | head -c 1 >/dev/null; exit 0", Program.path,
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: sandbox.path)
    try process.run()
    process.waitUntilExit()
    // The shell waits for the whole pipe.
    #expect(sandbox.exists("r/report.html") && !sandbox.exists(".r.partial"))
  }
}

@Suite struct ExpectationTests {
  /// A canary that waits for a score which does not exist would never sing again.
  @Test(arguments: ["validate", "run"]) func aScoreThatDoesNotExistIsNoExpectation(verb: String)
    throws
  {
    let sandbox = try Sandbox()
    try sandbox.write(
      Text.tiny + """

        expect: {fusion.temperatur.rmse_k: "<= -1"}
        must: {fail: fusion.temperatur.rmse_k}
        """, to: "s.yaml")
    let outcome = try Program.run([verb, "s.yaml"], in: sandbox.path)
    #expect(outcome.status == 2)
    #expect(
      (outcome.errors + outcome.output).contains(
        "s.yaml:8:36: error: score \"fusion.temperatur.rmse_k\" not found"), "\(outcome.errors)")
    #expect((outcome.errors + outcome.output).contains("did you mean 'fusion.temperature.rmse_k'?"))
    #expect(sandbox.everything == ["s.yaml"])
  }
}

@Suite struct ExplainTests {
  @Test func aRunIsExplainedInWords() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      Text.tiny.replacing("homes: 1", with: "homes: 3")
        + "\nexpect: {fusion.temperature.rmse_k: \"<= 50\"}", to: "s.yaml")
    let run = try Program.run(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    #expect(run.status == 0 && run.output == "" && run.errors == "")
    let all = try Program.run(["explain", "r"], in: sandbox.path)
    #expect(all.status == 0)
    #expect(all.output.hasPrefix("s, seed 1: expectations 1 met (fusion.temperature.rmse_k)\n"))
    let one = try Program.run(
      ["explain", "r", "--score", "fusion.temperature.rmse_k"], in: sandbox.path)
    for part in [
      "fusion.temperature.rmse_k: ", " K (met)", "On the same input: ", "the obvious method (null)",
      "95 % interval ", "comparisons in 3 homes", "Home by home the median is ",
      "highest are home ",
    ] {
      #expect(one.output.contains(part), "\(part): \(one.output)")
    }
    let home = try Program.run(["explain", "r", "--home", "2"], in: sandbox.path)
    #expect(home.output.hasPrefix("home 2 ("))
    #expect(home.output.contains("of 2 other homes do better"))
  }

  @Test func unknownScoresAndHomesAreSaid() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    _ = try Program.run(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    expectRefusal(
      try Program.run(["explain", "r", "--score", "fusion.temperture.rmse_k"], in: sandbox.path),
      says: ["did you mean \"fusion.temperature.rmse_k\"?"])
    for number in ["1", "-1", "99999999999"] {
      expectRefusal(
        try Program.run(["explain", "r", "--home=" + number], in: sandbox.path),
        says: ["--home: found \(number), expected 0...0"])
    }
  }
}

@Suite struct CompletionTests {
  /// What the shells' scripts call when the last word is to be completed.
  private static func complete(
    _ argument: String, of verb: String, _ words: [String], in folder: String
  ) throws -> [String] {
    let index = "\(words.count - 1)"
    let outcome = try Program.run(
      ["---completion", verb, "--", argument, index, "\(words.last?.count ?? 0)"] + words,
      in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map(String.init)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func scriptsAskTheProgramForNames(shell: String) throws {
    let outcome = try Program.run(["--generate-completion-script", shell], in: "/")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("---completion"))
    for verb in WordsTests.verbs { #expect(outcome.output.contains(verb), "\(verb)") }
  }

  @Test func shippedScenariosAndOwnFilesAreOffered() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "own.yaml")
    try sandbox.write(Text.tiny, to: "below/deep.yaml")
    try sandbox.write("", to: "notes.txt")
    for verb in ["run", "validate"] {
      let words = try Self.complete(
        "positional@0", of: verb, ["hometwin", verb, ""], in: sandbox.path)
      for name in ["quickstart", "winter-week", "own.yaml", "below/"] {
        #expect(words.contains(name), "\(name)")
      }
      #expect(!words.contains("notes.txt"))
    }
    let below = try Self.complete(
      "positional@0", of: "run", ["hometwin", "run", "below/d"], in: sandbox.path)
    #expect(below.contains("below/deep.yaml"))
  }

  @Test func scoresAreThoseOfTheRunOnTheLine() throws {
    let sandbox = try Sandbox()
    let line = ["hometwin", "explain", "nowhere", "--score", ""]
    let all = try Self.complete("--score", of: "explain", line, in: sandbox.path)
    #expect(all.contains("fusion.temperature.rmse_k") && all.contains("fusion.skill"))
    try sandbox.write(Text.tiny, to: "s.yaml")
    _ = try Program.run(["run", "s.yaml", "--out", "Reports/runs/r", "--quiet"], in: sandbox.path)
    let folders = try Self.complete(
      "positional@0", of: "explain", ["hometwin", "explain", ""], in: sandbox.path)
    #expect(folders.contains("Reports/runs/r"))
    let own = try Self.complete(
      "--score", of: "explain", ["hometwin", "explain", "Reports/runs/r", "--score", ""],
      in: sandbox.path)
    #expect(own.contains("ingestion.delivered_ratio"))
  }
}

@Suite struct ProgressTests {
  private func progress(_ pass: Int, of count: Int, days: Int64) -> RunProgress {
    RunProgress(label: "run", pass: pass, passCount: count, done: .days(days), total: .days(10))
  }

  /// Two lives of ten days, a day a second: after four days sixteen seconds are left, not six.
  @Test func laterLivesCount() {
    var estimate = ProgressEstimate()
    #expect(estimate.take(progress(0, of: 2, days: 0), at: 0).secondsLeft == nil)
    #expect(
      estimate.take(progress(0, of: 2, days: 4), at: 4)
        == .init(daysPerSecond: 1, secondsLeft: 16))
    #expect(estimate.take(progress(0, of: 2, days: 10), at: 10).secondsLeft == 10)
    #expect(estimate.take(progress(1, of: 2, days: 0), at: 10).secondsLeft == nil)
    // The second life is twice as fast.
    #expect(
      estimate.take(progress(1, of: 2, days: 4), at: 12)
        == .init(daysPerSecond: 2, secondsLeft: 3))
  }

  @Test func oneLifeIsNotNumbered() {
    var estimate = ProgressEstimate()
    _ = estimate.take(progress(0, of: 1, days: 0), at: 0)
    let one = progress(0, of: 1, days: 5)
    #expect(
      ProgressLine.text(one, estimate.take(one, at: 2))
        == "run: 50 %, 5 of 10 days, 2.5 days/s, 2 s left")
  }

  @Test(arguments: [("90min", 90), ("6h", 360), ("1d", 1_440)])
  func windowsAreWholeMinutes(text: String, minutes: Int64) {
    #expect(WindowText.parse(text) == .minutes(minutes))
  }

  @Test(arguments: ["", "d", "0d", "-1d", "1.5h", "30s", "99999999999999999999d", "1000000d", "1w"])
  func whatIsNoWindowIsRefused(text: String) { #expect(WindowText.parse(text) == nil) }
}

/// The alarm that must ring: what the bench does when an expectation is missed.
@Suite struct CanaryTests {
  private static let small = ["--set", "homes=1", "--set", "duration=2h", "--quiet"]

  private static func run(_ more: [String]) throws -> Program.Outcome {
    let sandbox = try Sandbox()
    return try Program.run(["run", "canary", "--out", "r"] + small + more, in: sandbox.path)
  }

  @Test func theShippedCanaryFailsAsItMust() throws {
    let outcome = try Self.run([])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func withoutMustItsMissIsAFailure() throws {
    #expect(try Self.run(["--set", "must=null"]).status == 1)
  }

  @Test func aCanaryThatDoesNotFailIsOne() throws {
    let easy = "expect={fusion.temperature.rmse_k: \"<= 1000\"}"
    #expect(try Self.run(["--set", easy]).status == 1)
  }
}
