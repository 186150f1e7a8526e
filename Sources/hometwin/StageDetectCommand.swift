import Anomaly
import ArgumentParser
import Clockwork
import Detection
import Exchange
import Reporting
import Scenarios
import Telemetry

/// Finds faults in series of a user's own, and says how often it errs.
struct StageDetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Find faulty stretches in measurements of your own.",
    discussion: """
        hometwin stage detect room.csv
        hometwin stage detect rooms.csv --clean-until 2024-01-22T00:00:00Z --html faults.html
        hometwin stage detect --benchmark
        hometwin stage detect --nab ~/NAB

      A table is CSV with a header or JSON Lines: time (2024-01-15T06:00:00Z), value, and sensor \
      where there are several. Until --clean-until the sensors are taken to be well: that is what \
      their normal life is learnt from, a week or more is best. What comes after is judged row by \
      row, each without knowledge of later ones. docs/detection.md says more.

      Printed is CSV: sensor,start,end,kind,severity,score. Kinds are stuck, noise, spike, bias, \
      drift, dropout, clock and unusual; the score is in powers of ten beyond the stated rate of \
      false alarms.

      Exit code 0; 2 if a file or argument is wrong.
      """)
  @Argument(help: "A table of measurements.", completion: .file(extensions: ["csv", "jsonl"]))
  var measurements: String?
  @Option(help: "The end of the clean stretch. Default: a third of each sensor's rows.")
  var cleanUntil: String?
  @Option(help: "The stated rate: false episodes a sensor and day.") var falseAlarms = 0.05
  @Option(help: "Also write a page with the series and what was found.") var html: String?
  @ArgumentParser.Flag(help: "Ten labelled streams instead of a table, beside peers.")
  var benchmark = false
  @Option(help: "With --benchmark: the first of ten seeds. Default: the reported ones, 101.")
  var seed: UInt64?
  @Option(
    help: "Score the files of a folder as the Numenta Anomaly Benchmark does.",
    completion: .directory)
  var nab: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard [measurements != nil, benchmark, nab != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("expected a table of measurements, or --benchmark, or --nab")
    }
    guard falseAlarms.isFinite, (1e-6...10).contains(falseAlarms) else {
      throw ValidationError("--false-alarms: found \(falseAlarms), expected a number in 1e-6...10")
    }
    guard seed == nil || benchmark else {
      throw ValidationError("--seed: expected --benchmark with it")
    }
    if let seed, seed > UInt64.max - 10 {
      throw ValidationError("--seed: found \(seed), expected at most \(UInt64.max - 10)")
    }
    if measurements == nil, html != nil || cleanUntil != nil {
      throw ValidationError("--html, --clean-until: expected a table of measurements with it")
    }
  }

  func run() throws {
    if benchmark {
      let seeds = seed.map { first in (0..<10).map { first + $0 } }
      DetectBenchmark.tell(seeds: seeds ?? FaultBenchmark.reportedSeeds, isJSON: output.json)
      return
    }
    if let nab {
      try Loading.guarded("scoring \(nab)") {
        try NABFolder(path: nab, falseAlarms: falseAlarms).tell(isJSON: output.json)
        return 0
      }
      return
    }
    guard let measurements else { return }
    try Loading.guarded("detecting in \(measurements)") {
      try OutputFile.check(html, option: "--html")
      if html == measurements {
        throw RunError.input("--html: found \(measurements), which is read already")
      }
      try detect(measurements)
      return 0
    }
  }

  private func detect(_ path: String) throws {
    let end = try cleanUntil.map { text in
      guard let time = JSONTimestamp.parse(text) else {
        throw RunError.input(
          "--clean-until: found \"\(text.prefix(40).printable)\", expected a time such as "
            + "2024-01-22T00:00:00Z")
      }
      return time.microseconds
    }
    let (series, problems) = try MeasurementTable.read(path: path)
    for example in problems.examples { Console.note("refused: " + example) }
    guard !series.isEmpty else {
      throw RunError.input("\(path): found no row that can be used, expected time and value")
    }
    if !output.json { Console.print("sensor,start,end,kind,severity,score") }
    var sections: [ReportSection] = []
    for (order, one) in series.enumerated() {
      let judged = try JudgedSeries(one, cleanUntil: end, falseAlarms: falseAlarms, path: path)
      for episode in judged.report.episodes {
        if output.json {
          Console.print(judged.json(episode))
        } else {
          Console.print(judged.csv(episode))
        }
      }
      Console.note(judged.summary)
      if html != nil { sections.append(judged.section(order)) }
    }
    guard let html else { return }
    let report = Report(
      title: "Faults in \(path)", why: "Stretches in which a sensor is not to be trusted.",
      facts: ["stated false alarms a sensor and day: \(falseAlarms)"], verdicts: nil,
      sections: sections)
    try OutputFile.write(page: report, to: html)
  }
}
