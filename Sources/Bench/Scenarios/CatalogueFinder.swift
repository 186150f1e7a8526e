internal import Foundation
public import ScenarioFiles

/// Finds the device models that a scenario's homes can own.
///
/// Beside the shipped ones these are the files of models in a folder `devices` beside the world or
/// the scenario, so that one may bring one's own; a run folder keeps them, so that it replays
/// alone. What else lies in a folder of this name is none of our business.
public struct CatalogueFinder: Sendable {
  private let builtinFolder: String

  /// - Parameter builtinFolder: the models that come with the program.
  public init(builtinFolder: String) { self.builtinFolder = builtinFolder }

  /// - Parameter scenarioFile: the path from which the scenario was read.
  /// - Throws: as ``DeviceCatalogue`` does.
  public func find(_ loaded: LoadedScenario, scenarioFile: String) throws -> DeviceCatalogue {
    var seen = [Self.real(builtinFolder)]
    var own: [String] = []
    for file in [loaded.worldFile, scenarioFile].compactMap({ $0 }) {
      let folder = Self.folder(of: file)
      // The shipped worlds lie beside the shipped models.
      guard !seen.contains(Self.real(folder)) else { continue }
      seen.append(Self.real(folder))
      own.append(folder)
    }
    return try DeviceCatalogue(folder: builtinFolder, own: own)
  }

  /// Written as the file is, so that messages name what the user named.
  private static func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "devices" }
    return file[...slash] + "devices"
  }

  private static func real(_ folder: String) -> String {
    URL(fileURLWithPath: folder).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
