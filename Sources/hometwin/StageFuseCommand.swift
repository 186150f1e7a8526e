import ArgumentParser
import Scenarios
import Tracking

/// Makes one value of several sensors of a user's own, and says what is wrong with them.
struct StageFuseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuse",
    abstract: "Make one value of several sensors, and tell which are off, stuck or wild.",
    discussion: """
        hometwin stage fuse room.csv
        hometwin stage fuse room.csv --smooth --out fused.csv --html fused.html
        hometwin stage fuse room.csv --noise 0.3
        hometwin stage fuse --benchmark --seed 101

      A table is CSV with a header or JSON Lines with the columns time (2024-01-15T06:00:00Z), \
      sensor and value; all sensors measure one quantity, at any times, with any gaps. What is \
      not given of noise and motion is estimated, and said. --out writes \
      time,value,standard_deviation. With two sensors that disagree nobody knows which is off: \
      three make a majority. docs/fusion.md says more.

      Exit code 0; 2 if a file or argument is wrong.
      """)
  @Argument(help: "A table of measurements.", completion: .file(extensions: ["csv", "jsonl"]))
  var measurements: String?
  @Option(help: "Standard deviation of a reading's noise. Default: estimated, each sensor's own.")
  var noise: Double?
  @Option(help: "Standard deviation of the quantity's rate of change, an hour. Default: estimated.")
  var rate: Double?
  @Option(help: "How long a rate of change lasts, hours. Default: estimated.")
  var rateHours: Double?
  @Option(help: "Standard deviation of the bias of a sensor that has one. Default: estimated.")
  var bias: Double?
  @Option(help: "How many sensors may be off at the same time.") var faulty: Int = 2
  @ArgumentParser.Flag(help: "Let every value know of later readings too.") var smooth = false
  @Option(help: "Write the fused values, as CSV.") var out: String?
  @Option(help: "Also write a page with a picture.") var html: String?
  @ArgumentParser.Flag(help: "The benchmark instead of a table, beside published figures.")
  var benchmark = false
  @Option(help: "--benchmark: the first seed.") var seed: UInt64 = 1
  @Option(help: "--benchmark: how many seeds.") var seeds: Int = 3
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (measurements == nil) == benchmark else {
      throw ValidationError("expected a table of measurements, or --benchmark")
    }
    let numbers = [("noise", noise), ("rate", rate), ("rate-hours", rateHours), ("bias", bias)]
    for (name, value) in numbers {
      guard let value, !(value.isFinite && (1e-6...1e6).contains(value)) else { continue }
      throw ValidationError("--\(name): found \(value), expected a number in 1e-6...1e6")
    }
    guard (0...3).contains(faulty) else {
      throw ValidationError("--faulty: found \(faulty), expected 0...3")
    }
    guard (1...1000).contains(seeds), seed <= 1_000_000_000 else {
      throw ValidationError("--seed, --seeds: expected 0...1000000000 and 1...1000")
    }
    if benchmark, out != nil || html != nil {
      throw ValidationError("--benchmark: expected no --out or --html with it")
    }
  }

  func run() throws {
    guard let measurements else {
      return try Loading.guarded("the fusion benchmark") {
        try FuseBenchmark(seeds: seed...(seed + UInt64(seeds - 1))).tell(isJSON: output.json)
        return 0
      }
    }
    try Loading.guarded("fusing \(measurements)") {
      try OutputFile.check(out, option: "--out")
      try OutputFile.check(html, option: "--html")
      if let out, out == html || out == measurements {
        throw RunError.input("--out: found \(out), which is read or written already")
      }
      let given = FuseTuning.Given(
        noise: noise, ratePerHour: rate, rateHours: rateHours, bias: bias, faultyMax: faulty)
      let account = try FuseAccount(measurements, given: given, smooths: smooth)
      account.tell(isJSON: output.json)
      if let out { try OutputFile.write(account.csv, to: out) }
      if let html { try OutputFile.write(page: account.report, to: html) }
      return 0
    }
  }
}
