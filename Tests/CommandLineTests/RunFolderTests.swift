import Foundation
import Testing

/// A result appears whole or not at all, whatever comes between.
@Suite struct RunFolderTests {
  private static func sandbox(_ text: String) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(text, to: "s.yaml")
    return sandbox
  }

  /// Starts the endless scenario and waits until it has begun to write.
  private static func startLong(_ sandbox: Sandbox, _ more: [String] = []) throws
    -> Program.Running
  {
    let running = try Program.start(
      ["run", "s.yaml", "--out", "r", "--window", "60min"] + more, in: sandbox.path)
    // The last of the files that grow; the homes begin to live right after.
    running.wait { sandbox.exists(".r.partial/ledger.sqlite") }
    usleep(100_000)
    #expect(running.process.isRunning, "\(running.text("err"))")
    return running
  }

  // MARK: Stopped

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aStoppedRunLeavesNothing(signal: Int32) throws {
    let sandbox = try Self.sandbox(Text.long)
    let running = try Self.startLong(sandbox)
    #expect(sandbox.exists(".r.partial/wire.sqlite"), "it must have been in the middle")
    running.signal(signal)
    let outcome = running.wait()
    #expect(!outcome.wasKilled)
    #expect(outcome.status == 130)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasSuffix("\ninterrupted; nothing was kept\n"), "\(outcome.errors)")
    #expect(sandbox.everything == ["s.yaml"])
  }

  @Test func quietSaysOneLineOnly() throws {
    let sandbox = try Self.sandbox(Text.long)
    let running = try Program.start(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    running.wait { sandbox.exists(".r.partial/ledger.sqlite") }
    running.signal(SIGINT)
    let outcome = running.wait()
    #expect(outcome.status == 130)
    #expect(outcome.errors == "interrupted; nothing was kept\n")
    #expect(sandbox.everything == ["s.yaml"])
  }

  @Test func aStoppedRunIsKeptWhenAsked() throws {
    let sandbox = try Self.sandbox(Text.long)
    let running = try Self.startLong(sandbox, ["--keep-partial"])
    running.signal(SIGINT)
    let outcome = running.wait()
    #expect(outcome.status == 130)
    #expect(outcome.errors.hasSuffix("interrupted; what was written lies in r.partial\n"))
    #expect(sandbox.exists("r.partial/wire.sqlite"))
    #expect(!sandbox.exists("r") && !sandbox.exists(".r.partial"))
    #expect(!sandbox.exists("r.partial/.lock"))
  }

  /// A killed program cannot clean up; the next run into the folder does.
  @Test func whatAKilledRunLeftIsCleanedByTheNext() throws {
    let sandbox = try Self.sandbox(Text.long)
    let running = try Self.startLong(sandbox)
    running.signal(SIGKILL)
    #expect(running.wait().wasKilled)
    #expect(sandbox.exists(".r.partial/wire.sqlite"))
    try sandbox.write(Text.tiny, to: "s.yaml")
    let next = try Program.run(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    #expect(next.status == 0, "\(next.errors)")
    #expect(!sandbox.exists(".r.partial") && sandbox.exists("r/report.html"))
  }

  @Test func aSecondRunIntoOneFolderFailsAtOnce() throws {
    let sandbox = try Self.sandbox(Text.long)
    let running = try Self.startLong(sandbox)
    let second = try Program.run(["run", "s.yaml", "--out", "r"], in: sandbox.path)
    expectRefusal(
      second, says: ["r: another run is writing here; wait for it or use another --out"])
    #expect(running.process.isRunning, "the first must not be hurt")
    #expect(sandbox.exists(".r.partial/wire.sqlite"))
    running.signal(SIGINT)
    #expect(running.wait().status == 130)
  }

  // MARK: Replaced

  @Test func onlyAnEqualScenarioReplacesUnasked() throws {
    let sandbox = try Self.sandbox(Text.tiny)
    func run(_ more: String...) throws -> Program.Outcome {
      try Program.run(["run", "s.yaml", "--out", "r"] + more, in: sandbox.path)
    }
    #expect(try run("--quiet").status == 0)
    let first = try sandbox.bytes("r/scores.json")
    #expect(try run("--quiet").status == 0, "the same hash and version")
    #expect(try sandbox.bytes("r/scores.json") == first)
    expectRefusal(
      try run("--seed", "2"),
      says: ["r: exists and holds another result; use --force to replace it or --out"])
    #expect(try sandbox.bytes("r/scores.json") == first, "a refusal changes nothing")
    #expect(try run("--seed", "2", "--force", "--quiet").status == 0)
    #expect(try sandbox.bytes("r/scores.json") != first)
    #expect(sandbox.everything.allSatisfy { !$0.contains("partial") && !$0.contains(".lock") })
  }

  /// `--out ~ --force` must not cost anybody a home.
  @Test func whatIsNoRunFolderIsNeverReplaced() throws {
    let sandbox = try Self.sandbox(Text.tiny)
    try sandbox.write("dear", to: "papers/letter.txt")
    for more in [[], ["--force"]] {
      for out in ["papers", ".", "papers/letter.txt"] {
        let outcome = try Program.run(["run", "s.yaml", "--out", out] + more, in: sandbox.path)
        expectRefusal(outcome, says: ["\(out): ", "choose another --out"])
      }
    }
    #expect(sandbox.everything == ["papers", "papers/letter.txt", "s.yaml"])
  }

  @Test func anEmptyFolderIsFilled() throws {
    let sandbox = try Self.sandbox(Text.tiny)
    try FileManager.default.createDirectory(
      atPath: sandbox.path + "/r", withIntermediateDirectories: true)
    let outcome = try Program.run(["run", "s.yaml", "--out", "r/", "--quiet"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(sandbox.exists("r/report.html"))
  }

  @Test func aChangedKeyAddsSixDigitsToTheName() throws {
    let sandbox = try Self.sandbox(Text.tiny)
    let plain = try Program.run(["run", "s.yaml", "--seed", "5", "--quiet"], in: sandbox.path)
    let changed = try Program.run(
      ["run", "s.yaml", "--set", "seed=5", "--set", "store=none", "--quiet"], in: sandbox.path)
    #expect(plain.status == 0 && changed.status == 0)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: sandbox.path + "/Reports/runs"
    ).sorted()
    #expect(names.count == 2)
    #expect(names.first == "s-5")
    #expect(names.last?.wholeMatch(of: /s-5-[0-9a-f]{6}/) != nil, "\(names)")
  }

  // MARK: No room

  @Test func anUnwritableFolderIsTheMachinesFault() throws {
    let sandbox = try Self.sandbox(Text.tiny)
    for out in ["/proc/hometwin/r", "/dev/null/r"] {
      let outcome = try Program.run(["run", "s.yaml", "--out", out], in: sandbox.path)
      expectRefusal(
        outcome, says: ["error: \(out): cannot be written", "choose another --out"], status: 3)
    }
    #expect(sandbox.everything == ["s.yaml"])
  }

  /// A file may not grow beyond 64 blocks: what a full disk does to a run, anywhere.
  @Test func aFullDiskLeavesNothing() throws {
    let sandbox = try Self.sandbox(Text.tiny.replacing("homes: 1", with: "homes: 3"))
    let outcome = try Program.run(
      ["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path, shell: "ulimit -f 64")
    expectRefusal(outcome, says: ["error: "], status: 3)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    #expect(sandbox.everything == ["s.yaml"])
  }

  /// The same where the last file is the one that has no room.
  @Test func aReportWithoutRoomLeavesNothing() throws {
    let sandbox = try Self.sandbox(Text.tiny + "\nkeep: []")
    let outcome = try Program.run(
      ["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path, shell: "ulimit -f 16")
    expectRefusal(outcome, says: ["error: r: cannot be written"], status: 3)
    #expect(sandbox.everything == ["s.yaml"])
  }

  /// A real, small disk, where one may be mounted.
  @Test(.enabled(if: TinyDisk.isPossible)) func aRealFullDiskLeavesNothing() throws {
    let sandbox = try Self.sandbox(Text.tiny)
    let disk = try TinyDisk(in: sandbox.path, kilobytes: 256)
    let outcome = try Program.run(
      ["run", "s.yaml", "--out", disk.path + "/r", "--quiet"], in: sandbox.path)
    expectRefusal(outcome, says: ["error: "], status: 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
  }
}

/// A disk in memory of a few kilobytes; needs the right to mount.
private final class TinyDisk {
  let path: String

  static let isPossible: Bool = {
    let folder = NSTemporaryDirectory() + "hometwin-mount-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    guard mount("tmpfs", folder, "tmpfs", 0, "size=64k") == 0 else { return false }
    umount(folder)
    return true
  }()

  init(in folder: String, kilobytes: Int) throws {
    path = folder + "/disk"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  deinit { umount(path) }
}
