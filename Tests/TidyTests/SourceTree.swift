import Foundation

/// The project's files as the house rules see them.
struct SourceTree {
  struct File {
    /// Relative to the project, such as `Sources/Kernel/Clockwork/SimTime.swift`.
    let path: String
    let lines: [Substring]

    /// Modules named by the file's imports.
    var imports: [String] {
      lines.compactMap { line in
        var words = line.split(separator: " ")
        while let first = words.first,
          first.hasPrefix("@")
            || ["public", "package", "internal", "fileprivate", "private"].contains(first)
        {
          words.removeFirst()
        }
        guard words.count >= 2, words[0] == "import" else { return nil }
        let kinds = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
        let name = kinds.contains(String(words[1])) && words.count > 2 ? words[2] : words[1]
        return name.split(separator: ".").first.map(String.init)
      }
    }

    /// Lines without comments and string literals, so that prose about a banned call is allowed.
    var code: [String] {
      lines.map { line in
        var code = ""
        var isInString = false
        var previous: Character = " "
        for character in line {
          if character == "\"", previous != "\\" { isInString.toggle() }
          if !isInString, character == "/", previous == "/" {
            code.removeLast()
            break
          }
          if !isInString { code.append(character) }
          previous = character
        }
        return code
      }
    }
  }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func files(under folder: String) -> [File] {
    let start = root.appendingPathComponent(folder)
    guard let walker = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
    else { return [] }
    var found: [File] = []
    for case let url as URL in walker where url.pathExtension == "swift" {
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
      let path = String(url.path.dropFirst(root.path.count + 1))
      found.append(
        File(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false)))
    }
    return found.sorted { $0.path < $1.path }
  }

  /// Names of the modules on one floor: the folders below it.
  static func modules(on floor: String) -> Set<String> {
    let folder = root.appendingPathComponent("Sources/\(floor)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return Set(names.filter { !$0.hasPrefix(".") })
  }
}
