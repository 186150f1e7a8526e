/// Walks a tree against a shape, collects every problem, fills in every default.
struct Checker {
  /// A file with more wrong values than this is not read for its own sake.
  static let problemCountMax = 2000

  private(set) var problems: [ScenarioError] = []
  private(set) var droppedCount = 0
  /// What the sizes of the fault being checked are measured in.
  private(set) var sensorKind: Scenario.SensorKind?
  /// Where what a file extends is not to be had: keys that are missing from here on, outside lists,
  /// may be that file's. nil where everything is there.
  var baselessPath: String?
  /// The key of the user's own whose value is being checked; it may hold dots.
  private var freeKey: String?

  mutating func add(_ problem: ScenarioError.Problem, at path: String, from origin: Origin) {
    guard problems.count < Self.problemCountMax else {
      droppedCount += 1
      return
    }
    problems.append(ScenarioError(problem, at: path, from: origin))
  }

  mutating func add(_ error: ScenarioError) {
    add(error.problem, at: error.keyPath, from: error.origin)
  }

  /// Reports a value of the wrong type, unit or range.
  mutating func reject(
    _ tree: Tree, at path: String, found: String? = nil, expected: String
  ) {
    let problem = ScenarioError.Problem.wrongValue(
      key: lead(path), found: found ?? tree.found, expected: expected)
    add(problem, at: path, from: tree.origin)
  }

  /// What a message begins with: the last key of the path.
  func lead(_ path: String) -> String { freeKey ?? KeyPathText.last(path) }

  /// - Returns: nil where a problem was found, unless the value can stand without the wrong part.
  mutating func check(_ tree: Tree, _ shape: Shape, at path: String) -> Setting? {
    switch shape {
    case .list(let item, let count, let isUnique):
      return list(tree, of: item, count: count, isUnique: isUnique, shape: shape, at: path)
    case .record(let record): return self.record(tree, record, at: path)
    case .variants(let variants): return self.variants(tree, variants, at: path)
    case .map(let keys, let values): return map(tree, keys, values, at: path)
    case .either(let scalar, let mapping):
      if case .mapping = tree.content { return check(tree, mapping, at: path) }
      if case .scalar = tree.content { return check(tree, scalar, at: path) }
      reject(tree, at: path, expected: ShapeText.expected(shape))
      return nil
    default:
      guard case .scalar(let text, _) = tree.content, !tree.isBlank else {
        reject(tree, at: path, expected: ShapeText.expected(shape, sensorKind: sensorKind))
        return nil
      }
      return scalar(text, tree, shape, at: path)
    }
  }

  // MARK: - Lists and mappings

  private mutating func list(
    _ tree: Tree, of item: Shape, count: ClosedRange<Int>, isUnique: Bool, shape: Shape,
    at path: String
  ) -> Setting? {
    var trees: [Tree] = []
    if case .sequence(let items) = tree.content {
      trees = items
    } else if !tree.isBlank || count.lowerBound > 0 {
      reject(tree, at: path, expected: ShapeText.expected(shape))
      return nil
    }
    if !count.contains(trees.count) {
      let found = trees.count == 1 ? "1 entry" : "\(trees.count) entries"
      reject(tree, at: path, found: found, expected: ShapeText.expected(shape))
    }
    var settings: [Setting] = []
    var seen: Set<Setting.Content> = []
    for (index, tree) in trees.prefix(max(count.upperBound, 1)).enumerated() {
      let place = KeyPathText.join(path, index)
      guard let setting = check(tree, item, at: place) else { continue }
      if isUnique, !seen.insert(setting.content).inserted {
        let text = "\(tree.found) stands twice in the list; keep one"
        add(.conflict(text), at: place, from: tree.origin)
      }
      settings.append(setting)
    }
    return Setting(content: .list(settings), origin: tree.origin)
  }

  private mutating func record(_ tree: Tree, _ record: Shape.Record, at path: String) -> Setting? {
    if let key = record.shorthand, case .scalar = tree.content, !tree.isBlank {
      let entry = Tree.Entry(key: key, keyOrigin: tree.origin, value: tree)
      return self.record(Tree(.mapping([entry]), tree.origin), record, at: path)
    }
    guard let entries = entries(tree, record.name, at: path) else { return nil }
    rejectUnknownKeys(entries, record, at: path)
    var members: [Setting.Member] = []
    for field in record.fields {
      let place = KeyPathText.join(path, field.key)
      guard let value = value(of: field, in: entries, tree, at: path) else { continue }
      if let setting = check(value, field.shape, at: place) {
        members.append(Setting.Member(key: field.key, value: setting))
      }
    }
    return Setting(content: .record(members), origin: tree.origin)
  }

