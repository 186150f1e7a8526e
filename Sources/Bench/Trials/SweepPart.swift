internal import Telemetry

/// The worlds of a sweep that one machine has lived, and of which whole they are a part.
public struct SweepPart: Sendable {
  public var sweep: Sweep
  /// All seeds of the check that the part belongs to, in its order.
  public var allSeeds: [UInt64]

  public init(_ sweep: Sweep, of allSeeds: [UInt64]) {
    self.sweep = sweep
    self.allSeeds = allSeeds
  }

  /// JSON, a line a score, in the order of ids.
  public var text: String { SweepFile.part.text(sweep, members) }

  private var members: [JSONMember] {
    [JSONMember("all_seeds", .array(allSeeds.map { .string(String($0)) }))]
  }

  /// - Parameter path: for messages.
  /// - Throws: ``TrialsError/damaged(_:path:found:expected:)``, also for what was edited by hand.
  public init(bytes: [UInt8], path: String) throws(TrialsError) {
    let reader = try SweepFileReader(.part, bytes: bytes, path: path)
    self.init(try reader.sweep(), of: try reader.seeds("all_seeds"))
    try reader.check(SweepFile.part.checksum(sweep, members))
    try reader.expectOnlyWhat(writes: text)
  }

  /// Parts of one sweep, lived on several machines, as the whole.
  ///
  /// - Throws: ``TrialsError/parts(found:expected:)`` if they are not the parts of one sweep.
  public static func merged(_ parts: [SweepPart]) throws(TrialsError) -> Sweep {
    guard let first = parts.first else { throw .parts(found: "none", expected: "some") }
    for part in parts {
      guard part.sweep.isLike(first.sweep) else {
        throw .parts(
          found: part.sweep.origin, expected: first.sweep.origin + " as in the first part")
      }
      guard part.allSeeds == first.allSeeds else {
        throw .parts(
          found: "a part of a check with seeds \(TrialsError.text(part.allSeeds))",
          expected: "\(TrialsError.text(first.allSeeds)) as in the first part")
      }
    }
    var places: [UInt64: (part: Int, world: Int)] = [:]
    for (index, part) in parts.enumerated() {
      for (world, seed) in part.sweep.seeds.enumerated() {
        guard places.updateValue((index, world), forKey: seed) == nil else {
          throw .parts(found: "seed \(seed) twice", expected: "each seed once")
        }
      }
    }
    for seed in first.allSeeds where places[seed] == nil {
      throw .parts(found: "no world of seed \(seed)", expected: "one of each seed of the check")
    }
    guard places.count == first.allSeeds.count else {
      throw .parts(
        found: "\(places.count) seeds", expected: "those of the check, \(first.allSeeds.count)")
    }
    return whole(parts.map(\.sweep), first.allSeeds.compactMap { places[$0] })
  }

  private static func whole(_ parts: [Sweep], _ places: [(part: Int, world: Int)]) -> Sweep {
    var whole = Sweep(
      scenario: parts[0].scenario, configuration: parts[0].configuration,
      version: parts[0].version)
    whole.seeds = places.map { parts[$0.part].seeds[$0.world] }
    whole.worlds = places.map { parts[$0.part].worlds[$0.world] }
    whole.programs = parts.flatMap(\.programs)
    var ids: [String] = []
    for part in parts {
      for column in part.columns where !ids.contains(column.id) { ids.append(column.id) }
    }
    whole.columns = ids.compactMap { id in
      let columns = parts.map { part in part.columns.first { $0.id == id } }
      guard var column = columns.compactMap({ $0 }).first else { return nil }
      column.values = places.map { columns[$0.part]?.values[$0.world] }
      column.nulls = places.map { columns[$0.part]?.nulls[$0.world] }
      column.oracles = places.map { columns[$0.part]?.oracles[$0.world] }
      return column
    }
    return whole
  }
}

extension Sweep {
  fileprivate var origin: String { "\(scenario) \(configuration) of version \(version)" }

  fileprivate func isLike(_ other: Sweep) -> Bool {
    scenario == other.scenario && configuration == other.configuration && version == other.version
  }
}
