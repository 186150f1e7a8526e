import Foundation
import Scenarios

@testable import Dwellings

/// The archetypes that are shipped, by the names of their files.
extension Archetype {
  static let detachedOld = shipped("detached-old")
  static let detachedNew = shipped("detached-new")
  static let flat = shipped("flat")
  static let terraced = shipped("terraced")

  static let allCases = [detachedOld, detachedNew, flat, terraced]

  private static func shipped(_ name: String) -> Archetype {
    let project = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    do {
      return try DwellingCatalogue.archetype(
        path: project.appendingPathComponent("Worlds/dwellings/\(name).yaml").path)
    } catch {
      fatalError("the shipped archetype '\(name)' cannot be read: \(error)")
    }
  }
}
