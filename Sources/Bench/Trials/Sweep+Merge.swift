extension Sweep {
  /// Parts of one sweep, lived on several machines, as the whole.
  ///
  /// - Throws: ``TrialsError/parts(found:expected:)`` if they are not parts of one sweep.
  public static func merged(_ parts: [Sweep]) throws(TrialsError) -> Sweep {
    guard let first = parts.first else { throw .parts(found: "none", expected: "some") }
    for part in parts {
      guard part.scenario == first.scenario, part.configuration == first.configuration,
        part.version == first.version
      else {
        throw .parts(
          found: "\(part.scenario) \(part.configuration) of version \(part.version)",
          expected:
            "\(first.scenario) \(first.configuration) of version \(first.version) as in the "
            + "first part")
      }
    }
    var places: [(seed: UInt64, part: Int, world: Int)] = []
    for (index, part) in parts.enumerated() {
      for (world, seed) in part.seeds.enumerated() { places.append((seed, index, world)) }
    }
    places.sort { $0.seed < $1.seed }
    for (a, b) in zip(places, places.dropFirst()) where a.seed == b.seed {
      throw .parts(found: "seed \(a.seed) twice", expected: "each seed once")
    }
    var whole = Sweep(
      scenario: first.scenario, configuration: first.configuration, version: first.version)
    whole.seeds = places.map(\.seed)
    whole.worlds = places.map { parts[$0.part].worlds[$0.world] }
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
