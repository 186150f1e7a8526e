import Clockwork
import Foundation
import FoundationXML
import Reporting
import Testing

@testable import Scoring

/// Counts elements and remembers the first mistake of a document.
private final class Reader: NSObject, XMLParserDelegate {
  var counts: [String: Int] = [:]
  var ids: [String] = []
  var links: [String] = []
  var mistake: String?

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
    if let id = attributes["id"] { ids.append(id) }
    if let link = attributes["href"] ?? attributes["src"] { links.append(link) }
  }

  func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
    mistake = "line \(parser.lineNumber): \(error)"
  }

  static func read(_ text: String) -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    if !parser.parse(), reader.mistake == nil { reader.mistake = "unknown" }
    return reader
  }
}

private func svgs(_ page: String) -> [String] {
  page.components(separatedBy: "<svg").dropFirst().map {
    "<svg" + $0.components(separatedBy: "</svg>")[0] + "</svg>"
  }
}

@Suite struct HTMLReportTests {
  @Test func exampleIsWellFormed() throws {
    let report = Example.report
    let page = HTMLReport.render(report)
    let whole = Reader.read(page)
    #expect(whole.mistake == nil)
    #expect(whole.counts["svg"] == 2 * report.figures.count)
    #expect(whole.counts["figcaption"] == report.figures.count)
    #expect(whole.counts["script"] == nil)
    #expect(Set(whole.ids).count == whole.ids.count, "ids must be unique")
    for svg in svgs(page) {
      let reader = Reader.read(svg)
      #expect(reader.mistake == nil)
      #expect((reader.counts["title"] ?? 0) >= 1 && reader.counts["desc"] == 1)
    }
    for link in whole.links {
      #expect(link.hasPrefix("#") || report.figures.contains { $0.csvPath == link }, "\(link)")
    }
    if let folder = ProcessInfo.processInfo.environment["REPORT_EXAMPLE"] {
      let files = URL(fileURLWithPath: folder)
      try FileManager.default.createDirectory(
        at: files.appendingPathComponent("figures"), withIntermediateDirectories: true)
      try Data(page.utf8).write(to: files.appendingPathComponent("report.html"))
      for figure in report.figures {
        try Data(figure.csvText.utf8).write(to: files.appendingPathComponent(figure.csvPath))
      }
    }
  }

  @Test func partsStandInOrder() {
    let page = HTMLReport.render(Example.report)
    let places = [
      "class=\"facts", "class=\"verdict", "id=\"f0-skills\"", "id=\"s-day\"", "id=\"s-loss\"",
      "id=\"s-forecast\"", "class=\"scores\"", "id=\"provenance\"",
    ].map { page.range(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil })
    let found = places.compactMap { $0 }
    #expect(found == found.sorted())
  }

  /// Two hundred rows are shown as they are, of more an even choice.
  @Test(arguments: [(72, 72), (200, 200), (201, 200)])
  func dataIsShownWhole(count: Int, shown: Int) {
    let points = (0..<count).map { ScatterFigure.Point(x: Double($0), y: Double($0) / 7) }
    let page = HTMLReport.render(
      Report(
        title: "t", why: "w", facts: [], verdicts: nil, scores: [],
        sections: [
          ReportSection(
            id: "s", title: "s", text: "",
            figures: [
              .scatter(
                ScatterFigure(
                  id: "f", title: "f", caption: "", xAxis: "x", xUnit: "", yAxis: "y", yUnit: "",
                  points: points))
            ])
        ]))
    let rows = page.components(separatedBy: "<tbody>").last?.components(separatedBy: "<tr>").count
    #expect(rows.map { $0 - 1 } == shown)
    #expect(page.contains("rows, evenly spread") == (shown < count))
  }

  @Test func isTheSameTextEachTime() {
    #expect(HTMLReport.render(Example.report) == HTMLReport.render(Example.report))
  }

