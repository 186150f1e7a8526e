import Clockwork
import Scoring
import Telemetry
import Testing

@testable import Trials

/// Sweeps by hand, and what a check must say of them.
@Suite struct CheckTests {
  /// A sweep of one score with the given values.
  static func sweep(
    _ values: [Double?], id: String = "fusion.temperature.rmse_k", better: Direction = .lower,
    target: Double? = nil, null: Double? = 1, oracle: Double? = 0, world: String = "w"
  ) -> Sweep {
    var sweep = Sweep(scenario: "s", configuration: "c", version: "v")
    sweep.seeds = values.indices.map { UInt64(5000 + $0) }
    sweep.worlds = values.map { _ in world }
    sweep.columns = [
      Sweep.Column(
        id: id, stage: "fusion", unit: "K", better: better, target: target, isHeadline: true,
        values: values, nulls: values.map { _ in null }, oracles: values.map { _ in oracle })
    ]
    return sweep
  }

  static let base = (0..<20).map { 0.3 + 0.01 * Double($0 % 5) }

  private func verdict(
    _ base: Sweep, _ candidate: Sweep, rule: Check.Rule = Check.Rule()
  ) throws -> Check.Row {
    try #require(Check(base: base, candidate: candidate, rule: rule) { _ in true }.rows.first)
  }

  @Test func equalSidesAreTheSameByExactlyNothing() throws {
    let row = try verdict(Self.sweep(Self.base), Self.sweep(Self.base))
    #expect(row.verdict == .same && row.gain == 0 && row.interval == 0...0)
    // 0.02 of what separates null and oracle.
    #expect(row.margin == 0.02)
  }

  @Test func aShiftBeyondTheMarginIsSeen() throws {
    let noise = Self.base.indices.map { 0.002 * Double($0 % 3 - 1) }
    let worse = zip(Self.base, noise).map { $0 + 0.05 + $1 }
    let better = zip(Self.base, noise).map { $0 - 0.05 + $1 }
    let near = zip(Self.base, noise).map { $0 + 0.01 + $1 }
    #expect(try verdict(Self.sweep(Self.base), Self.sweep(worse)).verdict == .worse)
    #expect(try verdict(Self.sweep(Self.base), Self.sweep(better)).verdict == .better)
    #expect(try verdict(Self.sweep(Self.base), Self.sweep(near)).verdict == .same)
    var rule = Check.Rule()
    rule.margins["fusion.temperature.rmse_k"] = ChosenMargin(0.001, because: "a <test>")
    #expect(try verdict(Self.sweep(Self.base), Self.sweep(near), rule: rule).verdict == .worse)
    rule.firstLook = 10
    #expect(try verdict(Self.sweep(Self.base), Self.sweep(worse), rule: rule).verdict == .worse)
  }

  @Test func directionsTellWhatAGainIs() throws {
    let up = Self.base.map { $0 + 0.1 }
    let higher = try verdict(
      Self.sweep(Self.base, better: .higher), Self.sweep(up, better: .higher))
    #expect(higher.verdict == .better)
    // From 0.3...0.34 to 0.4...0.44: nearer to 0.5, so better.
    let target = try verdict(
      Self.sweep(Self.base, better: .target, target: 0.5),
      Self.sweep(up, better: .target, target: 0.5))
    #expect(target.verdict == .better)
  }

  /// Worlds that lost their score are never the same or better, however good the others are, and
  /// worse once they are more than chance: 2 / 2^7 is below 0.05 / 2, 2 / 2^6 is not.
  @Test(arguments: [(1, GateVerdict.undecided), (6, .undecided), (7, .worse), (20, .worse)])
  func lostScoresAreUndecidedThenWorse(count: Int, expected: GateVerdict) throws {
    var values: [Double?] = Self.base.map { $0 - 0.1 }
    #expect(try verdict(Self.sweep(Self.base), Self.sweep(values)).verdict == .better)
    for place in 0..<count { values[place] = nil }
    let row = try verdict(Self.sweep(Self.base), Self.sweep(values))
    #expect(row.verdict == expected && row.lostCount == count && row.interval == nil)
    #expect(row.count == 20 - count)
  }

  /// A lost world does not hide what the others say.
  @Test func aLossBesideALossIsWorse() throws {
    var values: [Double?] = Self.base.enumerated().map { $1 + 0.5 + 0.001 * Double($0 % 3) }
    values[3] = nil
    let row = try verdict(Self.sweep(Self.base), Self.sweep(values))
    #expect(row.verdict == .worse && row.lostCount == 1)
  }

