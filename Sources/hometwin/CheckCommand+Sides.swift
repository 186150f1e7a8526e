import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Trials

/// The ways in which a check comes by its two sides.
extension CheckCommand {
  /// Two configurations, world by world, with more worlds while there is a budget.
  func judgeSides(
    _ left: TrialSide, _ right: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    var (one, other) = (left.sweep(), right.sweep())
    let part = try shardOrWhole()
    try expectOneWorld(left, right, seed: firstSeed)
    while let more = nextSeeds(one.seeds.count, part) {
      let trials = try runner.run([left, right], seeds: more)
      one.append(trials[0])
      other.append(trials[1])
      if shard != nil {
        return try keep(base: one, candidate: other, part, of: firstSeeds())
      }
      let check = try compare(one, other, rule, left)
      if !check.isDecided, nextSeeds(one.seeds.count, part) != nil { continue }
      if sweeps != nil { _ = try keep(base: one, candidate: other, part, of: one.seeds) }
      return try report(check, base: name(base), candidate: name(candidate))
    }
    throw RunError.bug("a check ended without a look")
  }

  func shardOrWhole() throws -> SweepShard { try SweepShard(shard ?? "1/1") }

  /// The seeds of the first look.
  func firstSeeds() -> [UInt64] { (0..<seeds).map { firstSeed &+ UInt64($0) } }

  /// The seeds that the next look adds; nil where there is none.
  private func nextSeeds(_ done: Int, _ part: SweepShard) -> [UInt64]? {
    Looks.next(after: done, first: seeds, budget: budget).map { count in
      (done..<count).filter { part.takes($0 - done) }.map { firstSeed &+ UInt64($0) }
    }
  }

  /// A whole's seeds that a part lives.
  ///
  /// - Throws: `RunError.input` where there are more parts than worlds.
  func seeds(of part: SweepShard, among all: [UInt64]) throws -> [UInt64] {
    guard part.count <= all.count else {
      throw RunError.input(
        "--shard: found \(part.count) shards, expected at most one a world, \(all.count)")
    }
    return all.indices.filter(part.takes).map { all[$0] }
  }

  /// Settings that make another world show before a world is lived.
  func expectOneWorld(_ left: TrialSide, _ right: TrialSide, seed: UInt64) throws {
    try expectWorld(try left.world(seed: seed), right, seed: seed)
  }

  func expectWorld(_ world: String, _ side: TrialSide, seed: UInt64) throws {
    let found = try side.world(seed: seed)
    guard found == world else {
      throw TrialsError.worldChanged(seed: seed, base: world, candidate: found)
    }
  }

  /// Worlds that are given already may be asked for, but not others.
  func expectAsked(_ given: [UInt64], _ path: String) throws {
    let isOther =
      seedCount.map { $0 != given.count } ?? false || firstOfSeeds.map { $0 != given[0] } ?? false
    guard !isOther else {
      throw RunError.input(
        "\(path): found \(given.count) worlds from seed \(given[0]), expected \(seeds) from "
          + "\(firstSeed) as --seeds and --first-seed say; leave these out, or accept or live "
          + "others")
    }
  }

  /// Writes what was lived for whoever merges it.
  ///
  /// - Parameter all: the seeds of the whole check.
  func keep(
    base: Sweep?, candidate: Sweep, _ part: SweepShard, of all: [UInt64]
  ) throws -> Int32 {
    guard let sweeps else { return 0 }
    let folder = SweepFolder(path: sweeps)
    if let base { try folder.write(SweepPart(base, of: all), .base, part) }
    try folder.write(SweepPart(candidate, of: all), .candidate, part)
    if shard != nil, !quiet.quiet {
      Console.print(
        "\(sweeps): shard \(part.number) of \(part.count), \(candidate.seeds.count) of "
          + "\(all.count) worlds; hometwin check \(scenario) --merge \(sweeps) judges when all are "
          + "there"
      )
    }
    return 0
  }

  // MARK: Another build, other machines

