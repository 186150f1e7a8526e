/// The keys of an entry under `faults:`, which depend on its `kind`.
enum FaultTable {
  typealias Field = Shape.Field

  static let fault = Shape.Variants(
    name: "fault", discriminator: "kind", doc: "What goes wrong.",
    variants: Scenario.Fault.Kind.allCases.map { kind in
      Shape.Variants.Variant(
        word: Shape.Word(text: kind.rawValue, meaning: kind.meaning),
        fields: [subject(of: kind)] + sizes(of: kind) + [from, duration(of: kind), onsets, until])
    })

  private static func subject(of kind: Scenario.Fault.Kind) -> Field {
    switch kind {
    case .linkOutage, .gatewayRestart, .brokerPartition:
      Field("homes", .record(homes), .filled, "Which homes suffer; drawn by the seed.")
    case .bias, .drift, .stuck, .spikes, .noise, .dropout, .miscalibration, .swapped,
      .dyingBattery, .clockJump, .replayed, .forged:
      Field("sensors", .record(sensors), .required, "Which sensors suffer; drawn by the seed.")
    }
  }

  private static func sizes(of kind: Scenario.Fault.Kind) -> [Field] {
    switch kind {
    case .bias: [Field("size", .size, .required, "What is added, with the sensors' unit.")]
    case .drift: [Field("rate", .slope, .required, "The slope, with the sensors' unit per day.")]
    case .spikes:
      [
        Field(
          "size", .size, .requiredOfSized,
          "How far a reading is off, in either direction; those that say yes or no have none."),
        Field(
          "rate", .quantity(.frequency, 0...100_000), .defaulted("4/day"),
          "How many a sensor has, in the mean."),
      ]
    case .noise:
      [Field("factor", .quantity(.factor, 0...1000), .defaulted("5"), "Multiplies the noise.")]
    case .dropout:
      [Field("share", .quantity(.ratio, 0...1), .defaulted("30 %"), "Of the readings.")]
    case .miscalibration:
      [
        Field("size", .size, .required, "What is added, with the sensors' unit."),
        Field(
          "gain", .quantity(.ratio, -0.9...1), .defaulted("0 %"),
          "What is added as a share of the value."),
      ]
    case .dyingBattery:
      [
        Field(
          "life", .duration(.init("1min", "3660d", example: "2d")), .defaulted("2d"),
          "In which all that is left in the battery goes."),
        Field(
          "factor", .quantity(.factor, 0...1000), .defaulted("3"),
          "Multiplies the noise when the battery is empty."),
      ]
    case .clockJump:
      [
        Field(
          "by", .duration(.init("-3660d", "3660d", example: "-90s")), .required,
          "How far the clock steps, back where it is negative.")
      ]
    case .replayed: [attackRate]
    case .forged:
      [
        Field(
          "size", .size, .requiredOfSized,
          "How far false values are off, in either direction; those that say yes or no say yes."),
        attackRate,
        Field(
          "ahead", .integer(0...1_000_000), .defaulted("0"),
          "How far their sequence numbers are ahead of the device's next."),
      ]
    case .stuck, .swapped, .linkOutage, .gatewayRestart, .brokerPartition: []
    }
  }

  private static let attackRate = Field(
    "rate", .quantity(.frequency, 0...100_000), .defaulted("24/day"),
    "How many come in a device's name, in the mean.")

  private static let onsets = Field(
    "onsets", .quantity(.frequency, 0...24), .optional,
    "How often it begins for each whom it hits, drawn by the seed; once, unless given.")

  private static let until = Field(
    "until", .moment, .optional, "With 'onsets': when none comes any more; the run's end if absent."
  )

  private static let from = Field(
    "from", .moment, .defaulted("0s"), "When it begins: since the start, or an ISO time.")

  private static func duration(of kind: Scenario.Fault.Kind) -> Field {
    let form = Shape.DurationForm("1s", "3660d", example: "6h", word: "end")
    // A restart that lasted to the end would be an outage.
    let isRestart = kind == .gatewayRestart
    return Field(
      "for", .duration(form), .defaulted(isRestart ? "2min" : "end"),
      isRestart ? "How long the gateway is down." : "How long it lasts; 'end' is to the run's end.")
  }

  private static let homes = Shape.Record(
    "fault_homes",
    [Field("share", .quantity(.ratio, 0...1), .defaulted("1"), "The share of the homes.")])

  private static let sensors = Shape.Record(
    "sensors",
    [
      Field("kind", .choice(Scenario.SensorKind.self), .required, "What they measure."),
      Field(
        "share", .quantity(.ratio, 0...1), .defaultedUnless(other: "count", "1"),
        "The share of the sensors that fit."),
      Field("count", .integer(0...1_000_000_000), .optional, "Their number over all homes."),
      Field("room", .text(.name), .optional, "Only in rooms of this name."),
      Field(
        "device", .choice(DeviceDescription.Kind.self), .optional, "Only in devices of this kind."),
    ])
}
