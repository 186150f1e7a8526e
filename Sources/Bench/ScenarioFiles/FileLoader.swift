/// Reads files with everything they inherit through `extends`.
struct FileLoader {
  /// How long a chain of `extends` may be.
  static let depthMax = 16

  let files: FileSource
  /// Where `builtin:NAME` is found.
  let worldFolders: [String]
  private(set) var problems: [ScenarioError] = []

  init(files: FileSource, worldFolders: [String] = []) {
    self.files = files
    self.worldFolders = worldFolders
  }

  /// Reads a file as a mapping, with what it extends laid under it.
  ///
  /// - Returns: nil if that is impossible; the reason is in ``problems``.
  mutating func load(_ path: String, from origin: Origin? = nil) -> Tree? {
    load(PathText.normalised(path), from: origin, chain: [])
  }

  private mutating func load(_ path: String, from origin: Origin?, chain: [String]) -> Tree? {
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
      return inherited(tree, in: path, chain: chain + [path])
    } catch {
      problems.append(error)
      return nil
    }
  }

  /// Lays a mapping over the file that its `extends` names, and drops that key.
  mutating func inherited(_ tree: Tree, in path: String) -> Tree? {
    inherited(tree, in: path, chain: [])
  }

  private mutating func inherited(_ tree: Tree, in path: String, chain: [String]) -> Tree? {
    var tree = tree
    guard let entry = tree.remove("extends"), !entry.value.isNull else { return tree }
    let origin = entry.value.origin
    guard case .scalar(let name, _) = entry.value.content, Shape.TextForm.path.allows(name) else {
      let problem = ScenarioError.Problem.wrongValue(
        key: "extends", found: entry.value.found, expected: "a file")
      problems.append(ScenarioError(problem, at: "extends", from: origin))
      return tree
    }
    let base = builtin(name) ?? PathText.join(PathText.folder(of: path), name)
    guard !chain.contains(base) else {
      report(.cycle(chain: chain + [base]), origin, at: "extends")
      return nil
    }
    guard chain.count < Self.depthMax else {
      let what = "a chain of \(chain.count) files through extends"
      report(.tooMuch(what: what, limit: "\(Self.depthMax)"), origin, at: "extends")
      return nil
    }
    guard files.isFile(base) else {
      let known = files.names(PathText.folder(of: base)).map { $0 + ".yaml" }
      report(
        .notFound(what: "file", name: name, searched: [base], known: known), origin, at: "extends")
      return tree
    }
    guard var below = load(base, from: origin, chain: chain) else { return nil }
    // A name belongs to one file; whoever extends it has its own.
    _ = below.remove("name")
    return below.overlaid(with: tree)
  }

  /// The file of a shipped world, so that a world in a scenario may change it.
  private func builtin(_ name: String) -> String? {
    guard name.hasPrefix("builtin:"),
      case .found(let path) = WorldFinder(files: files, worldFolders: worldFolders)
        .find(name, from: ".")
    else { return nil }
    return path
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
