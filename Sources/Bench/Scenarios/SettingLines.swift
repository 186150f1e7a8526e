/// A canonical scenario as lines of key path and value.
enum SettingLines {
  static func differences(_ first: String, _ second: String) -> [String] {
    let (a, b) = (lines(first), lines(second))
    var values: [String: String] = [:]
    for (key, value) in b { values[key] = value }
    var texts: [String] = []
    for (key, value) in a {
      let other = values.removeValue(forKey: key)
      if other != value { texts.append("\(key): \(value), \(other ?? "nothing")") }
    }
    for (key, value) in b where values[key] != nil { texts.append("\(key): nothing, \(value)") }
    return texts
  }

  /// Indents of two spaces and `- ` for list items are all that canonical texts have.
  static func lines(_ text: String) -> [(key: String, value: String)] {
    var path: [String] = []
    var counts: [String: Int] = [:]
    var result: [(key: String, value: String)] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      var rest = line.drop { $0 == " " }
      var depth = (line.count - rest.count) / 2
      while rest.hasPrefix("- ") {
        path = Array(path.prefix(depth))
        let list = path.joined(separator: ".")
        path.append("[\(counts[list, default: 0])]")
        counts[list, default: 0] += 1
        depth += 1
        rest = rest.dropFirst(2)
      }
      path = Array(path.prefix(depth))
      guard let colon = rest.firstRange(of: ":") else {
        result.append((path.joined(separator: "."), String(rest)))
        continue
      }
      let key = String(rest[..<colon.lowerBound])
      let value = rest[colon.upperBound...].drop { $0 == " " }
      if value.isEmpty {
        path.append(key)
      } else {
        result.append(((path + [key]).joined(separator: "."), String(value)))
      }
    }
    return result
  }
}