  /// The base is what another build of hometwin scores in the same worlds.
  func judgeProgram(
    _ program: String, _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    let stored = try BaseProgram(path: program).sweep(
      Resources.scenario(scenario), overrides: settings.overrides + base, seeds: seeds,
      firstSeed: firstSeed, threads: threads.threads, of: side.name)
    guard stored.sweep.seeds == firstSeeds() else {
      throw RunError.input(
        "--base-program: found \(stored.sweep.seeds.count) worlds from seed "
          + "\(stored.sweep.seeds[0]) of \(program), expected \(seeds) from \(firstSeed)")
    }
    try expectWorld(stored.sweep.worlds[0], side, seed: firstSeed)
    let sweep = side.sweep(try runner.run([side], seeds: firstSeeds())[0])
    return try judge(
      sweep, side, against: stored, rule, base: "\(program), \(stored.sweep.version)",
      marksUnproven: false)
  }

  /// Judges what shards have lived; without a base among them, against the stored baseline.
  func judgeMerged(
    _ folder: SweepFolder, _ side: TrialSide, _ rule: Check.Rule
  ) throws -> Int32 {
    guard let sweep = try folder.read(.candidate) else {
      throw RunError.input(
        "--merge: found no candidate-K-of-N.json in \(folder.path), expected what --shard wrote")
    }
    try expectAsked(sweep.seeds, folder.path)
    guard let left = try folder.read(.base) else {
      return try judgeMerged(
        sweep, folder, baselinePath(side), try known(baselinePath(side), side), rule)
    }
    guard !accept, baseline == nil else {
      throw RunError.input(
        "\(accept ? "--accept" : "--baseline"): found two sides in \(folder.path), expected one; "
          + "a baseline is the scenario as it is")
    }
    try expect(sweep, of: side, "candidate", folder)
    try expect(left, of: try self.side(base, "--base"), "base", folder)
    return try report(
      try compare(left, sweep, rule, side), base: name(base), candidate: name(candidate))
  }

  private func judgeMerged(
    _ sweep: Sweep, _ folder: SweepFolder, _ path: String, _ known: Baseline?, _ rule: Check.Rule
  ) throws -> Int32 {
    guard base.isEmpty, candidate.isEmpty else {
      throw RunError.input(
        "--merge: found one side in \(folder.path), expected two as --base and --candidate say")
    }
    let command = adopting(known)
    let side = try command.side([], "--set")
    try expect(sweep, of: side, "candidate", folder)
    guard let known, !accept else { return try command.store(sweep, path, rule, instead: known) }
    return try command.judge(
      sweep, side, against: known, rule, base: Self.words(path, known))
  }

  /// What a check of so many worlds would get wrong, by what two sides scored in many.
  func tellRates(
    _ folder: SweepFolder, _ base: TrialSide, _ candidate: TrialSide, _ rule: Check.Rule,
    _ runner: TrialRunner
  ) throws -> Int32 {
    guard let left = try folder.read(.base, for: "--rates"),
      let right = try folder.read(.candidate, for: "--rates")
    else {
      throw RunError.input(
        "--rates: found no two sides in \(folder.path), expected what --sweeps kept of a "
          + "check with --base or --candidate")
    }
    try expect(left, of: base, "base", folder, given: "--sweeps")
    try expect(right, of: candidate, "candidate", folder, given: "--sweeps")
    let rates = try GateRates(
      base: left, candidate: right, rule: rule, gated: gate(candidate), worldCount: seeds,
      budget: budget, runner: ShardRunner(threadCount: runner.threadCount),
      cancellation: runner.cancellation)
    if output.json {
      Console.print(rates.json)
    } else if !quiet.quiet {
      Console.print(rates.text)
    }
    if let html { try OutputFile.write(page: rates.report, to: html) }
    return 0
  }

  /// Kept scores must be of what the arguments say, or the verdict would have another's name.
  ///
  /// - Parameter writer: the option of whoever wrote them.
  func expect(
    _ sweep: Sweep, of side: TrialSide, _ name: String, _ folder: SweepFolder,
    given writer: String = "--shard"
  ) throws {
    guard sweep.scenario == side.name, sweep.configuration == side.configuration else {
      throw RunError.input(
        "\(folder.path): found a \(name) of \(sweep.scenario) \(sweep.configuration), expected "
          + "\(side.name) \(side.configuration) as the arguments say; give the same --set, --base "
          + "and --candidate as with \(writer)")
    }
  }
}
