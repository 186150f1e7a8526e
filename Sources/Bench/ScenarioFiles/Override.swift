/// A `--set key.path=value` of the command line.
struct Override {
  let argument: String
  let steps: [KeyPathText.Step]
  let value: Tree

  var origin: Origin { .option(argument) }

  /// True for keys inside the world, which can be set only once the world is read.
  var isInWorld: Bool { steps.count > 1 && steps.first == .key("world") }

  init(_ argument: String) throws(ScenarioError) {
    self.argument = argument
    let origin = Origin.option(argument)
    guard let equals = argument.firstIndex(of: "=") else {
      throw ScenarioError(
        .badOverride("found no '=', expected key.path=value such as homes=20"), at: "",
        from: origin)
    }
    let path = String(argument[..<equals]).trimmed
    guard let steps = KeyPathText.steps(path) else {
      let text = "found the key path \(Quoted.text(path)), expected one such as faults[0].rate"
      throw ScenarioError(.badOverride(text), at: "", from: origin)
    }
    self.steps = steps
    let text = String(argument[argument.index(after: equals)...]).trimmed
    value = try Self.tree(text, path, origin)
  }

  /// Lists, mappings and quoted texts are YAML; all else is taken literally, so that `>= 0.8` and
  /// `a: b` need no quotes.
  private static func tree(
    _ text: String, _ path: String, _ origin: Origin
  ) throws(ScenarioError) -> Tree {
    guard let first = text.first, "[{\"'".contains(first) else { return .scalar(text, origin) }
    do {
      let tree = try TreeParser.parse(Array(text.utf8), file: "--set")
      return (tree ?? .scalar("", origin)).moved(to: origin)
    } catch {
      throw ScenarioError(error.problem, at: path, from: origin)
    }
  }

  /// Puts the value into a scenario's tree.
  func apply(to tree: Tree) throws(ScenarioError) -> Tree {
    try put(into: tree, steps[...], shape: .record(ScenarioTable.root), at: "")
  }

  private func put(
    into tree: Tree?, _ rest: ArraySlice<KeyPathText.Step>, shape: Shape?, at path: String
  ) throws(ScenarioError) -> Tree {
    guard let step = rest.first else { return value }
    switch step {
    case .index(let index):
      guard case .sequence(var items)? = tree?.content, index <= items.count else {
        throw failure(path, "found no entry \(index) in the list '\(path)'")
      }
      let item = index < items.count ? items[index] : nil
      let new = try put(
        into: item, rest.dropFirst(), shape: shape?.item, at: KeyPathText.join(path, index))
      if index < items.count { items[index] = new } else { items.append(new) }
      return Tree(.sequence(items), tree?.origin ?? origin)
    case .key(let first):
      // The keys of a free mapping may hold dots themselves.
      let isMap = if case .map? = shape { true } else { false }
      let key = isMap ? rest.map(\.text).joined(separator: ".") : first
      var mapping = try mapping(tree, shape, at: path)
      let new = try put(
        into: mapping[key], isMap ? [] : rest.dropFirst(), shape: shape?.member(key),
        at: KeyPathText.join(path, key))
      mapping.set(key, new, keyOrigin: origin)
      return mapping
    }
  }

  private func mapping(
    _ tree: Tree?, _ shape: Shape?, at path: String
  ) throws(ScenarioError) -> Tree {
    guard let tree, !tree.isBlank, !tree.isNull else { return Tree(.mapping([]), origin) }
    if case .mapping = tree.content { return tree }
    if case .record(let record)? = shape, let key = record.shorthand,
      case .scalar = tree.content
    {
      return Tree(.mapping([.init(key: key, keyOrigin: tree.origin, value: tree)]), tree.origin)
    }
    let isList = if case .sequence = tree.content { true } else { false }
    throw failure(
      path,
      isList
        ? "'\(path)' is a list; name an entry as in \(path)[0]"
        : "'\(path)' holds \(tree.found), which has no keys")
  }

  private func failure(_ path: String, _ text: String) -> ScenarioError {
    ScenarioError(.badOverride(text), at: path, from: origin)
  }
}

extension KeyPathText.Step {
  fileprivate var text: String {
    switch self {
    case .key(let key): key
    case .index(let index): "[\(index)]"
    }
  }
}

extension Shape {
  /// The shape of a list's entries.
  fileprivate var item: Shape? {
    if case .list(let item, _, _) = self { return item }
    return nil
  }

  /// The shape at a key of a mapping.
  fileprivate func member(_ key: String) -> Shape? {
    switch self {
    case .record(let record): record.field(key)?.shape
    case .variants(let variants):
      variants.variants.lazy.flatMap(\.fields).first { $0.key == key }?.shape
    case .either(_, let mapping): mapping.member(key)
    case .map(_, let values): values
    default: nil
    }
  }
}

extension Tree {
  /// The same values, all said to come from one place.
  fileprivate func moved(to origin: Origin) -> Tree {
    switch content {
    case .scalar: Tree(content, origin)
    case .sequence(let items): Tree(.sequence(items.map { $0.moved(to: origin) }), origin)
    case .mapping(let entries):
      Tree(
        .mapping(
          entries.map {
            Entry(key: $0.key, keyOrigin: origin, value: $0.value.moved(to: origin))
          }), origin)
    }
  }
}

extension String {
  /// Without spaces at either end.
  fileprivate var trimmed: String {
    var view = self[...]
    while view.first == " " { view.removeFirst() }
    while view.last == " " { view.removeLast() }
    return String(view)
  }
}
