import ArgumentParser
import Telemetry

/// What a check is asked to do, and the options that it listens to. Whatever else is given is an
/// error: an option that is silently left out would leave its user with another check's verdict.
enum CheckMode: String {
  case stored = "a check against a baseline"
  case accept = "--accept"
  case sides = "a check of --base and --candidate"
  case program = "--base-program"
  case merge = "--merge"
  case rates = "--rates"
  case prove = "--prove"
  case record = "--record"
  case wire = "--from-wire"

  /// An option of the command, by its name.
  enum Choice: String, CaseIterable {
    case base, candidate, seeds, budget, score, margin, undecided, baseline, accept, because, by
    case prove, shard, sweeps, rates, merge, record, markdown, junit, html
    case baseProgram = "base-program"
    case firstSeed = "first-seed"
    case fromWire = "from-wire"
  }

  /// The mode that the given options choose; the first of those that name one.
  init(_ given: Set<Choice>) {
    let naming: [(Choice, CheckMode)] = [
      (.prove, .prove), (.rates, .rates), (.record, .record), (.fromWire, .wire),
      (.merge, .merge), (.baseProgram, .program), (.base, .sides), (.candidate, .sides),
      (.accept, .accept),
    ]
    self = naming.first { given.contains($0.0) }?.1 ?? .stored
  }

  private static let judging: Set<Choice> = [
    .score, .margin, .because, .undecided, .markdown, .junit, .html,
  ]
  private static let worlds: Set<Choice> = [.seeds, .firstSeed]
  private static let accepting: Set<Choice> = [.accept, .because, .by, .baseline, .margin]

  /// What it listens to.
  private var choices: Set<Choice> {
    switch self {
    case .stored: Self.judging.union(Self.worlds).union([.baseline, .shard, .sweeps])
    case .accept: Self.accepting.union(Self.worlds)
    case .sides:
      Self.judging.union(Self.worlds).union([.base, .candidate, .budget, .shard, .sweeps])
    case .program: Self.judging.union(Self.worlds).union([.baseProgram, .base, .candidate])
    case .merge:
      Self.judging.union(Self.worlds).union(Self.accepting).union([.merge, .base, .candidate])
    case .rates: [.rates, .base, .candidate, .seeds, .budget, .score, .margin, .because, .html]
    case .prove:
      Self.accepting.union(Self.worlds).union([.prove, .score, .markdown, .junit, .html])
    case .record: Self.worlds.union([.record, .base, .shard])
    case .wire: Self.judging.union([.fromWire, .base, .candidate, .sweeps])
    }
  }

  /// - Throws: `ValidationError` for an option that it would not listen to.
  func check(_ given: Set<Choice>) throws {
    if let other = Self.first(given.subtracting(choices)) {
      throw ValidationError("\(rawValue) excludes --\(other.rawValue)" + reason(other))
    }
    for (choice, needed) in Self.needs where given.contains(choice) {
      if given.isDisjoint(with: needed) {
        throw ValidationError(
          "--\(choice.rawValue): expected \(Self.names(needed)) with it" + reason(choice))
      }
    }
    // What judges nothing says nothing of scores.
    let accepts = given.contains(.accept) && self != .prove
    if given.contains(.shard) || accepts {
      var idle: Set<Choice> = [.score, .undecided, .markdown, .junit, .html]
      idle.formUnion(accepts ? [.base, .candidate] : [.margin, .budget])
      if let other = Self.first(given.intersection(idle)) {
        let name = accepts ? "--accept" : "--shard"
        throw ValidationError(
          "\(name) excludes --\(other.rawValue): "
            + (accepts ? "it takes the scenario as it is" : "a part of a check judges nothing"))
      }
    }
    if self == .merge, given.contains(.baseline), !given.isDisjoint(with: [.base, .candidate]) {
      throw ValidationError("--baseline excludes --base and --candidate: each is a base")
    }
    if self == .stored, given.contains(.sweeps), !given.contains(.shard) {
      throw ValidationError(
        "--sweeps: expected --base, --candidate or --shard with it; a baseline's scores are in "
          + "its file")
    }
  }

  /// Options that say something only beside one of others.
  private static let needs: [(Choice, [Choice])] = [
    (.accept, [.because]), (.margin, [.because]), (.because, [.accept, .margin]),
    (.by, [.accept]), (.shard, [.sweeps, .record]),
  ]

  private func reason(_ choice: Choice) -> String {
    switch (self, choice) {
    case (.stored, .budget): ": a stored baseline has its own worlds"
    case (.sides, .accept), (.prove, .base), (.prove, .candidate):
      ": it takes the scenario as it is"
    case (.sides, .baseline), (.program, .baseline): ": the base is another"
    case (.prove, .sweeps): ": nobody reads a broken pipeline's scores"
    case (.record, _): ": it lives the base and keeps its scores, and judges nothing"
    case (.wire, .seeds), (.wire, .firstSeed): ": the worlds are those that were recorded"
    case (.wire, .baseline): ": the base is what was recorded"
    case (.wire, .shard): ": nothing is lived"
    case (_, .accept), (_, .margin): ", the reason that stays in what is written"
    default: ""
    }
  }

  private static func first(_ choices: Set<Choice>) -> Choice? {
    Choice.allCases.first(where: choices.contains)
  }

  private static func names(_ choices: [Choice]) -> String {
    choices.map { "--\($0.rawValue)" }.joined(separator: " or ")
  }
}

extension CheckCommand {
  /// What stands on the command line.
  var given: Set<CheckMode.Choice> {
    let all: [(CheckMode.Choice, Bool)] = [
      (.base, !base.isEmpty), (.candidate, !candidate.isEmpty), (.seeds, seedCount != nil),
      (.firstSeed, firstOfSeeds != nil), (.budget, budget != nil), (.score, !score.isEmpty),
      (.margin, !margin.isEmpty), (.undecided, undecided != nil), (.baseline, baseline != nil),
      (.accept, accept), (.because, because != nil), (.by, by != nil), (.prove, prove),
      (.shard, shard != nil), (.sweeps, sweeps != nil), (.rates, rates != nil),
      (.merge, merge != nil), (.record, record != nil), (.markdown, markdown != nil),
      (.junit, junit != nil), (.html, html != nil), (.baseProgram, baseProgram != nil),
      (.fromWire, fromWire != nil),
    ]
    return Set(all.filter(\.1).map(\.0))
  }

  func validate() throws {
    try CheckMode(given).check(given)
    guard (2...100_000).contains(seeds) else {
      throw ValidationError("--seeds: found \(seeds), expected 2...100000")
    }
    if let budget, !(seeds...100_000).contains(budget) {
      throw ValidationError(
        "--budget: found \(budget), expected at least --seeds, \(seeds), and at most 100000")
    }
    for (name, text) in [("--because", because), ("--by", by), ("--baseline", baseline)] {
      if let text, !text.contains(where: { !$0.isWhitespace }) {
        throw ValidationError("\(name): found \"\(text.brief)\", expected words")
      }
    }
    for (name, texts) in [
      ("--base", base), ("--candidate", candidate), ("--set", settings.overrides),
    ] {
      for text in texts {
        guard let end = text.firstIndex(of: "=") else {
          throw ValidationError("\(name): found \"\(text.brief)\", expected KEY=VALUE")
        }
        if text[..<end] == "seed" {
          throw ValidationError(
            "\(name): found \(text.brief), expected no seed; each world of a check has its own, "
              + "from --first-seed on")
        }
      }
    }
  }
}
