/// The channels of a device model, and what sensors that speak at events have in their place.
extension DeviceTable {
  /// The keys that every measured channel has.
  private static func channel(
    _ name: String, step: Dimension, value: Dimension, range: ClosedRange<Double>, more: [Field],
    _ doc: String
  ) -> Field {
    let width = range.upperBound - range.lowerBound
    let keys = [
      key(
        "wrong_table", step, -width...width,
        "What the calibration table of its firmware adds; its update mends that."),
      key("resolution", step, 1e-9...width, "Smallest step of its output.", isRequired: true),
      key("min", value, range, "The least that it can read.", isRequired: true),
      key("max", value, range, "The most that it can read.", isRequired: true),
      key(
        "sheet", step, 0...width, "One standard deviation of its whole error as promised.",
        isRequired: true),
      key("noise", step, 0...width, "Standard deviation of one reading's noise."),
    ]
    return Field(name, .record(Shape.Record(name, keys + more)), .required, doc)
  }

  private static func bias(_ step: Dimension) -> Field {
    key("bias", step, 0...1e6, "Standard deviation over units of the constant error.")
  }

  private static func ageing(_ dimension: Dimension, _ most: Double) -> Field {
    key("ageing", dimension, 0...most, "Deviation over units of the bias's yearly change.")
  }

  private static let noiseShare = key(
    "noise_share", .ratio, 0...1, "What noise grows by with the value.")
  private static let gain = key(
    "gain", .ratio, 0...0.5, "Standard deviation over units of the error that grows with the value."
  )
  private static let lag = Field(
    "lag", figure(time("0s", "1h")), .optional, "Time in which it covers 63 % of a step.")
  private static let heating = [
    key(
      "self_heating", .temperatureDifference, 0...20, "How much warmer than the air it runs."),
    Field(
      "warm_up", figure(time("0s", "6h")), .optional, "Time constant of that after power-on."),
  ]

  static let temperature = channel(
    "temperature", step: .temperatureDifference, value: .temperature, range: -100...200,
    more: [
      bias(.temperatureDifference),
      ageing(.kelvinsPerYear, 10),
      lag,
    ] + heating, "Air temperature.")

  static let humidity = channel(
    "humidity", step: .ratio, value: .ratio, range: 0...1,
    more: [
      bias(.ratio),
      ageing(.perYear, 1), lag,
    ] + heating, "Relative humidity.")

  static let co2 = channel(
    "co2", step: .concentration, value: .concentration, range: 0...100_000,
    more: [
      noiseShare, bias(.concentration), gain,
      ageing(.ppmPerYear, 1_000),
      lag,
      key(
        "pressure", .perKilopascal, 0...0.1,
        "Share by which a reading grows with air pressure; nothing where it compensates."),
    ], "Carbon dioxide.")

  static let luminosity = channel(
    "luminosity", step: .illuminance, value: .illuminance, range: 0...1e6,
    more: [noiseShare, gain], "Illuminance.")

  static let particles = channel(
    "pm25", step: .dust, value: .dust, range: 0...100_000,
    more: [
      noiseShare, bias(.dust), gain,
      ageing(.dustPerYear, 100),
      lag,
    ], "Fine particles.")

  static let vapours = channel(
    "voc_index", step: .factor, value: .factor, range: 0...500,
    more: [noiseShare, bias(.factor), gain, lag], "Index of organic vapours.")

  static let sound = channel(
    "noise_level", step: .level, value: .soundLevel, range: 0...200,
    more: [
      bias(.level),
      key(
        "self_noise", .soundLevel, 0...80,
        "A-weighted level that its microphone's own noise is worth; adds as sounds add."),
    ], "A-weighted level of sound.")

  static let power = channel(
    "power", step: .power, value: .power, range: -1e6...1e6, more: [noiseShare, gain],
    "Electrical power.")

  static let energy = channel(
    "energy", step: .energy, value: .energy, range: 0...1e9, more: [], "Energy counter.")

  static let supply = [
    Field(
      "supply_every", figure(time("1s", "18h")), .required,
      "Between two readings of voltage, current and power factor; whole periods."),
    channel(
      "voltage", step: .voltage, value: .voltage, range: 0...1_000, more: [gain],
      "Supply voltage."),
    channel(
      "current", step: .current, value: .current, range: 0...1_000, more: [noiseShare, gain],
      "Current."),
    channel(
      "power_factor", step: .ratio, value: .ratio, range: 0...1, more: [],
      "Real over apparent power."),
  ]

  static let level = Field(
    "level",
    .record(
      Shape.Record(
        "level", [key("resolution", .ratio, 1e-6...1, "Step of its level.", isRequired: true)])),
    .required, "What it says of its level.")

  static let motion = [
    Field(
      "hold", figure(time("1s", "1h")), .required, "How long it says yes after the last movement."),
    Field("blind", figure(time("0s", "1h")), .optional, "How long it sees nothing after that."),
    key("miss", .ratio, 0...1, "Probability that it does not see a movement."),
  ]

  static let heartbeat = Field(
    "heartbeat", figure(time("1min", "30d")), .optional,
    "How long after it last spoke it repeats its state; never where it is left out.")

  static let leak = [
    Field(
      "delay", figure(time("0s", "10min")), .required,
      "How long water must join its contacts before it says so."),
    Field(
      "drying", figure(time("0s", "1d")), .required,
      "How long they stay joined once the floor is dry."),
  ]

  static let smoke = [
    key(
      "threshold", .obscuration, 0.01...2, "Light lost a metre at which it sounds.",
      isRequired: true),
    key("spread", .ratio, 0...0.5, "Deviation over units of that, a share of it."),
    Field(
      "entry", figure(time("0s", "10min")), .optional,
      "Time constant in which smoke gets into its chamber."),
    Field(
      "hush", figure(time("0s", "1h")), .optional,
      "How long it is less sensitive once somebody has silenced it."),
    key("nuisance", .ratio, 0...1, "Probability that a meal in the next room sets it off."),
    Field(
      "test_every", figure(time("1d", "3650d")), .optional,
      "Mean time between two presses of its test button; never where it is left out."),
  ]

  static let bounce = Field(
    "bounce",
    .record(
      Shape.Record(
        "bounce",
        [
          key(
            "probability", .ratio, 0...1, "That a change is followed by its opposite and itself.",
            isRequired: true),
          Field("gap", figure(time("1ms", "10s")), .required, "Mean time of each of the two."),
        ])), .optional, "How it chatters; not at all where it is left out.")

  static let load = [
    Field(
      "boot", figure(time("1s", "1h")), .optional,
      "How long a start takes, in which it is deaf; at once where it is left out."),
    load(
      "cpu_usage",
      [
        Field(
          "message", figure(time("0s", "10s")), .required, "Processor time of one message.")
      ], "Processor share."),
    load(
      "memory_usage",
      [key("leak", .perDay, 0...1, "Share that is lost a day until a restart.", isRequired: true)],
      "Memory share."),
    load(
      "disk_usage",
      [
        key("message", .ratio, 0...1, "Share that one message's log takes.", isRequired: true),
        key("logs_max", .ratio, 0...1, "Share of logs at which half is dropped.", isRequired: true),
      ], "Disk share."),
  ]

  private static func load(_ name: String, _ more: [Field], _ doc: String) -> Field {
    channel(
      name, step: .ratio, value: .ratio, range: 0...1,
      more: [key("base", .ratio, 0...1, "Share without messages.", isRequired: true)] + more, doc)
  }
}
