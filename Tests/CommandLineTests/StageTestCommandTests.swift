import Foundation
import Testing

/// `hometwin stage test`, run as an author of a program would run it.
@Suite struct StageTestCommandTests {
  /// Answers every batch until it has read a number of lines, then ends.
  private static func program(lines: Int, name: String = "") -> String {
    """
    import json, sys
    for count, line in enumerate(sys.stdin, 1):
        message = json.loads(line)
        if message["type"] == "hello":
            print(json.dumps({"type": "ready", "protocol": 1, "name": "\(name)"}), flush=True)
        elif message["type"] == "tick":
            print(json.dumps({"done": message["tick"]}), flush=True)
        if count == \(lines):
            sys.exit(3)
    """
  }

  private func test(_ program: String) throws -> Program.Outcome {
    let sandbox = try Sandbox()
    try sandbox.write(program, to: "p.py")
    return try Program.run(["stage", "test", "fuse", "python3", "p.py"], in: sandbox.path)
  }

  @Test func aProgramThatAnswersIsGood() throws {
    let outcome = try test(Self.program(lines: 0, name: #"a\u001b[31mred\u0000 one"#))
    #expect(outcome.status == 0 && outcome.output.contains("good: both runs"), "\(outcome.output)")
    // What it calls itself reaches the terminal as text.
    #expect(outcome.output.contains("a\u{FFFD}[31mred\u{FFFD} one"))
  }

  /// A run would forgive the one restart that these need; their author should hear of it.
  @Test(arguments: [1_000, 12_000])
  func aProgramThatDiesOnceIsNot(line: Int) throws {
    let outcome = try test(Self.program(lines: line))
    #expect(outcome.status == 1 && !outcome.wasKilled, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("wrong: "), "\(outcome.output)")
    #expect(outcome.output.contains("it ended with exit code 3"), "\(outcome.output)")
  }
}