  @Test func textsAreEscapedEverywhere() {
    let evil = "<script>alert('&\"')</script>\u{0}\u{1B}]]>"
    var score = Example.score(evil, 1, unit: evil, null: 2, oracle: 0, skill: 0.5, why: evil)
    score.meaning = evil
    score.stage = evil
    score.intervalOver = [evil]
    let time = Example.start
    let report = Report(
      title: evil, why: evil, facts: [evil],
      verdicts: [ReportVerdict(expectation: evil, value: evil, interval: evil, status: .missed)],
      scores: [score],
      sections: [
        ReportSection(
          id: evil, title: evil, text: evil + "\n\n" + evil,
          figures: [
            .line(
              LineFigure(
                id: evil, title: evil, caption: evil, axis: evil, unit: evil,
                series: [.init(evil, [TimedValue(time, 1)], tone: .ink)],
                shades: [ShadedInterval(from: time, to: time, label: evil)], utcOffset: .zero)),
            .lanes(
              LanesFigure(
                id: evil, title: evil, caption: evil,
                lanes: [
                  .init(
                    evil,
                    intervals: [.init(from: time, to: time + .hours(1), label: evil, tone: .ink)],
                    marks: [.init(time, label: evil, tone: .bad)])
                ], utcOffset: .zero)),
            .bar(
              BarFigure(
                id: evil, title: evil, caption: evil, axis: evil, unit: evil, bars: [.init(evil, 1)]
              )),
            .scatter(
              ScatterFigure(
                id: evil, title: evil, caption: evil, xAxis: evil, xUnit: evil,
                yAxis: evil, yUnit: evil, points: [.init(x: 1, y: 1, label: evil, group: evil)])),
            .dots(
              DotFigure(
                id: evil, title: evil, caption: evil, axis: evil, unit: evil,
                rows: [.init(evil, 1, null: 2)], nullName: evil)),
            .stack(
              StackFigure(
                id: evil, title: evil, caption: evil, axis: evil, unit: evil, parts: [evil],
                bars: [.init(evil, [1])])),
          ], table: ReportTable(columns: [evil], rows: [[evil]], caption: evil))
      ], provenance: [(evil, evil)])
    let page = HTMLReport.render(report)
    #expect(!page.contains("<script"))
    #expect(Reader.read(page).mistake == nil)
    for figure in report.figures {
      #expect(!figure.csvPath.dropFirst(8).contains("/"))
    }
  }
}

/// What a reader may count on, whatever is drawn.
@Suite struct PageTests {
  @Test func nothingIsFetched() {
    let page = HTMLReport.render(Example.report)
      .replacing("xmlns=\"http://www.w3.org/1999/xhtml\"", with: "")
      .replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
    for word in ["http:", "https:", "//", "url(", "@import", "<link", "<img", "<script", " src="] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  /// A name for those who cannot see the picture, and its data as text beside it.
  @Test func everyFigureHasATextThatSaysTheSame() throws {
    let report = Example.report
    let page = HTMLReport.render(report)
    let blocks = page.components(separatedBy: "<figure ").dropFirst().map {
      $0.components(separatedBy: "</figure>")[0]
    }
    #expect(blocks.count == report.figures.count)
    for (block, figure) in zip(blocks, report.figures) {
      for svg in svgs(block) {
        #expect(svg.contains("role=\"img\""))
        let names = try #require(svg.firstMatch(of: /aria-labelledby="([^"]+)"/)).1
        for id in names.split(separator: " ") {
          let element = try Regex("id=\"\(id)\">[^<]+<")
          #expect(svg.contains(element), "\(figure.id): \(id) is empty or missing")
        }
      }
      #expect(block.contains("<figcaption>"))
      #expect(block.components(separatedBy: "<tr>").count > 2, "\(figure.id): no data")
      #expect(figure.csvText.split(separator: "\n").count > 1)
    }
  }

  @Test func manyPointsMakeNoLargePage() {
    let start = Example.start
    let points = (0..<100_000).map { TimedValue(start + .seconds(Int64($0)), Example.noise($0)) }
    let ranges = points.map { TimedRange($0.time, $0.value - 1, $0.value + 1) }
    let marks = points.prefix(30_000).map { LanesFigure.Mark($0.time, label: "m", tone: .bad) }
    let spans = points.prefix(30_000).map {
      LanesFigure.Interval(from: $0.time, to: $0.time + .seconds(1), label: "s", tone: .ink)
    }
    let page = HTMLReport.render(
      Report(
        title: "", why: "",
        sections: [
          ReportSection(
            id: "large", title: "",
            figures: [
              .line(
                LineFigure(
                  id: "l", title: "", caption: "", axis: "", unit: "",
                  series: [
                    .init("x", points, band: ranges, tone: .ink),
                    .init("y", points, isPoints: true, tone: .bad),
                  ], utcOffset: .zero)),
              .lanes(
                LanesFigure(
                  id: "n", title: "", caption: "",
                  lanes: [.init("x", intervals: spans, marks: marks)], utcOffset: .zero)),
            ])
        ]))
    #expect(page.utf8.count < 1_200_000, "\(page.utf8.count)")
  }

  @Test func partsAddUp() {
    let figure = Figure.stack(
      StackFigure(
        id: "k", title: "", caption: "", axis: "", unit: "kWh", parts: ["a", "b"],
        bars: [.init("ours", [213.5, 1.25]), .init("odd", [.nan, -1])]))
    #expect(
      figure.csvText == """
        label,a,b,total,unit
        ours,213.5,1.25,214.75,kWh
        odd,0.0,0.0,0.0,kWh

        """)
  }

