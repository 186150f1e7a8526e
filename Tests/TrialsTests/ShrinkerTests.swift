import Clockwork
import ScenarioFiles
import Testing

@testable import Trials

/// Scenarios with planted causes, and the smallest that still have them.
@Suite struct ShrinkerTests {
  private static func fault(_ kind: String) -> ScenarioSketch.Part {
    .init(
      "faults",
      .record([
        .init("kind", .scalar(kind), isOptional: false),
        .init(
          "sensors",
          .record([
            .init("kind", .scalar("temperature"), isOptional: false),
            .init("share", .scalar("0.3"), isOptional: true),
          ]), isOptional: false),
        .init("from", .scalar("2h"), isOptional: true),
      ]))
  }

  static let sketch: ScenarioSketch = {
    var sketch = ScenarioSketch(
      why: "A test.", world: "chicago-suburb", seed: 1, start: "2024-01-15", duration: .hours(50),
      homeCount: 6, parts: [])
    sketch.parts =
      ["bias", "drift", "stuck", "noise", "drift"].map(fault) + [
        .init("pipeline.fusion.method", .scalar("mean")),
        .init("pipeline.sampling.method", .scalar("fixed")), .init("wire", .scalar("json")),
        .init("history", .scalar("31h5min")),
        .init("pipeline.forecasting.horizons", .list([.scalar("24h"), .scalar("3h")])),
        .init("oracle.homes", .scalar("2"), isPinned: true, simplest: .scalar("0")),
        .init("players.agents", .list([.scalar("oracle")]), isPinned: true, simplest: .list([])),
      ]
    return sketch
  }()

  @Test func whatStaysIsNotCountedAmongWhatMayGo() {
    #expect(Self.sketch.removableCount == 10 && Self.sketch.parts.count == 12)
  }

  private static func hasDrift(_ sketch: ScenarioSketch) -> Bool {
    sketch.parts.contains { $0.value["kind"]?.scalarText == "drift" }
  }

  private func shrink(
    budget: Int = 1_000, _ fails: @escaping (ScenarioSketch) -> Bool
  ) throws -> Shrinker.Outcome {
    var shrinker = Shrinker(budget: budget, fails: fails)
    return try shrinker.shrink(Self.sketch)
  }

  @Test func oneCauseIsLeft() throws {
    let outcome = try shrink { Self.hasDrift($0) }
    let sketch = outcome.sketch
    #expect(outcome.isMinimal && sketch.homeCount == 1 && sketch.duration == .minutes(1))
    #expect(
      sketch.parts.map(\.value.text) == [
        "{kind: drift, sensors: {kind: temperature}}", "0", "[]",
      ])
  }

  @Test func twoCausesAndTheirNumbersAreLeft() throws {
    let outcome = try shrink { sketch in
      Self.hasDrift(sketch) && sketch.value(at: "pipeline.fusion.method") != nil
        && sketch.homeCount >= 3 && sketch.duration >= .minutes(7 * 60 + 13)
    }
    let sketch = outcome.sketch
    #expect(outcome.isMinimal && sketch.homeCount == 3)
    #expect(sketch.duration == .minutes(7 * 60 + 13))
    #expect(
      sketch.parts.map(\.path) == [
        "faults", "pipeline.fusion.method", "oracle.homes", "players.agents",
      ])
  }

  @Test func aPinnedPartThatMattersStays() throws {
    let outcome = try shrink { $0.value(at: "oracle.homes") == .scalar("2") }
    #expect(outcome.sketch.parts.map(\.value.text) == ["2", "[]"])
  }

  @Test func historyIsCutToWhatIsNeeded() throws {
    let outcome = try shrink { sketch in
      let text = sketch.value(at: "history")?.scalarText ?? "0s"
      return (ScenarioSketch.duration(text) ?? .zero) >= .minutes(125)
    }
    #expect(outcome.sketch.value(at: "history") == .scalar("2h5min"))
  }

  /// More than two homes pass, and a list of one horizon passes where the wire is JSON.
  @Test func notMonotoneStillFailsAtTheEnd() throws {
    let fails: (ScenarioSketch) -> Bool = { sketch in
      let horizons = sketch.value(at: "pipeline.forecasting.horizons")
      let isJSON = sketch.value(at: "wire") != nil
      return sketch.homeCount != 2 && horizons != nil
        && (isJSON ? horizons?.reductions.count == 2 : true)
    }
    let outcome = try shrink(fails)
    #expect(fails(outcome.sketch) && outcome.isMinimal)
    #expect(outcome.sketch.homeCount == 1)
    for index in outcome.sketch.parts.indices where !outcome.sketch.parts[index].isPinned {
      var less = outcome.sketch
      less.parts.remove(at: index)
      #expect(!fails(less), "\(outcome.sketch.parts[index].path) can go")
    }
  }

  @Test func aSpentBudgetLeavesTheBestSoFar() throws {
    let whole = try shrink { Self.hasDrift($0) }
    for budget in 0..<whole.tries {
      let outcome = try shrink(budget: budget) { Self.hasDrift($0) }
      #expect(!outcome.isMinimal && outcome.tries == budget && Self.hasDrift(outcome.sketch))
    }
  }

  @Test func theSameTwice() throws {
    let (one, other) = (try shrink { Self.hasDrift($0) }, try shrink { Self.hasDrift($0) })
    #expect(one.sketch == other.sketch && one.tries == other.tries)
  }
}
