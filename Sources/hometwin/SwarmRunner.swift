import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Synchronization
import Trials

/// Lives the variants of many seeds, a life a thread, and shrinks what fails.
struct SwarmRunner {
  /// What a seed came to.
  struct SeedResult: Sendable {
    var seed: UInt64
    var variant: ScenarioSketch
    var failures: [SwarmFailure] = []
    var refusal: String?
    var account = SwarmAccount()
  }

  /// One failure, shrunk from the first seed that showed it.
  struct Find: Sendable {
    var failure: SwarmFailure
    /// Every seed that showed it, in order.
    var seeds: [UInt64]
    /// Settings and faults of the variant that may be taken away.
    var partCount: Int
    var outcome: Shrinker.Outcome?
    var file: String?
    var isReproduced = false
  }

  let base: ScenarioSketch
  let draw: ScenarioDraw
  let floors: SwarmFloors
  let threadCount: Int
  let triesMax: Int
  let child: SwarmChild
  /// Where lives write; removed at the end.
  let workFolder: String
  let tell: @Sendable (String) -> Void

  func variant(_ seed: UInt64) -> ScenarioSketch {
    var sketch = draw.variant(seed: seed)
    sketch.expectations = floors.floors(of: sketch, base: base)
    return sketch
  }

  /// - Parameter done: is handed each seed's result as it comes, on any thread.
  /// - Throws: ``RunCancelled``, or ``RunError`` where the machine failed.
  func live(_ seeds: [UInt64], done: @Sendable (SeedResult) -> Void) throws {
    try ShardRunner(threadCount: threadCount).run(
      shardCount: seeds.count, cancellation: child.cancellation
    ) { index in
      let variant = variant(seeds[index])
      var result = SeedResult(seed: seeds[index], variant: variant)
      switch try live(variant, checks: Set(SwarmLife.Check.allCases)) {
      case .passed(let account): result.account = account
      case .failed(let failures, let account):
        result.failures = failures
        result.account = account
      case .refused(let text): result.refusal = text
      }
      done(result)
    }
  }

  /// The different failures in the order of the first seeds that showed them.
  static func finds(_ results: [SeedResult]) -> [Find] {
    var finds: [Find] = []
    for result in results.sorted(by: { $0.seed < $1.seed }) {
      for failure in result.failures {
        if let index = finds.firstIndex(where: { $0.failure.id == failure.id }) {
          if finds[index].seeds.last != result.seed { finds[index].seeds.append(result.seed) }
        } else {
          finds.append(
            Find(
              failure: failure, seeds: [result.seed],
              partCount: result.variant.removableCount))
        }
      }
    }
    return finds
  }

  /// Shrinks each, one a thread; each by itself is the same on any number of threads.
  func shrink(_ finds: [Find]) throws -> [Find] {
    let all = Mutex(finds)
    try ShardRunner(threadCount: threadCount).run(
      shardCount: finds.count, cancellation: child.cancellation
    ) { index in
      let find = finds[index]
      let checks = Self.checks(for: find.failure)
      tell("shrinking \(find.failure.id), seed \(find.seeds[0])")
      let tries = Mutex(0)
      var shrinker = Shrinker(budget: triesMax) { sketch in
        let count = tries.withLock { count in
          count += 1
          return count
        }
        if count % 25 == 0 { tell("\(find.failure.id): \(count) smaller ones tried") }
        return try fails(sketch, as: find.failure, checks)
      }
      let outcome = try shrinker.shrink(variant(find.seeds[0]))
      all.withLock { $0[index].outcome = outcome }
    }
    return all.withLock { $0 }
  }

  /// Whether a scenario in a fresh process fails in the same way.
  func fails(
    _ sketch: ScenarioSketch, as failure: SwarmFailure, _ checks: Set<SwarmLife.Check>
  ) throws -> Bool {
    guard case .failed(let failures, _) = try live(sketch, checks: checks) else { return false }
    return failures.contains { $0.id == failure.id }
  }

  /// The same for a file.
  func fails(_ file: String, as failure: SwarmFailure) throws -> Bool {
    try inFolder { folder in
      let outcome = try child.live(file, checks: Self.checks(for: failure), folder: folder)
      guard case .failed(let failures, _) = outcome else { return false }
      return failures.contains { $0.id == failure.id }
    }
  }

  private func live(
    _ sketch: ScenarioSketch, checks: Set<SwarmLife.Check>
  ) throws -> SwarmChild.Outcome {
    try inFolder { folder in
      let file = folder + "/variant.yaml"
      try Data(sketch.text.utf8).write(to: URL(fileURLWithPath: file))
      return try child.live(file, checks: checks, folder: folder)
    }
  }

  /// A crash or a hang may lie in any check; all else needs at most its own.
  private static func checks(for failure: SwarmFailure) -> Set<SwarmLife.Check> {
    let kind = failure.id.prefix { $0 != " " }
    switch kind {
    case "crash", "hung", "exit", "bug": return Set(SwarmLife.Check.allCases)
    default: return Set(SwarmLife.Check.allCases.filter { $0.rawValue == kind })
    }
  }

  private func inFolder<T>(_ body: (String) throws -> T) throws -> T {
    let folder = workFolder + "/" + ProcessInfo.processInfo.globallyUniqueString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }
}
