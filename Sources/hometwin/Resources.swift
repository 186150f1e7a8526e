import Foundation

/// Where shipped worlds and scenarios lie: beside an installed copy, or in the checkout.
enum Resources {
  static let root: String = {
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var folder = executable.deletingLastPathComponent()
    for _ in 0..<6 {
      for candidate in [folder.path + "/share/hometwin", folder.path] {
        if FileManager.default.fileExists(atPath: candidate + "/Worlds/climates") {
          return candidate
        }
      }
      folder.deleteLastPathComponent()
    }
    return FileManager.default.currentDirectoryPath
  }()

  static var worlds: String { root + "/Worlds" }
  static var devices: String { worlds + "/devices" }
  static var dwellings: String { worlds + "/dwellings" }
  static var scenarios: String { root + "/Scenarios" }

  /// A scenario as a user names it: a path, or the bare name of a shipped one.
  static func scenario(_ name: String) -> String {
    if FileManager.default.fileExists(atPath: name) || name.contains("/") { return name }
    let shipped = scenarios + "/" + (name.hasSuffix(".yaml") ? name : name + ".yaml")
    return FileManager.default.fileExists(atPath: shipped) ? shipped : name
  }

  /// What a world's file is shipped as; nil for a file of the user's own.
  static func shippedWorld(_ file: String) -> String? {
    let url = URL(fileURLWithPath: file).resolvingSymlinksInPath()
    let shipped = URL(fileURLWithPath: worlds).resolvingSymlinksInPath().path
    return url.deletingLastPathComponent().path == shipped
      ? url.deletingPathExtension().lastPathComponent : nil
  }

  /// The folder that a scenario lies in; outside programs run there.
  static func folder(ofScenario name: String) -> String {
    URL(fileURLWithPath: scenario(name)).standardizedFileURL.deletingLastPathComponent().path
  }

  /// The YAML files of a folder, sorted, without their ending.
  static func names(in folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}
