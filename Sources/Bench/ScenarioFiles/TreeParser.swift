internal import Yams

/// Turns YAML bytes into a ``Tree``, or into one located error.
enum TreeParser {
  static let depthMax = 32
  static let nodeCountMax = 200_000

  static let tooDeep = ScenarioError.Problem.tooMuch(
    what: "nested too deeply", limit: "\(depthMax) levels")

  /// Parses one document.
  ///
  /// - Returns: nil for a file without any content.
  static func parse(_ bytes: [UInt8], file: String) throws(ScenarioError) -> Tree? {
    let text = try decode(bytes, file: file)
    guard AliasBudget.expandedByteCount(bytes) <= AliasBudget.byteCountMax else {
      throw ScenarioError(
        .tooMuch(what: "aliases expand to too much text", limit: "16 MiB"), at: "",
        from: .file(SourceLocation(file: file, line: 1, column: 1)))
    }
    let root: Node?
    do {
      // Without tag rules: what a value means is the table's business. With the encoding, since the
      // default asks the environment.
      root = try Yams.compose(yaml: text, .basic, .default, .utf8)
    } catch let error as YamlError {
      throw located(error, in: text, file: file)
    } catch {
      throw ScenarioError(
        .syntax(String(describing: error)), at: "",
        from: .file(SourceLocation(file: file, line: 1, column: 1)))
    }
    guard let root else { return nil }
    var converter = Converter(file: file)
    let tree = try converter.tree(root, depth: 0)
    return tree.isBlank ? nil : tree
  }

  private static func decode(_ bytes: [UInt8], file: String) throws(ScenarioError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) {
      return text.unicodeScalars.first == "\u{FEFF}"
        ? String(String.UnicodeScalarView(text.unicodeScalars.dropFirst())) : text
    }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var (offset, line, column) = (0, 1, 1)
    decoding: while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        offset += encoded.count
        (line, column) = encoded.first == 10 ? (line + 1, 1) : (line, column + 1)
      case .emptyInput, .error: break decoding
      }
    }
    throw ScenarioError(
      .notUTF8(offset: offset), at: "",
      from: .file(SourceLocation(file: file, line: line, column: column)))
  }

  private static func located(
    _ error: YamlError, in text: String, file: String
  ) -> ScenarioError {
    func problem(_ problem: ScenarioError.Problem, _ line: Int, _ column: Int) -> ScenarioError {
      ScenarioError(
        problem, at: "",
        from: .file(SourceLocation(file: file, line: max(1, line), column: max(1, column))))
    }
    switch error {
    case .reader(let what, let offset, _, _):
      let (line, column) = place(of: offset ?? 0, in: text)
      return problem(.syntax(what), line, column)
    case .scanner(let context, let what, let mark, _), .parser(let context, let what, let mark, _),
      .composer(let context, let what, let mark, _):
      if what.hasPrefix("Maximum nesting level") {
        return problem(tooDeep, mark.line, mark.column)
      }
      let why = context.map { "\($0.text): " } ?? ""
      return problem(.syntax(why + what), mark.line, mark.column)
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      let mark = context.mark
      if let line = repeatedLine(of: key, after: mark, in: text) {
        return problem(.duplicateKey(key: key, otherLine: mark.line), line, mark.column)
      }
      return problem(.duplicateKey(key: key, otherLine: nil), mark.line, mark.column)
    case .memory: return problem(.syntax("out of memory"), 1, 1)
    case .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return problem(.syntax(Quoted.shortened(String(describing: error))), 1, 1)
    }
  }

  /// The first later line on which the key starts in the same column.
  private static func repeatedLine(of key: String, after mark: Mark, in text: String) -> Int? {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard mark.line >= 1, mark.line < lines.count else { return nil }
    for index in mark.line..<lines.count {
      let line = lines[index].unicodeScalars
      let indent = line.prefix { $0 == " " }.count
      guard indent == mark.column - 1 else { continue }
      if String(line.dropFirst(indent)).hasPrefix(key + ":") { return index + 1 }
    }
    return nil
  }

  private static func place(of offset: Int, in text: String) -> (line: Int, column: Int) {
    var (line, column) = (1, 1)
    for character in text.prefix(offset) {
      (line, column) = character.isNewline ? (line + 1, 1) : (line, column + 1)
    }
    return (line, column)
  }
}

/// Copies Yams nodes into trees, within the limits.
private struct Converter {
  let file: String
  private var nodeCount = 0

  init(file: String) { self.file = file }

  mutating func tree(_ node: Node, depth: Int) throws(ScenarioError) -> Tree {
    let origin = origin(of: node)
    nodeCount += 1
    if nodeCount > TreeParser.nodeCountMax {
      let limit = "\(TreeParser.nodeCountMax)"
      throw ScenarioError(.tooMuch(what: "too many values", limit: limit), at: "", from: origin)
    }
    if depth > TreeParser.depthMax {
      throw ScenarioError(TreeParser.tooDeep, at: "", from: origin)
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      return Tree(.scalar(scalar.string, isPlain: isPlain), origin)
    case .sequence(let sequence):
      var items: [Tree] = []
      for item in sequence { items.append(try tree(item, depth: depth + 1)) }
      return Tree(.sequence(items), origin)
    case .mapping(let mapping):
      return Tree(.mapping(try entries(mapping, depth: depth)), origin)
    case .alias(let alias):
      throw ScenarioError(
        .syntax("unresolved alias \(alias.anchor.rawValue)"), at: "", from: origin)
    }
  }

  private mutating func entries(
    _ mapping: Node.Mapping, depth: Int
  ) throws(ScenarioError) -> [Tree.Entry] {
    var entries: [Tree.Entry] = []
    var lines: [String: Int] = [:]
    for (key, value) in mapping {
      let keyOrigin = origin(of: key)
      guard case .scalar(let name) = key else {
        throw ScenarioError(.syntax("a key must be a word"), at: "", from: keyOrigin)
      }
      // The parser tells apart keys of other tags; a reader does not.
      if let line = lines[name.string] {
        throw ScenarioError(
          .duplicateKey(key: name.string, otherLine: line), at: "", from: keyOrigin)
      }
      lines[name.string] = key.mark?.line ?? 1
      entries.append(
        Tree.Entry(
          key: name.string, keyOrigin: keyOrigin, value: try tree(value, depth: depth + 1)))
    }
    return entries
  }

  private func origin(of node: Node) -> Origin {
    let mark = node.mark
    return .file(
      SourceLocation(file: file, line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1)))
  }
}
