internal import Clockwork

/// Reads scenario files: text in, a checked scenario or every problem out.
public struct ScenarioReader: Sendable {
  private let files: FileSource
  private let worldFolders: [String]
  private let scenarioFolders: [String]
  private let scoreIDs: [String]?

  /// - Parameters:
  ///   - worldFolders: searched for worlds after the scenario's own folder, in order.
  ///   - scenarioFolders: searched for what is extended after the scenario's own folder, in order.
  ///   - scoreIDs: what may be expected; nil where the reader cannot know.
  ///   - files: where texts come from.
  public init(
    worldFolders: [String] = [], scenarioFolders: [String] = [], scoreIDs: [String]? = nil,
    files: FileSource = .disk
  ) {
    self.worldFolders = worldFolders
    self.scenarioFolders = scenarioFolders
    self.scoreIDs = scoreIDs
    self.files = files
  }

  /// Reads a scenario from the disk.
  ///
  /// - Parameters:
  ///   - path: the scenario's file.
  ///   - overrides: arguments of `--set`, `key.path=value`; later ones win.
  ///   - worldFolders: searched for worlds after the scenario's own folder, in order.
  ///   - scenarioFolders: searched for what is extended after the scenario's own folder, in order.
  /// - Throws: every problem at once, at most 20, sorted by line.
  public static func read(
    path: String, overrides: [String] = [], worldFolders: [String] = [],
    scenarioFolders: [String] = [], scoreIDs: [String]? = nil
  ) throws(ScenarioErrors) -> LoadedScenario {
    try ScenarioReader(
      worldFolders: worldFolders, scenarioFolders: scenarioFolders, scoreIDs: scoreIDs
    ).read(path: path, overrides: overrides)
  }

  /// Reads a scenario; see ``read(path:overrides:worldFolders:scenarioFolders:scoreIDs:)``.
  public func read(
    path: String, overrides: [String] = []
  ) throws(ScenarioErrors) -> LoadedScenario {
    let path = PathText.normalised(path)
    var loader = FileLoader(finder)
    let loaded = loader.load(path, .scenario)
    guard var tree = loaded else { throw ScenarioErrors(loader.problems, mainFile: path) }
    var checker = Checker()
    let changes = parse(overrides, &checker)
    // What an override reaches for may be what a missing base would have brought.
    if loader.baseless.isEmpty {
      tree = apply(changes.filter { !$0.isInWorld }, to: tree, &checker)
    }
    let worldFile = resolveWorld(&tree, path, &loader)
    if loader.baseless.isEmpty { tree = apply(changes.filter(\.isInWorld), to: tree, &checker) }
    giveName(&tree, PathText.stem(of: path), table: ScenarioTable.root)
    for problem in loader.problems { checker.add(problem) }
    checker.baselessPath =
      loader.baseless.contains(.scenario) ? "" : loader.baseless.contains(.world) ? "world" : nil
    let setting = checker.check(tree, .record(ScenarioTable.root), at: "")
    var rules = Rules(scoreIDs: scoreIDs)
    if let setting, loader.baseless.isEmpty { rules.check(scenario: setting) }
    for problem in rules.problems { checker.add(problem) }
    guard let setting, checker.problems.isEmpty else {
      throw ScenarioErrors(
        checker.problems, mainFile: path, furtherCount: checker.droppedCount)
    }
    return loadedScenario(setting, worldFile: worldFile, warnings: rules.warnings(mainFile: path))
  }

  /// Reads a world file by itself.
  public func readWorld(path: String) throws(ScenarioErrors) -> WorldDescription {
    let path = PathText.normalised(path)
    var loader = FileLoader(finder)
    let loaded = loader.load(path, .world)
    guard var tree = loaded else { throw ScenarioErrors(loader.problems, mainFile: path) }
    giveName(&tree, PathText.stem(of: path), table: WorldTable.root)
    var checker = Checker()
    for problem in loader.problems { checker.add(problem) }
    if !loader.baseless.isEmpty { checker.baselessPath = "" }
    let setting = checker.check(tree, .record(WorldTable.root), at: "")
    var rules = Rules()
    if let setting, loader.baseless.isEmpty { rules.check(world: setting, at: "") }
    for problem in rules.problems { checker.add(problem) }
    guard let setting, checker.problems.isEmpty else {
      throw ScenarioErrors(
        checker.problems, mainFile: path, furtherCount: checker.droppedCount)
    }
    return SettingDecoder.world(setting)
  }

  private var finder: BaseFinder {
    BaseFinder(files: files, scenarioFolders: scenarioFolders, worldFolders: worldFolders)
  }

  private func loadedScenario(
    _ setting: Setting, worldFile: String?, warnings: [ScenarioWarning]
  ) -> LoadedScenario {
    let text = CanonicalText.text(setting)
    var fingerprint = Fingerprint()
    fingerprint.combine(text)
    return LoadedScenario(
      scenario: SettingDecoder.scenario(setting),
      world: SettingDecoder.world(SettingDecoder.require(setting["world"], "world")),
      worldFile: worldFile, warnings: warnings, canonicalText: text,
      fingerprint: fingerprint, setting: setting)
  }

  private func parse(_ overrides: [String], _ checker: inout Checker) -> [Override] {
    var changes: [Override] = []
    for argument in overrides {
      do {
        changes.append(try Override(argument))
      } catch {
        checker.add(error)
      }
    }
    return changes
  }

  private func apply(_ changes: [Override], to tree: Tree, _ checker: inout Checker) -> Tree {
    var tree = tree
    for change in changes {
      do {
        tree = try change.apply(to: tree)
      } catch {
        checker.add(error)
      }
    }
    return tree
  }

  /// Puts the world's keys in the place of its name.
  ///
  /// - Returns: the world's file, if it has one.
  private func resolveWorld(
    _ tree: inout Tree, _ path: String, _ loader: inout FileLoader
  ) -> String? {
    guard let world = tree["world"] else { return nil }
    var home = path
    if case .file(let location) = world.origin { home = location.file }
    if case .mapping = world.content {
      let whole = loader.inherited(world, .world, in: home)
      tree.set("world", named(whole, PathText.stem(of: home)), keyOrigin: world.origin)
      return nil
    }
    guard case .scalar(let name, _) = world.content, !world.isBlank,
      Shape.TextForm.path.allows(name)
    else { return nil }
    let finder = WorldFinder(files: files, worldFolders: worldFolders)
    switch finder.find(name, from: PathText.folder(of: home)) {
    case .found(let file):
      if let loaded = loader.load(file, .world, from: world.origin) {
        tree.set("world", named(loaded, PathText.stem(of: file)), keyOrigin: world.origin)
      }
      return file
    case .missing(let searched, let known):
      loader.report(
        .notFound(what: "world", name: name, searched: searched, known: known), world.origin,
        at: "world")
      return nil
    }
  }

  private func named(_ tree: Tree, _ name: String) -> Tree {
    var tree = tree
    giveName(&tree, name, table: WorldTable.root)
    return tree
  }

  /// Adds a name made from the file's, with all else than letters, digits and dashes replaced.
  private func giveName(_ tree: inout Tree, _ stem: String, table: Shape.Record) {
    if let name = tree["name"], !name.isNull { return }
    let scalars = stem.unicodeScalars.prefix(80).map { scalar -> Character in
      Shape.TextForm.name.allows(String(scalar)) ? Character(scalar) : "-"
    }
    let name = scalars.isEmpty ? table.name : String(scalars)
    tree.set("name", .scalar(name, .defaulted), keyOrigin: .defaulted)
  }
}
