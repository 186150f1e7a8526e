/// The keys under `pipeline:`.
enum PipelineTable {
  typealias Field = Shape.Field

  static let pipeline = Shape.Record(
    "pipeline",
    [
      Field("sampling", .record(sampling), .filled, "Which readings a device sends."),
      Field("quality", .record(quality), .filled, "Which readings are distrusted."),
      Field("ingestion", .record(ingestion), .filled, "How messages are taken in."),
      Field("fusion", .record(fusion), .filled, "How several sensors become one estimate."),
      Field(
        "patterns", .words(Scenario.Pattern.self),
        .defaultedList(["temperature-alert", "window-open-while-heating"]),
        "What is looked for in the streams."),
      Field("forecasting", .record(forecasting), .filled, "What is forecast, how far and how."),
      Field("agents", .record(agents), .filled, "Who acts back on the homes."),
      Field(
        "chance", .seed, .defaulted("0"),
        "Keys the pipeline's own random numbers, apart from the world's; any is as good."),
      Field(
        "outside", .record(outside), .optional, "Programs of your own that stand in for stages."),
    ])

  private static let outside = Shape.Record(
    "outside",
    Scenario.Program.Stage.allCases.map { stage in
      Field(stage.rawValue, .record(program), .optional, stage.meaning)
    })

  private static let program = Shape.Record(
    "program",
    [
      Field(
        "command", .list(.text(.word), count: 1...100, isUnique: false), .required,
        "The program and its arguments; it runs in the scenario's folder."),
      Field(
        "timeout", .duration(.init("100ms", "1h", example: "30s")), .defaulted("30s"),
        "How long an answer may take by the wall's clock; guards against hangs."),
      Field(
        "answers_after", .duration(.init("0s", "1d", example: "5s")), .optional,
        "After this much simulated time answers count; the program's own word unless given."),
      Field(
        "on_failure", .choice(Scenario.Program.OnFailure.self), .defaulted("stop"),
        "What happens when it fails twice."),
    ])

  private static let sampling = Shape.Record(
    "sampling",
    [
      Field(
        "method", .choice(Scenario.Sampling.Method.self), .defaulted("send-on-delta"),
        "How a device chooses."),
      Field(
        "period", .duration(.init("1s", "1d", example: "60s")), .defaulted("60s"),
        "How often it measures; a multiple of its native period is used."),
      Field(
        "tolerance", .record(tolerance), .filled,
        "How far the sent series may lie from the measured; a single value is for temperature."),
      Field(
        "heartbeat", .duration(.init("1s", "7d", example: "30min")), .defaulted("30min"),
        "A device sends at least this often."),
    ])

  private static let tolerance = Shape.Record(
    "tolerance", shorthand: "temperature",
    [
      Field(
        "temperature", .quantity(.temperatureDifference, 0...50), .defaulted("0.1 K"),
        "Of thermometers."),
      Field("humidity", .quantity(.ratio, 0...1), .defaulted("1 %"), "Of hygrometers."),
      Field("co2", .quantity(.concentration, 0...10_000), .defaulted("25 ppm"), "Of CO2 sensors."),
      Field(
        "illuminance", .quantity(.illuminance, 0...100_000), .defaulted("20 lx"),
        "Of light sensors."),
      Field(
        "power", .quantity(.power, 0...100_000), .defaulted("10 W"), "Of plugs and meters."),
      Field(
        "pm25", .quantity(.dust, 0...10_000), .defaulted("2 µg/m³"),
        "Of air monitors' fine particles."),
      Field(
        "voc_index", .quantity(.factor, 0...500), .defaulted("10"),
        "Of air monitors' index of vapours."),
      Field("noise_level", .quantity(.level, 0...100), .defaulted("2 dB"), "Of sound meters."),
    ])

