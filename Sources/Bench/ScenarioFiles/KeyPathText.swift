/// Key paths as people write them: `faults[0].sensors.share`.
enum KeyPathText {
  static func join(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }

  static func join(_ path: String, _ index: Int) -> String { "\(path)[\(index)]" }

  /// The last key, which leads a message.
  static func last(_ path: String) -> String {
    guard let dot = path.lastIndex(of: ".") else { return path }
    return String(path[path.index(after: dot)...])
  }

  enum Step: Hashable {
    case key(String)
    case index(Int)
  }

  /// Splits a path; nil if it is malformed.
  static func steps(_ path: String) -> [Step]? {
    var steps: [Step] = []
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      guard let bracket = part.firstIndex(of: "[") else {
        if part.isEmpty { return nil }
        steps.append(.key(String(part)))
        continue
      }
      let key = part[..<bracket]
      if key.isEmpty { return nil }
      steps.append(.key(String(key)))
      var rest = part[bracket...]
      while rest.first == "[" {
        guard let end = rest.firstIndex(of: "]"),
          let index = NumberText.magnitude(String(rest[rest.index(after: rest.startIndex)..<end])),
          index < 1_000_000
        else { return nil }
        steps.append(.index(Int(index)))
        rest = rest[rest.index(after: end)...]
      }
      if !rest.isEmpty { return nil }
    }
    return steps.isEmpty ? nil : steps
  }
}