  /// One lost and one gained say nothing; a thousand fair coins seldom say more than 5 %.
  @Test(arguments: [false, true]) func scoresLostByChanceAreNoLoss(isSequential: Bool) {
    #expect(!SignTest.leans(7, against: 7, level: 0.5, isSequential: isSequential))
    #expect((SignTest.tail(6, of: 8) - 37.0 / 256).magnitude < 1e-14)
    #expect(SignTest.leans(100_000, against: 9, level: 0.999, isSequential: isSequential))
    var stream = RandomStream(seed: 16, purpose: Purpose("test.loss"), entity: 0)
    var alarms = 0
    for _ in 0..<1_000 {
      var (lost, gained, said) = (0, 0, false)
      for world in 1...40 {
        if stream.uniform() < 0.5 { lost += 1 } else { gained += 1 }
        guard isSequential || world == 40 else { continue }
        let isLoss = SignTest.leans(
          lost, against: gained, level: 0.95, isSequential: isSequential)
        said = said || isLoss
      }
      if said { alarms += 1 }
    }
    // One direction of two: 2.5 % of 1,000 is 25; the upper 99.9 % is 41.
    #expect(alarms <= 41, "\(alarms)")
    #expect(SignTest.leans(12, against: 0, level: 0.95, isSequential: isSequential))
  }

  /// A score that nobody has accepted yet is named and fails; one that both lack is no score.
  @Test func aScoreOfOneSideOnlyIsUndecided() throws {
    let (base, new) = (Self.sweep(Self.base), Self.sweep(Self.base, id: "fusion.new"))
    var candidate = base
    candidate.columns += new.columns
    let check = try Check(base: base, candidate: candidate, rule: Check.Rule()) { $0.isHeadline }
    #expect(check.rows.map(\.id) == ["fusion.temperature.rmse_k", "fusion.new"])
    #expect(check.rows.map(\.verdict) == [.same, .undecided])
    #expect(check.rows[1].gainedCount == 20 && check.rows[1].gain == nil)
    #expect(CheckText(check).terminal.contains("undecided (new: the base has no value)"))
    let gone = try Check(base: candidate, candidate: base, rule: Check.Rule()) { $0.isHeadline }
    #expect(gone.rows.map(\.verdict) == [.same, .worse] && gone.rows[1].lostCount == 20)
    // Judged on one side is judged.
    var unmarked = candidate
    unmarked.columns[0].isHeadline = false
    let half = try Check(base: unmarked, candidate: candidate, rule: Check.Rule()) { $0.isHeadline }
    #expect(half.rows.count == 2 && half.rows.allSatisfy { $0.verdict == .same })
    var silent = candidate
    silent.columns[1].values = silent.columns[1].values.map { _ in nil }
    let none = try Check(base: base, candidate: silent, rule: Check.Rule()) { $0.isHeadline }
    #expect(none.rows.count == 1)
  }

  /// Two worlds that gain the same to the last bit say less than twenty: 2 / 2^6 is below 5 %.
  @Test(arguments: [
    (2, 0.3, GateVerdict.undecided), (5, 0.3, .undecided), (6, 0.3, .better), (20, -0.3, .worse),
    (2, 0.008, .same), (2, 0.015, .undecided), (6, 0.015, .same), (2, 0, .same),
  ])
  func equalGainsNeedWorlds(count: Int, gain: Double, expected: GateVerdict) throws {
    let base = [Double](repeating: 0.5, count: count)
    let row = try verdict(Self.sweep(base), Self.sweep(base.map { $0 - gain }))
    #expect(row.verdict == expected, "\(row)")
    var rule = Check.Rule()
    rule.firstLook = count
    let looked = try verdict(Self.sweep(base), Self.sweep(base.map { $0 - gain }), rule: rule)
    // Looking again and again takes more worlds, and says nothing else.
    #expect(looked.verdict == expected || count == 6 && looked.verdict == .undecided)
  }

  /// What a program did is told beside the verdicts.
  @Test func programsThatFailedAreTold() throws {
    func trace(_ seed: UInt64, _ abstained: Int, _ remarks: [String], _ same: Bool) -> ProgramTrace
    {
      ProgramTrace(
        seed: seed, stage: "detect", name: "python3 x.py", batches: 10, abstained: abstained,
        remarks: remarks, isDeterministic: same)
    }
    let base = Self.sweep(Self.base)
    var candidate = Sweep(scenario: "s", configuration: "c", version: "v")
    candidate.append(
      base.seeds.map { seed in
        Sweep.Trial(
          seed: seed, world: "w", scores: [],
          programs: [trace(seed, seed == 5003 ? 4 : 0, seed == 5003 ? ["ended"] : [], true)])
      })
    #expect(candidate.programs.map(\.seed) == [5003])
    candidate.columns = base.columns
    var check = try Check(base: base, candidate: candidate, rule: Check.Rule()) { _ in true }
    let line =
      "Candidate: outside program of detect (python3 x.py): no answer to 4 batches in 1 of 20 "
      + "worlds, first in seed 5003; seed 5003: ended"
    #expect(CheckText(check).terminal.contains(line), "\(CheckText(check).terminal)")
    #expect(CheckText(check).markdown.contains(line))
    #expect(check.json.text().contains("no answer to 4 batches"))
    #expect(check.junit(undecidedFails: true).contains("candidate.program"))
    candidate.programs = [trace(5000, 0, [], false)]
    check = try Check(base: base, candidate: candidate, rule: Check.Rule()) { _ in true }
    #expect(CheckText(check).terminal.contains("does not say that it answers the same"))
  }

