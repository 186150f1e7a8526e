public import ScenarioFiles

/// Which limits a variant is held to.
public struct SwarmFloors: Sendable {
  let given: [Expectation]
  let own: [Expectation]

  /// - Parameters:
  ///   - given: hold for every variant.
  ///   - own: the scenario's; hold where a variant leaves alone what they depend on.
  public init(given: [Expectation], own: [Expectation]) {
    self.given = given
    self.own = own.filter { mine in !given.contains { $0.scoreID == mine.scoreID } }
  }

  /// Reads `fusion.skill >= -3`, the grammar of `expect:`.
  public static func parse(_ text: String) -> Expectation? {
    let text = text.split(separator: " ").joined(separator: " ")
    guard let end = text.firstIndex(where: { " <>≤≥".contains($0) }), end > text.startIndex,
      let comparison = Expectation.Comparison(
        String(text[end...].drop { $0 == " " }))
    else { return nil }
    return Expectation(scoreID: String(text[..<end]), comparison: comparison)
  }

  /// What a variant must reach, beside what holds always.
  ///
  /// An expectation of the scenario's own is a statement about its world and its pipeline. It holds
  /// for a variant whose faults, world, start and history are the scenario's, whose homes and days
  /// are no fewer, and whose stages up to the one that is scored are set as there. That nothing is
  /// lost without a reason holds always, and is watched as an invariant.
  public func floors(of variant: ScenarioSketch, base: ScenarioSketch) -> [Expectation] {
    let changed = Set(variant.parts).symmetricDifference(base.parts).map(\.path)
    let isSmaller = variant.homeCount < base.homeCount || variant.duration < base.duration
    return given
      + own.filter { expectation in
        !isSmaller && !changed.contains { Self.matters($0, for: expectation.scoreID) }
      }
  }

  private static let stages = [
    "sampling", "ingestion", "quality", "fusion", "storage", "patterns", "forecasting", "agents",
  ]

  /// Whether a key bears on a score: the stage's own, those before it, and the world.
  static func matters(_ path: String, for scoreID: String) -> Bool {
    let steps = path.split(separator: ".").map(String.init)
    guard steps[0] == "pipeline" else {
      return ["faults", "incidents", "world", "start", "history", "wire", "store", "keep", "audit"]
        .contains(steps[0])
    }
    let stage = String(scoreID.prefix { $0 != "." })
    guard steps.count > 1, let at = stages.firstIndex(of: steps[1]),
      let scored = stages.firstIndex(of: stage)
    else { return true }
    // Agents act back on the homes, so they bear on everything.
    return at <= scored || steps[1] == "agents"
  }
}
