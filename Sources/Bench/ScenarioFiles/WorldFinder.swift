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
    let prefix = name.hasPrefix(Self.builtin) ? Self.builtin : ""
    return .missing(searched: searched, known: known.map { prefix + $0 })
  }

  private static let builtin = "builtin:"

  private func candidates(_ name: String, _ folder: String) -> [String] {
    if name.hasPrefix(Self.builtin) {
      let bare = String(name.dropFirst(Self.builtin.count))
      // A built-in name is a name, never a way out of its folder.
      guard Shape.TextForm.name.allows(bare), bare != "..", bare != "." else { return [] }
      return worldFolders.map { PathText.join($0, bare + ".yaml") }
    }
    let isBare = !name.contains("/") && !name.hasSuffix(".yaml") && !name.hasSuffix(".yml")
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
