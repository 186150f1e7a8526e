import Testing

@testable import Scoring
@testable import Trials

/// What broken pipelines show of scores.
@Suite struct ProofTests {
  private func shifted(_ by: Double) -> Sweep { CheckTests.sweep(CheckTests.base.map { $0 + by }) }

  @Test func aScoreThatNoMutationMovesIsUnproven() throws {
    let base = CheckTests.sweep(CheckTests.base)
    let harmless = [("a", "A", base), ("b", "B", shifted(-0.5))]
    let proof = try Proof(base: base, mutants: harmless, rule: Check.Rule()) { _ in true }
    #expect(proof.unproven == ["fusion.temperature.rmse_k"])
    #expect(proof.rows[0].verdicts == [.same, .better])
    let harmful = try Proof(
      base: base, mutants: harmless + [("c", "C", shifted(0.5))], rule: Check.Rule()
    ) { _ in true }
    #expect(harmful.unproven.isEmpty && harmful.rows[0].provenBy == ["c"])
    #expect(harmful.text.contains("1 of 1 scores can fail"))
  }

  /// Of twenty mutants one will look bad by luck; the rate is shared among them.
  @Test func theRateIsShared() throws {
    let base = CheckTests.sweep(CheckTests.base)
    // A loss whose interval at 95 % lies beyond the margin, and at 99.75 % does not.
    let doubtful = CheckTests.sweep(
      CheckTests.base.enumerated().map { $1 + 0.045 + ($0 % 2 == 0 ? 0.05 : -0.05) })
    let rule = Check.Rule()
    let alone = try Proof(base: base, mutants: [("a", "", doubtful)], rule: rule) { _ in true }
    let many = try Proof(
      base: base, mutants: (0..<20).map { ("m\($0)", "", doubtful) }, rule: rule
    ) { _ in true }
    #expect(alone.rows[0].verdicts == [.worse])
    #expect(many.rows[0].verdicts.allSatisfy { $0 == .undecided })
  }

  @Test func proofsStayInTheBaseline() throws {
    let stored = Baseline(
      sweep: CheckTests.sweep(CheckTests.base), acceptedBy: "me", because: "x",
      acceptedOn: "2026-01-01", provenBy: ["fusion.temperature.rmse_k": ["drop", "delay"]])
    let read = try Baseline(bytes: [UInt8](stored.text.utf8), path: "b.json")
    #expect(read.provenBy == stored.provenBy)
    let silent = Baseline(
      sweep: stored.sweep, acceptedBy: "me", because: "x", acceptedOn: "2026-01-01")
    #expect(try Baseline(bytes: [UInt8](silent.text.utf8), path: "b.json").provenBy.isEmpty)
  }
}

/// Parts of a sweep, lived on several machines.
@Suite struct SweepMergeTests {
  private func part(
    _ seeds: [UInt64], _ ids: [String], version: String = "v", of all: [UInt64] = [3, 1, 2]
  ) -> SweepPart {
    var sweep = Sweep(scenario: "s", configuration: "c", version: version)
    sweep.seeds = seeds
    sweep.worlds = seeds.map { "w\($0)" }
    sweep.columns = ids.map { id in
      Sweep.Column(
        id: id, stage: "fusion", unit: "K", better: .lower, target: nil, isHeadline: true,
        values: seeds.map { Double($0) }, nulls: seeds.map { Double($0) + 1 },
        oracles: seeds.map { _ in nil })
    }
    return SweepPart(sweep, of: all)
  }

  @Test func partsBecomeTheWhole() throws {
    let whole = try SweepPart.merged([part([3, 2], ["a"]), part([1], ["a", "b"])])
    // In the order of the whole check's seeds.
    #expect(whole.seeds == [3, 1, 2] && whole.worlds == ["w3", "w1", "w2"])
    #expect(whole.columns.map(\.id) == ["a", "b"])
    #expect(whole.columns[0].values == [3, 1, 2] && whole.columns[0].nulls == [4, 2, 3])
    // A score that a part lacks is missing there, and nowhere else.
    #expect(whole.columns[1].values == [nil, 1, nil])
  }

