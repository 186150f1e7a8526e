import Clockwork
import Dispatch
import Foundation

/// Ctrl-C sets a flag that a run asks for between homes; nothing half-written stays.
enum Interrupt {
  static func watching<T>(_ body: (CancellationFlag) throws -> T) throws -> T {
    // A full file or a reader that went away must come back as an error, not as a sudden end.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    let flag = CancellationFlag()
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { flag.cancel() }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return try body(flag)
  }
}
