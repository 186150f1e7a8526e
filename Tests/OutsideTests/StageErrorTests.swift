import Foundation
import Outside
import TestSupport
import Testing

/// What becomes of a program's standard error.
@Suite struct StageErrorTests {
  private static let done = "echo \"{\\\"done\\\": $t}\""
  /// 700 kB, ten times what a pipe holds.
  private static let flood = "seq 100001 200000 >&2"
  private static let flooded = (100_001...200_000).map { "\($0)\n" }.joined()

  private static func kept(in folder: String) throws -> String {
    try String(contentsOfFile: folder + "/stderr", encoding: .utf8)
  }

  /// During an exchange, between two and at the end; each batch gets its answer.
  @Test(arguments: [
    "\(flood); \(done)", "\(done); \(flood)", "\(done); [ $t = 1 ] || exec \(flood)",
  ])
  func isKeptInOrder(body: String) throws {
    try withFolder { folder in
      let session = Trial(folder: folder, kind: .fuse, command: Trial.shell(body)).session()
      for minute in 1...2 { _ = try session.ask(Trial.batch(minute), now: Trial.now(minute)) }
      session.finish()
      let count = body.contains("exec") ? 1 : 2
      #expect(try Self.kept(in: folder) == String(repeating: Self.flooded, count: count))
      #expect(session.remarks.isEmpty)
    }
  }

  @Test func isKeptUpToALimitOverAllStarts() throws {
    try withFolder { folder in
      var trial = Trial(
        folder: folder, kind: .fuse,
        command: Trial.shell("\(Self.flood); echo \"ValueError $t\" >&2; exit 3"))
      trial.limits.errorByteCountMax = 1 << 20
      let text = failure { _ = try trial.session().ask(Trial.batch(1), now: Trial.now(1)) }
      // The last words are quoted though they are cut off in the file.
      #expect(text.hasSuffix("  | 199999\n  | 200000\n  | ValueError 1"), "\(text)")
      let kept = try Self.kept(in: folder)
      let whole = Self.flooded + "ValueError 1\n" + Self.flooded
      let remark = "\n[hometwin: the rest was cut; 1 MiB are kept]\n"
      #expect(kept == String(whole.prefix(1 << 20)) + remark)
    }
  }

  @Test func aClosedStandardErrorIsNoDeath() throws {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse,
        command: Trial.shell("[ $t = 2 ] || echo once >&2; exec 2>&-; sleep 0.2; \(Self.done)")
      ).session()
      for minute in 1...2 { _ = try session.ask(Trial.batch(minute), now: Trial.now(minute)) }
      session.finish()
      #expect(session.remarks.isEmpty)
      #expect(try Self.kept(in: folder) == "once\n")
    }
  }

  @Test func aFolderThatTakesNoFileIsNamed() throws {
    try withFolder { folder in
      let program = StageProgram(command: ["cat"], timeoutSeconds: 20, folder: folder)
      let session = StageSession(
        .fuse, program, terms: Trial.terms, errors: folder + "/none/stderr")
      let text = failure { _ = try session.ask(Trial.batch(1), now: Trial.now(1)) }
      #expect(text.contains("/none/stderr, for its standard error: No such file"), "\(text)")
    }
  }
}
