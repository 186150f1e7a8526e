import ArgumentParser
import Scenarios

/// Which arguments go together.
extension CheckCommand {
  func validate() throws {
    guard (2...100_000).contains(seeds) else {
      throw ValidationError("--seeds: found \(seeds), expected 2...100000")
    }
    if let budget, !(seeds...100_000).contains(budget) {
      throw ValidationError(
        "--budget: found \(budget), expected at least --seeds, \(seeds), and at most 100000")
    }
    if budget != nil, rates == nil, base.isEmpty, candidate.isEmpty {
      throw ValidationError(
        "--budget: expected --base or --candidate; a stored baseline has its own worlds")
    }
    if accept, because?.isEmpty ?? true {
      throw ValidationError(
        "--accept: expected --because \"...\", the reason that stays in the file")
    }
    if !margin.isEmpty, because?.isEmpty ?? true {
      throw ValidationError(
        "--margin: expected --because \"...\", the reason that stands in what the check writes")
    }
    if accept, !base.isEmpty || !candidate.isEmpty || baseProgram != nil {
      throw ValidationError(
        "--accept excludes --base, --candidate and --base-program: it takes the scenario as it is")
    }
    if baseProgram != nil, budget != nil || baseline != nil {
      throw ValidationError("--base-program excludes --budget and --baseline")
    }
    if let part = shard.flatMap({ try? SweepShard($0) }), part.count > seeds {
      throw ValidationError(
        "--shard: found \(part.count) shards, expected at most one a world, \(seeds)")
    }
    if shard != nil, sweeps == nil, record == nil {
      throw ValidationError("--shard: expected --sweeps FOLDER, where its part is kept")
    }
    if shard != nil || merge != nil, budget != nil || baseProgram != nil || prove {
      throw ValidationError("--shard and --merge exclude --budget, --base-program and --prove")
    }
    if shard != nil, merge != nil || accept {
      throw ValidationError("--shard excludes --merge and --accept: a part decides nothing")
    }
    if prove, !base.isEmpty || !candidate.isEmpty || baseProgram != nil || budget != nil {
      throw ValidationError(
        "--prove excludes --base, --candidate, --base-program and --budget: it breaks the scenario "
          + "as it is")
    }
    if prove, sweeps != nil {
      throw ValidationError("--prove excludes --sweeps: nobody reads a broken pipeline's scores")
    }
    if rates != nil, shard != nil || sweeps != nil || merge != nil || accept {
      throw ValidationError("--rates excludes --shard, --sweeps, --merge and --accept")
    }
    if rates != nil, markdown != nil || junit != nil {
      throw ValidationError("--rates excludes --markdown and --junit; it writes --html and --json")
    }
    try validateWire()
  }

  private func validateWire() throws {
    guard record != nil || fromWire != nil else { return }
    let others: [(String, Bool)] = [
      ("--merge", merge != nil), ("--rates", rates != nil), ("--prove", prove),
      ("--accept", accept), ("--base-program", baseProgram != nil), ("--budget", budget != nil),
      ("--record", record != nil && fromWire != nil),
    ]
    let own = fromWire == nil ? "--record" : "--from-wire"
    if let (name, _) = others.first(where: \.1) { throw ValidationError("\(own) excludes \(name)") }
    let judging: [(String, Bool)] = [
      ("--candidate", !candidate.isEmpty), ("--sweeps", sweeps != nil),
      ("--score", !score.isEmpty), ("--margin", !margin.isEmpty),
      ("--markdown", markdown != nil), ("--junit", junit != nil), ("--html", html != nil),
    ]
    if record != nil, let (name, _) = judging.first(where: \.1) {
      throw ValidationError(
        "--record excludes \(name): it lives the base and keeps its scores, and judges nothing")
    }
    if baseline != nil {
      throw ValidationError("\(own) excludes --baseline: the base is what was recorded")
    }
    if fromWire != nil, seedCount != nil || firstOfSeeds != nil {
      throw ValidationError(
        "--from-wire excludes --seeds and --first-seed: the worlds are those that were recorded")
    }
    if fromWire != nil, shard != nil {
      throw ValidationError("--from-wire excludes --shard: nothing is lived")
    }
  }
}
