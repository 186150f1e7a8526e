/// Reads files with everything they inherit through `extends`.
struct FileLoader {
  /// How long a chain of `extends` may be.
  static let depthMax = 16

  private let finder: BaseFinder
  private var files: FileSource { finder.files }
  private(set) var problems: [ScenarioError] = []
  /// The kinds of which a file goes without what it extends: what it would have brought is unknown.
  private(set) var baseless: Set<FileKind> = []

  init(_ finder: BaseFinder) { self.finder = finder }

  /// Reads a file as a mapping, with what it extends laid under it.
  ///
  /// - Returns: nil if that is impossible; the reason is in ``problems``.
  mutating func load(_ path: String, _ kind: FileKind, from origin: Origin? = nil) -> Tree? {
    load(PathText.normalised(path), kind, from: origin, chain: [])
  }

  private mutating func load(
    _ path: String, _ kind: FileKind, from origin: Origin?, chain: [String]
  ) -> Tree? {
    let start = Origin.file(SourceLocation(file: path, line: 1, column: 1))
    guard let bytes = bytes(of: path, from: origin ?? start) else { return nil }
    do {
      guard let tree = try TreeParser.parse(bytes, file: path) else {
        report(.empty(expected: "keys such as 'why'"), start)
        return nil
      }
      guard case .mapping = tree.content else {
        let problem = ScenarioError.Problem.wrongValue(
          key: "", found: tree.found, expected: "a mapping of keys and values")
        report(problem, tree.origin)
        return nil
      }
      return inherited(tree, kind, in: path, chain: chain + [path])
    } catch {
      problems.append(error)
      return nil
    }
  }

  /// Lays a mapping over the file that its `extends` names, and drops that key.
  ///
  /// - Returns: the mapping alone where its base is not to be had.
  mutating func inherited(_ tree: Tree, _ kind: FileKind, in path: String) -> Tree {
    inherited(tree, kind, in: path, chain: []) ?? tree
  }

  private mutating func inherited(
    _ tree: Tree, _ kind: FileKind, in path: String, chain: [String]
  ) -> Tree? {
    var tree = tree
    guard let entry = tree.remove("extends"), !entry.value.isNull else { return tree }
    let origin = entry.value.origin
    guard case .scalar(let name, _) = entry.value.content, Shape.TextForm.path.allows(name) else {
      let problem = ScenarioError.Problem.wrongValue(
        key: "extends", found: entry.value.found, expected: "a file or a shipped name")
      lose(problem, origin, kind)
      return tree
    }
    let base: String
    switch finder.find(name, kind, from: path) {
    case .found(let file): base = file
    case .missing(let searched, let known):
      lose(.notFound(what: "file", name: name, searched: searched, known: known), origin, kind)
      return tree
    }
    guard !chain.contains(base) else {
      lose(.cycle(chain: chain + [base]), origin, kind)
      return nil
    }
    guard chain.count < Self.depthMax else {
      let what = "a chain of \(chain.count) files through extends"
      lose(.tooMuch(what: what, limit: "\(Self.depthMax)"), origin, kind)
      return nil
    }
    guard var below = load(base, kind, from: origin, chain: chain) else {
      baseless.insert(kind)
      return nil
    }
    // A name belongs to one file; whoever extends it has its own.
    _ = below.remove("name")
    return below.overlaid(with: tree)
  }

  /// Reports why a file goes without what it extends.
  private mutating func lose(
    _ problem: ScenarioError.Problem, _ origin: Origin, _ kind: FileKind
  ) {
    baseless.insert(kind)
    report(problem, origin, at: "extends")
  }

  private mutating func bytes(of path: String, from origin: Origin) -> [UInt8]? {
    do {
      return try files.bytes(path)
    } catch {
      switch error {
      case .tooLarge: report(.tooMuch(what: "the file is too large", limit: "1 MiB"), origin)
      case .unreadable(let reason): report(.unreadable(path: path, reason: reason), origin)
      }
    }
    return nil
  }

  /// Adds a problem with how files hang together.
  mutating func report(
    _ problem: ScenarioError.Problem, _ origin: Origin, at keyPath: String = ""
  ) {
    problems.append(ScenarioError(problem, at: keyPath, from: origin))
  }
}
