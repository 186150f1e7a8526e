import ScenarioFiles
import Scenarios
import Telemetry
import Trials

/// What a swarm found, in words and as JSON; the same on any number of threads.
struct SwarmReport {
  static let format = "hometwin.swarm/1"

  let scenario: String
  /// What was given beside the scenario, for the lines that repeat a seed.
  let options: String
  /// The same for lines that repeat a file, which holds the rest.
  let fileOptions: String
  let results: [SwarmRunner.SeedResult]
  let finds: [SwarmRunner.Find]
  let isInterrupted: Bool

  var text: String {
    ([head] + accountLines + finds.map(words) + refusals).joined(separator: "\n")
  }

  /// Of all lives that came to their end.
  private var account: SwarmAccount {
    results.reduce(into: SwarmAccount()) { $0.join($1.account) }
  }

  private var accountLines: [String] {
    let account = account
    guard account.copyCount > 0 else { return [] }
    return [
      "ledgers: all \(account.copyCount) copies of messages accounted for",
      "rare branches of the world: " + account.probes.text,
    ]
  }

  /// Why nothing was lived; nil where something was.
  var whyAllWereRefused: String? {
    guard let first = results.first?.refusal, results.allSatisfy({ $0.refusal != nil }) else {
      return nil
    }
    return "found no variant that could be lived, expected some; the first says: \(first)"
  }

  private var head: String {
    let failed = results.count { !$0.failures.isEmpty }
    let refused = results.count { $0.refusal != nil }
    let seeds = results.map(\.seed)
    let range = seeds.min().map { "seeds \($0) to \(seeds.max() ?? $0)" } ?? "no seed"
    return "swarm of \(scenario): \(results.count) variants (\(range)), "
      + "\(finds.count) \(finds.count == 1 ? "failure" : "different failures") in \(failed) of "
      + "them, \(refused) refused" + (isInterrupted ? "; interrupted" : "")
  }

  private func words(_ find: SwarmRunner.Find) -> String {
    let others = find.seeds.dropFirst()
    let also =
      others.isEmpty
      ? ""
      : " (also \(others.prefix(8).map(String.init).joined(separator: ", "))"
        + (others.count > 8 ? " and \(others.count - 8) more)" : ")")
    var lines = [
      "seed \(find.seeds[0])\(also): \(find.failure)",
      "  replay: hometwin swarm \(scenario) --seed \(find.seeds[0])\(options)",
    ]
    if let outcome = find.outcome, let file = find.file {
      let sketch = outcome.sketch
      let count = sketch.removableCount
      lines.append(
        "  shrunk: \(find.partCount) settings and faults to \(count), "
          + "\(sketch.homeCount) \(sketch.homeCount == 1 ? "home" : "homes"), "
          + "\(ScenarioSketch.text(sketch.duration)); \(outcome.tries) tries, "
          + (outcome.isMinimal ? "nothing more can be taken away" : "stopped: --tries is spent"))
      lines.append(
        "  file: \(file), "
          + (find.isReproduced
            ? "fails alike in a fresh process" : "DOES NOT fail in a fresh process"))
      lines.append("  replay: hometwin swarm \(file) --as-is\(fileOptions)")
    }
    return lines.joined(separator: "\n")
  }

  private var refusals: [String] {
    results.filter { $0.refusal != nil }.prefix(3).map {
      "seed \($0.seed) refused: \($0.refusal ?? "")"
    }
  }

  var json: JSONValue {
    .object([
      JSONMember("format", .string(Self.format)), JSONMember("scenario", .string(scenario)),
      JSONMember("seeds", .array(results.map { .string(String($0.seed)) })),
      JSONMember("interrupted", .bool(isInterrupted)),
      JSONMember("copies_sent", .integer(account.copyCount)),
      JSONMember("probes", account.probes.json),
      JSONMember(
        "refused",
        .array(results.filter { $0.refusal != nil }.map { .string(String($0.seed)) })),
      JSONMember("failures", .array(finds.map(Self.object))),
    ])
  }

  private static func object(_ find: SwarmRunner.Find) -> JSONValue {
    var members = [
      JSONMember("failure", find.failure.json),
      JSONMember("seeds", .array(find.seeds.map { .string(String($0)) })),
      JSONMember("file", find.file.map { .string($0) } ?? .null),
      JSONMember("reproduced", .bool(find.isReproduced)),
    ]
    if let outcome = find.outcome {
      members += [
        JSONMember("tries", .integer(Int64(outcome.tries))),
        JSONMember("minimal", .bool(outcome.isMinimal)),
        JSONMember("text", .string(outcome.sketch.text)),
      ]
    }
    return .object(members)
  }
}
