/// The tables as text for people, made from the same shapes as everything else.
extension ScenarioSchema {
  /// Every key of scenario files with its type, default and meaning; lines of at most 100 columns.
  public static func reference() -> String {
    let stops = TableWalk.scenario.filter { !$0.path.hasPrefix("world.") }
    return lines(stops)
  }

  /// Every key of world files, in the same form.
  public static func worldReference() -> String { lines(TableWalk.world) }

  /// What a key means, as `--help` shows it; nil if there is no such key.
  ///
  /// - Parameter keyPath: with or without indices: `faults[0].rate`, `faults.rate`.
  public static func help(for keyPath: String) -> String? {
    let wanted = bare(keyPath)
    let stops = TableWalk.scenario.filter { bare($0.path) == wanted }
    guard !stops.isEmpty else { return nil }
    let below = TableWalk.scenario.filter { bare($0.path).hasPrefix(wanted + ".") }
    return lines(stops + below)
  }

  /// A path without the marks of lists.
  private static func bare(_ path: String) -> String {
    var result = ""
    var isInside = false
    for character in path {
      if character == "[" { isInside = true }
      if !isInside { result.append(character) }
      if character == "]" { isInside = false }
    }
    return result
  }

  private static func lines(_ stops: [TableWalk.Stop]) -> String {
    stops.map { stop in
      let field = stop.field
      var facts = [ShapeText.brief(field.shape)]
      if field.presence.isRequired { facts.append("required") }
      if let value = field.presence.defaultText { facts.append("default \(value)") }
      if !stop.variants.isEmpty { facts.append("for " + stop.variants.joined(separator: ", ")) }
      var text = stop.path + "\n"
      text += wrapped(field.doc, indent: "    ")
      text += wrapped("(" + facts.joined(separator: "; ") + ")", indent: "    ")
      if case .choice(let words) = field.shape {
        for word in words {
          text += wrapped("\(word.text): \(word.meaning)", indent: "      ")
        }
      }
      return text
    }.joined()
  }

  private static func wrapped(_ text: String, indent: String) -> String {
    var result = ""
    var line = indent
    for word in text.split(separator: " ") {
      if line.count + word.count + 1 > 100, line != indent {
        result += line + "\n"
        line = indent
      }
      line += (line == indent ? "" : " ") + word
    }
    return result + line + "\n"
  }
}
