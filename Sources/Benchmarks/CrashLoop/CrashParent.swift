import Clockwork
import Foundation
import SQLite

/// Starts the program, ends it, and counts what its store holds.
struct CrashParent {
  struct Outcome {
    var kills = 0
    var starts = 0
    var expected = 0
    var found = 0
    var doubled = 0
    var lost = 0

    var isWhole: Bool { found == expected && doubled == 0 && lost == 0 }

    var text: String {
      """
      kills \(kills), starts \(starts), rows expected \(expected), found \(found), \
      doubled \(doubled), lost \(lost)
      """
    }
  }

  let folder: String
  let rows: Int

  /// Kills at moments drawn between the start and three times a short life.
  func killAtRandom(count: Int, seed: UInt64) throws -> Outcome {
    var outcome = Outcome()
    var state = seed
    try clear()
    while true {
      let child = try start(dieAtWrite: 0)
      outcome.starts += 1
      if outcome.kills < count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        usleep(UInt32(5_000 + (state >> 33) % 60_000))
        // Not reaped yet, so the number is still its own.
        if child.isRunning { kill(child.processIdentifier, SIGKILL) }
      }
      child.waitUntilExit()
      if child.terminationReason == .uncaughtSignal {
        outcome.kills += 1
        continue
      }
      guard child.terminationStatus == 0 else { throw CrashError(status: child.terminationStatus) }
      break
    }
    try tally(&outcome)
    return outcome
  }

  /// For every write that the program makes: a fresh start, killed just before that write, then a
  /// second one that must finish. Counts the sum over all.
  func killAtEveryWrite() throws -> Outcome {
    var sum = Outcome()
    var write = 0
    while true {
      write += 1
      try clear()
      let first = try start(dieAtWrite: write)
      first.waitUntilExit()
      sum.starts += 1
      let wasKilled = first.terminationReason == .uncaughtSignal
      if wasKilled {
        sum.kills += 1
        let second = try start(dieAtWrite: 0)
        second.waitUntilExit()
        sum.starts += 1
        guard second.terminationReason == .exit, second.terminationStatus == 0 else {
          throw CrashError(status: second.terminationStatus)
        }
      }
      try tally(&sum)
      if !wasKilled { return sum }
    }
  }

  private func clear() throws {
    for name in ["log.sqlite", "store.sqlite"] {
      for suffix in ["", "-wal", "-shm"] {
        let path = "\(folder)/\(name)\(suffix)"
        if FileManager.default.fileExists(atPath: path) {
          try FileManager.default.removeItem(atPath: path)
        }
      }
    }
  }

  private func start(dieAtWrite: Int) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [folder, "--rows", "\(rows)", "--die-at-write", "\(dieAtWrite)"]
    try process.run()
    return process
  }

  private func tally(_ outcome: inout Outcome) throws {
    let store = try Database(path: folder + "/store.sqlite", access: .readWrite)
    let found = Int(try store.integer("SELECT count(*) FROM arrived") ?? 0)
    let distinct = Int(try store.integer("SELECT count(DISTINCT number) FROM arrived") ?? 0)
    let within = try store.integer(
      "SELECT count(DISTINCT number) FROM arrived WHERE number BETWEEN 0 AND \(rows - 1)")
    outcome.expected += rows
    outcome.found += found
    outcome.doubled += found - distinct
    outcome.lost += rows - Int(within ?? 0)
    try store.close()
  }
}

/// A child that ended by itself with an error.
struct CrashError: Error, CustomStringConvertible {
  var status: Int32

  var description: String { "the program ended with \(status), expected 0" }
}
