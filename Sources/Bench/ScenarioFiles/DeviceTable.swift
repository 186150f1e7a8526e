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
    Field(
      "restarts_numbers", .flag, .optional,
      "Whether its firmware numbers messages from 0 again at each start; its update mends that."),
    Field(
      "wraps_numbers", .flag, .optional,
      "Whether its firmware numbers messages in eight bits; its update mends that."),
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
  static func figure(_ value: Shape) -> Shape {
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

  static func time(_ lower: String, _ upper: String) -> Shape {
    .duration(.init(lower, upper, example: "60s"))
  }

  static func key(
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
    Field(
      "doubles_period", .flag, .optional,
      "Whether its update leaves out every second measurement."),
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
          key(
            "full_until", .ratio, 0...0.99,
            "Its firmware states a full battery until the voltage says so much; its update mends "
              + "that."),
        ])), .optional, "What feeds it; mains where it is left out.")
}
