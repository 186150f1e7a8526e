import Clockwork
import Foundation
import Realism
import Reporting
import TestSupport
import Testing

@Suite struct RealismTests {
  private static func load(_ hours: Int, _ power: (Int) -> Double?) -> HouseholdLoad {
    LoadFiguresTests.load(hours, power)
  }

  @Test func distancesAreKnown() throws {
    // Half of the hours 1, half 3, against 2 always: 1 W of 2 apart.
    let uneven = try #require(LoadDistance.Subject(Self.load(24 * 28) { $0 % 24 < 12 ? 1 : 3 }))
    let even = try #require(LoadDistance.Subject(Self.load(24 * 28) { _ in 7 }))
    #expect(LoadDistance.shape.between(uneven, even) == 0.5)
    #expect(abs((LoadDistance.distribution.between(uneven, even) ?? 0) - 0.5) < 0.01)
    // A load that never changes has no rhythm to compare.
    #expect(LoadDistance.rhythm.between(uneven, even) == nil)
    for distance in LoadDistance.allCases {
      #expect(distance.between(uneven, uneven) == 0)
      #expect(distance.between(uneven, even) == distance.between(even, uneven))
    }
  }

  @Test func coincidenceIsKnown() {
    let morning = Self.load(48) { $0 % 24 == 7 ? 4 : 0 }
    let evening = Self.load(48) { $0 % 24 == 19 ? 4 : 0 }
    let same = CoincidenceCurve([morning, morning, morning, morning, morning]).points
    #expect(same.map(\.homeCount) == [1, 2, 5] && same.allSatisfy { $0.factor == 1 })
    let apart = CoincidenceCurve([morning, evening]).points
    #expect(apart.map(\.factor) == [1, 0.5])
    #expect(CoincidenceCurve([]).points.isEmpty)
    // Homes that were never watched at the same time have nothing together.
    let later = HouseholdLoad(name: "home", firstHour: 1_000, meansW: [1, 2])
    #expect(CoincidenceCurve([morning, later]).points.isEmpty)
  }

  /// Random homes that only the hour of the day moves fall with their number.
  @Test func coincidenceFallsWithHomes() {
    var chance = TestRandom(seed: 8)
    let homes = (0..<20).map { _ in Self.load(24 * 7) { _ in Double(chance.below(100)) } }
    let factors = CoincidenceCurve(homes).points.map(\.factor)
    #expect(factors.count == 5 && zip(factors, factors.dropFirst()).allSatisfy { $0 > $1 })
  }

  /// A home's own other month is nearer than a random generator, and the simulated side is judged
  /// by its middle home.
  @Test func yardsticksAreInOrder() throws {
    var chance = TestRandom(seed: 4)
    func home(_ peak: Int) -> HouseholdLoad {
      Self.load(24 * 84) { hour in
        (hour % 24 == peak ? 900 : 200) + Double(chance.below(50))
      }
    }
    let measured = [home(19), home(19), home(19)]
    let realism = Realism(
      simulated: [home(8), home(8), home(8)].map { HomeRecord(load: $0, span: .month) },
      measured: measured,
      bands: [
        MeasuredBand(figure: "load.evening_peak", span: .month, range: 3...5, source: "a test"),
        MeasuredBand(figure: "load.base", span: .year, range: 0...1, source: "a test"),
      ])
    #expect(realism.span == .month && realism.days == 84)
    let shape = try #require(realism.distances.first { $0.name == "shape" })
    let (month, random) = (try #require(shape.otherMonth), try #require(shape.random))
    #expect(month < 0.05 && random > month)
    #expect(abs(shape.otherHome ?? 1) < 0.05 && (shape.simulated ?? 0) > month + 0.05)
    let evening = try #require(realism.rows.first { $0.definition.id == "load.evening_peak" })
    #expect(evening.isMet == false && (evening.measured?.p50 ?? 0) > 3)
    #expect(evening.shareInside == 0 && evening.count == 3)
    // A year's band is not a month's.
    #expect(realism.rows.first { $0.definition.id == "load.base" }?.isMet == nil)
    // A home's own months are not told apart.
    let classifier = try #require(realism.distances.first { $0.name == "classifier" })
    #expect(classifier.random != nil && classifier.simulated != nil)
    #expect(abs((classifier.otherMonth ?? 0) - 0.5) < 0.15)
    let text = realism.text(title: "t")
    #expect(text.contains("0 of 1 figures") && text.contains("missed"), "\(text)")
    let page = realism.report(title: "t", why: "w")
    #expect(page.figures.count == 2 && page.verdicts?.count == 1)
  }

  /// Whether worse homes are seen to be worse: by the measure that looks for it.
  @Test func ablationsAreWorse() throws {
    var chance = TestRandom(seed: 5)
    func home() -> HouseholdLoad {
      Self.load(24 * 56) { hour in
        (hour % 24 == 19 ? 900 : hour % 24 > 6 ? 300 : 100) + Double(chance.below(200))
      }
    }
    let homes = (0..<4).map { _ in home() }
    // Each day's hours in another order, as if their people had no habits.
    let shuffled = homes.map { load in
      var other = load
      for day in 0..<56 {
        for place in 0..<24 {
          other.meansW.swapAt(day * 24 + place, day * 24 + place + Int(chance.below(24 - place)))
        }
      }
      return other
    }
    let realism = Realism(
      simulated: homes.map { HomeRecord(load: $0, span: .month) },
      shuffled: shuffled.map { HomeRecord(load: $0, span: .month) },
      measured: (0..<4).map { _ in home() }, bands: [])
    let rhythm = try #require(
      realism.rows.first { $0.definition.id == "load.autocorrelation_24h" })
    let told = try #require(rhythm.simulated).p50
    #expect((rhythm.shuffled ?? 1) < 0.5 * told && (rhythm.noisy ?? 1) < 0.5 * told, "\(rhythm)")
    #expect(realism.text(title: "t").contains("with noise"))
    for row in realism.distances {
      let simulated = try #require(row.simulated)
      let shuffled = try #require(row.shuffled)
      #expect(row.name == "distribution" || shuffled > 1.5 * simulated, "\(row)")
      #expect((row.noisy ?? 0) > 1.3 * simulated, "\(row)")
      #expect((row.random ?? 0) > 1.5 * simulated, "\(row)")
    }
  }

