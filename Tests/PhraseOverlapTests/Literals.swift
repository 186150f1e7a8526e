import Foundation

/// The sentences and word lists that Swift sources hold in their string literals.
enum Literals {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every literal of every source below a folder, as words; a line of a long literal is one.
  static func phrases(under folder: String) throws -> [[String]] {
    try files(under: folder).flatMap { file in
      try phrases(in: String(contentsOf: file, encoding: .utf8))
    }
  }

  static func files(under folder: String) -> [URL] {
    let walker = FileManager.default.enumerator(
      at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    let all = (walker?.allObjects ?? []).compactMap { $0 as? URL }
    return all.filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
  }

  static func phrases(in source: String) -> [[String]] {
    var found: [[String]] = []
    var isLong = false
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.trimmingPrefix { $0 == " " }
      if isLong {
        if text.hasPrefix("\"\"\"") { isLong = false } else { found.append(words(String(text))) }
        continue
      }
      if text.hasPrefix("//") { continue }
      if text.hasSuffix("\"\"\"") {
        isLong = true
        continue
      }
      // Odd parts of a line lie between quotes.
      for (index, part) in text.split(separator: "\"", omittingEmptySubsequences: false)
        .enumerated()
      where index % 2 == 1 { found.append(words(String(part))) }
    }
    return found.filter { !$0.isEmpty }
  }

  /// Lower-case words; what stands for something else (`{room}`, `\(name)`) is `_`.
  static func words(_ text: String) -> [String] {
    var plain = ""
    var depth = 0
    for character in text.lowercased() {
      switch character {
      case "{", "(":
        if depth == 0 { plain += " _ " }
        depth += 1
      case "}", ")": depth = max(depth - 1, 0)
      case "a"..."z", "0"..."9": if depth == 0 { plain.append(character) }
      case "'", "’": break
      default: if depth == 0 { plain.append(" ") }
      }
    }
    return plain.split(separator: " ").map(String.init)
  }
}

/// How much of what residents say stands in a grammar word for word.
struct Overlap {
  /// Patterns of three words and more that the grammar holds as they are.
  var sharedTemplates: [String] = []
  /// Of the residents' different runs of three words, the share that the grammar holds.
  var trigramShare = 0.0
  /// The same for four words.
  var fourgramShare = 0.0

  init(patterns: [[String]], grammar: [[String]]) {
    let known = Set(grammar)
    sharedTemplates = patterns.filter { $0.count >= 3 && known.contains($0) }
      .map { $0.joined(separator: " ") }
    trigramShare = Self.share(3, patterns, grammar)
    fourgramShare = Self.share(4, patterns, grammar)
  }

  private static func share(_ n: Int, _ patterns: [[String]], _ grammar: [[String]]) -> Double {
    func runs(_ phrases: [[String]]) -> Set<[String]> {
      var runs: Set<[String]> = []
      for words in phrases where words.count >= n {
        for start in 0...words.count - n { runs.insert(Array(words[start..<start + n])) }
      }
      return runs
    }
    let said = runs(patterns)
    return said.isEmpty ? 0 : Double(said.intersection(runs(grammar)).count) / Double(said.count)
  }
}
