import Clockwork
import Foundation
import Scenarios
import Synchronization
import Telemetry
import Trials

/// Another hometwin that lives one scenario, so that a trap or a hang ends that life only.
struct SwarmChild {
  enum Outcome: Sendable {
    case passed(SwarmAccount)
    case failed([SwarmFailure], SwarmAccount)
    /// The scenario is none that can be lived, with the message.
    case refused(String)
  }

  let timeoutSeconds: Int
  let plant: SwarmPlant?
  /// Limits beside those that the file states, as `--floor` takes them.
  var floors: [String] = []
  let cancellation: CancellationFlag

  /// - Parameters:
  ///   - folder: of this life's own; must exist, and is left as it was.
  /// - Throws: ``RunError/environment(_:)`` where the machine failed, ``RunCancelled``.
  func live(_ file: String, checks: Set<SwarmLife.Check>, folder: String) throws -> Outcome {
    let (output, errors) = (folder + "/answer.json", folder + "/errors.txt")
    defer { for path in [output, errors] { try? FileManager.default.removeItem(atPath: path) } }
    // In the order of the declaration; a set has none.
    let names = SwarmLife.Check.allCases.filter(checks.contains).map(\.rawValue)
    var words = [
      "/proc/self/exe", "swarm", file, "--as-is", "--json", "--checks",
      names.joined(separator: ","), "--work", folder + "/life", "--timeout", "\(timeoutSeconds)",
    ]
    if let plant { words += ["--plant", plant.text] }
    words += floors.flatMap { ["--floor", $0] }
    let (status, hung) = try Self.run(
      words, output: output, errors: errors, seconds: timeoutSeconds, cancellation)
    try? FileManager.default.removeItem(atPath: folder + "/life")
    if let hung {
      return .failed(
        [
          SwarmFailure(id: "hung", place: "the run", found: hung, expected: "an end")
        ], SwarmAccount())
    }
    return try Self.outcome(status, answer: Self.text(output), words: Self.text(errors))
  }

  // MARK: What an end means

  private static func outcome(
    _ status: Int32, answer: String, words: String
  ) throws -> Outcome {
    let signal = status & 0x7F
    guard signal == 0 else { return .failed([crash(signal, words)], SwarmAccount()) }
    let code = status >> 8 & 0xFF
    let last = words.split(separator: "\n").last.map(String.init) ?? "nothing was said"
    switch code {
    case 0, 1:
      guard let json = try? JSONValue.parse([UInt8](answer.utf8)),
        let list = json["failures"]?.arrayValue
      else {
        return .failed([ending("exit \(code)", "without an answer; \(last)")], SwarmAccount())
      }
      let failures = list.compactMap(SwarmFailure.init)
      let account = SwarmAccount(json)
      return failures.isEmpty ? .passed(account) : .failed(failures, account)
    case 2: return .refused(words.trimmingCharacters(in: .whitespacesAndNewlines))
    case 3: throw RunError.environment(last)
    default:
      return .failed([ending("exit \(code)", "exit code \(code); \(last)")], SwarmAccount())
    }
  }

  private static func ending(_ id: String, _ found: String) -> SwarmFailure {
    SwarmFailure(id: id, place: "the process", found: found, expected: "exit code 0 or 1")
  }

  /// Traps at one place of the program are one failure.
  private static func crash(_ signal: Int32, _ words: String) -> SwarmFailure {
    let lines = words.split(separator: "\n").map(String.init)
    let reason = lines.first { $0.contains("Fatal error") }
    let place = lines.first { $0.hasPrefix(TrapTrace.lead) }?.dropFirst(TrapTrace.lead.count)
    let name = signal == SIGKILL ? "killed, perhaps for want of memory" : "signal \(signal)"
    return SwarmFailure(
      id: "crash " + (place.map(String.init) ?? reason ?? name),
      place: place.map(String.init) ?? "the process",
      found: [name, reason].compactMap { $0 }.joined(separator: ", "), expected: "no trap")
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  // MARK: The process

  /// A starved machine is no hang: what counts is CPU time, and so many times it by the wall's
  /// clock for a life that only waits.
  static let wallFactor = 10

  /// - Returns: what `waitpid` says, and why the process had to be killed, if it had to be.
  private static func run(
    _ words: [String], output: String, errors: String, seconds: Int,
    _ cancellation: CancellationFlag
  ) throws -> (status: Int32, hung: String?) {
    let child = try start(words, output: output, errors: errors)
    let clock = Stopwatch()
    var status: Int32 = 0
    while true {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return (status, nil) }
      if ended < 0, errno != EINTR {
        throw RunError.environment(
          "a life's process was lost (\(String(cString: strerror(errno))))")
      }
      let hung = hung(child, wallSeconds: clock.wallSeconds, limit: seconds)
      if hung != nil || cancellation.isCancelled {
        kill(child, SIGKILL)
        _ = waitpid(child, &status, 0)
        if cancellation.isCancelled { throw RunCancelled() }
        return (status, hung)
      }
      usleep(5_000)
    }
  }

  private static func hung(_ child: pid_t, wallSeconds: Double, limit: Int) -> String? {
    if cpuSeconds(child) > Double(limit) { return "no end after \(limit) CPU-s" }
    let wall = limit * wallFactor
    return wallSeconds > Double(wall) ? "no end after \(wall) s" : nil
  }

  /// What a process and its threads have used; 0 where it has just ended.
  private static func cpuSeconds(_ child: pid_t) -> Double {
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(child, &clock) == 0, clock_gettime(clock, &time) == 0 else {
      return 0
    }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// In a group of its own, lest Ctrl-C look like a failure of each life.
  private static func start(_ words: [String], output: String, errors: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o644)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    var child = pid_t()
    let status = posix_spawn(&child, words[0], &actions, &attributes, &pointers, environ)
    guard status == 0 else {
      throw RunError.environment(
        "no further process can be started (\(String(cString: strerror(status)))); use fewer "
          + "--threads")
    }
    return child
  }
}