  /// Lots whose homes are all the same differ by twice what a pair does; flat homes differ from
  /// a lot of homes of opposite habits, though they are nearer to each than those to each other.
  @Test func lotsAreComparedAsLots() throws {
    func distance(_ simulated: [HouseholdLoad], _ measured: [HouseholdLoad]) throws -> Double {
      let realism = Realism(
        simulated: simulated.map { HomeRecord(load: $0, span: .month) }, measured: measured,
        bands: [])
      let row = try #require(realism.distances.first { $0.name == "shape" })
      #expect(row.shuffled == nil)
      return try #require(row.simulated)
    }
    func half(_ first: Double) -> HouseholdLoad {
      Self.load(24 * 28) { $0 % 24 < 12 ? first : 4 - first }
    }
    // Mean days of 0.5 and 1.5 against flat ones: half a mean apart in every hour.
    #expect(try distance([half(1), half(1)], [half(2), half(2)]) == 1)
    let mixed = [half(1), half(3), half(1), half(3)]
    // Pairs within either lot are alike in two of six cases, across in half of them.
    #expect(abs(try distance(mixed, mixed) - (2 * 0.5 - 2 * 4.0 / 6)) < 1e-12)
    // Flat homes are half a mean from everyone, and are still seen to be of another kind.
    #expect(try distance([half(2), half(2)], mixed) > 0.3)
  }

  /// Homes that were watched for a few days have figures and no verdict.
  @Test func aShortWatchIsNoVerdict() {
    let band = MeasuredBand(figure: "load.peak", range: 0...9, source: "a test")
    let short = Realism(
      simulated: [HomeRecord(load: Self.load(24 * 3) { Double($0 % 24) }, span: nil)],
      bands: [band])
    #expect(
      short.rows.contains { $0.simulated != nil } && short.rows.allSatisfy { $0.isMet == nil })
    #expect(short.text(title: "t").contains("less than 7 days"))
    let week = Realism(
      simulated: [HomeRecord(load: Self.load(24 * 8) { Double($0 % 24) }, span: nil)],
      bands: [band])
    #expect(week.rows.first { $0.definition.id == "load.peak" }?.isMet == true)
    #expect(week.summary.text.contains("less than 28 days") && week.summary.figures.count == 1)
    #expect(LoadSpan.fitting(hours: 28 * 24 - 1) == nil)
    #expect(LoadSpan.fitting(hours: 364 * 24) == .year)
  }

  @Test(arguments: [
    ("{", "expected"), ("{\"format\":\"x\"}", "expected \"format\""),
    ("{\"format\":\"hometwin.reference/1\",\"figures\":[{\"id\":\"load.x\"}]}", "found \"load.x\""),
    (
      "{\"format\":\"hometwin.reference/1\",\"figures\":[{\"id\":\"load.peak\",\"low\":2,"
        + "\"high\":1,\"source\":\"x\"}]}", "ascending numbers"
    ),
    (
      "{\"format\":\"hometwin.reference/1\",\"figures\":[{\"id\":\"load.peak\",\"span\":"
        + "\"week\",\"low\":1,\"high\":2,\"source\":\"x\"}]}", "expected one of month, year"
    ),
    (
      "{\"format\":\"hometwin.reference/1\",\"figures\":[{\"id\":\"radio.asymmetry_p50\","
        + "\"low\":1,\"high\":2,\"source\":\"x\"}]}", "weakest_dbm: found nothing, expected one of"
    ),
    (
      "{\"format\":\"hometwin.reference/1\",\"figures\":[{\"id\":\"radio.delivery_at_90\","
        + "\"weakest_dbm\":-90,\"low\":1,\"high\":2,\"source\":\"x\"}]}", "expected none, for links"
    ),
  ])
  func badReferencesAreSaid(text: String, says: String) {
    #expect {
      _ = try MeasuredBand.read(Array(text.utf8), path: "r.json")
    } throws: { "\($0)".hasPrefix("r.json") && "\($0)".contains(says) }
  }

  /// Shipped bands name figures that exist, and each figure of a load has one for both spans.
  @Test func shippedBandsAreOfKnownFigures() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("Worlds/reference")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    var bands: [MeasuredBand] = []
    for name in names where name.hasSuffix(".json") {
      let file = folder.appendingPathComponent(name)
      bands += try MeasuredBand.read([UInt8](try Data(contentsOf: file)), path: name)
    }
    for definition in FigureDefinition.all where definition.section == .load {
      let spans = bands.filter { $0.figure == definition.id }.compactMap(\.span)
      #expect(Set(spans) == Set(LoadSpan.allCases), "\(definition.id)")
    }
    let places = bands.map {
      "\($0.figure) \($0.span?.rawValue ?? "") \($0.weakestDBm ?? 0)"
    }
    #expect(Set(places).count == places.count, "no band is there twice")
  }
}