  /// The tree to check for a field: what the file says, else the default.
  private mutating func value(
    of field: Shape.Field, in entries: [Tree.Entry], _ tree: Tree, at path: String
  ) -> Tree? {
    let written = entries.first { $0.key == field.key }?.value
    if case .defaultedUnless(let other, _) = field.presence,
      let rival = entries.first(where: { $0.key == other }), !rival.value.isNull
    {
      if let written, !written.isNull {
        let text = "'\(field.key)' and '\(other)' exclude each other; keep one"
        add(.conflict(text), at: KeyPathText.join(path, field.key), from: written.origin)
      }
      return nil
    }
    // An unquoted null asks for the default, so that a file can undo what it extends.
    let isRequired = field.presence.isRequired(of: sensorKind)
    if let written, !written.isNull || isRequired { return written }
    if let value = field.presence.defaultTree { return value }
    if isRequired, !mayBeInherited(path) {
      let expected = ShapeText.expected(field.shape, sensorKind: sensorKind)
      add(
        .missingKey(key: field.key, expected: expected), at: KeyPathText.join(path, field.key),
        from: tree.origin)
    }
    return nil
  }

  /// Whether keys of the mapping at a path may stand in a file that is not to be had.
  private func mayBeInherited(_ path: String) -> Bool {
    // Lists are inherited whole or not at all.
    guard let baselessPath, !path.contains("[") else { return false }
    return baselessPath.isEmpty || path == baselessPath || path.hasPrefix(baselessPath + ".")
  }

  private mutating func variants(
    _ tree: Tree, _ variants: Shape.Variants, at path: String
  ) -> Setting? {
    guard let entries = entries(tree, variants.name, at: path) else { return nil }
    let words = variants.variants.map(\.word)
    let place = KeyPathText.join(path, variants.discriminator)
    guard let choice = entries.first(where: { $0.key == variants.discriminator })?.value else {
      let expected = ShapeText.expected(.choice(words))
      add(
        .missingKey(key: variants.discriminator, expected: expected), at: place,
        from: tree.origin)
      return nil
    }
    guard let word = check(choice, .choice(words), at: place)?.text,
      let record = variants.record(word)
    else { return nil }
    sensorKind = tree["sensors"]?["kind"].flatMap { kind in
      guard case .scalar(let text, _) = kind.content else { return nil }
      return Scenario.SensorKind(rawValue: text)
    }
    defer { sensorKind = nil }
    return self.record(tree, record, at: path)
  }

  private mutating func map(
    _ tree: Tree, _ keys: Shape.TextForm, _ values: Shape, at path: String
  ) -> Setting? {
    guard let entries = entries(tree, KeyPathText.last(path), at: path) else { return nil }
    var members: [Setting.Member] = []
    for entry in entries {
      let place = KeyPathText.join(path, entry.key)
      guard keys.allows(entry.key) else {
        let found = "the key \(Quoted.text(entry.key))"
        let problem = ScenarioError.Problem.wrongValue(key: "", found: found, expected: keys.noun)
        add(problem, at: place, from: entry.keyOrigin)
        continue
      }
      if entry.value.isNull { continue }
      freeKey = entry.key
      defer { freeKey = nil }
      if let setting = check(entry.value, values, at: place) {
        members.append(Setting.Member(key: entry.key, value: setting))
      }
    }
    members.sort { $0.key < $1.key }
    return Setting(content: .record(members), origin: tree.origin)
  }

  /// A mapping's entries; a key without a value counts as an empty mapping.
  private mutating func entries(_ tree: Tree, _ name: String, at path: String) -> [Tree.Entry]? {
    if case .mapping(let entries) = tree.content { return entries }
    if tree.isBlank { return [] }
    reject(tree, at: path, expected: "a mapping of keys and values")
    return nil
  }

  private mutating func rejectUnknownKeys(
    _ entries: [Tree.Entry], _ record: Shape.Record, at path: String
  ) {
    let known = record.fields.map(\.key)
    for entry in entries where !known.contains(entry.key) {
      if let instead = record.retired[entry.key] {
        let text = "'\(entry.key)' is no key any more: \(instead)"
        add(.conflict(text), at: KeyPathText.join(path, entry.key), from: entry.keyOrigin)
        continue
      }
      let problem = ScenarioError.Problem.unknownKey(
        key: entry.key, known: known, elsewhere: TableWalk.places(ofKey: entry.key))
      add(problem, at: KeyPathText.join(path, entry.key), from: entry.keyOrigin)
    }
  }
}
