internal import Homes
public import Telemetry
internal import Truth

/// How often the homes of one or many runs took each rare branch of the world.
public struct ProbeTotals: Sendable, Hashable {
  private var counts = ProbeCounts()

  public init() {}

  init(_ shards: [Shard]) {
    for shard in shards { counts.join(shard.home.probes) }
  }

  /// From `probes` of `run.json` or of a life in a swarm; what is missing counts as 0.
  public init(_ json: JSONValue?) {
    for probe in Probe.allCases {
      counts.add(probe, json?[probe.name]?.integerValue ?? 0)
    }
  }

  public mutating func join(_ other: Self) { counts.join(other.counts) }

  /// Counts by name.
  public var json: JSONValue {
    .object(Probe.allCases.map { JSONMember($0.name, .integer(counts[$0])) })
  }

  /// What no home has gone through, by name and in words.
  public var unreached: [(name: String, meaning: String)] {
    counts.unreached.map { ($0.name, $0.meaning) }
  }

  /// One sentence.
  public var text: String {
    let missing = unreached.map(\.name)
    return "\(counts.reachedCount) of \(Probe.allCases.count) taken"
      + (missing.isEmpty ? "" : "; not taken: " + missing.joined(separator: ", "))
  }
}
