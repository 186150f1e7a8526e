import Foundation
import Telemetry

/// Plain text to the two streams; a reader that went away stops nothing.
enum Console {
  static func print(_ text: String) { write(text + "\n", to: .standardOutput) }
  static func print(_ value: JSONValue) { print(value.text(sortsKeys: true)) }

  /// For people: warnings and progress.
  static func note(_ text: String) { write(text + "\n", to: .standardError) }

  static func error(_ text: String) {
    note((text.contains("error: ") || text.hasPrefix("interrupted") ? "" : "error: ") + text)
  }

  /// Draws over the line that stands on the terminal; an empty text clears it.
  static func redraw(_ text: String) { write("\r\u{1B}[K" + text, to: .standardError) }

  /// What a message says of a text that was found, `Telemetry`'s ``brief``; for verbs with flags,
  /// for which that module has a word of its own.
  static func brief(_ text: String) -> String { text.brief }

  static var isTerminal: Bool { isatty(2) == 1 }

  /// Columns of the terminal; 80 where it does not say.
  static var width: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Opens what a shell closed, lest the first file of ours become the standard output.
  static func keepStreams() {
    for stream in 0...2 as ClosedRange<Int32> where fcntl(stream, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// A reader that went away is no mistake; a full disk behind the standard output is.
  private static func write(_ text: String, to stream: FileHandle) {
    var text = text
    let failure = text.withUTF8 { bytes -> Int32 in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Foundation.write(stream.fileDescriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count < 0 { return errno }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return 0
    }
    guard failure != 0, failure != EPIPE, stream.fileDescriptor == STDOUT_FILENO else { return }
    note("error: standard output: found no room to write (\(String(cString: strerror(failure))))")
    Foundation.exit(3)
  }
}
