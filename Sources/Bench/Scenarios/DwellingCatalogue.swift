public import Dwellings
internal import Foundation
public import ScenarioFiles
internal import Telemetry

/// The archetypes that a world's dwellings are built after, read from their files.
///
/// A world's and a scenario's own folders come first, so that one may bring one's own houses; a run
/// folder keeps such files, so that it replays alone.
public struct DwellingCatalogue: Sendable {
  /// One for each of the world's dwellings, in their order.
  public let archetypes: [Archetype]
  /// Files that do not come with the program, once each.
  public let own: [OwnFile]

  public struct OwnFile: Sendable {
    /// Without folder and ending.
    public var name: String
    public var bytes: [UInt8]
  }

  /// - Parameters:
  ///   - scenarioFile: the path from which the scenario was read; nil where it is none.
  ///   - builtinFolder: the archetypes that come with the program.
  /// - Throws: ``RunError/input(_:)`` with the line that names an archetype nobody has, or
  ///   `ScenarioErrors` with every problem of a file.
  public init(
    _ loaded: LoadedScenario, scenarioFile: String? = nil, builtinFolder: String
  ) throws {
    let reader = ArchetypeReader()
    let folders = [loaded.worldFile, scenarioFile].compactMap { $0 }.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().path
    }
    var archetypes: [Archetype] = []
    var own: [OwnFile] = []
    var paths: [String: String] = [:]
    // By path: a world names one archetype for several of its dwellings.
    var read: [String: Archetype] = [:]
    for (index, dwelling) in loaded.world.dwellings.enumerated() {
      let key = "world.dwellings[\(index)].archetype"
      let origin = loaded.origin(of: key) ?? .defaulted
      var writer = scenarioFile
      if case .file(let place) = origin { writer = place.file }
      let path: String
      switch reader.find(
        dwelling.archetype, writtenIn: writer, beside: folders, builtin: builtinFolder)
      {
      case .found(let found): path = found
      case .missing(let searched, let known):
        throw RunError.input(
          ScenarioError(
            .notFound(
              what: "archetype", name: dwelling.archetype, searched: searched, known: known),
            at: key, from: origin
          ).description)
      }
      let archetype = try read[path] ?? Self.archetype(reader, path)
      read[path] = archetype
      archetypes.append(archetype)
      if let other = paths[archetype.name] {
        guard other != path else { continue }
        throw RunError.input(
          ScenarioError(
            .conflict("found two archetypes '\(archetype.name)', expected names of their own"),
            at: key, from: origin
          ).description)
      }
      paths[archetype.name] = path
      if !path.hasPrefix(builtinFolder + "/") {
        own.append(OwnFile(name: archetype.name, bytes: try reader.text(path: path)))
      }
    }
    self.archetypes = archetypes
    self.own = own
  }

  /// Every archetype of a folder, by name.
  public static func descriptions(in folder: String) throws -> [ArchetypeDescription] {
    let reader = ArchetypeReader()
    return try reader.names(in: folder).map { try reader.read(path: "\(folder)/\($0).yaml") }
  }

  /// Reads one archetype.
  ///
  /// - Throws: `ScenarioErrors` with every problem of the file, or ``RunError/input(_:)``.
  public static func archetype(path: String) throws -> Archetype {
    try archetype(ArchetypeReader(), path)
  }

  private static func archetype(_ reader: ArchetypeReader, _ path: String) throws -> Archetype {
    let description = try reader.read(path: path)
    let archetype = Archetype(description)
    if let room = archetype.overloadedRoom.map({ description.rooms[$0] }) {
      throw RunError.input(
        "\(room.place): error: area: found \(room.areaM2) m² of '\(room.name)', expected more "
          + "floor, or less loss through its walls, roof and floor: they lose more than its "
          + "surfaces take from its air")
    }
    return archetype
  }
}

extension Archetype {
  init(_ file: ArchetypeDescription) {
    func sides(_ areas: [Double]) -> SIMD4<Double> {
      SIMD4(areas[0], areas[1], areas[2], areas[3])
    }
    let shell = file.envelope
    self.init(
      name: file.name, isFlat: file.kind == .flat,
      envelope: Envelope(
        wallU: shell.wallU, roofU: shell.roofU, groundFloorU: shell.groundFloorU,
        windowU: shell.windowU, outerDoorU: shell.outerDoorU, bridgeU: shell.bridgeU,
        glazingTransmittance: shell.glazingTransmittance, massCapacityKJ: shell.massCapacityKJ,
        airChangesAt50Pa: shell.airChangesAt50Pa, fanAirChanges: shell.fanAirChanges,
        shelterClass: shell.shelterClass),
      heightM: file.heightM,
      rooms: file.rooms.map { room in
        DwellingPlan.Room(
          kind: RoomKind(room.kind), name: room.name, areaM2: room.areaM2,
          wallM2: sides(room.wallM2), windowM2: sides(room.windowM2), roofM2: room.roofM2,
          groundFloorM2: room.groundFloorM2, outerDoorM2: room.outerDoorM2)
      },
      partitions: file.partitions.map { .init($0.rooms.a, $0.rooms.b, areaM2: $0.areaM2) },
      doorways: file.doorways.map { .init($0.a, $0.b) },
      layout: Layout(
        floors: file.layout.floors, footprintWidthM: file.layout.widthM,
        innerWallLossDB: file.layout.innerWallLossDB, floorLossDB: file.layout.floorLossDB))
  }
}

extension RoomKind {
  init(_ word: ArchetypeDescription.RoomWord) {
    self =
      switch word {
      case .livingRoom: .livingRoom
      case .kitchen: .kitchen
      case .bedroom: .bedroom
      case .bathroom: .bathroom
      case .hallway: .hallway
      case .study: .study
      }
  }
}
