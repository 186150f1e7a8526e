/// Finds the world file that a scenario names.
struct WorldFinder {
  let files: FileSource
  /// Folders of worlds that come with the program, searched after the scenario's own folder.
  let worldFolders: [String]

  enum Outcome {
    case found(String)
    case missing(searched: [String], known: [String])
  }

  /// - Parameters:
  ///   - name: a path, `builtin:NAME`, or a bare name.
  ///   - folder: the folder of the file in which the name is written.
  func find(_ name: String, from folder: String) -> Outcome {
    let searched = candidates(name, folder)
    if let path = searched.first(where: files.isFile) { return .found(path) }
    let known = worldFolders.flatMap(files.names)
    let prefix = name.hasPrefix(Self.prefix) ? Self.prefix : ""
    return .missing(searched: searched, known: known.map { prefix + $0 })
  }

  /// Before a name that is always that of a shipped file.
  static let prefix = "builtin:"

  /// Where a `builtin:NAME` may lie; nil for any other name.
  static func builtin(_ name: String, in folders: [String]) -> [String]? {
    guard name.hasPrefix(prefix) else { return nil }
    let bare = String(name.dropFirst(prefix.count))
    // A built-in name is a name, never a way out of its folder.
    guard Shape.TextForm.name.allows(bare), bare != "..", bare != "." else { return [] }
    return folders.map { PathText.join($0, bare + ".yaml") }
  }

  /// Whether a name is no path.
  static func isBare(_ name: String) -> Bool {
    !name.contains("/") && !name.hasSuffix(".yaml") && !name.hasSuffix(".yml")
  }

  private func candidates(_ name: String, _ folder: String) -> [String] {
    if let builtin = Self.builtin(name, in: worldFolders) { return builtin }
    let isBare = Self.isBare(name)
    let file = isBare ? name + ".yaml" : name
    var paths = [PathText.join(folder, file)]
    if isBare { paths.append(PathText.join(folder, "../Worlds/" + file)) }
    let worlds = "Worlds/"
    let inside = file.hasPrefix(worlds) ? String(file.dropFirst(worlds.count)) : file
    if !file.hasPrefix("/") {
      paths += worldFolders.map { PathText.join($0, inside) }
    }
    var seen: Set<String> = []
    return paths.filter { seen.insert($0).inserted }
  }
}
