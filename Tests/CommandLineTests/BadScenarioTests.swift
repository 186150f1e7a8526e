import Foundation
import Testing

/// A file that must be refused, and what the first line of the message must hold.
struct BadFile: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  /// Parts of the message: the place, what was found, what was expected.
  var says: [String]

  init(_ name: String, _ text: String, says: String...) {
    self.name = name
    bytes = Array(text.utf8)
    self.says = says
  }

  init(_ name: String, bytes: [UInt8], says: String...) {
    self.name = name
    self.bytes = bytes
    self.says = says
  }

  /// A good scenario with one line more.
  init(_ name: String, line: String, says: String...) {
    let key = line.prefix { $0 != ":" } + ":"
    let kept = Text.tiny.split(separator: "\n").filter { !$0.hasPrefix(key) }
    self.name = name
    bytes = Array((kept + [Substring(line)]).joined(separator: "\n").utf8)
    self.says = says
  }

  var testDescription: String { name }
}

/// Whatever a user hands in: exit 2, one clear message with its place, no file written, no trap.
@Suite struct BadScenarioTests {
  static let files: [BadFile] = [
    BadFile("empty", "", says: "s.yaml:1:1: error: the file is empty; expected keys"),
    BadFile("a comment only", "# nothing\n", says: "s.yaml:1:1: error: the file is empty"),
    BadFile(
      "binary", bytes: (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 128) },
      says: "s.yaml:1:1: error: byte 0 is not valid UTF-8"),
    BadFile(
      "an ELF header", bytes: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0],
      says: "s.yaml:1:1: error: not valid YAML: control characters"),
    BadFile("words", "hello", says: "s.yaml:1:1: error: found \"hello\", expected a mapping"),
    BadFile("unclosed", "why: [a", says: "s.yaml:", "error: not valid YAML"),
    BadFile(
      "unknown key", line: "duratoin: 3d",
      says: "s.yaml:8:1: error: unknown key 'duratoin'; did you mean 'duration'? [at duratoin]"),
    BadFile(
      "unknown key below", line: "pipeline: {fusion: {metod: mean}}",
      says: "s.yaml:8:21: error: unknown key 'metod'; did you mean 'method'?"),
    BadFile(
      "unknown choice", line: "store: chunk",
      says: "s.yaml:8:8: error: store: found \"chunk\", expected one of", "mean 'chunks'?"),
    BadFile(
      "wrong unit", line: "pipeline: {sampling: {tolerance: 0.1 W}}",
      says: "s.yaml:8:", "in 'W', expected", "units:"),
    BadFile(
      "no unit", line: "pipeline: {agents: {energy: {method: setback, setback: 2}}}",
      says: "s.yaml:8:", "without a unit, expected"),
    BadFile(
      "NaN", line: "pipeline: {sampling: {tolerance: .nan K}}",
      says: "s.yaml:8:", "found \".nan K\", expected"),
    BadFile(
      "infinity", line: "pipeline: {sampling: {tolerance: .inf}}",
      says: "s.yaml:8:", "found \".inf\", expected"),
    BadFile(
      "homes: 1e30", line: "homes: 1e30",
      says: "s.yaml:7:8: error: homes: found \"1e30\", expected a whole number in 1...1000000"),
    BadFile(
      "homes: 10^30", line: "homes: 1000000000000000000000000000000",
      says: "s.yaml:7:8: error: homes: found", "expected a whole number in 1...1000000"),
    BadFile("homes: NaN", line: "homes: .nan", says: "s.yaml:7:8: error: homes: found \".nan\""),
    BadFile("homes: -1", line: "homes: -1", says: "s.yaml:7:8: error: homes: found \"-1\""),
    BadFile(
      "negative duration", line: "duration: -3d",
      says: "s.yaml:7:11: error: duration: found \"-3d\", expected"),
    BadFile("endless duration", line: "duration: 99999999999d", says: "s.yaml:7:11: error:"),
    BadFile("no such day", line: "start: 2024-02-30", says: "s.yaml:7:8: error: start: found"),
    BadFile(
      "seed too large", line: "seed: 99999999999999999999", says: "s.yaml:8:7: error: seed: found"),
    BadFile(
      "missing world", line: "world: builtin:chicago-suburp",
      says: "s.yaml:7:8: error: world \"builtin:chicago-suburp\" not found; searched ",
      "did you mean 'builtin:chicago-suburb'?"),
    BadFile(
      "a world above all folders", line: "world: ../../../../../../../../nowhere/world.yaml",
      says: "s.yaml:7:8: error: world ", "not found; searched "),
    BadFile(
      "a device as world", line: "world: /dev/zero", says: "s.yaml:7:8: error: ",
      "not a plain file"),
    BadFile(
      "a system file as base", "extends: /etc/passwd\n" + Text.tiny, says: "/etc/passwd:",
      "error: "),
    BadFile(
      "a base above all folders", "extends: ../../../../../../../../etc/hostname-of-nobody\n",
      says: "s.yaml:1:10: error: file ", "not found; searched "),
    BadFile(
      "itself as base", "extends: s.yaml", says: "s.yaml:1:10: error: extends goes in a circle"),
    BadFile(
      "deep nesting", "why: " + String(repeating: "[", count: 50_000),
      says: "s.yaml:1:", "nested too deeply; the limit is 32 levels"),
    BadFile(
      "alias bomb",
      "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + (1...12).map { level in
          let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
          return "a\(level): &a\(level) [\(items)]\n"
        }.joined(),
      says: "s.yaml:1:1: error: aliases expand to too much text; the limit is 16 MiB"),
    BadFile(
      "a key twice", Text.tiny + "\nhomes: 2",
      says: "s.yaml:8:1: error: key 'homes' appears twice (also on line 5); keep one"),
    BadFile(
      "more than 1 MiB", "why: " + String(repeating: "x", count: 1 << 20),
      says: "s.yaml:1:1: error: the file is too large; the limit is 1 MiB"),
  ]

  @Test(arguments: files)
  func isRefusedByRunAndValidate(_ file: BadFile) throws {
    for verb in ["run", "validate"] {
      let sandbox = try Sandbox()
      try sandbox.write(file.bytes, to: "s.yaml")
      let outcome = try Program.run([verb, "s.yaml"], in: sandbox.path)
      expectRefusal(outcome, says: file.says)
      #expect(sandbox.everything == ["s.yaml"], "nothing may be written")
    }
  }

  @Test func aFolderIsNoScenario() throws {
    let sandbox = try Sandbox()
    try sandbox.write("", to: "folder.yaml/x")
    let outcome = try Program.run(["run", "folder.yaml"], in: sandbox.path)
    expectRefusal(outcome, says: ["folder.yaml:1:1: error: cannot read ", "it is a folder"])
  }

  @Test func aCircleOfFilesIsNamed() throws {
    let sandbox = try Sandbox()
    try sandbox.write("extends: b.yaml", to: "a.yaml")
    try sandbox.write("extends: c.yaml", to: "b.yaml")
    try sandbox.write("extends: a.yaml", to: "c.yaml")
    let outcome = try Program.run(["validate", "a.yaml"], in: sandbox.path)
    expectRefusal(
      outcome,
      says: ["c.yaml:1:10: error: extends goes in a circle: a.yaml -> b.yaml -> c.yaml -> a.yaml"])
  }

  @Test func aMisspeltNameGetsTheNearest() throws {
    let sandbox = try Sandbox()
    let outcome = try Program.run(["run", "quikstart"], in: sandbox.path)
    expectRefusal(outcome, says: ["quikstart:1:1: error: found no such file", "'quickstart'?"])
  }

  @Test func aFileElsewhereMayExtendWhatIsShipped() throws {
    let sandbox = try Sandbox()
    try sandbox.write("extends: quickstart\nworld: {extends: denver-suburb}", to: "good.yaml")
    let good = try Program.run(["validate", "good.yaml"], in: sandbox.path)
    #expect(good.status == 0 && good.output == "good.yaml: good\n", "\(good.errors)")
    try sandbox.write("extends: quikstart\nhomes: 2", to: "bad.yaml")
    let bad = try Program.run(["validate", "bad.yaml"], in: sandbox.path)
    expectRefusal(
      bad, says: ["bad.yaml:1:10: error: file \"quikstart\" not found", "'quickstart'?"])
    // What the base would have brought is no news.
    #expect(bad.errors.split(separator: "\n").count == 1, "\(bad.errors)")
  }

  @Test(arguments: [
    ["run", "s.yaml", "--set", "homes"], ["run", "s.yaml", "--set", "homez=3"],
    ["run", "s.yaml", "--set", "homes=1e30"], ["run", "s.yaml", "--threads", "0"],
    ["run", "s.yaml", "--window", "5s"], ["run", "s.yaml", "--window", "-1d"],
    ["run", "s.yaml", "--window", "9223372036854775807d"], ["run", "s.yaml", "--seed", "-1"],
    ["run", "s.yaml", "--nonsense"], ["nonsense"], ["run"],
    ["explain", ".", "--score", "a", "--home", "1"],
  ])
  func wrongArgumentsExitWithTwo(_ arguments: [String]) throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    let outcome = try Program.run(arguments, in: sandbox.path)
    expectRefusal(outcome, says: ["rror: "])
    #expect(sandbox.everything == ["s.yaml"])
  }
}

/// Exit 2 with these words on the error stream, nothing on the other, no trap.
func expectRefusal(
  _ outcome: Program.Outcome, says parts: [String], status: Int32 = 2,
  _ place: SourceLocation = #_sourceLocation
) {
  #expect(!outcome.wasKilled, "\(outcome.errors)", sourceLocation: place)
  #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: place)
  #expect(outcome.output == "", sourceLocation: place)
  for part in parts {
    #expect(outcome.errors.contains(part), "\(outcome.errors)", sourceLocation: place)
  }
  #expect(!outcome.errors.contains("Fatal error"), sourceLocation: place)
}
