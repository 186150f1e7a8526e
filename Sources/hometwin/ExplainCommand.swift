import ArgumentParser
import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Scoring
import Telemetry
import Trials

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say in words what a finished run found, and where an error comes from.",
    discussion: """
        hometwin explain Reports/runs/quickstart-7
        hometwin explain Reports/runs/quickstart-7 --score fusion.temperature.rmse_k
        hometwin explain Reports/runs/quickstart-7 --budget \\
          --score fusion.temperature.rmse_k
        hometwin explain Reports/runs/quickstart-7 --home 3
        hometwin explain Reports/runs/quickstart-7 --message 3/hygrometer_001/120

      --budget divides a score's error among faults, sensors, links, sampling and the stage \
      itself: the run's world is lived again with every set of them made perfect (16 lives), and \
      each is charged with what it adds, averaged over all orders. The shares add up.

      --message lives one home again and tells a message's whole life: what was true and what each \
      part of the sensor added, what was wrong meanwhile, why it was sent, each try, loss, wait \
      and copy, what was made of it. HOME/DEVICE/SEQUENCE as ledger.sqlite and the wire have them.
      """)
  @Argument(help: "A run folder.", completion: Completions.runFolder) var folder: String
  @Option(help: "One score at length, by its id.", completion: Completions.scoreID)
  var score: String?
  @ArgumentParser.Flag(help: "Where the error of --score comes from, part by part.") var budget =
    false
  @Option(
    parsing: .upToNextOption,
    help: "Parts of the budget beside the stage: faults sensors links sampling. Default: all.")
  var parts: [String] = []
  @Option(help: "One home's scores beside the others', by its number from 0.") var home: Int?
  @Option(help: "One message's whole life, by HOME/DEVICE/SEQUENCE.") var message: String?
  @OptionGroup var programs: ProgramOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if score != nil, home != nil {
      throw ValidationError("--score and --home exclude each other; ask for one at a time")
    }
    if message != nil, score != nil || home != nil {
      throw ValidationError("--message excludes --score and --home; ask for one at a time")
    }
    if budget, score == nil {
      throw ValidationError(
        "--budget: expected --score with a score's id; hometwin explain shows them")
    }
    if !budget, !parts.isEmpty { throw ValidationError("--parts: expected --budget with it") }
  }

  func run() throws {
    try Loading.guarded("reading \(folder)") {
      let record = try RunRecord(folder: folder)
      if budget, let score {
        do { return try divide(score, record) } catch let error as TrialsError {
          throw RunError.input(error.description)
        }
      } else if let message {
        return try follow(message)
      } else if output.json {
        Console.print(
          try home.map { try record.json(home: $0) } ?? record.json(score: score))
      } else if let home {
        Console.print(try record.explanation(ofHome: home))
      } else if let score {
        Console.print(try record.explanation(ofScore: score))
      } else {
        Console.print(record.explanation)
      }
      return 0
    }
  }

  // MARK: A message

  private func follow(_ text: String) throws -> Int32 {
    try Interrupt.watching { cancellation in
      let ready = try Loading.ready(
        folder + "/scenario.yaml", overrides: ["players.agents=[]", "keep=[]"])
      let plan = ready.plan
      let message = try MessageName.parse(text, in: plan)
      var options = RunOptions(threadCount: try threads.count(), window: .days(1))
      try RunRecord.programs(of: folder).apply(
        to: &options, stages: plan.scenario.pipeline.outside.map(\.stage.rawValue),
        elsewhere: programs.programs)
      let ledger = folder + "/ledger.sqlite"
      let life = try plan.life(
        of: message, options: options,
        ledger: FileManager.default.fileExists(atPath: ledger) ? ledger : nil,
        cancellation: cancellation)
      if output.json { Console.print(life.json) } else { Console.print(life.text) }
      return 0
    }
  }

  // MARK: The budget

  private func divide(_ id: String, _ record: RunRecord) throws -> Int32 {
    try Interrupt.watching { cancellation in
      let recorded = try record.value(ofScore: id)
      let parts = try chosenParts()
      try checkHasBudget(try record.json(score: id), id)
      let file = folder + "/scenario.yaml"
      let plan = try Loading.ready(file, overrides: ["players.agents=[]", "keep=[]"]).plan
      if parts.contains(.sampling),
        plan.scenario.pipeline.outside.contains(where: { $0.stage == .sample })
      {
        throw RunError.input(
          "--budget: found a program of your own that says what devices send, which cannot be made "
            + "perfect; leave sampling out: --parts faults sensors links")
      }
      var options = RunOptions(threadCount: 1, window: .days(1))
      // In better worlds programs would not say what they said: none is recalled.
      try RunRecord.programs(of: folder).apply(
        to: &options, stages: plan.scenario.pipeline.outside.map(\.stage.rawValue),
        elsewhere: programs.programs, isOther: { _ in true })
      let place = options.programFolder
      let runner = TrialRunner(
        "budget", threads: try threads.count(), quiet: quiet.quiet, cancellation: cancellation)
      let lives = try runner.run(count: 1 << parts.count) { job in
        let perfect = parts.indices.filter { job >> $0 & 1 == 1 }.map { parts[$0] }
        let life = try plan.with(perfect: Set(perfect)).live(
          programFolder: place, cancellation: cancellation)
        // Not after all lives: where nothing is broken, say, nothing can be found.
        try ErrorBudget.score(id, in: life.scores, perfect: perfect.map(\.rawValue))
        return life
      }
      try check(lives[0].scores, id, recorded: recorded)
      var budget = try ErrorBudget(
        scoreID: id, names: parts.map { ($0.rawValue, $0.meaning) }, lives: lives.map(\.scores))
      budget.programs = ProgramTrace.texts(lives, seed: plan.seed)
      if output.json {
        Console.print(budget.json)
      } else {
        Console.print(budget.text(title: "\(record.scenario), seed \(record.seed)"))
      }
      return 0
    }
  }

  private func chosenParts() throws -> [ErrorPart] {
    let chosen = try parts.map { text in
      guard let part = ErrorPart(rawValue: text) else {
        throw RunError.input(
          "--parts: found \"\(text.brief)\", expected "
            + ErrorPart.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return part
    }
    return ErrorPart.allCases.filter { chosen.isEmpty || chosen.contains($0) }
  }

  /// Sixteen lives are too many to learn that a score has no budget.
  private func checkHasBudget(_ score: JSONValue, _ id: String) throws {
    let hasOracle = score["oracle"]?.doubleValue != nil && score["stage"]?.stringValue != "agents"
    let better = score["better"]?.stringValue.flatMap { Direction(rawValue: $0) } ?? .target
    let isDividable = ErrorBudget.Scale.divides(
      better, unit: score["unit"]?.stringValue ?? "")
    guard score["value"]?.doubleValue != nil else {
      throw RunError.input("--budget: found no value of \(id) in this run, expected one to divide")
    }
    guard isDividable, hasOracle else {
      throw RunError.input(
        "--budget: found \(id), expected a score that has an oracle in every life and is best at "
          + "an end, such as fusion.temperature.rmse_k; agents' oracles are lives of their own")
    }
  }

  /// A budget of another number than the one that was asked about would be no explanation.
  private func check(_ scores: [Score], _ id: String, recorded: Double?) throws {
    let lived = scores.first { $0.id == id }?.value
    guard let recorded, let lived, (recorded - lived).magnitude > 1e-9 * recorded.magnitude else {
      return
    }
    throw RunError.input(
      "\(folder): found \(id) = \(lived) when lived again, expected \(recorded) as recorded; the "
        + "run is of another version or its scenario.yaml was edited: run the scenario again")
  }
}
