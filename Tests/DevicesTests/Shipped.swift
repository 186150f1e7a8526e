import Devices
import Foundation
import Scenarios
import Telemetry

/// The catalogue that is shipped.
enum Shipped {
  static let project = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let catalogue: DeviceCatalogue = {
    do {
      return try DeviceCatalogue(
        folder: project.appendingPathComponent("Worlds/devices").path)
    } catch {
      fatalError("the shipped devices cannot be read: \(error)")
    }
  }()

  static func standard(_ kind: DeviceKind) -> DeviceModel { catalogue.standard(kind) }
}
