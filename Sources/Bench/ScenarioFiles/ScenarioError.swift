/// One thing that is wrong with a scenario or world file, and where.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file and line, or the command line option.
  public var origin: Origin
  /// The key path from the scenario's root, `faults[0].rate`; empty for the file as a whole.
  public var keyPath: String
  public var problem: Problem

  public init(_ problem: Problem, at keyPath: String, from origin: Origin) {
    self.problem = problem
    self.keyPath = keyPath
    self.origin = origin
  }

  /// `x.yaml:8:5: error: unknown key 'per_hme'; did you mean 'per_home'? [at devices[0].per_hme]`
  public var description: String {
    let path = Quoted.shortened(keyPath, characterCountMax: 120)
    return "\(origin.place): error: \(problem)" + (path.isEmpty ? "" : " [at \(path)]")
  }

  /// What is wrong.
  public enum Problem: Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// The bytes are not UTF-8; `offset` counts from 0.
    case notUTF8(offset: Int)
    /// The file holds no keys at all.
    case empty(expected: String)
    /// A limit that guards against hostile files.
    case tooMuch(what: String, limit: String)
    /// The text is not YAML.
    case syntax(String)
    case duplicateKey(key: String, otherLine: Int?)
    /// A key that the table does not know; `known` are the keys of the same place.
    case unknownKey(key: String, known: [String], elsewhere: [String])
    case missingKey(key: String, expected: String)
    /// A value of the wrong type, unit or range.
    case wrongValue(key: String, found: String, expected: String)
    /// A word that is none of the choices.
    case unknownChoice(key: String, found: String, choices: [String])
    /// Two values that exclude each other, or a sum that does not come out.
    case conflict(String)
    /// A file that inherits from itself through `extends`.
    case cycle(chain: [String])
    /// A file that another names but that is nowhere to be found.
    case notFound(what: String, name: String, searched: [String], known: [String])
    /// An argument of `--set` that is not `key.path=value`, or whose path leads nowhere.
    case badOverride(String)

    public var description: String {
      switch self {
      case .unreadable(let path, let reason):
        return "cannot read \"\(Quoted.path(path))\": \(reason)"
      case .notUTF8(let offset):
        return "byte \(offset) is not valid UTF-8; save the file as UTF-8 text"
      case .empty(let expected): return "the file is empty; expected \(expected)"
      case .tooMuch(let what, let limit): return "\(what); the limit is \(limit)"
      case .syntax(let text): return "not valid YAML: \(text)"
      case .duplicateKey(let key, let line):
        let other = line.map { " (also on line \($0))" } ?? ""
        return "key '\(Quoted.shortened(key))' appears twice\(other); keep one"
      case .unknownKey(let key, let known, let elsewhere):
        return Self.unknownKeyText(key, known, elsewhere)
      case .missingKey(let key, let expected):
        return "missing key '\(key)', expected \(expected)"
      case .wrongValue(let key, let found, let expected):
        return (key.isEmpty ? "" : "\(key): ") + "found \(found), expected \(expected)"
      case .unknownChoice(let key, let found, let choices):
        let hint = Nearest.word(to: found, among: choices).map { "; did you mean '\($0)'?" } ?? ""
        return (key.isEmpty ? "" : "\(key): ") + "found \(Quoted.text(found)), expected one of "
          + choices.joined(separator: ", ") + hint
      case .conflict(let text): return text
      case .cycle(let chain):
        return "extends goes in a circle: " + chain.map(Quoted.path).joined(separator: " -> ")
      case .notFound(let what, let name, let searched, let known):
        let hint = Nearest.word(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        let brief = Quoted.shortened(name)
        let places = searched.map { Quoted.path($0.replacing(name, with: brief)) }
          .joined(separator: ", ")
        return "\(what) \(Quoted.text(name)) not found; searched "
          + (searched.isEmpty ? "nowhere" : places) + hint
      case .badOverride(let text): return text
      }
    }

    private static func unknownKeyText(
      _ key: String, _ known: [String], _ elsewhere: [String]
    ) -> String {
      let head = "unknown key '\(Quoted.shortened(key))'"
      if let near = Nearest.word(to: key, among: known) {
        return head + "; did you mean '\(near)'?"
      }
      if key == "<<" { return head + "; YAML merge keys are not used here, see 'extends'" }
      if elsewhere.count == 1 { return head + "; it belongs at '\(elsewhere[0])'" }
      return head + "; expected one of " + known.joined(separator: ", ")
    }
  }
}

/// Everything that is wrong with a file: never empty, sorted by line, at most 20 entries.
public struct ScenarioErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// How many problems are reported at once.
  public static let countMax = 20

  public let errors: [ScenarioError]
  /// How many more there were.
  public let omittedCount: Int

  init(_ all: [ScenarioError], mainFile: String, furtherCount: Int = 0) {
    precondition(!all.isEmpty, "a failure without a problem")
    var seen = Set<ScenarioError>()
    let sorted = all.enumerated()
      .map { index, error in
        (order: MessageOrder(error.origin, index: index, mainFile: mainFile), error: error)
      }
      .sorted { $0.order < $1.order }
      .map(\.error)
      .filter { seen.insert($0).inserted }
    errors = Array(sorted.prefix(Self.countMax))
    omittedCount = sorted.count - errors.count + furtherCount
  }

  public var description: String {
    let lines = errors.map(\.description)
    let rest = omittedCount > 0 ? ["... and \(omittedCount) more"] : []
    return (lines + rest).joined(separator: "\n")
  }
}

/// The order in which messages are shown: by file, the scenario first, then by line and column;
/// command line options come last.
struct MessageOrder: Comparable {
  private var rank: Int
  private var file: String
  private var line: Int
  private var column: Int
  /// Keeps messages of one place in the order in which they were found.
  private var index: Int

  init(_ origin: Origin, index: Int, mainFile: String) {
    self.index = index
    switch origin {
    case .file(let location):
      rank = location.file == mainFile ? 0 : 1
      (file, line, column) = (location.file, location.line, location.column)
    case .option(let text): (rank, file, line, column) = (2, text, 0, 0)
    case .defaulted: (rank, file, line, column) = (3, "", 0, 0)
    }
  }

  static func < (a: Self, b: Self) -> Bool {
    (a.rank, a.file, a.line, a.column, a.index) < (b.rank, b.file, b.line, b.column, b.index)
  }
}

/// Something that is allowed but probably not meant.
public struct ScenarioWarning: Hashable, Sendable, CustomStringConvertible {
  public var origin: Origin
  public var keyPath: String
  public var message: String

  public init(origin: Origin, keyPath: String, message: String) {
    self.origin = origin
    self.keyPath = keyPath
    self.message = message
  }

  /// `x.yaml:8:5: warning: the fault begins after the run ends [at faults[0].from]`
  public var description: String { "\(origin.place): warning: \(message) [at \(keyPath)]" }
}
