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

  static var isTerminal: Bool { isatty(2) == 1 }

  /// Columns of the terminal; 80 where it does not say.
  static var width: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func write(_ text: String, to stream: FileHandle) {
    try? stream.write(contentsOf: Data(text.utf8))
  }
}
