public import Devices
public import ScenarioFiles
public import Telemetry

/// The device models that homes can own, read from the files of one folder.
public struct DeviceCatalogue: Sendable {
  public let folder: String
  /// By file name.
  public let files: [DeviceFile]
  /// Sorted by kind, then in the files' order.
  public let descriptions: [DeviceDescription]
  /// What homes can own, in the order of the descriptions.
  public let models: [DeviceModel]

  /// - Throws: `ScenarioErrors` with every problem of a file, or ``RunError`` where the files do
  ///   not go together.
  public init(folder: String, files source: FileSource = .disk) throws {
    let reader = DeviceReader(files: source)
    let names = reader.names(in: folder)
    guard !names.isEmpty else {
      throw RunError.input(
        "\(folder):1:1: error: found no device files, expected some such as thermometers.yaml")
    }
    self.folder = folder
    files = try names.map { try reader.read(path: "\(folder)/\($0).yaml") }
    let order = DeviceDescription.Kind.allCases
    let all = files.flatMap(\.models)
    descriptions = order.flatMap { kind in all.filter { $0.kind == kind } }
    models = descriptions.map(DeviceModel.init(description:))
    try checkNames()
    try checkStandards()
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

  private func checkNames() throws {
    var seen: Set<String> = []
    for name in descriptions.map(\.name) where !seen.insert(name).inserted {
      throw RunError.input(
        "\(folder):1:1: error: name: found two models '\(name)', expected names of their own")
    }
  }

  private func checkStandards() throws {
    for kind in DeviceDescription.Kind.allCases {
      let count = descriptions.count { $0.kind == kind && $0.isStandard }
      guard count != 1 else { continue }
      throw RunError.input(
        "\(folder):1:1: error: standard: found \(count) of kind \(kind.rawValue), expected 1")
    }
  }
}
