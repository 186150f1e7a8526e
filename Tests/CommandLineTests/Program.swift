import Foundation
import Testing

/// The built `hometwin`, run as a user would run it.
struct Program {
  struct Outcome {
    var status: Int32
    /// Whether a signal ended it: a trap, or a kill.
    var wasKilled: Bool
    var output: String
    var errors: String
  }

  /// Beside the test bundle, where the build puts every product.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("hometwin").path

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// - Parameters:
  ///   - folder: the working directory.
  ///   - shell: a command that precedes the program in the same shell, such as `ulimit -f 64`.
  static func start(
    _ arguments: [String], in folder: String, shell: String? = nil,
    environment: [String: String]? = nil, program: String = path
  ) throws -> Running {
    let process = Process()
    if let shell {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", shell + "; exec \"$0\" \"$@\"", program] + arguments
    } else {
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    if let environment { process.environment = environment }
    return try Running(process)
  }

  static func run(
    _ arguments: [String], in folder: String, shell: String? = nil,
    environment: [String: String]? = nil, program: String = path
  ) throws -> Outcome {
    try start(
      arguments, in: folder, shell: shell, environment: environment, program: program
    ).wait()
  }

  /// A program that may still be going on; its output goes to files, so that no pipe can fill up.
  final class Running {
    let process: Process
    private let streams: String

    init(_ process: Process) throws {
      self.process = process
      streams = NSTemporaryDirectory() + "hometwin-streams-" + UUID().uuidString
      let files = FileManager.default
      try files.createDirectory(atPath: streams, withIntermediateDirectories: true)
      for name in ["out", "err"] {
        _ = files.createFile(atPath: "\(streams)/\(name)", contents: nil)
      }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle(forWritingAtPath: streams + "/out")
      process.standardError = FileHandle(forWritingAtPath: streams + "/err")
      try process.run()
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    func text(_ name: String) -> String {
      String(
        decoding: FileManager.default.contents(atPath: "\(streams)/\(name)") ?? Data(),
        as: UTF8.self)
    }

    /// Waits until a condition holds or the program ends.
    func wait(until condition: () -> Bool) {
      while process.isRunning, !condition() { usleep(5_000) }
    }

    func wait() -> Outcome {
      process.waitUntilExit()
      defer { try? FileManager.default.removeItem(atPath: streams) }
      return Outcome(
        status: process.terminationStatus,
        wasKilled: process.terminationReason == .uncaughtSignal, output: text("out"),
        errors: text("err"))
    }
  }
}

/// A folder of a test's own that goes away with it.
final class Sandbox: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "hometwin-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  /// Every file and folder below, hidden ones too, sorted.
  var everything: [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted()
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }
}

/// Small scenarios.
enum Text {
  /// The least that runs: one home, two hours, no players beside the pipeline.
  static let tiny = """
    why: A test.
    world: builtin:chicago-suburb
    start: 2024-01-15
    duration: 2h
    homes: 1
    oracle: {homes: 0}
    players: {agents: []}
    """

  /// Long enough to be stopped in the middle, on any machine.
  static let long = """
    why: A test.
    world: builtin:chicago-suburb
    start: 2024-01-15
    duration: 300d
    homes: 2
    oracle: {homes: 0}
    players: {agents: []}
    """
}
