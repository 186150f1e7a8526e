extension FileSource {
  /// What a file holds.
  ///
  /// - Throws: the one problem that keeps it from being read.
  func wholeFile(_ path: String) throws(ScenarioErrors) -> [UInt8] {
    do {
      return try bytes(path)
    } catch {
      switch error {
      case .tooLarge:
        throw Self.failure(.tooMuch(what: "the file is too large", limit: "1 MiB"), path)
      case .unreadable(let reason):
        throw Self.failure(.unreadable(path: path, reason: reason), path)
      }
    }
  }

  /// The bytes of a file as a tree.
  ///
  /// - Parameter keys: what an empty file is told to hold.
  /// - Throws: the one problem that keeps it from being read.
  private func tree(_ path: String, _ bytes: [UInt8], keys: String) throws(ScenarioErrors) -> Tree {
    do {
      guard let tree = try TreeParser.parse(bytes, file: path) else {
        throw Self.failure(.empty(expected: "keys such as '\(keys)'"), path)
      }
      return tree
    } catch let error as ScenarioError {
      throw ScenarioErrors([error], mainFile: path)
    } catch let errors as ScenarioErrors {
      throw errors
    } catch {
      throw Self.failure(.syntax("\(error)"), path)
    }
  }

  /// A file's values, checked against its table and by rules that look at several of them.
  ///
  /// - Throws: every problem at once, at most 20, sorted by line.
  func setting(
    _ path: String, _ bytes: [UInt8], keys: String, table: Shape.Record,
    rules: (Setting) -> [ScenarioError]
  ) throws(ScenarioErrors) -> Setting {
    var checker = Checker()
    let setting = checker.check(try tree(path, bytes, keys: keys), .record(table), at: "")
    if let setting { for problem in rules(setting) { checker.add(problem) } }
    guard let setting, checker.problems.isEmpty else {
      throw ScenarioErrors(checker.problems, mainFile: path, furtherCount: checker.droppedCount)
    }
    return setting
  }

  private static func failure(_ problem: ScenarioError.Problem, _ path: String) -> ScenarioErrors {
    let start = Origin.file(SourceLocation(file: path, line: 1, column: 1))
    return ScenarioErrors([ScenarioError(problem, at: "", from: start)], mainFile: path)
  }
}
