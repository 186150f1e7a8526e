/// Reads files of dwelling archetypes.
public struct ArchetypeReader: Sendable {
  private let files: FileSource

  /// - Parameter files: where texts come from.
  public init(files: FileSource = .disk) { self.files = files }

  /// The names of a folder's files, sorted.
  public func names(in folder: String) -> [String] { files.names(folder) }

  /// Reads one file; the archetype is named after it.
  ///
  /// - Throws: every problem at once, at most 20, sorted by line.
  public func read(path: String) throws(ScenarioErrors) -> ArchetypeDescription {
    let path = PathText.normalised(path)
    let setting = try files.setting(
      path, files.wholeFile(path), keys: "rooms", table: ArchetypeTable.root
    ) { ArchetypeRules($0).problems }
    return Self.archetype(setting, name: PathText.stem(of: path))
  }

  /// Finds the file that a world names.
  ///
  /// - Parameters:
  ///   - name: a bare name of a file in a folder `dwellings`, or a path.
  ///   - writer: the file in which the name is written; nil for an option's.
  ///   - folders: where `dwellings` may lie, beside world and scenario.
  ///   - builtin: the archetypes that come with the program.
  public func find(
    _ name: String, writtenIn writer: String?, beside folders: [String], builtin: String
  ) -> Outcome {
    var searched: [String] = []
    if let shipped = WorldFinder.builtin(name, in: [builtin]) {
      searched = shipped
    } else if WorldFinder.isBare(name) {
      searched = folders.map { PathText.join($0, "dwellings/\(name).yaml") }
      searched.append(PathText.join(builtin, name + ".yaml"))
    } else {
      let home = writer.map(PathText.folder) ?? "."
      searched = [PathText.join(home, name)]
      // Where a run's folder keeps it: there the copy is what was run, whatever the path holds now.
      let kept = "dwellings/\(PathText.stem(of: name)).yaml"
      if writer != nil, files.isRunFolder(home) {
        searched.insert(PathText.join(home, kept), at: 0)
      }
      searched += folders.map { PathText.join($0, kept) }
    }
    var seen: Set<String> = []
    searched = searched.filter { seen.insert($0).inserted }
    if let path = searched.first(where: files.isFile) { return .found(path) }
    let beside = folders.flatMap { files.names(PathText.join($0, "dwellings")) }
    return .missing(searched: searched, known: beside + files.names(builtin))
  }

  public enum Outcome: Sendable {
    case found(String)
    case missing(searched: [String], known: [String])
  }

  /// A file as it is.
  public func text(path: String) throws(FileSource.Trouble) -> [UInt8] { try files.bytes(path) }

  // MARK: - Decoding

  private static func archetype(_ root: Setting, name: String) -> ArchetypeDescription {
    let names = root.get("rooms").items.map { $0.get("name").wholeText }
    func index(_ setting: Setting) -> Int {
      SettingDecoder.require(names.firstIndex(of: setting.wholeText), "rooms")
    }
    func pair(_ setting: Setting) -> ArchetypeDescription.Pair {
      .init(a: index(setting.items[0]), b: index(setting.items[1]))
    }
    let rooms = root.get("rooms").items.map(room)
    let walls = root.get("partitions").items.map {
      ArchetypeDescription.Partition(
        rooms: pair($0.get("between")), areaM2: $0.get("area").wholeNumber)
    }
    let ceilings = root.get("ceilings").items.map { ceiling in
      let above = index(ceiling.get("above"))
      return ArchetypeDescription.Partition(
        rooms: .init(a: index(ceiling.get("below")), b: above),
        areaM2: ceiling.get("share").wholeNumber * rooms[above].areaM2)
    }
    let layout = root.get("layout")
    return ArchetypeDescription(
      name: name, why: root.get("why").wholeText,
      sources: root.get("sources").items.map(\.wholeText),
      limits: root.get("limits").items.map(\.wholeText), kind: root.get("kind").choice(),
      heightM: root.get("height").wholeNumber, envelope: envelope(root.get("envelope")),
      rooms: rooms, partitions: walls + ceilings,
      doorways: root.get("doorways").items.map(pair),
      layout: ArchetypeDescription.Layout(
        widthM: layout.get("width").wholeNumber,
        innerWallLossDB: layout.get("inner_wall_loss").wholeNumber,
        floorLossDB: layout.get("floor_loss").wholeNumber,
        floors: layout.get("floors").items.map { $0.items.map { $0.items.map(index) } }))
  }

  private static func envelope(_ setting: Setting) -> ArchetypeDescription.Envelope {
    ArchetypeDescription.Envelope(
      wallU: setting.get("wall").wholeNumber, roofU: setting.get("roof").wholeNumber,
      groundFloorU: setting.get("ground_floor").wholeNumber,
      windowU: setting.get("window").wholeNumber,
      outerDoorU: setting.get("outer_door").wholeNumber,
      bridgeU: setting.get("thermal_bridges").wholeNumber,
      glazingTransmittance: setting.get("glazing").wholeNumber,
      massCapacityKJ: setting.get("heat_capacity").wholeNumber,
      airChangesAt50Pa: setting.get("air_changes_50pa").wholeNumber,
      fanAirChanges: setting.get("fan_air_changes").wholeNumber,
      shelterClass: setting.get("shelter_class").wholeCount)
  }

  private static func room(_ setting: Setting) -> ArchetypeDescription.Room {
    func sides(_ key: String) -> [Double] {
      ArchetypeTable.sides.map { setting.get(key).get($0).wholeNumber }
    }
    return ArchetypeDescription.Room(
      name: setting.get("name").wholeText, kind: setting.get("kind").choice(),
      areaM2: setting.get("area").wholeNumber, wallM2: sides("walls"),
      windowM2: sides("windows"), roofM2: setting.get("roof").wholeNumber,
      groundFloorM2: setting.get("ground_floor").wholeNumber,
      outerDoorM2: setting.get("outer_door").wholeNumber,
      place: setting.get("area").origin.place)
  }
}