  /// Six scores that share a reason take one line.
  @Test func whatIsNotMeasuredIsSaidOnce() {
    let scores = (0..<6).map {
      Example.score("quality.kind\($0).recall", nil, unit: "1", why: "why")
    }
    let page = HTMLReport.render(Report(title: "", why: "", scores: scores))
    #expect(page.contains("<summary>6 not measured: why</summary>"))
    #expect(page.components(separatedBy: "class=\"unmeasured\"").count == 2)
  }
}

@Suite struct BrokenDataTests {
  static let times: [SimTime] = [
    .distantPast, SimTime(microseconds: -1), SimTime(microseconds: 0), Example.start,
    .distantFuture,
  ]

  static func figures(_ values: [Double], _ times: [SimTime]) -> [Figure] {
    let points = zip(times, values).map { TimedValue($0, $1) }
    let ranges = zip(times, values).map { TimedRange($0, $1, -$1) }
    return [
      .line(
        LineFigure(
          id: "l", title: "", caption: "", axis: "", unit: "",
          series: [.init("", points, band: ranges, isStep: true, tone: .accent(-3))],
          utcOffset: SimDuration(microseconds: .max))),
      .lanes(
        LanesFigure(
          id: "n", title: "", caption: "",
          lanes: [
            .init(
              "",
              intervals: times.map { .init(from: $0, to: Example.start, label: "x", tone: .ink) },
              marks: times.map { .init($0, label: "", tone: .good) })
          ], utcOffset: .zero)),
      .bar(
        BarFigure(
          id: "b", title: "", caption: "", axis: "", unit: "",
          bars: values.map { .init("b", $0, lower: $0, upper: -$0) })),
      .bar(
        BarFigure(
          id: "g", title: "", caption: "", axis: "", unit: "",
          bars: values.map { .init("b", $0, lower: $0, upper: -$0) }, isLog: true)),
      .dots(
        DotFigure(
          id: "d", title: "", caption: "", axis: "", unit: "",
          rows: values.map {
            .init("r", $0, null: $0, random: -$0, oracle: $0, target: $0)
          })),
      .dots(
        DotFigure(
          id: "e", title: "", caption: "", axis: "", unit: "",
          rows: values.map { .init("r", $0, null: -$0) }, isLog: true)),
      .stack(
        StackFigure(
          id: "k", title: "", caption: "", axis: "", unit: "", parts: ["a", "b"],
          bars: values.map { .init("k", [$0, -$0, $0]) } + [.init("none", [])])),
      .skill(
        SkillFigure(
          id: "s", title: "", caption: "",
          rows: values.map { .init("r", skill: $0, lower: $0, upper: -$0, random: $0) })),
      .scatter(
        ScatterFigure(
          id: "c", title: "", caption: "", xAxis: "", xUnit: "", yAxis: "",
          yUnit: "", points: values.map { .init(x: $0, y: -$0, label: "p") }, isJoined: true)),
      .fan(
        FanFigure(
          id: "f", title: "", caption: "", axis: "", unit: "",
          bands: [.init(level: .nan, ranges: ranges)], median: points, truth: points,
          origin: .distantFuture, utcOffset: SimDuration(microseconds: .min))),
      .histogram(
        HistogramFigure(
          id: "h", title: "", caption: "", axis: "", unit: "",
          bins: HistogramFigure.bins(of: values)
            + values.map { .init(lower: $0, upper: -$0, count: -4) },
          references: values.map { .init($0, label: "v") })),
    ]
  }

  static let awkward: [[Double]] = [
    [], [.nan], [Double.infinity, -Double.infinity], [0], [0, 0, 0, 0, 0],
    [Double.greatestFiniteMagnitude, -Double.greatestFiniteMagnitude, 1],
    [Double.leastNonzeroMagnitude, 0, -Double.leastNonzeroMagnitude], [1e-9, 1e9, .nan, 3, -2],
    [1e88, -1e88, 2], [1e15, 1e15 + 1], [5, 5, 5],
  ]

  @Test(arguments: awkward)
  func drawsWithoutFail(values: [Double]) {
    for times in [Self.times, [], [Example.start]] {
      let page = HTMLReport.render(
        Report(
          title: "", why: "",
          sections: [ReportSection(id: "", title: "", figures: Self.figures(values, times))]))
      #expect(Reader.read(page).mistake == nil)
      for svg in svgs(page) {
        let drawn = svg.components(separatedBy: "</desc>").last ?? ""
        #expect(!drawn.contains("\"nan") && !drawn.contains("inf"), "\(values)")
      }
    }
  }

  @Test func scoresWithoutNumbers() {
    var score = Example.score("a.b", .nan, unit: "", null: .infinity, oracle: .nan, skill: .nan)
    score.interval = -Double.infinity...Double.infinity
    let page = HTMLReport.render(Report(title: "t", why: "w", scores: [score]))
    #expect(Reader.read(page).mistake == nil)
  }

  @Test func emptyReport() {
    #expect(Reader.read(HTMLReport.render(Report(title: "", why: ""))).mistake == nil)
  }
}
