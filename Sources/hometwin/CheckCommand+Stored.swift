import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Trials

/// A scenario against the baseline that somebody accepted, and how one is accepted.
extension CheckCommand {
  func baselinePath(_ side: TrialSide) -> String {
    baseline ?? "Reports/baselines/\(side.name).json"
  }

  func judgeStored(
    _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    let path = baselinePath(side)
    let part = try shardOrWhole()
    guard FileManager.default.fileExists(atPath: path) else {
      try OutputFile.check(path, option: "--baseline")
      let all = firstSeeds()
      let sweep = side.sweep(try runner.run([side], seeds: try seeds(of: part, among: all))[0])
      if shard != nil { return try keep(base: nil, candidate: sweep, part, of: all) }
      return try store(sweep, path, rule, instead: nil)
    }
    let stored = try BaselineFile.read(path, of: side.name)
    let all = stored.sweep.seeds
    try expectAsked(all, path)
    try expectWorld(stored.sweep.worlds[0], side, seed: all[0])
    let sweep = side.sweep(try runner.run([side], seeds: try seeds(of: part, among: all))[0])
    if shard != nil { return try keep(base: nil, candidate: sweep, part, of: all) }
    return try judge(sweep, side, against: stored, rule, base: Self.words(path, stored))
  }

  /// What the scenario scores now becomes its baseline.
  func acceptLived(
    _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    let path = baselinePath(side)
    let known = try replaced(path, side)
    return try store(
      side.sweep(try runner.run([side], seeds: firstSeeds())[0]), path, rule, instead: known)
  }

  /// The baseline that a new one will stand in for; nothing else is ever replaced.
  ///
  /// - Throws: `RunError`, also where nothing can be written; before a world is lived.
  func replaced(_ path: String, _ side: TrialSide) throws -> Baseline? {
    try OutputFile.check(path, option: "--baseline")
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try BaselineFile.read(path, of: side.name)
  }

  /// Accepts a whole sweep, or writes it because there was none.
  ///
  /// - Parameter known: what was accepted before. What was proven of a score stays proven, since
  ///   mutations are of the pipeline, not of its settings; so do margins.
  func store(
    _ sweep: Sweep, _ path: String, _ rule: Check.Rule, instead known: Baseline?,
    provenBy: [String: [String]]? = nil
  ) throws -> Int32 {
    let reason = accept ? because ?? "" : "written because there was none; not reviewed"
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

  static func words(_ path: String, _ stored: Baseline) -> String {
    "\(path) (\(stored.acceptedBy), \(stored.acceptedOn): \(stored.because))"
  }

  func judge(
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

  /// Lives the pipeline whole and broken in every way, and says which scores tell.
  func proveScores(
    _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    let mutants = Mutation.allCases.map { mutation in
      var mutant = side
      mutant.mutation = mutation
      return mutant
    }
    let known = accept ? try replaced(baselinePath(side), side) : nil
    let trials = try runner.run([side] + mutants, seeds: firstSeeds())
    let whole = side.sweep(trials[0])
    let proof = try Proof(
      base: whole,
      mutants: zip(Mutation.allCases, trials.dropFirst()).map {
        ($0.rawValue, $0.meaning, side.sweep($1))
      }, rule: rule,
      gated: { [gated = gate(side)] in gated($0) && !ScoreNames.guardedByRuns.contains($0.id) })
    if output.json {
      Console.print(proof.json)
    } else if !quiet.quiet {
      Console.print(proof.text)
    }
    if let markdown { try OutputFile.write(proof.markdown, to: markdown) }
    if let junit { try OutputFile.write(proof.junit, to: junit) }
    if let html { try write(proof.report, to: html) }
    if accept {
      _ = try store(
        whole, baselinePath(side), rule, instead: known, provenBy: proof.provenBy)
    }
    return proof.unproven.isEmpty ? 0 : 1
  }
}
