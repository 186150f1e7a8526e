/// A YAML document as plain values, each with the place where it was written.
struct Tree: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// `isPlain` is false for quoted and block text, which can never be null.
    case scalar(String, isPlain: Bool)
    case sequence([Tree])
    case mapping([Entry])
  }

  struct Entry: Hashable, Sendable {
    var key: String
    var keyOrigin: Origin
    var value: Tree
  }

  var content: Content
  var origin: Origin

  init(_ content: Content, _ origin: Origin) {
    self.content = content
    self.origin = origin
  }

  static func scalar(_ text: String, _ origin: Origin) -> Tree {
    Tree(.scalar(text, isPlain: true), origin)
  }

  /// How a message names what was found here.
  var found: String {
    switch content {
    case .scalar("", isPlain: true): "nothing"
    case .scalar(let text, _): Quoted.text(text)
    case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
    case .mapping(let entries): entries.isEmpty ? "an empty mapping" : "a mapping"
    }
  }

  /// True for an unquoted `null` or `~`, which ask for the default.
  var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content { return text == "null" || text == "~" }
    return false
  }

  /// True where a key has no value at all.
  var isBlank: Bool { content == .scalar("", isPlain: true) }

  subscript(key: String) -> Tree? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// Sets or adds an entry; does nothing if this is no mapping.
  mutating func set(_ key: String, _ value: Tree, keyOrigin: Origin) {
    guard case .mapping(var entries) = content else { return }
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index] = Entry(key: key, keyOrigin: keyOrigin, value: value)
    } else {
      entries.append(Entry(key: key, keyOrigin: keyOrigin, value: value))
    }
    content = .mapping(entries)
  }

  /// Removes an entry and returns it.
  mutating func remove(_ key: String) -> Entry? {
    guard case .mapping(var entries) = content,
      let index = entries.firstIndex(where: { $0.key == key })
    else { return nil }
    let entry = entries.remove(at: index)
    content = .mapping(entries)
    return entry
  }

  /// This tree with `top` laid over it: mappings merge key by key, all else is replaced.
  func overlaid(with top: Tree) -> Tree {
    guard case .mapping(var merged) = content, case .mapping(let entries) = top.content else {
      return top
    }
    var indices: [String: Int] = [:]
    for (index, entry) in merged.enumerated() { indices[entry.key] = index }
    for entry in entries {
      if let index = indices[entry.key] {
        let value = merged[index].value.overlaid(with: entry.value)
        merged[index] = Entry(key: entry.key, keyOrigin: entry.keyOrigin, value: value)
      } else {
        merged.append(entry)
      }
    }
    return Tree(.mapping(merged), top.origin)
  }
}
