internal import Foundation

/// An outside program on three pipes, the leader of a process group of its own.
final class StageProcess {
  /// How often a program that is silent is looked at, seconds: its children may hold its pipes open
  /// when it has died.
  private static let lookSeconds = 0.1
  /// A pipe holds no more, unless a privileged user says so.
  static let pipeByteCountMax = 1 << 20

  private let pid: pid_t
  private var input: Int32
  private let output: Int32
  /// Where its standard error is read; -1 once it is closed.
  private var complaints: Int32
  private let errors: StageErrors
  private let limits: StageLimits
  /// What was read and not yet handed out, from `taken` on.
  private var buffer: [UInt8] = []
  private var taken = 0
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  /// How the program ended; nil while it runs.
  private var ending: String?

  /// - Parameter errors: what its standard error is added to.
  init(_ program: StageProgram, errors: StageErrors) throws(StageFault) {
    // A program that died must not take us along when we write to it.
    signal(SIGPIPE, SIG_IGN)
    let name = program.command.first ?? ""
    guard Self.isFound(name, from: program.folder) else {
      throw .unstartable("cannot be started: no program \(name) was found")
    }
    limits = program.limits
    self.errors = errors
    try errors.open()
    (pid, input, output, complaints) = try Self.spawn(program.command, folder: program.folder)
    for file in [input, output, complaints] {
      _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
    }
  }

  deinit { stop(patience: 0) }

  /// One start at a time: a child that is started between another's pipes and their marking would
  /// keep them open.
  private static let starting = NSLock()

  private static func spawn(
    _ command: [String], folder: String
  ) throws(StageFault) -> (pid: pid_t, input: Int32, output: Int32, complaints: Int32) {
    starting.lock()
    defer { starting.unlock() }
    let pipes = try threePipes()
    // Of its input the program has the end that is read, of the others the one that is written.
    let theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
    let ours = [pipes[0][1], pipes[1][0], pipes[2][0]]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, file) in theirs.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
    let words = ["sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder] + command
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    var child = pid_t()
    let status = posix_spawn(&child, "/bin/sh", &actions, &attributes, &pointers, environ)
    theirs.forEach { close($0) }
    guard status == 0 else {
      ours.forEach { close($0) }
      throw .unstartable("cannot be started: \(systemWords(status))")
    }
    return (child, ours[0], ours[1], ours[2])
  }

  /// Pipes that no program inherits unless it is handed them.
  private static func threePipes() throws(StageFault) -> [[Int32]] {
    var pipes: [[Int32]] = []
    for _ in 0..<3 {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else {
        let reason = systemWords(errno)
        pipes.joined().forEach { close($0) }
        throw .unstartable("cannot be started, for want of a pipe: \(reason)")
      }
      pipes.append(ends)
    }
    for file in pipes.joined() { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    return pipes
  }

  private static func isFound(_ program: String, from folder: String) -> Bool {
    if program.contains("/") {
      return access(program.hasPrefix("/") ? program : folder + "/" + program, X_OK) == 0
    }
    let places = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return places.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
  }

  private static func systemWords(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// Writes everything and hands out lines until one is the last.
  ///
  /// - Parameters:
  ///   - wanted: what the last line is, for messages.
  ///   - line: returns whether the line was the last.
  func exchange(
    _ bytes: [UInt8], timeout: Double, wanted: String = "{\"done\": ...}",
    line: ([UInt8]) throws(StageFault) -> Bool
  ) throws(StageFault) {
    defer { takeErrors() }
    let deadline = Self.clock() + timeout
    var written = 0
    var nextLook = 0.0
    while true {
      while let text = nextLine() {
        if try line(text) { return }
      }
      guard buffer.count - taken <= limits.lineByteCountMax else {
        throw .garbage("found a line of more than \(limits.lineByteCountMax >> 20) MiB")
      }
      if let ending { throw .died(ending) }
      let now = Self.clock()
      if now >= min(nextLook, deadline) {
        nextLook = now + Self.lookSeconds
        if hasEnded() {
          // What it said before counts; what children say later is not waited for.
          readRest()
          continue
        }
      }
      guard now < deadline else { throw .hung(timeout, wanted) }
      var files = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: written < bytes.count ? input : -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: complaints, events: Int16(POLLIN), revents: 0),
      ]
      let wait = min(deadline, nextLook) - now
      let count = poll(&files, 3, Int32((wait * 1000).rounded(.up)))
      if count < 0 && errno != EINTR {
        throw .died("could not be heard: \(Self.systemWords(errno))")
      }
      if files[1].revents & Int16(POLLERR) != 0 {
        // Nobody reads any more: what is left is never written.
        written = bytes.count
      } else if files[1].revents != 0 {
        written += write(bytes, from: written)
      }
      if files[2].revents != 0 { takeErrors() }
      if files[0].revents != 0, readMore() == 0 { throw .died(howItEnded()) }
    }
  }

  private func write(_ bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBytes { raw in
      // A broken pipe shows when reading: what the program last said comes first.
      let rest = UnsafeRawBufferPointer(rebasing: raw[start...])
      return max(Foundation.write(input, rest.baseAddress, rest.count), 0)
    }
  }

  /// - Returns: the number of bytes, 0 at the end of what the program says, -1 for nothing yet.
  private func readMore() -> Int {
    if taken > 1 << 20 {
      buffer.removeFirst(taken)
      taken = 0
    }
    let count = read(output, &chunk, chunk.count)
    if count > 0 { buffer += chunk[..<count] }
    return count < 0 && errno != EAGAIN && errno != EINTR ? 0 : count
  }

  private func nextLine() -> [UInt8]? {
    guard let end = buffer[taken...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { taken = end + 1 }
    return Array(buffer[taken..<end])
  }

  /// Reads what the pipe holds, without waiting for more.
  private func readRest() {
    var left = Self.pipeByteCountMax
    while left > 0 {
      let count = readMore()
      guard count > 0 else { return }
      left -= count
    }
  }

  private func takeErrors() {
    guard complaints >= 0, !errors.take(from: complaints) else { return }
    close(complaints)
    complaints = -1
  }

  /// Whether the program itself has ended, whoever of its children is left; those are ended.
  private func hasEnded() -> Bool {
    guard ending == nil else { return true }
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return false }
    kill(-pid, SIGKILL)
    let code = status & 0x7F
    ending =
      code == 0 ? "ended with exit code \(status >> 8 & 0xFF)" : "was ended by signal \(code)"
    return true
  }

  private func howItEnded() -> String {
    for _ in 0..<200 where !hasEnded() {
      takeErrors()
      usleep(10_000)
    }
    return ending ?? "closed its output"
  }

  /// Closes the program's input, gives it a moment, then ends it with all that it has started.
  func stop(patience: Double) {
    guard input >= 0 else { return }
    close(input)
    input = -1
    close(output)
    let deadline = Self.clock() + patience
    while !hasEnded(), Self.clock() < deadline {
      takeErrors()
      usleep(5_000)
    }
    if ending == nil {
      kill(-pid, SIGKILL)
      waitpid(pid, nil, 0)
      ending = "was stopped"
    }
    // Its last words; what left its process group may still hold the pipe.
    takeErrors()
    if complaints >= 0 { close(complaints) }
    complaints = -1
  }

  /// Seconds on a clock that only goes forward; guards against hangs and decides nothing else.
  static func clock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
