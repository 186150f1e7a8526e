/// A place in a text file, counted from 1; columns count Unicode scalars.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `x.yaml:8:5`, the form that editors and terminals turn into a link.
  public var description: String { "\(file):\(line):\(column)" }
}

/// Where a value of the effective scenario came from.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
  /// Written in a scenario or world file.
  case file(SourceLocation)
  /// Given on the command line; the text is that of the option's argument, `key=value`.
  case option(String)
  /// Nobody wrote it: the table's default.
  case defaulted

  /// `x.yaml:8`, `--set` or `default`, as `validate --resolved` prints it.
  public var description: String {
    switch self {
    case .file(let location): "\(location.file):\(location.line)"
    case .option: "--set"
    case .defaulted: "default"
    }
  }

  /// The first part of an error message: everything before `: error: `.
  var place: String {
    switch self {
    case .file(let location): location.description
    case .option(let text): "--set \(Quoted.shortened(text))"
    case .defaulted: "default"
    }
  }
}
