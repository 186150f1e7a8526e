import Foundation

/// Says where a trap happened before the process ends by it, so that two traps can be told apart.
enum TrapTrace {
  static let lead = "trapped at "

  /// For the whole process, which also ends by itself should nobody end it.
  static func install(secondsMax: Int) {
    alarm(UInt32(secondsMax))
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      signal(number) { number in
        // The process is lost; a second trap in here ends it as well.
        signal(number, SIG_DFL)
        TrapTrace.say()
        raise(number)
      }
    }
  }

  /// The first two places below the handler, as offsets in the program: `addr2line -e hometwin`.
  private static func say() {
    let frames = Thread.callStackSymbols
    // Below the handler's own frames lies the C library's return from the signal.
    let below = frames.drop { !$0.contains("libc.so") }.drop { $0.contains("libc.so") }
    let places = below.prefix(2).map { frame in
      // `/proc/self/exe(name+0x1f) [0x...]`: only the last number depends on this one process.
      frame.firstMatch(of: /\(([^)]*\+0x[0-9a-f]+)\)/).map { "hometwin \($0.1)" } ?? "?"
    }
    if !places.isEmpty {
      FileHandle.standardError.write(
        Data((TrapTrace.lead + places.joined(separator: ", ") + "\n").utf8))
    }
  }
}
