import ArgumentParser
import Exchange
import Reporting
import Scenarios
import SeriesCoding
import Telemetry

/// Thins out series of a user's own, and says what that saves and costs.
struct StageSampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Thin out measurements of your own, and tell error against bytes.",
    discussion: """
        hometwin stage sample room.csv
        hometwin stage sample room.csv --method swinging-door --tolerance 0.2 \\
          --out sent.csv
        hometwin stage sample room.csv --html sampling.html
        hometwin stage sample --benchmark

      A table is CSV with a header or JSON Lines: time (2024-01-15T06:00:00Z, rising), value, and \
      sensor where there are several. Without --method all methods are compared. Errors are \
      against the table's values; the Gaussian bound is the fewest bytes that a Gaussian series of \
      this spectrum could take at the method's own error. docs/sampling.md says more.

      Exit code 0; 2 if a file or argument is wrong.
      """)
  @Argument(help: "A table of measurements.", completion: .file(extensions: ["csv", "jsonl"]))
  var measurements: String?
  @Option(help: "One method only.") var method: SampleMethod?
  @Option(
    help: """
      The largest error allowed, in the values' unit; least-bytes: twice the root mean square \
      error, half the largest one.
      """)
  var tolerance: Double = 0.1
  @Option(help: "fixed: one row is kept of so many.") var every: Int = 12
  @Option(help: "With --method: write what would be sent, as CSV.") var out: String?
  @Option(help: "Also write a page with error against bytes.") var html: String?
  @ArgumentParser.Flag(help: "The benchmark's series instead of a table, beside published figures.")
  var benchmark = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (measurements == nil) == benchmark else {
      throw ValidationError("expected a table of measurements, or --benchmark")
    }
    guard tolerance.isFinite, (1e-6...1e9).contains(tolerance) else {
      throw ValidationError("--tolerance: found \(tolerance), expected a number in 1e-6...1e9")
    }
    guard (1...1_000_000).contains(every) else {
      throw ValidationError("--every: found \(every), expected 1...1000000")
    }
    if out != nil, method == nil { throw ValidationError("--out: expected --method with it") }
    if benchmark, out != nil || html != nil || method != nil {
      throw ValidationError("--benchmark: expected no --method, --out or --html with it")
    }
  }

  func run() throws {
    guard let measurements else {
      for line in SampleBenchmark.sampling().lines + [""] + SampleBenchmark.codecs().lines {
        Console.print(line)
      }
      return
    }
    try Loading.guarded("sampling \(measurements)") {
      try OutputFile.check(out, option: "--out")
      try OutputFile.check(html, option: "--html")
      if let out, out == html || out == measurements {
        throw RunError.input("--out: found \(out), which is read or written already")
      }
      try tell(MeasurementTable.readWhole(path: measurements), of: measurements)
      return 0
    }
  }

  private func tell(_ all: [MeasurementTable.Series], of path: String) throws {
    let settings = SampleMethod.Settings(tolerance: tolerance, every: every)
    var sent = MeasurementTable.Writer()
    var sections: [ReportSection] = []
    for (order, series) in all.enumerated() {
      let span = (series.times.last ?? 0) - (series.times.first ?? 0)
      let bound = RateDistortion(series.values)
      var table = ReportTable(columns: SampleAccount.columns, rows: [])
      var points: [ScatterFigure.Point] = []
      for method in self.method.map({ [$0] }) ?? SampleMethod.allCases {
        guard let kept = method.send(series.values, settings) else {
          throw RunError.input(
            "\(path): \(series.name.printable): found values beyond what \(method.rawValue) packs "
              + "at this tolerance, expected at most \(tolerance * 1e9)")
        }
        let account = SampleAccount(
          method, kept, of: series.values, days: Double(span) / 86_400_000_000)
        let orientation = bound?.bytes(at: account.rootMeanSquare)
        table.rows.append(account.cells(orientation: orientation))
        points.append(
          .init(
            x: Double(account.byteCount), y: account.rootMeanSquare, label: method.rawValue,
            group: "methods"))
        if output.json {
          Console.print(
            .object([
              JSONMember("sensor", .string(series.name)),
              JSONMember("sent", account.json(orientation: orientation)),
            ]))
        }
        if out != nil {
          for knot in kept.knots {
            sent.append(
              time: series.times[Int(knot.tick)], sensor: series.name,
              value: Double(knot.level) * kept.step)
          }
        }
      }
      if !output.json { tell(series, table) }
      sections.append(section(order, series, table, points + curve(bound, points)))
    }
    if let out { try OutputFile.write(sent.text, to: out) }
    guard let html else { return }
    let report = Report(
      title: "Sampling \(path)", why: "What each method sends of these series, and how well.",
      facts: ["tolerance \(tolerance)", SampleAccount.Battery.text], verdicts: nil,
      sections: sections)
    try OutputFile.write(page: report, to: html)
  }

  private func tell(_ series: MeasurementTable.Series, _ table: ReportTable) {
    let lossless = DecimalCodec.encode(series.values).count
    let times = TimeCodec.encode(series.times).count
    let name = series.name.isEmpty ? "" : series.name.printable + ": "
    Console.print(
      "\(name)\(series.values.count) values; lossless \(lossless) bytes, their times \(times)")
    for line in TextTable(table).lines { Console.print(line) }
    Console.print("battery: " + SampleAccount.Battery.text)
  }

  private func curve(
    _ bound: RateDistortion?, _ points: [ScatterFigure.Point]
  ) -> [ScatterFigure.Point] {
    guard let bound, let widest = points.map(\.y).max(), widest > 0 else { return [] }
    return (1...60).map { widest * Double($0) / 60 }
      .map { ScatterFigure.Point(x: bound.bytes(at: $0), y: $0, group: "Gaussian bound") }
      .filter { point in point.x <= 1.2 * (points.map(\.x).max() ?? 0) }
  }

  private func section(
    _ order: Int, _ series: MeasurementTable.Series, _ table: ReportTable,
    _ points: [ScatterFigure.Point]
  ) -> ReportSection {
    let title = series.name.isEmpty ? "Error against bytes" : series.name
    let figure = ScatterFigure(
      id: "sampling-\(order)", title: title,
      caption: "Lower and further left is better; nothing Gaussian lies left of the bound.",
      xAxis: "Sent", xUnit: "B", yAxis: "RMSE", yUnit: "", points: points)
    return ReportSection(
      id: "series-\(order)", title: title, figures: [.scatter(figure)], table: table)
  }
}
