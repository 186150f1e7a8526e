internal import Climate
internal import Foundation
public import ScenarioFiles

/// Finds and reads the weather file that a world names.
///
/// A world's own folder comes first, so that one may bring one's own weather; a run folder keeps
/// such a file, so that it replays alone.
public struct ClimateFinder: Sendable {
  /// The largest weather file that is read: twenty times a full year of hourly rows.
  static let byteCountMax = 32 << 20

  private let builtinFolder: String

  /// - Parameter builtinFolder: the climates that come with the program.
  public init(builtinFolder: String) { self.builtinFolder = builtinFolder }

  /// A weather file's bytes and where they were found.
  public struct Found: Sendable {
    public let path: String
    public let bytes: [UInt8]
    /// Whether it does not come with the program.
    public let isOwn: Bool
  }

  /// - Parameter scenarioFile: the path from which the scenario was read.
  /// - Throws: ``RunError/input(_:)`` with the line that names the climate.
  public func find(_ loaded: LoadedScenario, scenarioFile: String) throws -> Found {
    let name = loaded.world.climate + ".epw"
    let own = [loaded.worldFile, scenarioFile].compactMap { $0 }.map(Self.folder)
    var candidates = own.flatMap { ["\($0)/climates/\(name)", "\($0)/\(name)"] }
    let builtin = builtinFolder + "/" + name
    candidates.append(builtin)
    let files = FileManager.default
    guard let path = candidates.first(where: { files.fileExists(atPath: $0) }) else {
      throw RunError.input(notFound(loaded, searched: candidates).description)
    }
    do {
      let bytes = try FileSource.plainFile(path, byteCountMax: Self.byteCountMax)
      return Found(path: path, bytes: bytes, isOwn: path != builtin)
    } catch {
      throw RunError.input(
        "\(path):1:1: error: cannot read the weather file: \(error); expected an EPW file of at "
          + "most \(Self.byteCountMax >> 20) MiB")
    }
  }

  private func notFound(_ loaded: LoadedScenario, searched: [String]) -> ScenarioError {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: builtinFolder)) ?? []
    let known = all.filter { $0.hasSuffix(".epw") }.map { String($0.dropLast(4)) }.sorted()
    return ScenarioError(
      .notFound(
        what: "climate", name: loaded.world.climate, searched: searched, known: known),
      at: "world.climate", from: loaded.origin(of: "world.climate") ?? .defaulted)
  }

  private static func folder(_ file: String) -> String {
    URL(fileURLWithPath: file).deletingLastPathComponent().path
  }
}
