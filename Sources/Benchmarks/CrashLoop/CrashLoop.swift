import Broker
import Foundation

/// Ends a program that takes records from a source through a log into a store, with SIGKILL, at
/// moments drawn from a seed and at each of its writes in turn, starts it again, and counts.
///
///     CrashLoop FOLDER [--rows N] [--kills N] [--seed N] [--every-write]
///
/// Exit code 0 if every row is there once, else 1.
@main
enum CrashLoop {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let usage = "usage: CrashLoop FOLDER [--rows N] [--kills N] [--seed N] [--every-write]"
    guard let folder = arguments.first, !folder.hasPrefix("-") else { return stop(usage, 2) }
    var numbers = ["--rows": 200_000, "--kills": 100, "--seed": 1, "--die-at-write": 0]
    var killsAtWrites = false
    var index = 1
    while index < arguments.count {
      let name = arguments[index]
      if name == "--every-write" {
        killsAtWrites = true
        index += 1
        continue
      }
      guard numbers[name] != nil, index + 1 < arguments.count,
        let number = Int(arguments[index + 1]), number >= 0
      else { return stop("found \(name); " + usage, 2) }
      numbers[name] = number
      index += 2
    }
    let rows = numbers["--rows"] ?? 0
    if let write = numbers["--die-at-write"], arguments.contains("--die-at-write") {
      try CrashChild(folder: folder, rows: rows, dieAtWrite: write).run()
      return
    }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let parent = CrashParent(folder: folder, rows: rows)
    let outcome =
      try killsAtWrites
      ? parent.killAtEveryWrite()
      : parent.killAtRandom(
        count: numbers["--kills"] ?? 0, seed: UInt64(numbers["--seed"] ?? 0))
    print(outcome.text)
    exit(outcome.isWhole ? 0 : 1)
  }

  private static func stop(_ text: String, _ code: Int32) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    exit(code)
  }
}
