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

  /// The baseline that stands for the scenario, nil where there is none; a new one replaces
  /// nothing else.
  ///
  /// - Throws: `RunError`, also where one would be written and cannot be; before a world is lived.
  func known(_ path: String, _ side: TrialSide) throws -> Baseline? {
    let exists = FileManager.default.fileExists(atPath: path)
    if accept || !exists && !prove { try OutputFile.check(path, option: "--baseline") }
    return exists ? try BaselineFile.read(path, of: side.name) : nil
  }

  /// This command with the settings and seeds of a baseline; what is given goes first.
  func adopting(_ known: Baseline?) -> CheckCommand {
    guard let known else { return self }
    func key(_ text: String) -> Substring { text.prefix { $0 != "=" } }
    let given = Set(settings.overrides.map(key))
    var command = self
    command.settings.overrides =
      known.settings.filter { !given.contains(key($0)) } + settings.overrides
    if seedCount == nil { command.seedCount = known.sweep.seeds.count }
    if firstOfSeeds == nil { command.firstOfSeeds = known.sweep.seeds[0] }
    return command
  }

  /// What is done with a scenario that has a baseline, or is to have one.
  func judgeAlone(
    _ path: String, _ known: Baseline?, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    let command = adopting(known)
    let side = try command.side([], "--set")
    if prove { return try command.proveScores(side, rule, runner, path, instead: known) }
    if accept {
      let trials = try runner.run([side], seeds: command.firstSeeds())
      return try command.store(side.sweep(trials[0]), path, rule, instead: known)
    }
    if let known { try expectAsked(known.sweep.seeds, path) }
    return try command.judgeStored(side, rule, runner, path, known)
  }

  private func judgeStored(
    _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner, _ path: String,
    _ known: Baseline?
  ) throws -> Int32 {
    let part = try shardOrWhole()
    let all = known?.sweep.seeds ?? firstSeeds()
    if let known { try expectWorld(known.sweep.worlds[0], side, seed: all[0]) }
    let sweep = side.sweep(try runner.run([side], seeds: try seeds(of: part, among: all))[0])
    if shard != nil { return try keep(base: nil, candidate: sweep, part, of: all) }
    guard let known else { return try store(sweep, path, rule, instead: nil) }
    return try judge(sweep, side, against: known, rule, base: Self.words(path, known))
  }

  /// Accepts a whole sweep, or writes it because there was none.
  ///
  /// - Parameters:
  ///   - known: what was accepted before. What was proven of a score stays proven, since mutations
  ///     are of the pipeline, not of its settings; so do margins.
  ///   - provenBy: what was proven of scores just now.
  func store(
    _ sweep: Sweep, _ path: String, _ rule: Check.Rule, instead known: Baseline?,
    provenBy: [String: [String]] = [:]
  ) throws -> Int32 {
    let traces = ProgramTrace.texts(sweep.programs, of: sweep.seeds.count, "worlds")
    guard sweep.programs.allSatisfy({ $0.abstained == 0 }) else {
      throw RunError.input(
        "\(path): not written, found " + traces.joined(separator: "\n")
          + "\nexpected an answer to every batch of what others are held against; hometwin stage "
          + "test looks at a program")
    }
    traces.forEach(Console.note)
    let reason = accept ? because ?? "" : "written because there was none; not reviewed"
    try BaselineFile.write(
      sweep, to: path, by: by, because: reason,
      provenBy: (known?.provenBy ?? [:]).merging(provenBy) { _, new in new },
      margins: rule.margins.merging(known?.margins ?? [:]) { chosen, _ in chosen },
      settings: settings.overrides)
    let words =
      accept
      ? "\(path): written, \(sweep.seeds.count) worlds"
      : "\(path): found no baseline; written from this sweep and failed once: "
        + "look at it, commit it"
    // Programs read JSON and nothing else.
    if output.json { Console.note(words) } else { Console.print(words) }
    if !accept { refuse(words) }
    return accept ? 0 : 1
  }

  static func words(_ path: String, _ stored: Baseline) -> String {
    "\(path) (\(stored.acceptedBy), \(stored.acceptedOn): \(stored.because))"
  }

  func judge(
    _ sweep: Sweep, _ side: TrialSide, against stored: Baseline, _ rule: Check.Rule, base: String,
    marksUnproven: Bool = true
  ) throws -> Int32 {
    var check = try compare(stored.sweep, sweep, rule.with(stored.margins), side)
    if marksUnproven {
      check.unproven = check.rows.map(\.id).filter {
        (stored.provenBy[$0]?.isEmpty ?? true) && !ScoreNames.guardedByRuns.contains($0)
      }
    }
    return try report(check, base: base, candidate: name(candidate))
  }

  /// Lives the pipeline whole and broken in every way, and says which scores tell.
  private func proveScores(
    _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner, _ path: String,
    instead known: Baseline?
  ) throws -> Int32 {
    let mutants = Mutation.allCases.map { mutation in
      var mutant = side
      mutant.mutation = mutation
      return mutant
    }
    let trials = try runner.run([side] + mutants, seeds: firstSeeds())
    let whole = side.sweep(trials[0])
    let proof = try Proof(
      base: whole,
      mutants: zip(Mutation.allCases, trials.dropFirst()).map {
        ($0.rawValue, $0.meaning, side.sweep($1))
      }, rule: rule.with(known?.margins ?? [:]),
      gated: { [gated = gate(side)] in gated($0) && !ScoreNames.guardedByRuns.contains($0.id) })
    if output.json {
      Console.print(proof.json)
    } else if !quiet.quiet {
      Console.print(proof.text)
    }
    try write(markdown: proof.markdown, junit: proof.junit, page: proof.report)
    if accept { _ = try store(whole, path, rule, instead: known, provenBy: proof.provenBy) }
    return proof.unproven.isEmpty ? 0 : 1
  }
}

extension Check.Rule {
  /// With a baseline's margins; whoever asks for another goes first.
  fileprivate func with(_ accepted: [String: ChosenMargin]) -> Check.Rule {
    var rule = self
    rule.margins.merge(accepted) { asked, _ in asked }
    return rule
  }
}
