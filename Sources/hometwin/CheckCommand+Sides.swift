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
    while let more = nextSeeds(one.seeds.count, part) {
      let trials = try runner.run([left, right], seeds: more)
      one.append(trials[0])
      other.append(trials[1])
      if shard != nil { return try keep(base: one, candidate: other, part) }
      let check = try Check(base: one, candidate: other, rule: rule, gated: gate(left))
      if !check.isDecided, nextSeeds(one.seeds.count, part) != nil { continue }
      if sweeps != nil { _ = try keep(base: one, candidate: other, part) }
      return try report(check, base: name(base), candidate: name(candidate))
    }
    throw RunError.bug("a check ended without a look")
  }

  func shardOrWhole() throws -> SweepShard { try SweepShard(shard ?? "1/1") }

  /// The seeds of the first look, or of a part of it.
  func firstSeeds(_ part: SweepShard) -> [UInt64] { nextSeeds(0, part) ?? [] }

  /// The seeds that the next look adds; nil where there is none.
  private func nextSeeds(_ done: Int, _ part: SweepShard) -> [UInt64]? {
    Looks.next(after: done, first: seeds, budget: budget).map { count in
      (done..<count).filter { part.takes($0 - done) }.map { firstSeed &+ UInt64($0) }
    }
  }

  /// Writes what was lived for whoever merges it.
  func keep(base: Sweep?, candidate: Sweep, _ part: SweepShard) throws -> Int32 {
    guard let sweeps else { return 0 }
    let folder = SweepFolder(path: sweeps)
    if let base { try folder.write(base, .base, part) }
    try folder.write(candidate, .candidate, part)
    if shard != nil, !quiet.quiet {
      Console.print(
        "\(sweeps): shard \(part.number) of \(part.count), \(candidate.seeds.count) of \(seeds) "
          + "worlds; hometwin check \(scenario) --merge \(sweeps) judges when all are there")
    }
    return 0
  }

  // MARK: Against a file

  private func baselinePath(_ side: TrialSide) -> String {
    baseline ?? "Reports/baselines/\(side.name).json"
  }

  func judgeStored(
    _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    let path = baselinePath(side)
    let part = try shardOrWhole()
    let exists = FileManager.default.fileExists(atPath: path)
    if accept || !exists {
      let sweep = side.sweep(try runner.run([side], seeds: firstSeeds(part))[0])
      if shard != nil { return try keep(base: nil, candidate: sweep, part) }
      return try store(sweep, path, rule)
    }
    let stored = try BaselineFile.read(path)
    let seeds = stored.sweep.seeds.enumerated().filter { part.takes($0.offset) }.map(\.element)
    let sweep = side.sweep(try runner.run([side], seeds: seeds)[0])
    if shard != nil { return try keep(base: nil, candidate: sweep, part) }
    return try judge(sweep, side, against: stored, rule, base: Self.words(path, stored))
  }

  /// Accepts a whole sweep, or writes it because there was none.
  private func store(
    _ sweep: Sweep, _ path: String, _ rule: Check.Rule, provenBy: [String: [String]]? = nil
  ) throws -> Int32 {
    let reason = accept ? because ?? "" : "written because there was none; not reviewed"
    // What was proven of a score stays proven: mutations are of the pipeline, not of its settings.
    let known = try? BaselineFile.read(path)
    try BaselineFile.write(
      sweep, to: path, by: by, because: reason, provenBy: provenBy ?? known?.provenBy ?? [:],
      margins: rule.margins.merging(known?.margins ?? [:]) { chosen, _ in chosen })
    let words =
      accept
      ? "\(path): written, \(sweep.seeds.count) worlds"
      : "\(path): found no baseline; written from this sweep and failed once: "
        + "look at it, commit it"
    // Programs read JSON and nothing else.
    if output.json { Console.note(words) } else { Console.print(words) }
    return accept ? 0 : 1
  }

  private static func words(_ path: String, _ stored: Baseline) -> String {
    "\(path) (\(stored.acceptedBy), \(stored.acceptedOn): \(stored.because))"
  }

  private func judge(
    _ sweep: Sweep, _ side: TrialSide, against stored: Baseline, _ rule: Check.Rule, base: String,
    marksUnproven: Bool = true
  ) throws -> Int32 {
    var rule = rule
    rule.margins.merge(stored.margins) { asked, _ in asked }
    var check = try Check(
      base: stored.sweep, candidate: sweep, rule: rule, gated: gate(side))
    if marksUnproven {
      check.unproven = check.rows.map(\.id).filter {
        (stored.provenBy[$0]?.isEmpty ?? true) && !ScoreNames.guardedByRuns.contains($0)
      }
    }
    return try report(check, base: base, candidate: name(candidate))
  }

  // MARK: Another build, other machines

  /// The base is what another build of hometwin scores in the same worlds.
  func judgeProgram(
    _ program: String, _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    let stored = try BaseProgram(path: program).sweep(
      Resources.scenario(scenario), overrides: settings.overrides + base, seeds: seeds,
      firstSeed: firstSeed, threads: threads.threads)
    let sweep = side.sweep(try runner.run([side], seeds: stored.sweep.seeds)[0])
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
    try expect(sweep, of: side, "candidate", folder)
    if let left = try folder.read(.base) {
      guard !accept else {
        throw RunError.input(
          "--accept: found two sides in \(folder.path), expected one; a baseline is the scenario "
            + "as it is")
      }
      try expect(left, of: try self.side(base), "base", folder)
      let check = try Check(base: left, candidate: sweep, rule: rule, gated: gate(side))
      return try report(check, base: name(base), candidate: name(candidate))
    }
    let path = baselinePath(side)
    if accept || !FileManager.default.fileExists(atPath: path) {
      return try store(sweep, path, rule)
    }
    let stored = try BaselineFile.read(path)
    return try judge(sweep, side, against: stored, rule, base: Self.words(path, stored))
  }

  /// What a check of so many worlds would get wrong, by what two sides scored in many.
  func tellRates(
    _ folder: SweepFolder, _ side: TrialSide, _ rule: Check.Rule
  ) throws -> Int32 {
    guard let left = try folder.read(.base), let right = try folder.read(.candidate) else {
      throw RunError.input(
        "--rates: found no two sides in \(folder.path), expected what --sweeps kept of a "
          + "check with --base or --candidate")
    }
    let rates = try GateRates(
      base: left, candidate: right, rule: rule, gated: gate(side), worldCount: seeds,
      budget: budget)
    if let html { try write(rates.report, to: html) }
    if output.json {
      Console.print(rates.json)
    } else if !quiet.quiet {
      Console.print(rates.text)
    }
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

  // MARK: Broken on purpose

  /// Lives the pipeline whole and broken in every way, and says which scores tell.
  func proveScores(
    _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    let mutants = Mutation.allCases.map { mutation in
      var mutant = side
      mutant.mutation = mutation
      return mutant
    }
    let part = try shardOrWhole()
    let trials = try runner.run([side] + mutants, seeds: firstSeeds(part))
    let whole = side.sweep(trials[0])
    let proof = try Proof(
      base: whole,
      mutants: zip(Mutation.allCases, trials.dropFirst()).map {
        ($0.rawValue, $0.meaning, side.sweep($1))
      }, rule: rule,
      gated: { [gated = gate(side)] in gated($0) && !ScoreNames.guardedByRuns.contains($0.id) })
    if let markdown { try BaselineFile.write(proof.markdown, to: markdown) }
    if let junit { try BaselineFile.write(proof.junit, to: junit) }
    if let html { try write(proof.report, to: html) }
    if output.json {
      Console.print(proof.json)
    } else if !quiet.quiet {
      Console.print(proof.text)
    }
    if accept { _ = try store(whole, baselinePath(side), rule, provenBy: proof.provenBy) }
    return proof.unproven.isEmpty ? 0 : 1
  }
}
