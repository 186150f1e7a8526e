extension StringProtocol {
  /// Fit for one line of a terminal or a report, whoever wrote it: control characters and what XML
  /// forbids become U+FFFD, as undecodable bytes do.
  ///
  /// Source: the characters of XML 1.0 (fifth edition), section 2.2.
  public var printable: String {
    String(
      String.UnicodeScalarView(unicodeScalars.map { $0.isPrintable ? $0 : "\u{FFFD}" }))
  }

  /// What a message says of a text that was found: printable, and its first sixty characters.
  public var brief: String { printable.prefix(60) + (count > 60 ? "..." : "") }
}

extension Unicode.Scalar {
  fileprivate var isPrintable: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFFFE, 0xFFFF: false
    // Marks that turn the direction of what follows on the line.
    case 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}
