import Foundation
import Testing

@testable import hometwin

/// Help on a screen of 80 columns, and what is said of values that are no good.
@Suite struct HelpTests {
  static let verbs: [[String]] = [
    ["init"], ["validate"], ["run"], ["replay"], ["score"], ["check"], ["diff"], ["explain"],
    ["counterfactual"], ["swarm"], ["realism"], ["list"], ["schema"], ["stage"],
    ["stage", "ingest"], ["stage", "match"], ["stage", "sample"], ["stage", "test"],
  ]

  /// Examples stand indented line by line, and what goes on ends in a backslash: nothing is broken
  /// by the edge of the screen, and no explanation stands outside of its column.
  @Test(arguments: verbs)
  func examplesKeepTheirShape(_ verb: [String]) throws {
    var environment = ProcessInfo.processInfo.environment
    environment["COLUMNS"] = "80"
    let outcome = try Program.run(["help"] + verb, in: "/", environment: environment)
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, next) in zip(lines, lines.dropFirst()) {
      #expect(line.count <= 80 || line.hasPrefix("USAGE: "), "\(line)")
      let isExample = line.hasPrefix("  hometwin ") || line.hasPrefix("  # ")
      if isExample { #expect(next.isEmpty || next.hasPrefix("  "), "\(line)\n\(next)") }
      if line.hasSuffix("\\") { #expect(next.hasPrefix("    "), "\(line)\n\(next)") }
      #expect(!line.hasPrefix("        ") || line.hasPrefix(String(repeating: " ", count: 26)))
    }
  }

  /// What is found and what was expected, whether or not an equals sign stands between.
  @Test(arguments: [
    (["run", "quickstart", "--seed", "-1"], "'-1'", "from 0 to 18446744073709551615"),
    (["run", "quickstart", "--seed=-1"], "'-1'", "from 0 to 18446744073709551615"),
    (["run", "quickstart", "--seed", "7.5"], "'7.5'", "from 0 to 18446744073709551615"),
    (["run", "quickstart", "--threads", "-2"], "\"-2\"", "1...1024"),
    (["run", "quickstart", "--window", "-1d"], "\"-1d\"", "90min, 6h or 1d"),
    (["swarm", "quickstart", "--first-seed", "-1"], "'-1'", "from 0 to 18446744073709551615"),
    (["swarm", "quickstart", "--seeds", "-1"], "-1", "--seeds"),
    (["check", "quickstart", "--first-seed", "-1"], "'-1'", "from 0 to 18446744073709551615"),
    (["check", "quickstart", "--seeds", "-3"], "-3", "2...100000"),
    (["stage", "sample", "x.csv", "--every", "-3"], "-3", "1...1000000"),
    (["stage", "sample", "x.csv", "--tolerance", "-.5"], "-0.5", "1e-6...1e9"),
  ])
  func negativeNumbersAreToldAsSuch(
    arguments: [String], found: String, expected: String
  ) throws {
    let outcome = try Program.run(arguments, in: "/")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(found) && outcome.errors.contains(expected))
    #expect(!outcome.errors.contains("Missing value"), "\(outcome.errors)")
  }

  @Test func onlyValuesOfOptionsAreJoined() {
    #expect(NegativeValues.joined(["run", "x", "--seed", "-1"]) == ["run", "x", "--seed=-1"])
    #expect(NegativeValues.joined(["--a", "-.5", "--b", "-2d"]) == ["--a=-.5", "--b=-2d"])
    for arguments in [
      ["run", "-1"], ["--seed", "1"], ["--seed=3", "-1"], ["--set", "-x"], ["--", "-1"],
      ["--seed", "--threads"], [], ["-h", "-1"],
    ] {
      #expect(NegativeValues.joined(arguments) == nil, "\(arguments)")
    }
  }

  /// A program's own arguments are handed on as they are.
  @Test func whatFollowsAStageStays() throws {
    let sandbox = try Sandbox()
    try sandbox.write("#!/bin/sh\necho \"$@\" >> told\nexit 1\n", to: "stage.sh")
    _ = try Program.run(
      ["stage", "test", "fuse", "/bin/sh", "stage.sh", "--threshold", "-5"], in: sandbox.path)
    let told = String(decoding: try sandbox.bytes("told"), as: UTF8.self)
    #expect(told.hasPrefix("--threshold -5\n"), "\(told)")
  }

  /// Of what is far too long a message shows the beginning.
  @Test(arguments: [
    ["run", "quickstart", "--set", "seed="], ["run", "quickstart", "--set", "world="],
    ["run", "quickstart", "--set", ""], ["run", "quickstart", "--window", ""],
    ["check", "quickstart", "--base", ""], ["check", "quickstart", "--base", "seed="],
    ["counterfactual", "quickstart", "--without", ""], ["swarm", "quickstart", "--floor", ""],
  ])
  func longValuesAreCut(_ arguments: [String]) throws {
    let long = String(repeating: "xy", count: 300)
    let outcome = try Program.run(
      arguments.dropLast() + [(arguments.last ?? "") + long], in: "/")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("...") && !outcome.errors.contains(long.prefix(100)))
  }
}
