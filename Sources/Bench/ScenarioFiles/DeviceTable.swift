/// The one table of the keys of a file of the device catalogue.
enum DeviceTable {
  typealias Field = Shape.Field

  static let root = Shape.Record(
    "devices",
    [
      Field("why", .text(.prose), .required, "What these devices are for."),
      Field(
        "sources", .map(keys: .name, values: .text(.prose)), .required,
        "Data sheets and measurements by the names under which figures cite them."),
      Field(
        "models", .list(.variants(model), count: 1...64, isUnique: false), .required,
        "The models of the file."),
    ])

  private static let model = Shape.Variants(
    name: "model", discriminator: "kind", doc: "What kind of device it is.",
    variants: DeviceDescription.Kind.allCases.map { kind in
      Shape.Variants.Variant(
        word: Shape.Word(text: kind.rawValue, meaning: kind.meaning),
        fields: common + own(kind) + (isBatteryPowered(kind) ? [battery] : []))
    })

  private static let common = [
    Field("name", .text(.name), .required, "By which worlds choose it; unique in the catalogue."),
    Field("about", .text(.prose), .required, "What is inside."),
    Field("manufacturer", .text(.prose), .required, "As the site plan tells it."),
    Field("model", .text(.prose), .required, "As the site plan tells it."),
    Field("firmware", .text(.prose), .required, "As status messages tell it."),
    Field(
      "standard", .flag, .defaulted("false"),
      "Whether homes get it where the world chooses none of its kind; one model of each kind."),
    Field(
      "status_every", figure(time("1min", "30d")), .required, "How often it tells its status."),
    Field("clock", .record(clock), .required, "How well it keeps the time."),
    Field(
      "restart_every", figure(time("1h", "3650d")), .optional,
      "Mean time between two starts; never where it is left out."),
    Field("update", .record(update), .optional, "What firmware its maker sends out."),
    Field(
      "local_time", .flag, .optional,
      "Whether its firmware takes the place's time for universal time; its update mends that."),
  ]

  private static func isBatteryPowered(_ kind: DeviceDescription.Kind) -> Bool {
    switch kind {
    case .smartPlug, .electricityMeter, .lamp, .smartSpeaker, .gateway, .circuitMeter, .airMonitor,
      .soundMeter:
      false
    default: true
    }
  }

  private static func own(_ kind: DeviceDescription.Kind) -> [Field] {
    switch kind {
    case .thermometer, .thermostat: measured + [fahrenheit, temperature]
    case .hygrometer: measured + [fahrenheit, temperature, humidity]
    case .co2Meter: measured + [fahrenheit, co2, temperature]
    case .lightSensor: measured + [luminosity]
    case .motionDetector: motion + [heartbeat]
    case .smartPlug, .circuitMeter: measured + [power] + supply
    case .electricityMeter: measured + [power, energy] + supply
    case .lamp: [level]
    case .gateway: measured + load
    case .multiSensor: measured + [fahrenheit, temperature, humidity, luminosity]
    case .doorContact, .windowContact: [bounce, heartbeat]
    case .leakSensor: leak + [heartbeat]
    case .smokeAlarm: smoke + [heartbeat]
    case .airMonitor: measured + [fahrenheit, particles, vapours, temperature, humidity]
    case .soundMeter: measured + [sound]
    case .smartSpeaker: []
    }
  }

  // MARK: - Figures

  /// A number and why it is that one.
  private static func figure(_ value: Shape) -> Shape {
    .record(
      Shape.Record(
        "figure",
        [
          Field("value", value, .required, "The figure."),
          Field("source", .text(.name), .optional, "The key of its source."),
          Field(
            "assumed", .list(value, count: 2...2, isUnique: false), .optional,
            "In place of a source: the least and the most that it may be."),
        ]))
  }

  private static func time(_ lower: String, _ upper: String) -> Shape {
    .duration(.init(lower, upper, example: "60s"))
  }

  private static func key(
    _ name: String, _ dimension: Dimension, _ range: ClosedRange<Double>, _ doc: String,
    isRequired: Bool = false
  ) -> Field {
    Field(name, figure(.quantity(dimension, range)), isRequired ? .required : .optional, doc)
  }

  private static let period = Field(
    "period", figure(time("1s", "1h")), .required, "Between two measurements; whole seconds.")

  private static let measured = [
    period,
    Field(
      "freeze_after", figure(time("1h", "3650d")), .optional,
      "How long after a start its firmware repeats its last readings; its update mends that."),
    Field(
      "stale_after_start", figure(time("1s", "1d")), .optional,
      "How long after a start its firmware sends what it read before; its update mends that."),
  ]

  private static let fahrenheit = Field(
    "fahrenheit", .flag, .optional,
    "Whether its firmware sends °F under the name of °C; its update mends that.")

