internal import Clockwork

/// Where a random scenario keeps to less than a key allows; all other keys are drawn in full.
///
/// A key that is added to the tables is drawn from then on, over its whole range unless it is
/// named here. Texts have no range: they are drawn from words named here, or not at all, and then
/// the reason stands here.
enum DrawTable {
  enum Rule: Sendable {
    case integer(ClosedRange<Int64>)
    case number(ClosedRange<Double>)
    case duration(String, String)
    case words([String])
    /// How many entries a list has.
    case count(ClosedRange<Int>)
    /// One of the shares that sum to 1 over the list.
    case portion
    /// A number up to that of the homes, each of which has every kind that faults strike.
    case upToHomes
    case skipped(because: String)
  }

  /// Programs of the user's own, which no draw can know.
  static let programs = "pipeline.outside"

  static let rules: [String: Rule] = [
    "name": .skipped(because: "the file's name does"),
    "why": .skipped(because: "the swarm says why"),
    "extends": .skipped(because: "a drawn scenario stands alone"),
    "seed": .skipped(because: "it is the swarm's seed"),
    "expect": .skipped(because: "floors are given, not drawn"),
    "must": .skipped(because: "floors are given, not drawn"),
    "pipeline.chance": .skipped(because: "every key is as good; the swarm's seeds are many"),
    programs: .skipped(because: "others' programs cannot be drawn"),
    "world": .skipped(because: "the caller names the worlds there are"),
    "world.name": .skipped(because: "nothing reads it"),
    "world.why": .skipped(because: "nothing reads it"),
    "world.extends": .skipped(because: "worlds are drawn by name"),
    "world.sources": .skipped(because: "nothing reads it"),
    "world.limits": .skipped(because: "nothing reads it"),
    "world.climate": .skipped(because: "it comes with the world's name"),
    "world.tariff.file": .skipped(because: "others' tables cannot be drawn"),
    "world.tariff.currency": .words(["USD", "EUR"]),

    // Small enough that a life costs about a second.
    "homes": .integer(1...4),
    "duration": .duration("3h", "2d"),
    "history": .duration("0s", "2d"),
    "audit.homes": .integer(0...4),
    "oracle.homes": .integer(0...2),
    "oracle.origins": .integer(0...2),
    "oracle.paths": .integer(1...4),
    "oracle.horizons": .count(1...2),
    "oracle.horizons[]": .duration("1h", "3d"),
    "ledger.rows": .integer(0...10_000),
    "pipeline.agents.tick": .duration("10s", "1h"),
    "pipeline.forecasting.horizons": .count(1...3),
    "pipeline.forecasting.horizons[]": .duration("1h", "3d"),

    // Beyond these a home is none, or every value means the same.
    "world.dwellings": .count(1...3),
    "world.dwellings[].share": .portion,
    "world.dwellings[].archetype": .words([
      "detached-old", "detached-new", "flat", "frame-house", "terraced",
    ]),
    "world.households": .count(1...3),
    "world.households[].share": .portion,
    "world.solar.median": .number(500...12_000),
    "world.battery.capacity": .number(1...40),
    "world.battery.power": .number(500...11_500),
    "world.air.pm25": .number(0...200),
    "world.tariff.periods": .count(0...3),
    "world.tariff.periods[].price_per_kwh": .number(-0.2...1),
    "world.voltage": .number(100...250),
    "world.tariff.price_per_kwh": .number(-0.2...1),
    "world.setpoints.heating": .number(12...23),
    "world.setpoints.cooling": .number(24...32),
    "world.devices.models": .skipped(because: "they come with the world's name"),
    "world.devices.noise_scale": .number(0...20),
    "world.devices.bias_scale": .number(0...20),
    "world.network.transmit_power": .number(-25...20),
    "world.network.shadowing_sd": .number(0...12),
    "world.network.rssi_sd": .number(0...12),
    "world.network.latency_mean": .duration("0s", "5min"),
    "world.network.latency_sd": .duration("0s", "5min"),
    "world.network.gateway_queue": .integer(0...20_000),
    "world.network.wan_outages.rate": .number(0...12),
    "world.network.wan_outages.median": .duration("1s", "6h"),
    "pipeline.sampling.period": .duration("1s", "2h"),
    "pipeline.sampling.heartbeat": .duration("1s", "2d"),
    "pipeline.sampling.tolerance.temperature": .number(0...5),
    "pipeline.sampling.tolerance.humidity": .number(0...0.3),
    "pipeline.sampling.tolerance.co2": .number(0...500),
    "pipeline.sampling.tolerance.illuminance": .number(0...2_000),
    "pipeline.sampling.tolerance.power": .number(0...1_000),
    "pipeline.sampling.tolerance.pm25": .number(0...100),
    "pipeline.sampling.tolerance.voc_index": .number(0...100),
    "pipeline.sampling.tolerance.noise_level": .number(0...20),
    "pipeline.quality.spike.threshold": .number(0.5...20),
    "pipeline.quality.stuck.after": .duration("1min", "2d"),
    "pipeline.quality.gap.periods": .integer(1...50),
    "pipeline.quality.drift.threshold": .number(0.3...20),
    "pipeline.quality.drift.confirm": .duration("1min", "2d"),
    "pipeline.ingestion.lateness": .duration("0s", "2h"),
    "faults[].factor": .number(0...100),
    "faults[].for": .duration("1s", "3d"),
    "faults[].onsets": .number(0...12),
    "faults[].life": .duration("1min", "3d"),
    "faults[].by": .duration("-2h", "2h"),
    "faults[].ahead": .integer(0...1_000),
    "faults[].sensors.count": .upToHomes,
    "incidents[].rate": .number(0...12),
    "incidents[].for": .duration("1min", "6h"),
    "incidents[].homes.count": .skipped(because: "few homes have a roof or a tank"),
    "incidents[].room": .words(["living_room", "kitchen", "bathroom", "attic"]),
    "faults[].sensors.room": .words(["living_room", "bedroom_1", "bathroom", "attic"]),
  ]

  /// Keys that are not drawn beside another: so many sensors as `count` says may not be in a room.
  static let exclusions = ["faults[].sensors.room": "count", "faults[].sensors.device": "count"]

  /// Keys that are drawn beside another only.
  static let companions = ["faults[].until": "onsets"]

  /// Drawn by every seed, for defaults cost minutes: forks and players are lives of their own.
  static let always: Set<String> = [
    "oracle", "oracle.homes", "oracle.origins", "oracle.paths", "players", "players.agents",
  ]

  static func isPinned(_ path: String) -> Bool { always.contains(path) }

  /// The cheapest value of a pinned key.
  static func simplest(_ path: String, _ shape: Shape) -> DrawnValue? {
    guard isPinned(path) else { return nil }
    if case .list = shape { return .list([]) }
    if case .integer(let range) = rules[path] { return .scalar(String(range.lowerBound)) }
    return nil
  }

  /// How large faults are, by what the sensors measure, in the dimension's first unit.
  static func sizes(_ kind: Scenario.SensorKind) -> ClosedRange<Double> {
    switch kind {
    case .temperature: -10...10
    case .humidity: -0.5...0.5
    case .co2: -1_000...1_000
    case .illuminance: -5_000...5_000
    case .power, .meter: -3_000...3_000
    case .motion, .contact, .leak, .smoke, .any: 0...0
    }
  }

  /// How often spikes and others' messages come, a day.
  static let messageRates = 0.0...300.0
}
