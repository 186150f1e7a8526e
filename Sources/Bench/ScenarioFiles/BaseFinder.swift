/// What a file describes; who extends one extends its like.
enum FileKind: Hashable {
  case scenario, world
}

/// Finds the file that an `extends` names.
struct BaseFinder {
  let files: FileSource
  /// Folders of scenarios and worlds that come with the program.
  let scenarioFolders: [String]
  let worldFolders: [String]

  /// - Parameters:
  ///   - name: a path seen from the file; or a bare name, of a file beside it before a shipped one;
  ///     or `builtin:NAME`, only of a shipped one.
  ///   - path: the file in which the name is written.
  func find(_ name: String, _ kind: FileKind, from path: String) -> WorldFinder.Outcome {
    var seen: Set<String> = []
    let searched = candidates(name, kind, PathText.folder(of: path))
      .filter { seen.insert($0).inserted }
    let found = searched.filter(files.isFile)
    // No file extends itself: one named like a shipped one means that.
    if let base = found.first(where: { $0 != path }) ?? found.first { return .found(base) }
    return .missing(searched: searched, known: known(name, kind, PathText.folder(of: path)))
  }

  private func shipped(_ kind: FileKind) -> [String] {
    kind == .world ? worldFolders : scenarioFolders
  }

  private func candidates(_ name: String, _ kind: FileKind, _ folder: String) -> [String] {
    if let builtin = WorldFinder.builtin(name, in: shipped(kind)) { return builtin }
    guard WorldFinder.isBare(name) else { return [PathText.join(folder, name)] }
    let file = name + ".yaml"
    var paths = [PathText.join(folder, name), PathText.join(folder, file)]
    // As `world: NAME` does.
    if kind == .world { paths.append(PathText.join(folder, "../Worlds/" + file)) }
    return paths + shipped(kind).map { PathText.join($0, file) }
  }

  /// What could have been meant, written as the name is.
  private func known(_ name: String, _ kind: FileKind, _ folder: String) -> [String] {
    let shipped = shipped(kind).flatMap(files.names)
    if WorldFinder.builtin(name, in: []) != nil { return shipped.map { WorldFinder.prefix + $0 } }
    if WorldFinder.isBare(name) { return files.names(folder) + shipped }
    guard let slash = name.lastIndex(of: "/") else {
      return files.names(folder).map { $0 + ".yaml" } + shipped
    }
    let beside = files.names(PathText.folder(of: PathText.join(folder, name)))
    return beside.map { name[...slash] + $0 + ".yaml" }
  }
}
