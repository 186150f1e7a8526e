import Foundation
import Outside
import Telemetry
import TestSupport
import Testing

@Suite struct StageSessionTests {
  private static let done = "echo \"{\\\"done\\\": $t}\""
  private static let estimateLine =
    #"{"type":"estimate","home":0,"room":0,"quantity":"temperature","mean":21.5,"sd":0.25}"#
  private static let estimate = "echo '\(estimateLine)'"

  @Test func answersComeBack() throws {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse, command: Trial.shell(Self.estimate + "; " + Self.done)
      ).session()
      for minute in 1...3 {
        let answers = try session.ask(Trial.batch(minute), now: Trial.now(minute))
        #expect(answers.count == 1)
        guard case .estimate(let room, let channel, let mean, let sd) = answers.first?.answer else {
          Issue.record("no estimate")
          return
        }
        #expect(room == RoomIndex(0) && channel == .temperature && mean == 21.5 && sd == 0.25)
      }
      session.finish()
      #expect(session.name == "a shell")
      #expect(session.remarks.isEmpty)
      #expect(session.answerCount == 3)
    }
  }

  /// The first death is mended by a restart; the program gets the plans and the batch again.
  @Test func oneDeathIsMended() throws {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse,
        command: Trial.shell(
          "if [ $t = 2 ] && [ ! -e once ]; then touch once; exit 7; fi; " + Self.done)
      ).session()
      for minute in 1...4 { _ = try session.ask(Trial.batch(minute), now: Trial.now(minute)) }
      session.finish()
      #expect(session.remarks == ["restarted at batch 2: it ended with exit code 7"])
    }
  }

  @Test func theSecondDeathEndsTheRunAndIsNamed() throws {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .detect,
        command: Trial.shell(
          "[ $t = 1 ] || { echo 'ValueError: no such room' >&2; exit 3; }; " + Self.done)
      ).session()
      _ = try session.ask(Trial.batch(1), now: Trial.now(1))
      let text = failure { _ = try session.ask(Trial.batch(2), now: Trial.now(2)) }
      #expect(text.contains("detect (sh -c"), "\(text)")
      #expect(text.contains("batch 2 of 1 readings"), "\(text)")
      #expect(text.contains("it ended with exit code 3"), "\(text)")
      #expect(text.contains("  | ValueError: no such room"), "\(text)")
    }
  }

  @Test func aMissingHandshakeIsNamed() throws {
    let text = try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse, command: ["sleep", "1000"], timeout: 0.3
      ).session()
      return failure { _ = try session.ask(Trial.batch(1), now: Trial.now(1)) }
    }
    #expect(text.contains("gave no {\"type\": \"ready\", ...} within 0.3 s"), "\(text)")
  }

  /// What a shell program's first batch fails with.
  private static func firstFailure(of body: String, timeout: Double) throws -> String {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse, command: Trial.shell(body), timeout: timeout
      ).session()
      return failure { _ = try session.ask(Trial.batch(1), now: Trial.now(1)) }
    }
  }

  @Test(
    arguments: [
      ("sleep 1000", "gave no {\"done\": ...} within 0.3 s"),
      ("head -c 300 /dev/zero; echo", "which is no JSON"),
      ("echo hello", "wrote \"hello\", which is no JSON"),
      ("echo 5", "found 5, expected a JSON object"),
      ("kill -9 $$", "was ended by signal 9"),
      ("exit 0", "ended with exit code 0"),
      ("sleep 1000 & sleep 1000", "gave no"),
      (#"echo '{"done": 99}'"#, "done: found 99, expected 1"),
      (#"echo '{"type":"flag"}'"#, "found an answer of type \"flag\", expected \"estimate\""),
    ])
  func whatIsNoAnswerIsNamed(body: String, expected: String) throws {
    let text = try Self.firstFailure(of: body, timeout: 0.3)
    #expect(text.contains(expected), "\(text)")
  }

  /// A child that keeps the pipes open, silent or talking, does not hide its parent's death; with
  /// a time-out of an hour none of these is a hang.
  @Test(
    arguments: [
      ("sleep 600 & exit 3", "it ended with exit code 3"),
      ("sleep 600 & kill -9 $$", "it was ended by signal 9"),
      ("setsid sleep 5 & exit 4", "it ended with exit code 4"),
      (
        "while :; do \(StageSessionTests.estimate); sleep 0.01; done & exit 5",
        "it ended with exit code 5"
      ),
    ])
  func aDeathIsSeenPastChildren(body: String, expected: String) throws {
    let text = try Self.firstFailure(of: body, timeout: 3600)
    #expect(text.contains(expected), "\(text)")
  }

  /// The death shows at the next batch, however fast a child would have answered it.
  @Test func whatWasSaidBeforeDeathCounts() throws {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse,
        command: Trial.shell(
          "\(Self.estimate); \(Self.done); [ $t = 3 ] || [ -e once ] || "
            + "{ touch once; sleep 600 & exit 6; }"),
        timeout: 3600
      ).session()
      for minute in 1...3 {
        let count = try session.ask(Trial.batch(minute), now: Trial.now(minute)).count
        #expect(count == 1)
      }
      session.finish()
      #expect(session.remarks == ["restarted at batch 2: it ended with exit code 6"])
    }
  }

  /// Programs that a program has started end with it.
  @Test func childrenEndToo() throws {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse, command: Trial.shell("sleep 600 & echo $! > pid; \(Self.done)")
      ).session()
      _ = try session.ask(Trial.batch(1), now: Trial.now(1))
      session.finish()
      let text = try String(contentsOfFile: folder + "/pid", encoding: .utf8)
      let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      var isGone = false
      for _ in 0..<200 where !isGone {
        // A zombie nobody waits for still has its number: look at its state.
        let state = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? "gone Z"
        isGone = state.contains(" Z ") || state == "gone Z"
        usleep(10_000)
      }
      #expect(isGone)
    }
  }

  @Test func answeringTwiceIsFoundAtTheNextBatch() throws {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse, command: Trial.shell(Self.done + "; " + Self.done)
      ).session()
      for minute in 1...2 { _ = try session.ask(Trial.batch(minute), now: Trial.now(minute)) }
      #expect(session.remarks == ["restarted at batch 2: done: found 1, expected 2"])
      let text = failure { _ = try session.ask(Trial.batch(3), now: Trial.now(3)) }
      #expect(text.contains("done: found 2, expected 3"), "\(text)")
    }
  }

  @Test func whoMayAbstainFallsSilent() throws {
    try withFolder { folder in
      let session = Trial(
        folder: folder, kind: .fuse, command: Trial.shell("exit 1"), onFailure: .abstain
      ).session()
      for minute in 1...5 {
        let answers = try session.ask(Trial.batch(minute), now: Trial.now(minute))
        #expect(answers.isEmpty)
      }
      #expect(session.abstainedCount == 5)
      #expect(session.remarks.count == 2)
    }
  }

  @Test func aProgramThatIsNotThereIsNamed() throws {
    try withFolder { folder in
      let session = Trial(folder: folder, kind: .fuse, command: ["./no-such-program"]).session()
      let text = failure { _ = try session.ask(Trial.batch(1), now: Trial.now(1)) }
      #expect(text.contains("no program ./no-such-program was found"), "\(text)")
    }
  }

  /// Programs that answer without end, when asked or before they have read anything.
  @Test(arguments: [
    Trial.shell("yes '\(StageSessionTests.estimateLine)'"),
    [
      "sh", "-c",
      #"echo '{"type":"ready","protocol":1}'; exec yes '"# + StageSessionTests.estimateLine + "'",
    ],
  ])
  func endlessAnswersAreCutShort(command: [String]) throws {
    var limits = StageLimits()
    limits.answerByteCountMax = 1 << 20
    try withFolder { folder in
      var trial = Trial(
        folder: folder, kind: .fuse, command: command, timeout: 3600, limits: limits)
      let text = failure { _ = try trial.session().ask(Trial.batch(1), now: Trial.now(1)) }
      let expected = "found more than 1 MiB of answers to one tick, expected {\"done\": 1} before"
      #expect(text.contains(expected), "\(text)")

      trial.onFailure = .abstain
      let session = trial.session()
      let count = try session.ask(Trial.batch(1), now: Trial.now(1)).count
      #expect(count == 0 && session.abstainedCount == 1)
      #expect(
        session.remarks == [
          "restarted at batch 1: \(expected)", "given up at batch 1: \(expected)",
        ])
    }
  }

  /// More than a pipe holds, both ways at once.
  @Test func bigBatchesDoNotLock() throws {
    try withFolder { folder in
      // Answers each reading before the tick has come.
      let filter =
        #"sed -u -n -e '/"hello"/s/.*/{"type":"ready","protocol":1}/p' "#
        + #"-e '/"reading"/s/.*/{"type":"estimate","home":0,"room":0,"#
        + #""quantity":"temperature","mean":21,"sd":1}/p' "#
        + #"-e 's/.*"type":"tick","tick":\([0-9]*\).*/{"done":\1}/p'"#
      let session = Trial(folder: folder, kind: .fuse, command: ["sh", "-c", filter]).session()
      var batch = Trial.batch(1)
      batch.readings = Array(repeating: batch.readings[0], count: 20_000)
      let count = try session.ask(batch, now: Trial.now(1)).count
      #expect(count == 20_000)
      session.finish()
    }
  }
}
