import Foundation
import Testing

@testable import ScenarioFiles

@Suite struct HostileFileTests {
  private func problems(_ bytes: [UInt8]) -> [String] {
    do {
      _ = try ScenarioReader(files: .memory(["x.yaml": bytes])).read(path: "x.yaml")
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "~ # null\n"])
  func aFileWithoutKeysIsEmptyOrNoMapping(_ text: String) {
    let problems = problems(Array(text.utf8))
    #expect(problems.count == 1)
    #expect(problems[0].hasPrefix("x.yaml:1:1: error: "))
  }

  @Test func textAndListsAreNoScenario() {
    let expected = "expected a mapping of keys and values"
    #expect(problems(Array("words".utf8)) == ["x.yaml:1:1: error: found \"words\", \(expected)"])
    #expect(problems(Array("- a".utf8)) == ["x.yaml:1:1: error: found a list, \(expected)"])
  }

  @Test func bytesThatAreNotUTF8AreLocated() {
    let bytes = Array("why: a\nworld: ".utf8) + [0xFF, 0xFE]
    #expect(
      problems(bytes) == [
        "x.yaml:2:8: error: byte 14 is not valid UTF-8; save the file as UTF-8 text"
      ])
    #expect(problems([0xFF, 0xFE, 0x77, 0])[0].contains("byte 0 is not valid UTF-8"))
  }

  @Test func aByteOrderMarkIsAllowed() throws {
    var files: [String: [UInt8]] = ["w.yaml": Array(Fixture.world.utf8)]
    files["x.yaml"] = [0xEF, 0xBB, 0xBF] + Array(Fixture.scenario.utf8)
    let loaded = try ScenarioReader(files: .memory(files)).read(path: "x.yaml")
    #expect(loaded.scenario.homeCount == 4)
  }

  @Test func windowsLineEndsAreAllowed() throws {
    let text = Fixture.scenario.replacing("\n", with: "\r\n")
    #expect(try Fixture.read(text).scenario == Fixture.read(Fixture.scenario).scenario)
    let problems = Fixture.problems(text + "\r\nwire: x")
    #expect(problems.count == 1 && problems[0].hasPrefix("x.yaml:6:7: error: wire: found \"x\""))
  }

  @Test func controlCharactersAreLocated() {
    let problem = problems(Array("a: 1\nb: \u{7}".utf8))
    #expect(problem == ["x.yaml:2:4: error: not valid YAML: control characters are not allowed"])
  }

  @Test func largeFilesAreRefused() {
    let text = "why: " + String(repeating: "x", count: FileSource.byteCountMax)
    #expect(
      problems(Array(text.utf8)) == [
        "x.yaml:1:1: error: the file is too large; the limit is 1 MiB"
      ])
  }

  @Test(arguments: [40, 900, 5000, 200_000])
  func deepNestingIsRefused(depth: Int) {
    let flow = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let blocks = String(repeating: "- ", count: depth) + "a"
    for text in [flow, "why: " + flow, blocks] {
      let problems = problems(Array(text.utf8))
      #expect(problems.count == 1)
      #expect(problems.first?.contains("nested too deeply; the limit is 32 levels") == true)
    }
  }

  @Test func aliasBombsAreRefusedBeforeTheyExplode() {
    var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in 1...12 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      lines.append("a\(level): &a\(level) [\(items)]")
    }
    let expected = ["x.yaml:1:1: error: aliases expand to too much text; the limit is 16 MiB"]
    #expect(problems(Array(lines.joined(separator: "\n").utf8)) == expected)
    // As keys, which the parser compares by value.
    lines.append("? *a12\n: 1\n? *a12\n: 2")
    #expect(problems(Array(lines.joined(separator: "\n").utf8)) == expected)
  }

  @Test func manyAliasesOfASmallListAreTooManyValues() {
    let items = Array(repeating: "x", count: 1000).joined(separator: ",")
    let aliases = Array(repeating: "*a", count: 10).joined(separator: ",")
    let text = "a: &a [\(items)]\nb: [\(aliases)]"
    #expect(problems(Array(text.utf8)).allSatisfy { $0.hasPrefix("x.yaml:") })
  }

  @Test func plainAliasesWork() throws {
    let text = """
      why: &why A test.
      world: w.yaml
      start: 2024-01-15
      duration: &long 3d
      history: *long
      homes: 4
      """
    let scenario = try Fixture.read(text).scenario
    #expect(scenario.history == scenario.duration)
  }

  @Test func aHundredThousandUnknownKeysAreReadInTime() {
    let text = (0..<60_000).map { "k\($0): 1" }.joined(separator: "\n")
    do {
      _ = try Fixture.read(text)
      Issue.record("unknown keys were read")
    } catch {
      #expect(error.errors.count == 20)
      #expect(error.omittedCount > 59_000)
    }
  }

  @Test func unreadablePathsAreTypedErrors() {
    let folder = Fixture.project.appendingPathComponent("Scenarios").path
    for (path, reason) in [
      (folder, "it is a folder"), (folder + "/nope.yaml", "no such file"),
      ("/dev/zero", "not a plain file"), ("", "it is a folder"),
    ] {
      do {
        _ = try ScenarioReader.read(path: path)
        Issue.record("read \(path)")
      } catch {
        #expect(error.errors.count == 1)
        #expect(error.description.contains(":1:1: error: cannot read "), "\(error)")
        #expect(error.description.hasSuffix(reason), "\(error)")
      }
    }
  }

  @Test func circlesOfExtendsAreNamed() {
    let problems = Fixture.problems(
      "extends: a/y.yaml\n" + Fixture.scenario,
      files: ["a/y.yaml": "extends: z.yaml", "a/z.yaml": "extends: ../x.yaml"])
    #expect(
      problems == [
        "a/z.yaml:1:10: error: extends goes in a circle: x.yaml -> a/y.yaml -> a/z.yaml -> x.yaml "
          + "[at extends]"
      ])
    let long = Dictionary(
      uniqueKeysWithValues: (0..<40).map { ("f\($0).yaml", "extends: f\($0 + 1).yaml") })
    let tooLong = Fixture.problems("extends: f0.yaml", files: long)
    #expect(tooLong.count == 1)
    #expect(tooLong[0].contains("a chain of 16 files through extends; the limit is 16"))
  }
}
