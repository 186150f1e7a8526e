import ArgumentParser
import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Synchronization
import Telemetry
import Trials

struct SwarmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swarm",
    abstract: "Live random variants of a scenario, watch what must always hold, shrink failures.",
    discussion: """
        hometwin swarm quickstart --seeds 200
        hometwin swarm quickstart --seeds 50 --floor "fusion.skill >= -3"
        hometwin swarm winter-week --minutes 30
        hometwin swarm quickstart --seed 17
        hometwin swarm Scenarios/regressions/found.yaml --as-is

      Each seed draws a world, faults and settings; each variant is lived in a process of its own. \
      A failure is shrunk to the smallest scenario that still fails alike, and written as a file \
      that stands alone. docs/swarm.md says what is watched.

      Exit code 0 if nothing fails, 1 if something does.
      """)

  @Argument(
    help: "A scenario file, or the name of a shipped one.", completion: Completions.scenario)
  var scenario: String = "quickstart"
  @OptionGroup var settings: SettingOptions
  @Option(help: "How many variants. Default: 100, or as many as --minutes allow.") var seeds: Int?
  @Option(help: "The first variant's seed. Default: 1.", transform: SeedText.parse)
  var firstSeed: UInt64?
  @Option(help: "Only this seed's variant.", transform: SeedText.parse) var seed: UInt64?
  @Option(help: "Begin no variant after so many minutes.") var minutes: Int?
  @Option(
    help: "A limit for every variant, as in --floor \"fusion.skill >= -3\". Repeatable.")
  var floor: [String] = []
  @Option(
    help: "CPU seconds after which a life is called hung; by the wall's clock ten times as many.")
  var timeout: Int = 600
  @Option(
    help: "How many smaller scenarios are tried for a failure; 0 shrinks nothing. Default: 400.")
  var tries: Int?
  @ArgumentParser.Flag(help: "Draw nothing: live the scenario itself and watch it.") var asIs =
    false
  @ArgumentParser.Flag(help: "Print a seed's variant instead of living it.") var show = false
  @ArgumentParser.Flag(
    help: "Find and shrink a failure that is planted; fails if that does not work.")
  var canary = false
  @OptionGroup var threads: ThreadOptions
  @Option(help: "Where files are written. Default: Reports/swarm/NAME.", completion: .directory)
  var out: String?
  @Option(
    help: "Where shrunk scenarios are kept, such as Scenarios/regressions. Default: --out.",
    completion: .directory)
  var keep: String?
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  @Option(help: .hidden) var checks: String?
  @Option(help: .hidden) var work: String?
  @Option(help: .hidden) var plant: String?

  func validate() throws {
    func expect(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
      if let value, !range.contains(value) {
        throw ValidationError(
          "--\(name): found \(value), expected \(range.lowerBound)...\(range.upperBound)")
      }
    }
    try expect("seeds", seeds, 1...1_000_000)
    try expect("minutes", minutes, 1...100_000)
    try expect("timeout", timeout, 1...86_400)
    try expect("tries", tries, 0...100_000)
    try checkIdle()
    if let plant, SwarmPlant(plant) == nil {
      throw ValidationError("--plant: found \"\(plant.brief)\", expected drift+json=EFFECT")
    }
    if show, seed == nil { throw ValidationError("--show: expected --seed N, whose variant it is") }
  }

  /// What a mode would not listen to is an error: its user believes it.
  private func checkIdle() throws {
    let given: [(name: String, isGiven: Bool)] = [
      ("seeds", seeds != nil), ("first-seed", firstSeed != nil), ("minutes", minutes != nil),
      ("seed", seed != nil), ("tries", tries != nil), ("keep", keep != nil), ("out", out != nil),
      ("set", !settings.overrides.isEmpty), ("show", show), ("canary", canary),
      ("threads", threads.threads != nil), ("floor", !floor.isEmpty),
    ]
    func exclude(_ mode: String, _ names: [String], _ reason: String) throws {
      if let other = given.first(where: { $0.isGiven && names.contains($0.name) }) {
        throw ValidationError("--\(mode) excludes --\(other.name): \(reason)")
      }
    }
    if asIs {
      try exclude(
        "as-is", given.map(\.name).filter { $0 != "floor" },
        "it lives the file as it is, once; edit the file")
    }
    if canary {
      try exclude(
        "canary", ["seed", "show", "tries", "keep"], "it proves that a swarm finds and shrinks")
    }
    if seed != nil {
      try exclude("seed", ["seeds", "first-seed", "minutes"], "it is one variant")
    }
    if show {
      try exclude("show", ["tries", "keep", "out", "threads", "floor"], "nothing is lived")
    }
    if tries == 0 { try exclude("tries 0", ["keep"], "nothing is shrunk, so there is no file") }
  }

  func run() throws {
    try Loading.guarded("a swarm of \(scenario)") {
      try Interrupt.watching { cancellation in
        if asIs, let work { return try live(work, cancellation) }
        if asIs { return try watch(cancellation) }
        return try swarm(cancellation)
      }
    }
  }

  // MARK: One scenario as it is

  /// In a process of its own as well, so that a hang or a trap is told as a swarm tells it.
  private func watch(_ cancellation: CancellationFlag) throws -> Int32 {
    _ = try limits()
    let wanted = try checks.map(SwarmLife.Check.set) ?? Set(SwarmLife.Check.allCases)
    let folder =
      NSTemporaryDirectory() + "hometwin-" + ProcessInfo.processInfo.globallyUniqueString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let child = SwarmChild(
      timeoutSeconds: timeout, plant: plant.flatMap(SwarmPlant.init), floors: floor,
      cancellation: cancellation)
    do {
      switch try child.live(scenario, checks: wanted, folder: folder) {
      case .passed(let account): return tell([], account)
      case .failed(let failures, let account): return tell(failures, account)
      case .refused(let text):
        throw RunError.input(text.hasPrefix("error: ") ? String(text.dropFirst(7)) : text)
      }
    } catch is RunCancelled { throw RunError.interrupted }
  }

  /// What such a process does.
  private func live(_ work: String, _ cancellation: CancellationFlag) throws -> Int32 {
    TrapTrace.install(secondsMax: timeout * SwarmChild.wallFactor + 30)
    if let plant = plant.flatMap(SwarmPlant.init) {
      return tell(try plant.failures(scenario), SwarmAccount())
    }
    let life = SwarmLife(
      file: scenario, floors: try limits(),
      checks: try checks.map(SwarmLife.Check.set) ?? Set(SwarmLife.Check.allCases), folder: work,
      cancellation: cancellation)
    do {
      let (failures, account) = try life.watch()
      return tell(failures, account)
    } catch is RunCancelled { throw RunError.interrupted }
  }

  private func tell(_ failures: [SwarmFailure], _ account: SwarmAccount) -> Int32 {
    if output.json {
      Console.print(
        .object([JSONMember("failures", .array(failures.map(\.json)))] + account.members))
    } else if !quiet.quiet {
      let lines = failures.isEmpty ? ["nothing fails"] : failures.map(\.description)
      Console.print("\(scenario) as it is: " + lines.joined(separator: "\n"))
      Console.print("rare branches of the world: " + account.probes.text)
    }
    return failures.isEmpty ? 0 : 1
  }

  /// - Throws: ``RunError/input(_:)`` for what is no limit of a score that there is.
  private func limits() throws -> [Expectation] {
    try floor.map { text in
      guard let limit = SwarmFloors.parse(text) else {
        throw RunError.input(
          "--floor: found \"\(text.brief)\", expected a score and a limit such as "
            + "\"fusion.skill >= -3\"")
      }
      guard ScoreNames.all.contains(limit.scoreID) else {
        let hint = Nearest.word(to: limit.scoreID, among: ScoreNames.all)
        throw RunError.input(
          "--floor: found no score \"\(limit.scoreID)\""
            + (hint.map { "; did you mean \"\($0)\"?" } ?? ""))
      }
      return limit
    }
  }

  // MARK: Many variants

  private func swarm(_ cancellation: CancellationFlag) throws -> Int32 {
    let loaded = try Loading.scenario(scenario, overrides: settings.overrides)
    let name = loaded.scenario.name
    let base = ScenarioSketch(loaded) { Resources.shippedWorld($0) }
    if !loaded.scenario.pipeline.outside.isEmpty, !quiet.quiet {
      Console.note("swarm: pipeline.outside is left out; variants live our own stages")
    }
    let draw = ScenarioDraw(base, worlds: Resources.names(in: Resources.worlds))
    let folder = out ?? "Reports/swarm/\(name)"
    let workFolder = folder + "/.lives-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: workFolder) }
    let canaryPlant = canary ? SwarmPlant(SwarmPlant.canary) : nil
    let runner = SwarmRunner(
      base: base, draw: draw,
      floors: SwarmFloors(given: try limits(), own: loaded.scenario.expectations),
      threadCount: try threads.count(), triesMax: tries ?? 400,
      child: SwarmChild(
        timeoutSeconds: timeout, plant: plant.flatMap(SwarmPlant.init) ?? canaryPlant,
        cancellation: cancellation),
      workFolder: workFolder, tell: teller)
    if show, let seed {
      Console.print(String(runner.variant(seed).text.dropLast()))
      return 0
    }
    let keeper = SwarmKeeper(folder: keep ?? folder, scenario: name)
    let report = try hunt(runner, keeper)
    if output.json {
      Console.print(report.json)
    } else if !quiet.quiet {
      Console.print(report.text)
    }
    if report.isInterrupted { throw RunError.interrupted }
    if canary { return try SwarmCanary.verdict(report) }
    if let refusal = report.whyAllWereRefused { throw RunError.input(refusal) }
    return report.finds.isEmpty ? 0 : 1
  }

  /// Lives, shrinks, keeps; after Ctrl-C what was done until then.
  private func hunt(_ runner: SwarmRunner, _ keeper: SwarmKeeper) throws -> SwarmReport {
    let found = Mutex<[SwarmRunner.SeedResult]>([])
    var finds: [SwarmRunner.Find] = []
    var isInterrupted = false
    let clock = Stopwatch()
    do {
      try liveAll(runner, found, clock)
      finds = SwarmRunner.finds(found.withLock { $0 })
      if tries ?? 1 > 0 {
        finds = try keep(try runner.shrink(finds), runner, keeper)
      }
    } catch is RunCancelled {
      isInterrupted = true
      if finds.isEmpty { finds = SwarmRunner.finds(found.withLock { $0 }) }
    }
    let results = found.withLock { $0 }.sorted { $0.seed < $1.seed }
    teller("\(results.count) variants in \(Int(clock.wallSeconds.rounded(.up))) s")
    return SwarmReport(
      scenario: scenario, options: optionText, fileOptions: plantText, results: results,
      finds: finds, isInterrupted: isInterrupted)
  }

  /// In batches, so that a budget of time ends between two.
  private func liveAll(
    _ runner: SwarmRunner, _ found: borrowing Mutex<[SwarmRunner.SeedResult]>, _ clock: Stopwatch
  ) throws {
    let first = seed ?? firstSeed ?? 1
    let most = seed != nil ? 1 : seeds ?? (minutes == nil ? 100 : .max)
    let batch = minutes == nil ? most : 4 * runner.threadCount
    var begun = 0
    while begun < most, minutes.map({ clock.wallSeconds < Double($0) * 60 }) ?? true {
      let count = min(batch, most - begun)
      let list = (0..<count).map { first &+ UInt64(begun + $0) }
      try runner.live(list) { result in
        let done = found.withLock { all in
          all.append(result)
          return all.count
        }
        for failure in result.failures { teller("seed \(result.seed): \(failure.id)") }
        if done % 20 == 0 { teller("\(done) variants") }
      }
      begun += count
    }
  }

  private func keep(
    _ finds: [SwarmRunner.Find], _ runner: SwarmRunner, _ keeper: SwarmKeeper
  ) throws -> [SwarmRunner.Find] {
    try finds.map { find in
      guard let outcome = find.outcome else { return find }
      var find = find
      let path = try keeper.write(keeper.file(find, outcome.sketch), find)
      find.file = path
      find.isReproduced = try runner.fails(path, as: find.failure)
      return find
    }
  }

  private var teller: @Sendable (String) -> Void {
    let isQuiet = quiet.quiet
    return { text in if !isQuiet { Console.note("swarm: " + text) } }
  }

  /// What is planted is in no file.
  private var plantText: String {
    (plant ?? (canary ? SwarmPlant.canary : nil)).map { " --plant \($0)" } ?? ""
  }

  private var optionText: String {
    (settings.overrides.map { ("set", $0) } + floor.map { ("floor", $0) })
      .map { " --\($0.0) '\($0.1)'" }.joined() + plantText
  }
}
