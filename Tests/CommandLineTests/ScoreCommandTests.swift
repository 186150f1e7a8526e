import Foundation
import Telemetry
import Testing

/// `hometwin replay --conclusions` and `hometwin score`, run as a user would run them.
@Suite struct ScoreCommandTests {
  private static func recorded() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      Text.tiny + "\nkeep: [wire]\nexpect: {fusion.temperature.rmse_k: \"<= 5\"}", to: "s.yaml")
    let run = try Program.run(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    try #require(run.status == 0, "\(run.errors)")
    return sandbox
  }

  private static func score(_ sandbox: Sandbox, _ more: String...) throws -> Program.Outcome {
    try Program.run(["score", "r"] + more, in: sandbox.path)
  }

  @Test func oursScoreAsTheRunSays() throws {
    let sandbox = try Self.recorded()
    for format in ["csv", "jsonl"] {
      let replay = try Program.run(
        ["replay", "r", "--conclusions", "ours", "--format", format], in: sandbox.path)
      #expect(replay.status == 0, "\(replay.errors)")
      #expect(replay.output.contains("ours/estimates.\(format): "), "\(replay.output)")
      let files = ["estimates", "flags", "matches", "forecasts", "answers"].map {
        "ours/\($0).\(format)"
      }
      let outcome = try Program.run(
        ["score", "r", "--json", "--conclusions"] + files, in: sandbox.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let report = try JSONValue.parse(outcome.output)
      #expect(report["format"] == "hometwin.outside/1" && report["refused"] == .array([]))
      let scores = try #require(report["scores"]?.arrayValue)
      let own = try #require(
        try JSONValue.parse(try sandbox.bytes("r/scores.json"))["scores"]?.arrayValue)
      let stages = Set(scores.compactMap { $0["stage"]?.stringValue })
      #expect(stages.contains("fusion"))
      for score in scores {
        let mine = try #require(own.first { $0["id"] == score["id"] })
        for key in ["value", "null", "random", "oracle", "skill", "ci95", "n", "status"] {
          #expect(score[key] == mine[key], "\(score["id"] ?? .null) \(key)")
        }
      }
    }
    let again = try Program.run(["replay", "r", "--conclusions", "ours"], in: sandbox.path)
    expectRefusal(again, says: ["ours/estimates.csv: exists and is not overwritten"])
    #expect(sandbox.everything.allSatisfy { !$0.contains("partial") })
  }

  @Test func refusedRowsAreNamed() throws {
    let sandbox = try Self.recorded()
    let header = "time,home,room,quantity,value,sd\n"
    let good = "2024-01-15T06:01:00Z,home_000000,living_room,temperature_c,90,0.1\n"
    try sandbox.write(header + good + "x,home_000000,a,b,1,1\n", to: "mine.csv")
    let outcome = try Self.score(sandbox, "--conclusions", "mine.csv")
    #expect(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
    for part in [
      "mine.csv: estimates, 2 rows, 1 accepted, 1 refused", "refused, malformed: 1 rows",
      "mine.csv:3: time: found \"x\"", "charged with the null's", "fusion.temperature.rmse_k",
    ] { #expect(outcome.output.contains(part), "\(part)") }
    let strict = try Self.score(sandbox, "--strict", "--quiet", "--conclusions", "mine.csv")
    #expect(strict.status == 1 && strict.output == "" && strict.errors == "")
    // A sauna: the scenario expects no error beyond 5 K.
    let hot = (1...120).map { minute in
      let clock = String(6 + minute / 60) + ":" + (minute % 60 < 10 ? "0" : "")
      return "2024-01-15T0\(clock)\(minute % 60):00Z,home_000000,living_room,temperature_c,90,0.1\n"
    }
    try sandbox.write(header + hot.joined(), to: "hot.csv")
    let missed = try Self.score(sandbox, "--conclusions", "hot.csv")
    #expect(missed.status == 1 && missed.output.contains("missed"), "\(missed.output)")
  }

  @Test func mistakesAreSaid() throws {
    let sandbox = try Self.recorded()
    try sandbox.write("a,b\n1,2\n", to: "odd.csv")
    try sandbox.write(
      "time,home,room,quantity,value,sd\nx,y,z,a,b,c\n", to: "useless.csv")
    let cases: [([String], String)] = [
      (["odd.csv"], "odd.csv:1: found no column of any layout"),
      (["none.csv"], "none.csv: cannot read: no such file"),
      (["odd.txt"], "expected .csv, .jsonl or .parquet"),
      (["useless.csv"], "useless.csv: found no usable row"),
    ]
    for (files, says) in cases {
      let outcome = try Program.run(["score", "r", "--conclusions"] + files, in: sandbox.path)
      expectRefusal(outcome, says: [says])
    }
    expectRefusal(
      try Program.run(["score", "none", "--conclusions", "odd.csv"], in: sandbox.path),
      says: ["none: found no folder"])
    // Another world: the seed was changed by hand.
    try sandbox.write("time,home,room,quantity,value,sd\n", to: "empty.csv")
    let text = String(decoding: try sandbox.bytes("r/scenario.yaml"), as: UTF8.self)
    try sandbox.write(text.replacing("seed: 1\n", with: "seed: 2\n"), to: "r/scenario.yaml")
    expectRefusal(
      try Self.score(sandbox, "--quiet", "--conclusions", "empty.csv"),
      says: ["r: the world lived again has the truth", "run the scenario again"])
  }

  // MARK: A dataset

  private static func dataset() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      "home,start,end\nflat,2024-01-15T00:00:00Z,2024-01-16T00:00:00Z\n", to: "d/homes.csv")
    try sandbox.write(
      "time,home,room,quantity,value\n"
        + (1...9).map { "2024-01-15T0\($0):00:00Z,flat,bath,temperature_c,2\($0)\n" }.joined(),
      to: "d/estimates.csv")
    try sandbox.write(
      "time,home,room,quantity,value,sd\n"
        + (1...8).map { "2024-01-15T0\($0):00:00Z,flat,bath,temperature_c,2\($0).5,1\n" }.joined()
        + "2024-01-15T03:30:00Z,flat,bath,temperature_c,20,1\n"
        + "2024-01-15T03:00:00Z,flat,bath,temperature_c,20,1\n"
        + "2024-01-15T03:00:00Z,flta,bath,temperature_c,20,1\n", to: "mine.csv")
    return sandbox
  }

  @Test func aDatasetOfOnesOwnIsATruth() throws {
    let sandbox = try Self.dataset()
    let outcome = try Program.run(
      ["score", "d", "--json", "--conclusions", "mine.csv"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try JSONValue.parse(outcome.output)
    #expect(report["dataset"] == "d" && report["run"] == .null)
    let scores = try #require(report["scores"]?.arrayValue)
    let rmse = scores.first { $0["id"] == "fusion.temperature.rmse_k" }
    #expect(rmse?["value"]?.doubleValue == 0.5 && rmse?["null"] == .null)
    #expect(rmse?["why"]?.stringValue?.contains("a dataset does not have") == true)
    let reasons = report["refused"]?.arrayValue?.compactMap { $0["reason"]?.stringValue }
    #expect(reasons == ["unknown_home", "off_grid", "duplicate"])
    #expect(report["silence"]?.arrayValue?.first?["silent"]?.doubleValue == 1)
    let text = try Program.run(["score", "d", "--conclusions", "mine.csv"], in: sandbox.path)
    #expect(text.output.contains("silent 1 of 9 times, left out"), "\(text.output)")
    #expect(text.output.contains("did you mean \"flat\"?") && !text.output.contains("run's own"))
    let strict = try Program.run(
      ["score", "d", "--strict", "--quiet", "--conclusions", "mine.csv"], in: sandbox.path)
    #expect(strict.status == 1)
  }

  @Test func whatADatasetCannotJudgeIsSaid() throws {
    let sandbox = try Self.dataset()
    try sandbox.write("start,end,home,room,kind,raised_at\n", to: "matches.csv")
    // Why they are not judged, not what is wrong with a row.
    try sandbox.write(
      "time,home,device,action,value\n2024-01-15T06:00:00Z,flat,lamp,switch_power,1\n",
      to: "actions.csv")
    for (file, says) in [
      ("matches.csv", "found no matches.csv, expected one to judge matches by"),
      ("actions.csv", "only a run's world can judge them"),
    ] {
      expectRefusal(
        try Program.run(["score", "d", "--conclusions", file], in: sandbox.path), says: [says])
    }
    try sandbox.write(
      "time,home,room,quantity,value\nx,flat,bath,co2_ppm,1\n", to: "d/estimates.csv")
    expectRefusal(
      try Program.run(["score", "d", "--conclusions", "mine.csv"], in: sandbox.path),
      says: ["d/estimates.csv:2: time: found \"x\""])
  }
}