  private static let quality = Shape.Record(
    "quality",
    [
      Field("range", .flag, .defaulted("true"), "Flag readings outside the data sheet's range."),
      Field("spike", .record(spike), .filled, "Single readings that jump."),
      Field("stuck", .record(stuck), .filled, "Readings that do not change."),
      Field("gap", .record(gap), .filled, "Readings that do not come."),
      Field(
        "drift", .record(drift), .filled, "Sensors that depart from the others of their room."),
    ])

  private static let spike = Shape.Record(
    "spike",
    [
      Field(
        "threshold", .quantity(.deviations, 0.5...1000), .defaulted("5 sigma"),
        "From how many standard deviations on.")
    ])

  private static let stuck = Shape.Record(
    "stuck",
    [
      Field(
        "after", .duration(.init("1min", "30d", example: "3h")), .defaulted("3h"),
        "From how long on.")
    ])

  private static let gap = Shape.Record(
    "gap",
    [Field("periods", .integer(1...10_000), .defaulted("3"), "From how many missed periods on.")])

  private static let drift = Shape.Record(
    "drift",
    [
      Field(
        "threshold", .quantity(.deviations, 0.1...1000), .defaulted("0.7 sigma"),
        "From how many data-sheet standard deviations on."),
      Field(
        "confirm", .duration(.init("1min", "30d", example: "30min")), .defaulted("30min"),
        "For how long before it is said."),
    ])

  private static let ingestion = Shape.Record(
    "ingestion",
    [
      Field(
        "lateness", .duration(.init("0s", "1d", example: "60s")), .defaulted("60s"),
        "How long the watermark waits for late messages."),
      Field("deduplicate", .flag, .defaulted("true"), "Drop messages that arrive twice."),
    ])

  private static let fusion = Shape.Record(
    "fusion",
    [
      Field(
        "method", .choice(Scenario.FusionMethod.self), .defaulted("kalman"),
        "How an estimate is made.")
    ])

  private static let forecasting = Shape.Record(
    "forecasting",
    [
      Field(
        "target", .choice(Scenario.Forecasting.Target.self), .defaulted("home.power"),
        "The series."),
      Field(
        "horizons",
        .list(.duration(.init("1h", "28d", example: "24h")), count: 1...8, isUnique: true),
        .defaultedList(["24h"]), "How far ahead."),
      Field(
        "model", .choice(Scenario.Forecasting.Model.self), .defaulted("harmonic-regression"),
        "The method."),
    ])

  private static let agents = Shape.Record(
    "agents",
    [
      Field(
        "tick", .duration(.init("1s", "1h", example: "60s")), .defaulted("60s"),
        "How often agents decide when nobody speaks."),
      Field("conversation", .record(conversation), .filled, "The agent that answers residents."),
      Field("energy", .record(energy), .filled, "The agent that saves energy."),
      Field(
        "command_latency", .duration(.init("1ms", "10min", example: "400ms")),
        .defaulted("400ms"), "From a decision to the device."),
      Field(
        "command_loss", .quantity(.ratio, 0...1), .defaulted("1 %"),
        "The share of commands that the broker or a cloud loses, before the radio's own losses."),
    ])

  private static let conversation = Shape.Record(
    "conversation", [Field("enabled", .flag, .defaulted("true"), "Whether it answers.")])

  private static let energy = Shape.Record(
    "energy",
    [
      Field(
        "method", .choice(Scenario.Agents.Energy.Method.self), .defaulted("setback"),
        "What it does."),
      Field(
        "setback", .quantity(.temperatureDifference, 0...15), .defaulted("3 K"),
        "How far it moves the set point."),
      Field(
        "long_setback", .quantity(.temperatureDifference, 0...15), .defaulted("10 K"),
        "How far when the home will be empty for hours; at least `setback`."),
      Field(
        "sleep_setback", .quantity(.temperatureDifference, 0...15), .defaulted("1 K"),
        "How far while everybody sleeps."),
      Field(
        "after", .duration(.init("1min", "1d", example: "20min")), .defaulted("20min"),
        "How long a home must seem empty before."),
    ])
}
