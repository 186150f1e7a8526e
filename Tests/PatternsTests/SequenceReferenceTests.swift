import Clockwork
import Testing

@testable import Patterns

/// The engine beside a search that follows the definitions, on generated patterns and streams.
@Suite struct SequenceReferenceTests {
  static let trialCount: UInt64 = 10_000

  /// What the engine finds for a trial; nil if it refuses the pattern.
  static func found(_ trial: SequenceTrial) throws -> Set<CaseOutcome>? {
    let read = CaseText(trial.caseText)
    try #require(read.mistakes.isEmpty, "\(read.mistakes)")
    let outcomes = CaseRunner.outcomes(of: try #require(read.cases.first))
    if outcomes.contains(where: \.isRefusal) { return nil }
    return Set(outcomes.filter { if case .match = $0 { true } else { false } })
  }

  @Test func tenThousandPatternsAgree() throws {
    var (compared, matched, kinds) = (0, 0, Set<String>())
    for seed in 0..<Self.trialCount {
      let trial = SequenceTrial.generated(seed: seed)
      guard let found = try Self.found(trial) else { continue }
      let expected = trial.matches()
      compared += 1
      matched += expected.isEmpty ? 0 : 1
      for stage in trial.stages { kinds.insert("\(stage.how) \(stage.from) \(stage.to)") }
      guard found != expected else { continue }
      let surplus = found.subtracting(expected).map(\.description).sorted()
      let missing = expected.subtracting(found).map(\.description).sorted()
      Issue.record(
        """
        repeat with SequenceTrial.generated(seed: \(seed))
          \(trial.patternText)
          \(trial.inputText)
          surplus \(surplus), missing \(missing)
        """)
    }
    // A generator that made nothing to find would agree with anything.
    #expect(compared > 9_000, "\(compared) compared")
    #expect(matched > 3_000, "\(matched) with a match")
    #expect(kinds.count >= 25, "\(kinds.sorted())")
  }
}

/// What a skip strategy leaves, beside everything that the same pattern finds without one.
@Suite struct SkipStrategyTests {
  private struct Found {
    var taken: [CaseOutcome.Taken]
    /// Numbers of its events, ascending.
    var events: [Int]
  }

  /// In the order in which they were told.
  private func found(_ trial: SequenceTrial, _ skip: String) throws -> [Found]? {
    let text = trial.caseText.replacing(
      "begin(\"A\", is \"\(trial.stages[0].letter)\"",
      with: "begin(\"A\", is \"\(trial.stages[0].letter)\", \(skip)")
    let outcomes = CaseRunner.outcomes(of: try #require(CaseText(text).cases.first))
    if outcomes.contains(where: \.isRefusal) { return nil }
    return outcomes.compactMap { outcome in
      guard case .match(let taken, _) = outcome else { return nil }
      let events = taken.flatMap(\.events).compactMap { Int($0.dropFirst()) }.sorted()
      return Found(taken: taken, events: events)
    }
  }

  /// The event that later matches must not begin before, or must begin behind.
  private func limit(_ skip: String, _ found: Found) -> (event: Int, isIncluded: Bool)? {
    let ofStage = found.taken.first { $0.stage == "A" }?.events.compactMap {
      Int($0.dropFirst())
    }
    switch skip {
    case "skipToNext": return (found.events[0], true)
    case "skipPastLast": return (found.events[found.events.count - 1], true)
    case "skipToFirst(\"A\")": return ofStage?.min().map { ($0, false) }
    default: return ofStage?.max().map { ($0, false) }
    }
  }

  @Test(arguments: ["skipToNext", "skipPastLast", "skipToFirst(\"A\")", "skipToLast(\"A\")"])
  func laterMatchesBeginWhereTheStrategySays(skip: String) throws {
    var (kept, dropped) = (0, 0)
    for seed in 0..<1_500 as Range<UInt64> {
      let trial = SequenceTrial.generated(seed: seed)
      guard let all = try found(trial, "noSkip"), let left = try found(trial, skip) else {
        continue
      }
      let known = Set(all.map(\.taken))
      kept += left.count
      dropped += all.count - left.count
      for (index, match) in left.enumerated() {
        #expect(known.contains(match.taken), "seed \(seed): \(match.taken) is none of the matches")
        guard let (event, isIncluded) = limit(skip, match) else { continue }
        for later in left[(index + 1)...] {
          #expect(
            isIncluded ? later.events[0] > event : later.events[0] >= event,
            "seed \(seed): \(later.taken) told behind \(match.taken)")
        }
      }
      // A match waits for partial ones that began before it; a window ends them all.
      if trial.window != nil { #expect(all.isEmpty == left.isEmpty, "seed \(seed)") }
    }
    // Skipping to a stage that begins most matches drops little.
    let least = ["skipToFirst(\"A\")": -1, "skipToLast(\"A\")": 100][skip] ?? 500
    #expect(kept > 500 && dropped > least, "\(kept) kept, \(dropped) dropped")
  }
}

extension SequenceTrial {
  static func generated(seed: UInt64) -> SequenceTrial {
    var chance = RandomStream(seed: seed, purpose: Purpose("tests.sequences"), entity: 0)
    func below(_ count: Int) -> Int { Int(chance.below(UInt64(count))) }
    let letters: [Character] = ["a", "b", "c", "d"]
    let follows = ["next", "followedBy", "followedBy", "followedByAny", "notFollowedBy", "notNext"]
    var trial = SequenceTrial()
    let count = 1 + below(4)
    if below(3) == 0 { trial.window = Int64(2 + below(8)) }
    for index in 0..<count {
      var stage = Stage(name: "\("ABCD"[index])", letter: letters[below(4)], how: "begin")
      if index > 0 { stage.how = follows[below(follows.count)] }
      let before = trial.stages.last
      if stage.isNot, before?.isOptional == true { stage.how = "followedBy" }
      // Q3: the engine forgets a notFollowedBy before another stage that must not come.
      if stage.isNot, before?.how == "notFollowedBy" { stage.how = "next" }
      if stage.how == "notFollowedBy", index == count - 1, trial.window == nil {
        stage.how = "followedByAny"
      }
      if !stage.isNot { stage.quantify(below) }
      if !stage.isNot, !stage.isOptional, stage.from == 1, stage.to == 1, index > 0, below(6) == 0 {
        stage.gap = Int64(1 + below(3))
      }
      trial.stages.append(stage)
    }
    if let window = trial.window {
      for index in trial.stages.indices {
        trial.stages[index].gap = trial.stages[index].gap.map { min($0, window) }
      }
    }
    var time: Int64 = 1
    for _ in 0..<(4 + below(7)) {
      trial.events.append((letters[below(4)], time))
      time += below(4) == 0 ? Int64(below(4)) : 1
    }
    return trial
  }
}

extension SequenceTrial.Stage {
  fileprivate mutating func quantify(_ below: (Int) -> Int) {
    switch below(8) {
    case 0: to = Self.endless
    case 1: (from, to) = (2, 2)
    case 2: (from, to) = (1, 2)
    case 3: (from, to) = (2, 3)
    case 4: (from, to) = (2, Self.endless)
    default: break
    }
    if to > 1 { inner = ["followedBy", "followedBy", "next", "followedByAny"][below(4)] }
    if to == Self.endless, below(3) == 0 {
      until = (["a", "b", "c", "d"] as [Character])[below(4)]
    }
    if below(5) == 0 { isOptional = true }
  }
}

extension String {
  fileprivate subscript(place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}
