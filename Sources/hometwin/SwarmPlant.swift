import Foundation
import ScenarioFiles
import Trials

/// A failure that is planted to see whether the swarm finds it: the alarm's own alarm.
///
/// `drift+json=trap` traps where a fault drifts and the wire is JSON. Nothing is lived.
struct SwarmPlant {
  enum Effect: String, CaseIterable { case fail, trap, spin, wait, exit }

  static let canary = "drift+json=fail"

  let effect: Effect
  let text: String

  /// - Returns: nil for anything but `drift+json=EFFECT`.
  init?(_ text: String) {
    let parts = text.split(separator: "=")
    guard parts.count == 2, parts[0] == "drift+json",
      let effect = Effect(rawValue: String(parts[1]))
    else { return nil }
    self.effect = effect
    self.text = text
  }

  func failures(_ file: String) throws -> [SwarmFailure] {
    let scenario = try Loading.scenario(file, overrides: []).scenario
    let drifts = scenario.faults.contains { $0.effect.kind == .drift }
    guard drifts, scenario.wire == .json else { return [] }
    switch effect {
    case .fail: break
    case .trap: preconditionFailure("a planted trap")
    case .spin: while true { _ = getpid() }
    case .wait: while true { sleep(1) }
    case .exit: Foundation.exit(9)
    }
    return [
      SwarmFailure(
        id: "planted", place: "a drift on a JSON wire", found: "both", expected: "not both")
    ]
  }
}
