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
      Field(
        "battery", .record(battery), .filled, "Batteries behind the meters of homes with modules."),
      Field("ev", .record(vehicles), .filled, "Electric cars that are charged at home."),
      Field("network", .record(network), .filled, "The radio links and the gateway."),
      Field("voltage", .quantity(.voltage, 100...260), .defaulted("230 V"), "Of the mains."),
      Field("tariff", .record(tariff), .required, "What electricity costs."),
      Field(
        "carbon_intensity", .quantity(.carbonIntensity, 0...3), .required,
        "CO2 emitted for a unit of electricity."),
      Field(
        "carbon_wave", .record(carbonWave), .filled, "How that moves over the hours of a day."),
      Field(
        "air", .record(air), .optional,
        "Where it is given, particles, organic vapours and sound of every room join the truth; homes "
          + "with monitors of the air or sound meters fill it."),
      Field("setpoints", .record(setpoints), .filled, "The middle of what residents wish."),
      Field("devices", .record(devices), .filled, "How good the installed devices are."),
    ])

  private static let proses = Shape.list(.text(.prose), count: 1...64, isUnique: false)

  private static let dwelling = Shape.Record(
    "dwelling",
    [
      Field("share", .quantity(.ratio, 0...1), .required, "Of the homes."),
      Field(
        "archetype", .text(.path), .required,
        "How it is built: the name of a file in a folder dwellings beside this one or in "
          + "Worlds/dwellings, or a path seen from this file."),
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

  /// - Source: Tesla, *Powerwall 2 AC Datasheet* (2019).
  private static let battery = Shape.Record(
    "battery",
    [
      Field(
        "share", .quantity(.ratio, 0...1), .defaulted("0 %"),
        "Of the homes with modules on the roof."),
      Field(
        "capacity", .quantity(.energy, 0.5...100), .defaulted("13.5 kWh"), "Usable energy."),
      Field(
        "power", .quantity(.power, 100...20_000), .defaulted("5 kW"),
        "Most that it takes or gives."),
      Field(
        "dispatch", .choice(WorldDescription.Battery.Dispatch.self),
        .defaulted("self-consumption"), "When it gives what it holds."),
    ])

  private static let vehicles = Shape.Record(
    "electric cars",
    [
      Field("share", .quantity(.ratio, 0...1), .defaulted("0 %"), "Of the homes; one car each."),
      Field(
        "charger", .quantity(.power, 1_000...9_600), .defaulted("7.2 kW"),
        "1.4 kW at level 1, 7.2 kW at level 2 with 30 A."),
    ])

  private static let household = Shape.Record(
    "household",
    [
      Field("share", .quantity(.ratio, 0...1), .required, "Of the homes."),
      Field("type", .choice(WorldDescription.HouseholdType.self), .required, "Who lives there."),
    ])

  /// Received power follows from rooms, walls and floors; these are the parts that do not.
  ///
  /// - Source: variation: IEEE 802.15.4 links of the FIT IoT-LAB Grenoble testbed, 2018, 2.0 dB in
  ///   the middle link, and losses of 0.02 to 0.05 % in clean air; bursts: lossy links of CRAWDAD
  ///   rutgers/noise, good to bad .16 to .24, bad to good .27 to .36. With these and Wi-Fi as busy
  ///   as assumed in `RadioAir`, surveyed links lose by received power what Grenoble's do. Devices
  ///   radiate 0 dBm unless amplified (data sheets of 802.15.4 chips). Assumed: spread between
  ///   links 6 dB (4-8; ITU-R P.1238 has 8 dB without walls).
  private static let network = Shape.Record(
    "network",
    [
      Field(
        "transmit_power", .quantity(.radiatedPower, -40...30), .defaulted("0 dBm"),
        "What a low-power device radiates; walls and distance do the rest."),
      Field(
        "shadowing_sd", .quantity(.level, 0...30), .defaulted("6 dB"),
        "Deviation between links of equal distance and walls."),
      Field(
        "rssi_sd", .quantity(.level, 0...30), .defaulted("2 dB"),
        "Deviation of a link's received power over time and channel."),
      Field(
        "channel", .integer(11...26), .optional,
        "IEEE 802.15.4 channel of all homes; each has its own unless given."),
      Field(
        "wifi_load", .quantity(.ratio, 0...2), .defaulted("100 %"),
        "How busy Wi-Fi is; 100 % gives links the losses of a measured office."),
      Field(
        "good_loss", probability, .defaulted("0.05 %"),
        "Packets lost in the good state, beyond what received power explains."),
      Field("bad_loss", probability, .defaulted("95 %"), "Packets lost in the bad state."),
      Field(
        "good_to_bad", probability, .defaulted("22 %"),
        "Chance a packet that a weak link turns bad on a channel all under busy Wi-Fi."),
      Field("bad_to_good", probability, .defaulted("30 %"), "Chance a packet of turning good."),
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
      Field(
        "wan_outages", .record(outages), .optional,
        "How often homes' lines to the internet are down; never without."),
    ],
    retired: [
      "mean_rssi": "received power follows from rooms and walls; raise or lower 'transmit_power'"
    ])

  private static let outages = Shape.Record(
    "outages of the line",
    [
      Field(
        "rate", .quantity(.frequency, 0...100), .defaulted("0.06/day"),
        "Outages of one home, in the mean."),
      Field(
        "median", .duration(.init("1s", "7d", example: "30min")), .defaulted("30min"),
        "Half of them are over by then."),
      Field(
        "spread", .quantity(.factor, 1...100), .defaulted("4"),
        "By what factor the longest sixth exceeds the median, at least."),
      Field(
        "shared", .quantity(.ratio, 0...1), .defaulted("30 %"),
        "Share of them that a neighbourhood of 20 homes has in common."),
    ])

  private static let probability = Shape.quantity(.ratio, 0...1)

  private static let tariff = Shape.Record(
    "tariff",
    [
      Field(
        "price_per_kwh", .quantity(.factor, -10...1000), .optional,
        "In the currency; needed where there is no file."),
      Field(
        "file", .text(.path), .optional,
        "A table of hourly prices in their place, in place of periods and market too: CSV with the "
          + "columns time and price_per_kwh, seen from this file."),
      Field("currency", .text(currencyCode), .required, "ISO 4217 code."),
      Field(
        "periods", .list(.record(period), count: 0...32, isUnique: false), .defaultedList([]),
        "Hours with prices of their own; the first that holds counts."),
      Field(
        "market", .record(market), .filled, "How the price moves as on a day-ahead market."),
    ])

  private static let period = Shape.Record(
    "tariff period",
    [
      Field("price_per_kwh", .quantity(.factor, -10...1000), .required, "In the currency."),
      Field("from_month", .integer(1...12), .defaulted("1"), "First month."),
      Field(
        "to_month", .integer(1...12), .defaulted("12"),
        "Last month; over New Year where the first is the later one."),
      Field("days", .choice(WorldDescription.Tariff.Days.self), .defaulted("all"), "Which days."),
      Field("from_hour", .integer(0...23), .defaulted("0"), "First hour, of the place's clock."),
      Field(
        "to_hour", .integer(1...24), .defaulted("24"),
        "Hour at which it ends; over midnight where the first is the later one."),
    ])

  /// A stated model, no market's record: price x (1 + swing x cos + noise).
  private static let market = Shape.Record(
    "tariff market",
    [
      Field(
        "swing", .quantity(.ratio, 0...1), .defaulted("0 %"),
        "How far the daily wave goes either way, of the price."),
      Field(
        "noise", .quantity(.ratio, 0...2), .defaulted("0 %"),
        "Deviation about the wave, half of it common to a day."),
      Field("peak_hour", .integer(0...23), .defaulted("18"), "When the wave is highest."),
    ])

  private static let carbonWave = Shape.Record(
    "carbon wave",
    [
      Field(
        "swing", .quantity(.ratio, 0...1), .defaulted("0 %"),
        "How far it goes either way, of the carbon intensity."),
      Field("lowest_hour", .integer(0...23), .defaulted("13"), "When it is lowest."),
    ])

  private static let currencyCode = Shape.TextForm(
    noun: "a currency code such as USD", punctuation: "", characterCountMax: 3)

  /// - Source: median: annual means of US cities are near 8 (EPA Air Trends 2023); spread: daily
  ///   geometric deviations of 1.4-1.9.
  private static let air = Shape.Record(
    "air",
    [
      Field(
        "pm25", .quantity(.dust, 0...1000), .defaulted("8 µg/m³"),
        "Fine particles outdoors, the median of days."),
      Field(
        "spread", .quantity(.ratio, 0...1.5), .defaulted("0.5"),
        "Deviation of its logarithm from day to day."),
    ])

  private static let setpoints = Shape.Record(
    "setpoints",
    [
      Field("heating", .quantity(.temperature, -30...60), .defaulted("21 °C"), "In winter."),
      Field("cooling", .quantity(.temperature, -30...60), .defaulted("25 °C"), "In summer."),
      Field(
        "night", .record(night), .optional,
        "Where it is given, some thermostats turn the heating down at night by themselves."),
    ])

  private static let night = Shape.Record(
    "night",
    [
      Field("share", .quantity(.ratio, 0...1), .defaulted("100 %"), "Of the homes."),
      Field(
        "setback", .quantity(.temperatureDifference, 0...15), .defaulted("2 K"),
        "By how much they turn it down."),
      Field("from", .integer(0...23), .defaulted("22"), "The hour at which the night begins."),
      Field("until", .integer(0...23), .defaulted("6"), "The hour at which it ends."),
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
      Field(
        "models", .list(.record(modelShare), count: 0...256, isUnique: false), .defaultedList([]),
        "Which models of the catalogue homes own; the shares of a kind sum to 1."),
      Field(
        "leak_sensors", .quantity(.ratio, 0...1), .optional,
        "Share of homes with leak sensors in kitchens and bathrooms; none without."),
      Field(
        "smoke_alarms", .quantity(.ratio, 0...1), .optional,
        "Share of homes with smoke alarms in halls, bedrooms and living rooms; none without."),
      Field(
        "air_monitors", .quantity(.ratio, 0...1), .optional,
        "Share of homes with monitors of particles and vapours in living rooms and kitchens; none "
          + "without."),
      Field(
        "sound_meters", .quantity(.ratio, 0...1), .optional,
        "Share of homes with sound meters in living rooms and bedrooms; none without."),
    ])

  private static let modelShare = Shape.Record(
    "device model",
    [
      Field("model", .text(.name), .required, "Its name in Worlds/devices."),
      Field("share", .quantity(.ratio, 0...1), .required, "Of the homes."),
    ])
}
