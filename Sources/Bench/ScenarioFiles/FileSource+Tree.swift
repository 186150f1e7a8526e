extension FileSource {
  /// A whole file as a tree.
  ///
  /// - Parameter keys: what an empty file is told to hold.
  /// - Throws: the one problem that keeps it from being read.
  func tree(_ path: String, keys: String) throws(ScenarioErrors) -> Tree {
    let start = Origin.file(SourceLocation(file: path, line: 1, column: 1))
    func failure(_ problem: ScenarioError.Problem) -> ScenarioErrors {
      ScenarioErrors([ScenarioError(problem, at: "", from: start)], mainFile: path)
    }
    let bytes: [UInt8]
    do {
      bytes = try self.bytes(path)
    } catch {
      switch error {
      case .tooLarge: throw failure(.tooMuch(what: "the file is too large", limit: "1 MiB"))
      case .unreadable(let reason): throw failure(.unreadable(path: path, reason: reason))
      }
    }
    do {
      guard let tree = try TreeParser.parse(bytes, file: path) else {
        throw failure(.empty(expected: "keys such as '\(keys)'"))
      }
      return tree
    } catch let error as ScenarioError {
      throw ScenarioErrors([error], mainFile: path)
    } catch let errors as ScenarioErrors {
      throw errors
    } catch {
      throw failure(.syntax("\(error)"))
    }
  }
}