  @Test func whatIsWrittenIsRead() throws {
    var written = part([3, 2], ["a", "b"])
    written.sweep.programs = [
      ProgramTrace(
        seed: 3, stage: "detect", name: "python3 x.py", batches: 9, abstained: 2,
        remarks: ["started again"], isDeterministic: false)
    ]
    let text = written.text
    let read = try SweepPart(bytes: [UInt8](text.utf8), path: "p.json")
    #expect(read.text == text && read.allSeeds == [3, 1, 2])
    #expect(read.sweep.programs == written.sweep.programs)
    for (from, to, says) in [
      ("\"seeds\": [\"3\",", "\"seeds\": [\"1\",", "p.json: checksum: found"),
      ("hometwin.sweep/1", "hometwin.baseline/1", "p.json: format: found"),
      ("\"batches\":9", "\"batches\":\"x\"", "p.json: programs[0].batches: found"),
    ] {
      #expect(text.contains(from), "\(text)")
      let error = #expect(throws: TrialsError.self) {
        try SweepPart(bytes: [UInt8](text.replacing(from, with: to).utf8), path: "p.json")
      }
      #expect(error?.description.hasPrefix(says) == true, "\(error?.description ?? "")")
    }
  }

  @Test func strangersAreRefused() {
    func message(_ parts: [SweepPart]) -> String {
      do {
        _ = try SweepPart.merged(parts)
        return "merged"
      } catch { return error.description }
    }
    #expect(message([part([1], ["a"]), part([1], ["a"])]).contains("seed 1 twice"))
    #expect(message([part([1], ["a"]), part([2], ["a"], version: "w")]).contains("version w"))
    #expect(message([]).contains("found none"))
    // Four worlds of one check and four of another are no check of eight.
    #expect(
      message([part([1], ["a"], of: [1, 2]), part([2], ["a"], of: [1, 2, 3])])
        .contains("found a part of a check with seeds 1...3 (3)"))
    #expect(message([part([1, 2], ["a"])]).contains("found no world of seed 3"))
    #expect(message([part([1, 2, 3, 4], ["a"])]).contains("found 4 seeds"))
  }
}

/// Error rates of a check, on differences whose nature is known.
@Suite struct GateRatesTests {
  /// Forty worlds of two sides whose differences are a quarter of the size of the worlds'.
  private func sides(_ gains: Gains, _ count: Int = 40) -> (Sweep, Sweep) {
    var stream = Gains.stream(7)
    let differences = gains.sample(count, mean: 0, &stream).gains
    let base = (0..<count).map { 1 + 0.1 * Double($0 % 7) }
    return (
      CheckTests.sweep(base), CheckTests.sweep(zip(base, differences).map { $0 - 0.25 * $1 })
    )
  }

  @Test(arguments: Gains.allCases) func ratesAndPowerAreAsStated(gains: Gains) throws {
    let (base, candidate) = sides(gains)
    let rates = try GateRates(
      base: base, candidate: candidate, rule: Check.Rule(), gated: { _ in true }, worldCount: 20,
      decisionCount: 300)
    // 5 % of 300 is 15; the upper 99.9 % of that binomial is 28.
    #expect(rates.own.alarmsAtMargin <= 28.0 / 300, "\(gains): \(rates.own.alarmsAtMargin)")
    #expect(rates.own.alarms <= 28.0 / 300, "\(gains): \(rates.own.alarms)")
    let power = try #require(rates.rows.first?.power)
    #expect(zip(power, power.dropFirst()).allSatisfy { $0 <= $1 }, "\(gains): \(power)")
    #expect(power[3] > 0.6 && power[5] > 0.85 && power[0] < 0.3, "\(gains): \(power)")
  }

  /// A world in ten that only one side scores, by chance on either, is no false alarm; on one side
  /// only it is found.
  @Test(arguments: [false, true]) func lostScoresAreDrawn(onBothSides: Bool) throws {
    let (base, candidate) = sides(.normal)
    var (left, right) = (base, candidate)
    for world in stride(from: 0, to: 40, by: 5) {
      if onBothSides, world % 10 == 0 {
        left.columns[0].values[world] = nil
      } else {
        right.columns[0].values[world] = nil
      }
    }
    let rates = try GateRates(
      base: left, candidate: right, rule: Check.Rule(), gated: { _ in true }, worldCount: 20,
      decisionCount: 300)
    #expect(rates.own.alarms <= 28.0 / 300, "\(rates.own.alarms)")
    // Signs swap the sides, so that a decision draws losses and finds; power is less for it.
    let power = try #require(rates.rows.first?.power)
    #expect(power[5] > 0.5 && power[0] < 0.3, "\(power)")
    let check = try Check(base: left, candidate: right, rule: Check.Rule()) { _ in true }
    #expect(check.rows[0].verdict == (onBothSides ? .undecided : .worse))
  }

  @Test func looksDoNotAddUp() throws {
    let (base, candidate) = sides(.normal)
    let rates = try GateRates(
      base: base, candidate: candidate, rule: Check.Rule(), gated: { _ in true }, worldCount: 10,
      budget: 60, decisionCount: 300)
    #expect(rates.own.alarmsAtMargin <= 28.0 / 300, "\(rates.own.alarmsAtMargin)")
  }

  @Test func equalSidesTellNothing() throws {
    let same = CheckTests.sweep(CheckTests.base)
    #expect(throws: TrialsError.self) {
      try GateRates(
        base: same, candidate: same, rule: Check.Rule(), gated: { _ in true }, worldCount: 10,
        decisionCount: 10)
    }
    let (base, candidate) = sides(.normal, 10)
    #expect(throws: TrialsError.self) {
      try GateRates(
        base: base, candidate: candidate, rule: Check.Rule(), gated: { _ in true },
        worldCount: 20, decisionCount: 10)
    }
  }
}
