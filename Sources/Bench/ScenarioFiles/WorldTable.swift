/// The one table of a world file's keys; the order is that of the canonical text.
enum WorldTable {
  typealias Field = Shape.Field

  static let root = Shape.Record(
    "world",
    [
      Field("name", .text(.name), .optional, "A short name; the file's own unless given."),
      Field("why", .text(.prose), .required, "What this world stands for."),
      Field(
        "extends", .text(.path), .optional,
        "A world whose keys hold where this file has none: a path seen from this file, a bare name "
          + "(of a file beside it, else a shipped one) or builtin:NAME."),
      Field("sources", proses, .required, "Where the figures come from."),
      Field("limits", proses, .required, "What the world does not claim."),
      Field("climate", .text(.name), .required, "The name of a file in Worlds/climates."),
      Field(
        "dwellings", .list(.record(dwelling), count: 1...64, isUnique: false), .required,
        "The mixture of dwellings; the shares sum to 1."),
      Field(
        "households", .list(.record(household), count: 1...64, isUnique: false), .required,
        "The mixture of households; the shares sum to 1."),
      Field("solar", .record(solar), .filled, "Photovoltaic modules on roofs."),
      Field("network", .record(network), .filled, "The radio links and the gateway."),
      Field("voltage", .quantity(.voltage, 50...500), .defaulted("230 V"), "Of the mains."),
      Field("tariff", .record(tariff), .required, "What electricity costs."),
      Field(
        "carbon_intensity", .quantity(.carbonIntensity, 0...3), .required,
        "CO2 emitted for a unit of electricity."),
      Field("setpoints", .record(setpoints), .filled, "The middle of what residents wish."),
      Field("devices", .record(devices), .filled, "How good the installed devices are."),
    ])

  private static let proses = Shape.list(.text(.prose), count: 1...64, isUnique: false)

  private static let dwelling = Shape.Record(
    "dwelling",
    [
      Field("share", .quantity(.ratio, 0...1), .required, "Of the homes."),
      Field(
        "archetype", .choice(WorldDescription.Archetype.self), .required, "How it is built."),
      Field("hvac", .choice(WorldDescription.Hvac.self), .required, "What heats it."),
      Field("cooling", .flag, .defaulted("false"), "Whether it is cooled."),
      Field(
        "water", .choice(WorldDescription.Water.self), .defaulted("gas-tank"),
        "What heats its water."),
    ])

  /// - Source: size: G. Barbose and others, *Tracking the Sun*, LBNL 2024 (median of 2023).
  private static let solar = Shape.Record(
    "solar",
    [
      Field(
        "share", .quantity(.ratio, 0...1), .defaulted("0 %"),
        "Of the homes with a roof of their own; flats have none."),
      Field(
        "median", .quantity(.power, 100...30_000), .defaulted("7.4 kW"),
        "The arrays' middle rating; sizes spread around it as far as roofs allow."),
    ])

  private static let household = Shape.Record(
    "household",
    [
      Field("share", .quantity(.ratio, 0...1), .required, "Of the homes."),
      Field("type", .choice(WorldDescription.HouseholdType.self), .required, "Who lives there."),
    ])

  /// The defaults describe a house whose gateway stands well.
  ///
  /// - Source: signal and its deviation: IEEE 802.15.4 links of the FIT IoT-LAB Grenoble testbed,
  ///   2018, where links of -76 dBm deliver 96 % and a link's signal varies by 2 dB; length of
  ///   bursts: Wi-Fi links of CRAWDAD rutgers/noise, bad to good .28 to .37 (2.7 to 3.6 packets).
  ///   Going bad in 2 % of packets and losing 60 % there gives the delivery of that signal.
  private static let network = Shape.Record(
    "network",
    [
      Field(
        "mean_rssi", .quantity(.signal, -110...0), .defaulted("-76 dBm"),
        "Received power of a link, mean over links."),
      Field(
        "rssi_sd", .quantity(.level, 0...30), .defaulted("2 dB"),
        "Deviation of a link's received power over time and channel."),
      Field("good_loss", probability, .defaulted("0.5 %"), "Packets lost in the good state."),
      Field("bad_loss", probability, .defaulted("60 %"), "Packets lost in the bad state."),
      Field("good_to_bad", probability, .defaulted("2 %"), "Chance a packet of turning bad."),
      Field("bad_to_good", probability, .defaulted("33 %"), "Chance a packet of turning good."),
      Field(
        "latency_mean", .duration(.init("0s", "1h", example: "80ms")), .defaulted("80ms"),
        "From device to pipeline."),
      Field(
        "latency_sd", .duration(.init("0s", "1h", example: "60ms")), .defaulted("60ms"),
        "Deviation of that."),
      Field("duplicate", probability, .defaulted("0.2 %"), "Messages that arrive twice."),
      Field(
        "gateway_queue", .integer(0...10_000_000), .defaulted("10000"),
        "Messages that a gateway holds while it reaches nobody."),
    ])

  private static let probability = Shape.quantity(.ratio, 0...1)

  private static let tariff = Shape.Record(
    "tariff",
    [
      Field("price_per_kwh", .quantity(.factor, -10...1000), .required, "In the currency."),
      Field("currency", .text(currencyCode), .required, "ISO 4217 code."),
    ])

  private static let currencyCode = Shape.TextForm(
    noun: "a currency code such as USD", punctuation: "", characterCountMax: 3)

  private static let setpoints = Shape.Record(
    "setpoints",
    [
      Field("heating", .quantity(.temperature, -30...60), .defaulted("21 °C"), "In winter."),
      Field("cooling", .quantity(.temperature, -30...60), .defaulted("25 °C"), "In summer."),
    ])

  private static let devices = Shape.Record(
    "devices",
    [
      Field(
        "noise_scale", .quantity(.factor, 0...100), .defaulted("1"),
        "Multiplies the noise of every sensor."),
      Field(
        "bias_scale", .quantity(.factor, 0...100), .defaulted("1"),
        "Multiplies the bias of every sensor."),
    ])
}
