/// The one table of a scenario file's keys; the order is that of the canonical text.
enum ScenarioTable {
  typealias Field = Shape.Field

  static let root = Shape.Record(
    "scenario",
    [
      Field("name", .text(.name), .optional, "A short name; the file's own unless given."),
      Field("why", .text(.prose), .required, "Why this scenario exists and what passes."),
      Field(
        "extends", .text(.path), .optional,
        "A scenario whose keys hold where this file has none: a path seen from this file, a bare "
          + "name (of a file beside it, else a shipped one) or builtin:NAME."),
      Field(
        "world", .either(scalar: .text(.path), mapping: .record(WorldTable.root)), .required,
        "The place and its homes: a file, builtin:NAME, a bare name, or the world's keys."),
      Field("seed", .seed, .defaulted("1"), "Chooses the run among all possible ones."),
      Field("start", .start, .required, "Local date, or date and time, of the simulated place."),
      Field(
        "duration", .duration(.init("1min", "3660d", example: "7d")), .required,
        "How long is simulated and scored."),
      Field(
        "history", .duration(.init("0s", "3660d", example: "28d")), .defaulted("0s"),
        "Lived before the start by the same homes; received but not scored."),
      Field("homes", .integer(1...1_000_000), .required, "How many homes there are."),
      Field(
        "faults", .list(.variants(FaultTable.fault), count: 0...1000, isUnique: false),
        .defaultedList([]), "What goes wrong on purpose."),
      Field(
        "incidents", .list(.variants(IncidentTable.incident), count: 0...1000, isUnique: false),
        .defaultedList([]), "What goes wrong in homes themselves."),
      Field("pipeline", .record(PipelineTable.pipeline), .filled, "How the stages are set."),
      Field("wire", .choice(Scenario.Wire.self), .defaulted("binary"), "How messages are written."),
      Field("store", .choice(Scenario.Store.self), .defaulted("chunks"), "What the stores keep."),
      Field(
        "durability", .choice(Scenario.Durability.self), .defaulted("fast"),
        "When data is forced to the disk."),
      Field("audit", .record(audit), .filled, "Homes that also keep what they did not send."),
      Field("oracle", .record(oracle), .filled, "What forks of the true world may cost."),
      Field("players", .record(players), .filled, "Whom a stage is compared with."),
      Field(
        "keep", .words(Scenario.Keep.self), .defaultedList(["wire", "truth", "ledger", "stores"]),
        "What stays in the run folder beside scores and report."),
      Field("ledger", .record(ledger), .filled, "The account of every reading's fate."),
      Field(
        "expect", .map(keys: .scoreID, values: .comparison), .filled,
        "What passes: score ids and their limits."),
      Field(
        "must", .either(scalar: .choice([fails]), mapping: .record(must)), .optional,
        "Turns the run into a canary: it passes only if an expectation is missed."),
    ])

  private static let fails = Shape.Word(
    text: "fail", meaning: "at least one expectation is missed")

  private static let homeCount = Shape.integer(0...1_000_000)
  private static let horizons = Shape.list(
    .duration(.init("1h", "28d", example: "24h")), count: 1...8, isUnique: true)

  private static let audit = Shape.Record(
    "audit", [Field("homes", homeCount, .defaulted("8"), "How many; at most all.")])

  private static let oracle = Shape.Record(
    "oracle",
    [
      Field("homes", homeCount, .defaulted("8"), "How many homes are forked; at most all."),
      Field("origins", .integer(0...1000), .defaulted("3"), "Forecast origins a home."),
      Field("paths", .integer(1...10_000), .defaulted("32"), "Forked futures an origin."),
      Field("horizons", horizons, .defaultedList(["24h"]), "How far the forks live."),
    ])

  private static let players = Shape.Record(
    "players",
    [
      Field(
        "agents", .words(Scenario.AgentPlayer.self),
        .defaultedList(["null", "schedule", "oracle"]),
        "Each is a whole run of the same seed.")
    ])

  private static let ledger = Shape.Record(
    "ledger",
    [
      Field(
        "rows", .integer(0...1_000_000_000), .defaulted("1000000"),
        "How many exceptions are kept as rows; counts are always complete.")
    ])

  private static let must = Shape.Record(
    "must",
    [Field("fail", .text(.scoreID), .required, "The expectation that is to be missed.")])
}
