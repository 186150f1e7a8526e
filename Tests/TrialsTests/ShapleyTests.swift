import Testing

@testable import Scoring
@testable import Trials

/// Games whose Shapley values stand in books.
@Suite struct ShapleyTests {
  private func worth(_ count: Int, _ value: (Int) -> Double) -> [Double] {
    (0..<(1 << count)).map(value)
  }

  @Test func aSumGivesEachItsOwn() {
    let own = [0.5, -2, 3.25, 0]
    let values = Shapley.values(
      count: 4,
      worth: worth(4) { mask in (0..<4).reduce(0) { $0 + (mask >> $1 & 1 == 1 ? own[$1] : 0) } })
    for (value, expected) in zip(values, own) { #expect((value - expected).magnitude < 1e-12) }
  }

  /// Littlechild and Owen 1973: a runway costs what its largest aircraft needs; each section is
  /// shared by those that need it.
  @Test func theAirportGame() {
    let costs = [1.0, 2, 4, 8]
    let values = Shapley.values(
      count: 4,
      worth: worth(4) { mask in
        (0..<4).filter { mask >> $0 & 1 == 1 }.map { costs[$0] }.max() ?? 0
      })
    let expected = [1.0 / 4, 1.0 / 4 + 1.0 / 3, 1.0 / 4 + 1.0 / 3 + 1, 1.0 / 4 + 1.0 / 3 + 1 + 4]
    for (value, share) in zip(values, expected) { #expect((value - share).magnitude < 1e-12) }
  }

  /// One left glove, two right ones: 2/3, 1/6, 1/6.
  @Test func theGloveGame() {
    let values = Shapley.values(
      count: 3, worth: worth(3) { mask in mask & 1 == 1 && mask & 6 != 0 ? 1 : 0 })
    for (value, share) in zip(values, [2.0 / 3, 1.0 / 6, 1.0 / 6]) {
      #expect((value - share).magnitude < 1e-12)
    }
  }
}

/// Lives by hand, and what an error budget must say of them.
@Suite struct ErrorBudgetTests {
  private func score(
    _ value: Double?, oracle: Double?, isRoot: Bool = true, better: Direction = .lower,
    unit: String = "K", draws: [Score.Draw] = []
  ) -> Score {
    var score = Score(
      id: "x", stage: "fusion", value: value, unit: unit, better: better, null: nil, random: nil,
      oracle: oracle, skill: nil, interval: nil, skillInterval: nil, intervalOver: [], count: 1,
      homeCount: 9, seedCount: 1, oracleKind: nil, isHeadline: true, status: nil, why: nil,
      meaning: "")
    (score.isRoot, score.pairedValue, score.draws) = (isRoot, value, draws)
    return score
  }

  /// Independent errors of sensors (3 and 2 K), the stage (1 K), and 0.5 K that nobody can help.
  private func lives(factor: Double = 1) -> [Score] {
    (0..<4).map { mask in
      let left = 0.25 + (mask & 1 == 0 ? 9 : 0) + (mask & 2 == 0 ? 4 : 0)
      let draws = (0..<50).map { draw in
        let size = 1 + 0.01 * Double(draw)
        return Score.Draw(
          value: nil, paired: ((left + 1) * size).squareRoot(), oracle: (left * size).squareRoot())
      }
      return score((left + 1).squareRoot(), oracle: left.squareRoot(), draws: draws)
    }
  }

  private let names = [(name: "a", meaning: "A"), (name: "b", meaning: "B")]

  @Test func independentErrorsAreTheirSquares() throws {
    let budget = try ErrorBudget(scoreID: "x", names: names, lives: lives().map { [$0] })
    #expect(budget.parts.map(\.name) == ["a", "b", "fusion"] && budget.unit == "K²")
    for (part, share) in zip(budget.parts, [9.0, 4, 1]) {
      #expect((part.share - share).magnitude < 1e-12)
      #expect((part.alone - share).magnitude < 1e-12)
      // The 2.5 % and 97.5 % ranks of 50 draws whose squares grow by a hundredth each.
      let interval = try #require(part.interval)
      #expect((interval.lowerBound - share * 1.01).magnitude < 1e-9)
      #expect((interval.upperBound - share * 1.48).magnitude < 1e-9)
    }
    #expect((budget.rest - 0.25).magnitude < 1e-12 && (budget.total - 14.25).magnitude < 1e-12)
    let sum = budget.parts.reduce(budget.rest) { $0 + $1.share }
    #expect((sum - budget.total).magnitude < 1e-12)
    #expect(budget.text(title: "t").contains("63.2 %"))
  }

  @Test func whatIsMissingToOneIsDivided() throws {
    let lives = [(0.5, 0.9), (0.7, 1.0)].map {
      [score($0.0, oracle: $0.1, isRoot: false, better: .higher, unit: "1")]
    }
    let budget = try ErrorBudget(scoreID: "x", names: [names[0]], lives: lives)
    // 0.5, 0.3 / 0.1, 0: the part takes 0.2 first or 0.1 last, the stage 0.4 or 0.3.
    #expect((budget.parts[0].share - 0.15).magnitude < 1e-12)
    #expect((budget.parts[1].share - 0.35).magnitude < 1e-12)
    #expect(budget.rest == 0 && budget.parts[0].interval == nil)
  }

  @Test func whatCannotBeDividedIsSaid() {
    func message(_ lives: [[Score]]) -> String {
      do {
        _ = try ErrorBudget(scoreID: "x", names: [names[0]], lives: lives)
        return "none"
      } catch { return error.description }
    }
    let good = score(1, oracle: 0.5)
    #expect(message([[good], [score(nil, oracle: 0.5)]]).contains("no value with perfect a"))
    #expect(message([[score(1, oracle: nil)], [good]]).contains("no oracle"))
    #expect(message([[], [good]]).contains("no such score"))
    let aimed = score(1, oracle: 1, better: .target)
    #expect(message([[aimed], [aimed]]).contains("without a perfect value"))
  }
}

@Suite struct CounterfactualTests {
  private func score(_ id: String, _ value: Double?, shift: Double = 0) -> Score {
    var score = Score(
      id: id, stage: "fusion", value: value, unit: "K", better: .lower, null: nil, random: nil,
      oracle: nil, skill: nil, interval: nil, skillInterval: nil, intervalOver: [], count: 1,
      homeCount: 9, seedCount: 1, oracleKind: nil, isHeadline: true, status: nil, why: nil,
      meaning: "")
    score.draws = (0..<400).map {
      Score.Draw(value: (value ?? 0) + 10 * Double($0 % 7) + shift * Double($0 % 2))
    }
    return score
  }

  /// What homes have in common cancels: draws differ by tens, their differences by 0.1.
  @Test func differencesArePaired() throws {
    let found = Counterfactual(
      scenario: "s", seed: "1", without: ["fault:0"],
      factual: [score("a", 2), score("b", 1), score("c", 3), score("d", nil)],
      counterfactual: [
        score("a", 1.5, shift: 0.1), score("b", 1), score("c", nil), score("d", 4),
      ])
    #expect(found.rows.map(\.id) == ["a"] && found.sameCount == 1)
    #expect(found.vanished == ["c"] && found.appeared == ["d"])
    #expect(found.rows[0].difference == -0.5)
    let interval = try #require(found.rows[0].interval)
    #expect((interval.lowerBound + 0.5).magnitude < 1e-9)
    #expect((interval.upperBound + 0.4).magnitude < 1e-9)
    #expect(found.rows[0].verdict == "better without")
  }
}