  @Test func otherWorldsAreNotCompared() {
    #expect(throws: TrialsError.worldChanged(seed: 5000, base: "w", candidate: "x")) {
      try Check(
        base: Self.sweep([1, 2]), candidate: Self.sweep([1, 2], world: "x"), rule: Check.Rule()
      ) { _ in true }
    }
    #expect(throws: TrialsError.seedsDiffer(base: [5000, 5001], candidate: [5000])) {
      try Check(base: Self.sweep([1, 2]), candidate: Self.sweep([1]), rule: Check.Rule()) { _ in
        true
      }
    }
  }

  @Test func filesSayTheSame() throws {
    let worse = Self.base.map { $0 + 0.1 }
    var rule = Check.Rule()
    rule.margins["fusion.temperature.rmse_k"] = ChosenMargin(0.02, because: "a <test>")
    var check = try Check(
      base: Self.sweep(Self.base), candidate: Self.sweep(worse), rule: rule
    ) { _ in true }
    (check.base.name, check.candidate.name) = ("main", "method=\"mean\"")
    let document = try JSONValue.parse([UInt8](check.json.text(sortsKeys: true).utf8))
    #expect(document["scores"]?.arrayValue?.first?["verdict"]?.stringValue == "worse")
    let junit = check.junit(undecidedFails: true)
    #expect(junit.contains("tests=\"1\" failures=\"1\" skipped=\"0\""))
    #expect(junit.contains("<failure message=\"worse: base 0.32, candidate 0.42"))
    #expect(document["base"]?["name"]?.stringValue == "main")
    #expect(
      document["scores"]?.arrayValue?.first?["margin_because"]?.stringValue == "a <test>")
    #expect(junit.contains("<property name=\"candidate\" value=\"method=&quot;mean&quot;\"/>"))
    let text = CheckText(check)
    #expect(text.terminal.contains("0.02, because a <test>"))
    #expect(text.markdown.contains("| `fusion.temperature.rmse_k` | 0.32 | 0.42 | -0.1 |"))
    #expect(text.markdown.contains("**worse**"))
    #expect(text.terminal.contains("1 worse"))
  }
}

@Suite struct BaselineTests {
  private static var baseline: Baseline {
    var sweep = CheckTests.sweep([0.3, nil, 0.1], target: nil)
    sweep.columns[0].nulls[1] = nil
    return Baseline(
      sweep: sweep, acceptedBy: "somebody", because: "a \"reason\"", acceptedOn: "2026-01-31")
  }

  @Test func whatIsWrittenIsRead() throws {
    let text = Self.baseline.text
    let read = try Baseline(bytes: [UInt8](text.utf8), path: "b.json")
    #expect(read.text == text)
    #expect(read.sweep.columns[0].values == [0.3, nil, 0.1])
    #expect(read.because == "a \"reason\"" && read.sweep.seeds == [5000, 5001, 5002])
  }

  /// Edited by hand, of another version, cut: said, with the place.
  @Test(arguments: [
    ("\"hometwin.baseline/1\"", "\"hometwin.baseline/9\"", "b.json: format: found"),
    ("[0.3,null,0.1]", "[0.3,null]", "b.json: scores[0].values: found a list, expected 3 numbers"),
    ("[0.3,null,0.1]", "[0.3,null,\"x\"]", "b.json: scores[0].values: found a list"),
    ("\"lower\"", "\"down\"", "b.json: scores[0].better: found \"down\", expected lower"),
    ("\"5001\"", "\"-1\"", "b.json: seeds: found \"-1\", expected a whole number"),
    ("\"5001\"", "\"5000\"", "b.json: seeds: found a seed a second time, expected each once"),
    ("[\"5000\",\"5001\",\"5002\"]", "[]", "b.json: seeds: found none, expected at least one"),
    ("\"somebody\"", "7", "b.json: accepted_by: found 7, expected a text"),
    ("\"a \\\"reason\\\"\"", "\" \"", "b.json: because: found \" \", expected words"),
    ("\"margin\":null", "\"margin\":1", "b.json: scores[0].margin_because: found null"),
    ("\"headline\":true", "\"headline\":1", "b.json: scores[0].headline: found 1, expected true"),
    // What reads well and was not accepted so.
    ("\"headline\":true", "\"headline\":false", "b.json: checksum: found"),
    ("[0.3,null,0.1]", "[0.3,null,0.2]", "b.json: checksum: found"),
    ("2026-01-31", "2026-02-01", "b.json: checksum: found"),
  ])
  func whatIsDamagedIsSaid(from: String, to: String, says: String) throws {
    let text = Self.baseline.text
    #expect(text.contains(from), "\(text)")
    let hurt = text.replacing(from, with: to)
    let error = #expect(throws: TrialsError.self) {
      try Baseline(bytes: [UInt8](hurt.utf8), path: "b.json")
    }
    #expect(error?.description.hasPrefix(says) == true, "\(error?.description ?? "")")
  }

  @Test func noCutTraps() {
    let bytes = [UInt8](Self.baseline.text.utf8)
    for length in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(throws: TrialsError.self) {
        try Baseline(bytes: Array(bytes[..<length]), path: "b.json")
      }
    }
  }
}
