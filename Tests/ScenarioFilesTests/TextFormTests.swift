import Clockwork
import Testing

@testable import ScenarioFiles

@Suite struct TextFormTests {
  @Test(arguments: [
    ("90s", 90_000_000, "1min30s"), ("5min", 300_000_000, "5min"),
    ("24h", 86_400_000_000, "24h"), ("7d", 604_800_000_000, "7d"),
    ("1h30min", 5_400_000_000, "1h30min"), ("1.5h", 5_400_000_000, "1h30min"),
    ("400 ms", 400_000, "400ms"), ("3 µs", 3, "3us"), ("0.000001s", 1, "1us"),
    ("2 days 1 hour", 176_400_000_000, "2d1h"), ("-5min", -300_000_000, "-5min"),
    ("0", 0, "0s"), ("106751991d", 9_223_372_022_400_000_000, "106751991d"),
  ])
  func durationsReadAndPrint(text: String, microseconds: Int64, canonical: String) throws {
    let duration = try DurationText.value(text)
    #expect(duration.microseconds == microseconds)
    #expect(DurationText.text(duration) == canonical)
    #expect(try DurationText.value(canonical) == duration)
  }

  @Test(arguments: [
    "", "d", "1", "1.", "1.d", "1d2", "1 fortnight", "1m", "1e3s", "106751992d", "--1s",
  ])
  func otherTextsAreNoDurations(text: String) {
    #expect(throws: DurationText.Failure.self) { try DurationText.value(text) }
  }

  @Test(arguments: [
    ("20 °C", 20.0), ("20°C", 20), ("20 C", 20), ("-4 degC", -4), ("68 °F", 20), ("1e1 °C", 10),
    ("1_000 °C", 1000), ("+3.5 °C", 3.5),
  ])
  func temperatures(text: String, value: Double) throws {
    #expect(try QuantityText.value(text, in: .temperature) == value)
  }

  @Test(arguments: [
    "", "°C", ".5 °C", "0x10 °C", "nan °C", "inf °C", "1e400 °C", "1.e3 °C", "K 3",
  ])
  func otherTextsAreNoTemperatures(text: String) {
    #expect(throws: QuantityText.Failure.self) { try QuantityText.value(text, in: .temperature) }
  }

  @Test func percentAndFractionAreTheSameNumber() throws {
    for percent in 0...100 {
      let share = try QuantityText.value("\(percent) %", in: .ratio)
      #expect(share == Double(percent) / 100)
      let text = Dimension.ratio.text(share)
      #expect(try QuantityText.value(text, in: .ratio) == share)
    }
  }

  @Test func everyUnitOfEveryDimensionIsRead() throws {
    let sizes = Scenario.SensorKind.allCases.compactMap(\.sizeDimension)
    let rates = Scenario.SensorKind.allCases.compactMap(\.rateDimension)
    let others: [Dimension] = [
      .temperature, .voltage, .current, .radiatedPower, .level, .carbonIntensity, .factor,
      .deviations,
      .frequency,
    ]
    for dimension in sizes + rates + others {
      for unit in dimension.units {
        let value = try QuantityText.value("3 \(unit.symbol)", in: dimension)
        #expect(value == unit.canonical(3))
      }
      for (alias, symbol) in dimension.aliases {
        let value = try QuantityText.value("3 \(alias)", in: dimension)
        #expect(try value == QuantityText.value("3 \(symbol)", in: dimension))
      }
      #expect(try QuantityText.value(dimension.text(0.1), in: dimension) == 0.1)
    }
  }

  @Test(arguments: [
    ("<= 0.15", ScenarioFiles.Expectation.Comparison.atMost(0.15), "<= 0.15"),
    ("<0", .below(0), "< 0"), (">= 0.8", .atLeast(0.8), ">= 0.8"), ("≥ 1", .atLeast(1), ">= 1"),
    ("> -1e-3", .above(-0.001), "> -0.001"),
    ("in 0.90...0.99", .within(0.9...0.99), "in 0.9...0.99"),
    ("in 1 ... 2", .within(1...2), "in 1...2"),
  ])
  func comparisons(text: String, value: ScenarioFiles.Expectation.Comparison, canonical: String) {
    #expect(ScenarioFiles.Expectation.Comparison(text) == value)
    #expect(value.description == canonical)
    #expect(ScenarioFiles.Expectation.Comparison(canonical) == value)
  }

  @Test(arguments: [
    "", "0.15", "<=", "= 3", "<= x", "<= 3 K", "in 3", "in 3...1", "<= nan", "in 1..2",
  ])
  func otherTextsAreNoComparisons(text: String) {
    #expect(ScenarioFiles.Expectation.Comparison(text) == nil)
  }

  @Test func intervalsAreMetMissedOrUndecided() {
    let atMost = ScenarioFiles.Expectation.Comparison.atMost(1)
    #expect(atMost.verdict(low: 0, high: 1) == .met)
    #expect(atMost.verdict(low: 0.5, high: 1.5) == .undecided)
    #expect(atMost.verdict(low: 1.1, high: 1.5) == .missed)
    let within = ScenarioFiles.Expectation.Comparison.within(0.9...0.99)
    #expect(within.verdict(low: 0.91, high: 0.95) == .met)
    #expect(within.verdict(low: 0.8, high: 1) == .undecided)
    #expect(within.verdict(low: 0.1, high: 0.2) == .missed)
    #expect(ScenarioFiles.Expectation.Comparison.below(0).verdict(low: 0, high: 1) == .missed)
    #expect(ScenarioFiles.Expectation.Comparison.above(0).verdict(low: -1, high: 0) == .missed)
    #expect(atMost.verdict(low: .nan, high: 1) == .undecided)
    #expect(!atMost.isMet(by: .nan))
  }

  @Test func nearestWordsAreFoundAndFarOnesAreNot() {
    let words = ["per_home", "homes", "history", "seed"]
    #expect(Nearest.word(to: "per_hme", among: words) == "per_home")
    #expect(Nearest.word(to: "Homes", among: words) == "homes")
    #expect(Nearest.word(to: "sede", among: words) == "seed")
    #expect(Nearest.word(to: "banana", among: words) == nil)
    #expect(Nearest.word(to: "", among: words) == nil)
    #expect(Nearest.editDistance(Array("ca".unicodeScalars), Array("abc".unicodeScalars)) == 3)
    #expect(Nearest.editDistance(Array("ab".unicodeScalars), Array("ba".unicodeScalars)) == 1)
    #expect(Nearest.editDistance([], Array("abc".unicodeScalars)) == 3)
  }

  @Test(arguments: [
    ("a/b/../c.yaml", "a/c.yaml"), ("./x", "x"), ("../x", "../x"), ("a/../../x", "../x"),
    ("/a/../../x", "/x"), ("", "."), ("a//b", "a/b"),
  ])
  func pathsAreNormalised(path: String, normal: String) {
    #expect(PathText.normalised(path) == normal)
  }
}
