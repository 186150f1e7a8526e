public import Devices
public import ScenarioFiles
public import Telemetry

/// The device models that homes can own: the shipped ones and those of the user's own files.
public struct DeviceCatalogue: Sendable {
  /// Of the shipped models, then of the user's own.
  public let folders: [String]
  /// Folder by folder, by file name.
  public let files: [DeviceFile]
  /// YAML files of the user's folders that are none of device models.
  public let passedOver: [String]
  /// How many of the files are shipped; the others are the user's own.
  private let shippedFileCount: Int
  /// Sorted by kind, then in the files' order.
  public let descriptions: [DeviceDescription]
  /// What homes can own, in the order of the descriptions.
  public let models: [DeviceModel]

  /// - Parameters:
  ///   - folder: of the shipped models.
  ///   - own: folders of the user's own, of which files of other things are passed over.
  /// - Throws: `ScenarioErrors` with every problem of a file, or ``RunError`` where the files do
  ///   not go together.
  public init(folder: String, own: [String] = [], files source: FileSource = .disk) throws {
    let reader = DeviceReader(files: source)
    let shipped = try Self.files(reader, folder)
    guard !shipped.isEmpty else {
      throw RunError.input(
        "\(folder):1:1: error: found no device files, expected some such as thermometers.yaml")
    }
    folders = [folder] + own
    shippedFileCount = shipped.count
    let beside = own.flatMap { folder in reader.names(in: folder).map { "\(folder)/\($0).yaml" } }
    let meant = beside.filter(reader.isMeant)
    passedOver = beside.filter { !meant.contains($0) }
    files = try shipped + meant.map { try reader.read(path: $0) }
    let order = DeviceDescription.Kind.allCases
    let all = files.flatMap(\.models)
    descriptions = order.flatMap { kind in all.filter { $0.kind == kind } }
    models = descriptions.map(DeviceModel.init(description:))
    try checkNames(all)
    try checkStandards()
  }

  private static func files(_ reader: DeviceReader, _ folder: String) throws -> [DeviceFile] {
    try reader.names(in: folder).map { try reader.read(path: "\(folder)/\($0).yaml") }
  }

  /// The user's own files.
  public var ownFiles: [DeviceFile] { Array(files.dropFirst(shippedFileCount)) }

  /// Whether a model is the user's own.
  public func isOwn(_ model: DeviceDescription) -> Bool {
    ownFiles.contains { $0.path == model.location.file }
  }

  /// How many figures the models have, and how many of them are assumed.
  public var figureCounts: (all: Int, assumed: Int) {
    descriptions.reduce((0, 0)) { ($0.0 + $1.figures.count, $0.1 + $1.assumedCount) }
  }

  public func model(_ name: String) -> DeviceModel? { models.first { $0.name == name } }

  /// What homes own where the world does not say.
  ///
  /// Every kind has one, of which `init` made sure.
  public func standard(_ kind: DeviceKind) -> DeviceModel {
    let place = descriptions.indices.first {
      models[$0].kind == kind && descriptions[$0].isStandard
    }
    guard let place else { preconditionFailure("the catalogue has no standard \(kind.name)") }
    return models[place]
  }

  /// - Parameter all: in the files' order, so that the second of two is the one to rename.
  private func checkNames(_ all: [DeviceDescription]) throws {
    var seen: [String: SourceLocation] = [:]
    for model in all {
      guard let first = seen[model.name] else {
        seen[model.name] = model.location
        continue
      }
      throw RunError.input(
        "\(model.location): error: name: found a second model '\(model.name)', expected a name "
          + "of its own; the first is at \(first)")
    }
  }

  private func checkStandards() throws {
    for kind in DeviceDescription.Kind.allCases {
      let standard = descriptions.filter { $0.kind == kind && $0.isStandard }
      if let own = standard.first(where: isOwn) {
        throw RunError.input(
          "\(own.location): error: standard: found a standard model among one's own, expected "
            + "none: a world chooses it with devices: {models: [{model: \(own.name), "
            + "share: 100 %}]}")
      }
      guard standard.count != 1 else { continue }
      let place = standard.last?.location.description ?? "\(folders[0]):1:1"
      throw RunError.input(
        "\(place): error: standard: found \(standard.count) of kind \(kind.rawValue), expected 1")
    }
  }
}
