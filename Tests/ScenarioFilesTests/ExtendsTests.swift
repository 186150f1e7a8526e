import Clockwork
import Testing

@testable import ScenarioFiles

/// What `extends` may name, and what is said where it names nothing.
@Suite struct ExtendsTests {
  /// Of four homes, told apart by their durations.
  private static func scenario(days: Int) -> String {
    Fixture.scenario.replacing("w.yaml", with: "v").replacing("3d", with: "\(days)d")
  }

  private static let files = [
    "lib/v.yaml": Fixture.world, "shipped/quick.yaml": scenario(days: 5),
    "shipped/x.yaml": scenario(days: 6), "shipped/beside.yaml": scenario(days: 7),
    "beside.yaml": scenario(days: 8), "a/quick.yaml": scenario(days: 9),
    "plain": scenario(days: 10),
  ]

  @Test(
    arguments: [
      ("quick", 5), ("builtin:quick", 5), ("beside", 8), ("builtin:beside", 7), ("plain", 10),
      // Its own name: no file extends itself.
      ("x", 6), ("a/quick.yaml", 9), ("./beside.yaml", 8), ("shipped/quick.yaml", 5),
    ])
  func findsTheFileBesideThenTheShippedOne(name: String, days: Int64) throws {
    let loaded = try Fixture.read("extends: \(name)\nhomes: 2", files: Self.files)
    #expect(loaded.scenario.duration == .days(days))
    #expect(loaded.scenario.homeCount == 2)
    #expect(loaded.scenario.name == "x")
  }

  @Test(
    arguments: [
      ("quikc", "searched quikc, quikc.yaml, shipped/quikc.yaml; did you mean 'quick'?"),
      ("builtin:quikc", "searched shipped/quikc.yaml; did you mean 'builtin:quick'?"),
      ("builtin:../quick", "searched nowhere; did you mean 'builtin:quick'?"),
      // A path is a path.
      ("quick.yaml", "searched quick.yaml"),
      ("./quick", "searched quick"),
      ("a/quikc.yaml", "searched a/quikc.yaml; did you mean 'a/quick.yaml'?"),
    ])
  func aMissingBaseIsTheOnlyProblem(name: String, expected: String) {
    #expect(
      Fixture.problems(
        "extends: \(name)\npipeline: {outside: {fuse: {timeout: 3s}}}\nmust: fail",
        overrides: ["faults[2].share=10 %"], files: Self.files)
        == [
          "x.yaml:1:10: error: file \"\(name)\" not found; \(expected) [at extends]"
        ])
  }

  /// What the file itself says wrong is said beside it; lists are never a base's.
  @Test func ownMistakesAreReportedBesideAMissingBase() {
    let problems = Fixture.problems("extends: none\nhoms: 3\nfaults: [{share: 10 %}]")
    #expect(problems.count == 3, "\(problems)")
    #expect(problems[0].contains("file \"none\" not found"))
    #expect(problems[1].contains("unknown key 'homs'; did you mean 'homes'?"))
    #expect(problems[2].contains("missing key 'kind'"))
  }

  @Test(arguments: ["builtin:v", "v", "vv", "Worlds/vvv.yaml"])
  func aWorldExtendsAWorld(name: String) throws {
    let text = Fixture.scenario.replacing(
      "world: w.yaml", with: "world: {extends: \(name), voltage: 120 V}")
    var files = Self.files
    files["lib/vv.yaml"] = "extends: v\nvoltage: 240 V"
    files["Worlds/vvv.yaml"] = "extends: vv"
    let world = try Fixture.read(text, files: files).world
    #expect(world.voltageV == 120)
    #expect(world.climate == "chicago")
  }

  /// A world's missing base excuses keys of the world only.
  @Test func aMissingBaseOfAWorldExcusesTheWorld() {
    let text = Fixture.scenario.replacing("w.yaml", with: "{extends: vw, voltage: 120 V}")
      .replacing("homes: 4", with: "")
    let problems = Fixture.problems(text, files: Self.files)
    #expect(
      problems == [
        "x.yaml:1:1: error: missing key 'homes', expected a whole number in 1...1000000 [at homes]",
        "x.yaml:2:18: error: file \"vw\" not found; searched vw, vw.yaml, ../Worlds/vw.yaml, "
          + "lib/vw.yaml; did you mean 'v'? [at extends]",
      ])
  }
}