  private static let clock = Shape.Record(
    "clock",
    [
      key("rate", .tolerance, 0...1e-3, "Deviation over units of its rate.", isRequired: true),
      Field(
        "offset", figure(time("0s", "1min")), .required,
        "Deviation over units of its error right after being set."),
      Field("set_every", figure(time("1min", "90d")), .required, "Between two settings."),
    ])

  private static let update = Shape.Record(
    "update",
    [
      Field("firmware", .text(.prose), .required, "As status messages tell it from then on."),
      Field(
        "after", figure(time("1h", "3650d")), .required,
        "Mean time from a home's birth until a unit has it."),
    ])

  private static let battery = Field(
    "battery",
    .record(
      Shape.Record(
        "battery",
        [
          Field(
            "chemistry", .choice(DeviceDescription.Chemistry.self), .required, "What is in it."),
          key(
            "capacity", .batteryEnergy, 1...1e6, "Usable energy of a fresh one.", isRequired: true),
          key("self_discharge", .perYear, 0...1, "Share of it lost by itself.", isRequired: true),
          key("attempt", .batteryEnergy, 0...1, "Energy of one attempt to send.", isRequired: true),
          key("sleep", .power, 0...0.01, "Power between two attempts.", isRequired: true),
        ])), .optional, "What feeds it; mains where it is left out.")

  // MARK: - Channels

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

  private static let temperature = channel(
    "temperature", step: .temperatureDifference, value: .temperature, range: -100...200,
    more: [
      bias(.temperatureDifference),
      key("ageing", .kelvinsPerYear, 0...10, "Deviation over units of the bias's yearly change."),
      lag,
    ] + heating, "Air temperature.")

  private static let humidity = channel(
    "humidity", step: .ratio, value: .ratio, range: 0...1,
    more: [
      bias(.ratio),
      key("ageing", .perYear, 0...1, "Deviation over units of the bias's yearly change."), lag,
    ] + heating, "Relative humidity.")

  private static let co2 = channel(
    "co2", step: .concentration, value: .concentration, range: 0...100_000,
    more: [
      noiseShare, bias(.concentration), gain,
      key("ageing", .ppmPerYear, 0...1_000, "Deviation over units of the bias's yearly change."),
      lag,
      key(
        "pressure", .perKilopascal, 0...0.1,
        "Share by which a reading grows with air pressure; nothing where it compensates."),
    ], "Carbon dioxide.")

  private static let luminosity = channel(
    "luminosity", step: .illuminance, value: .illuminance, range: 0...1e6,
    more: [noiseShare, gain], "Illuminance.")

  private static let particles = channel(
    "pm25", step: .dust, value: .dust, range: 0...100_000,
    more: [
      noiseShare, bias(.dust), gain,
      key("ageing", .dustPerYear, 0...100, "Deviation over units of the bias's yearly change."),
      lag,
    ], "Fine particles.")

  private static let vapours = channel(
    "voc_index", step: .factor, value: .factor, range: 0...500,
    more: [noiseShare, bias(.factor), gain, lag], "Index of organic vapours.")

  private static let sound = channel(
    "noise_level", step: .level, value: .soundLevel, range: 0...200,
    more: [
      bias(.level),
      key(
        "self_noise", .soundLevel, 0...80,
        "A-weighted level that its microphone's own noise is worth; adds as sounds add."),
    ], "A-weighted level of sound.")

  private static let power = channel(
    "power", step: .power, value: .power, range: -1e6...1e6, more: [noiseShare, gain],
    "Electrical power.")

  private static let energy = channel(
    "energy", step: .energy, value: .energy, range: 0...1e9, more: [], "Energy counter.")

  private static let supply = [
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

  private static let level = Field(
    "level",
    .record(
      Shape.Record(
        "level", [key("resolution", .ratio, 1e-6...1, "Step of its level.", isRequired: true)])),
    .required, "What it says of its level.")

  private static let motion = [
    Field(
      "hold", figure(time("1s", "1h")), .required, "How long it says yes after the last movement."),
    Field("blind", figure(time("0s", "1h")), .optional, "How long it sees nothing after that."),
    key("miss", .ratio, 0...1, "Probability that it does not see a movement."),
  ]

  private static let heartbeat = Field(
    "heartbeat", figure(time("1min", "30d")), .optional,
    "How long after it last spoke it repeats its state; never where it is left out.")

  private static let leak = [
    Field(
      "delay", figure(time("0s", "10min")), .required,
      "How long water must join its contacts before it says so."),
    Field(
      "drying", figure(time("0s", "1d")), .required,
      "How long they stay joined once the floor is dry."),
  ]

  private static let smoke = [
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

  private static let bounce = Field(
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

  private static let load = [
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
