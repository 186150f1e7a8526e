import Clockwork
import Scoring
import Testing

@testable import Reporting

@Suite struct NumberTextTests {
  static let cases: [(Double, String)] = [
    (0.0734, "0.0734"), (21.5, "21.5"), (0, "0"), (1_250, "1,250"), (-0.5, "-0.500"),
    (123_456.7, "123,457"), (1e12, "1.00e12"), (6.02e23, "6.02e23"), (1.5e-9, "1.50e-9"),
    (0.000_123, "0.000123"), (9.999, "10.00"), (.nan, "\u{2013}"), (.infinity, "\u{221E}"),
    (-Double.infinity, "-\u{221E}"), (.greatestFiniteMagnitude, "1.80e308"), (1, "1.00"),
    (999_999.9, "1,000,000"), (9_999_999.9, "10,000,000"),
  ]

  @Test(arguments: cases)
  func short(value: Double, expected: String) {
    #expect(NumberText.short(value) == expected)
  }

  @Test func fixed() {
    #expect(NumberText.fixed(2.345, decimals: 1) == "2.3")
    #expect(NumberText.fixed(-0.001, decimals: 2) == "0.00")
    #expect(NumberText.fixed(0.05, decimals: 0) == "0")
    #expect(NumberText.fixed(1_234.5, decimals: 2) == "1,234.50")
    #expect(NumberText.fixed(0, decimals: 2) == "0.00")
    #expect(NumberText.whole(-1_234_567) == "-1,234,567")
    #expect(NumberText.whole(.min) == "-9,223,372,036,854,775,808")
    #expect(NumberText.short(nil) == NumberText.missing)
    #expect(NumberText.short(.leastNonzeroMagnitude).contains("e-32"))
    #expect(NumberText.exact(.nan).isEmpty && NumberText.exact(0.1) == "0.1")
  }
}

@Suite struct MarkupTests {
  @Test func escapes() {
    #expect(Markup.escaped("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;")
    #expect(Markup.escaped("°C \u{1F3E0}\n") == "°C \u{1F3E0}\n")
    #expect(Markup.escaped("\u{0}\u{B}\u{FFFE}") == "\u{FFFD}\u{FFFD}\u{FFFD}")
  }

  @Test func backQuotesMarkCode() {
    #expect(Markup.prose("see `run A` and `b`.") == "see <code>run A</code> and <code>b</code>.")
    #expect(Markup.prose("`<script>`&") == "<code>&lt;script&gt;</code>&amp;")
    #expect(Markup.prose("a < b") == "a &lt; b")
    #expect(Markup.prose("one ` alone") == "one ` alone")
    #expect(Markup.prose("`a` and ` alone") == "<code>a</code> and ` alone")
    #expect(Markup.prose("``") == "<code></code>" && Markup.prose("").isEmpty)
  }

  @Test func slugs() {
    #expect(Slug.text("fusion.rmse_k") == "fusion.rmse_k")
    #expect(Slug.text("../../etc") == "------etc" || !Slug.text("../../etc").contains(".."))
    #expect(Slug.text("") == "figure")
  }

  @Test func csvQuotes() {
    let table = ReportTable(columns: ["a", "b,c"], rows: [["x\"y", "1\n2"], ["", "z"]])
    #expect(table.csvText == "a,\"b,c\"\n\"x\"\"y\",\"1\n2\"\n,z\n")
  }
}

@Suite struct ClockTextTests {
  @Test func knownMoments() {
    let utc = ClockText(utcOffset: .zero)
    #expect(utc.full(SimTime(microseconds: 0)) == "1970-01-01T00:00:00")
    #expect(utc.full(SimTime(microseconds: 1_709_164_800_000_000)) == "2024-02-29T00:00:00")
    #expect(utc.full(SimTime(microseconds: -1)) == "1969-12-31T23:59:59")
    let chicago = ClockText(utcOffset: .hours(-6))
    let time = SimTime(microseconds: 1_705_298_400_000_000)
    #expect(chicago.full(time) == "2024-01-15T00:00:00")
    #expect(chicago.date(local: chicago.local(time), withWeekday: true) == "Mon 15 Jan")
  }

  @Test func ticksStandOnLocalMidnights() {
    let start = SimTime(microseconds: 1_705_298_400_000_000)
    let scale = TimeScale(
      [start, start + .days(7)], from: 0, to: 700, utcOffset: .hours(-6), tickCount: 9)
    #expect(scale.ticks.count == 8)
    #expect(scale.ticks.allSatisfy { $0.isMidnight })
    #expect(scale.ticks.first?.label == "Mon 15 Jan" && scale.ticks.last?.place == 700)
  }
}

@Suite struct DownsamplingTests {
  @Test(arguments: 1...20)
  func keepsExtremesAndLast(seed: Int) {
    let points = (0..<50_000).map { i in
      TimedValue(SimTime(microseconds: Int64(i) * 1_000), Example.noise(seed * 100_000 + i))
    }
    let thinned = Downsampling.thinned(points)
    #expect(thinned.count <= 6_000)
    #expect(thinned.map(\.value).min() == points.map(\.value).min(), "seed \(seed)")
    #expect(thinned.map(\.value).max() == points.map(\.value).max(), "seed \(seed)")
    #expect(thinned.last == points.last)
    #expect(zip(thinned, thinned.dropFirst()).allSatisfy { $0.time < $1.time })
    let input = Set(points)
    #expect(thinned.allSatisfy(input.contains))
  }

  @Test func everyBucketKeepsItsOwn() {
    let points = (0..<1_000).map {
      TimedValue(SimTime(microseconds: Int64($0)), Double(($0 * 37) % 101))
    }
    let thinned = Downsampling.thinned(points, buckets: 10)
    for bucket in 0..<10 {
      // The last moment falls into the last bucket, so borders stand at multiples of 99.9.
      let inside = { (p: TimedValue) in
        min(9, Int(Double(p.time.microseconds) / 999 * 10)) == bucket
      }
      let all = points.filter(inside)
      let kept = thinned.filter(inside)
      #expect(kept.count <= 3 && kept.last == all.last)
      #expect(kept.map(\.value).min() == all.map(\.value).min())
      #expect(kept.map(\.value).max() == all.map(\.value).max())
    }
  }

  @Test func gapsStayGaps() {
    let points = (0..<10_000).map {
      TimedValue(
        SimTime(microseconds: Int64($0)), (4_000..<6_000).contains($0) ? .nan : Double($0))
    }
    let thinned = Downsampling.thinned(points, buckets: 100)
    let holes = thinned.filter { !$0.value.isFinite }
    #expect(holes.count >= 18 && holes.count <= 21)
    #expect(thinned.count <= 300)
  }

  @Test func shortAndEmptySeriesStay() {
    #expect(Downsampling.thinned([TimedValue]()).isEmpty)
    let same = (0..<5_000).map { TimedValue(SimTime(microseconds: 7), Double($0)) }
    #expect(Downsampling.thinned(same).count <= 3)
    #expect(Downsampling.thinned(Array(same.prefix(10))).count == 10)
  }
}

@Suite struct NumberScaleTests {
  @Test func ticksAreRoundAndInside() {
    let scale = NumberScale([17.2, 21.9], from: 200, to: 0)
    #expect(scale.ticks.map(\.label).contains("18"))
    #expect(scale.ticks.count >= 3 && scale.ticks.count <= 7)
    let log = NumberScale([2, 18_000], from: 0, to: 100, isLog: true)
    #expect(log.ticks.map(\.label) == ["1", "10", "100", "1,000", "10,000", "100,000"])
    #expect(log.place(0) == nil && log.place(1) == 0)
  }
}
