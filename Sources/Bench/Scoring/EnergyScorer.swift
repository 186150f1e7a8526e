public import Truth

/// Scores what the house used and how comfortable it was.
///
/// Agents act on the world, so each player is a whole run of the same seed.
public enum EnergyScorer {
  /// Price of one kelvin-hour of discomfort in an occupied home, in kWh of final energy.
  ///
  /// Three times what keeping the leakiest archetype a kelvin warmer for an hour takes (569 W/K,
  /// 90 % furnace), so that no home is cheaper cold than warm; see `docs/decisions/`.
  public static let discomfortKWhPerKh = 2.0
  /// U.S. residential averages of 2023, USD a kWh: electricity 16.00 cents (EIA, Electric Power
  /// Monthly, table 5.3); gas 15.20 USD a thousand cubic feet (EIA, Natural Gas Prices), each of
  /// 303.6 kWh.
  public static let electricityPrice = 0.160
  public static let fuelPrice = 0.0501
  /// kg CO2 a kWh: electricity 823.1 lb a MWh (EPA eGRID 2022, U.S. average); gas 52.91 kg a MMBtu
  /// (EIA, Carbon Dioxide Emissions Coefficients).
  public static let electricityCO2Kg = 0.373
  public static let fuelCO2Kg = 0.181

  /// How many scores a player that is no null and no oracle gets of its own.
  static let quantities: [(name: String, unit: String, key: String, meaning: String)] = [
    (
      "cost", "kWh/day", "kwh_per_day",
      "Heating and cooling energy plus 2 kWh a kelvin-hour of discomfort in occupied homes, a "
        + "home and day"
    ),
    ("hvac", "kWh/day", "kwh_per_day", "Fuel and electricity to heat and cool, a home and day"),
    (
      "discomfort", "K h/day", "kh_per_day",
      "Kelvin-hours outside the true preference of those at home, asleep or awake, mean over "
        + "occupied rooms, a home and day"
    ),
    (
      "money", "USD/day", "usd_per_day",
      "Energy to heat and cool at 0.160 USD a kWh of electricity and 0.0501 of gas (EIA 2023)"
    ),
    (
      "co2", "kg/day", "kg_per_day",
      "Carbon dioxide of heating and cooling: 0.373 kg a kWh of electricity (EPA eGRID 2022), "
        + "0.181 of gas (EIA)"
    ),
  ]

  public static let definitions: [ScoreDefinition] =
    quantities.enumerated().map { index, quantity in
      ScoreDefinition(
        "agents.energy.\(quantity.name)_\(quantity.key)", stage: "agents", unit: quantity.unit,
        better: .lower, .ratio, players: [.null, .oracle], oracle: .reference,
        isHeadline: index == 0,
        meaning: quantity.meaning + ". Null: the residents' own thermostats; oracle: rollouts of "
          + "the true home with everybody's comings and goings foreseen.")
    }
    + quantities.prefix(3).map { quantity in
      ScoreDefinition(
        "agents.energy.schedule.\(quantity.name)_\(quantity.key)", stage: "agents",
        unit: quantity.unit, better: .lower, .ratio, players: [.null, .oracle], oracle: .reference,
        meaning: quantity.meaning + ", under the best fixed schedule found on other seeds.")
    }

  /// Who ran the home.
  public enum Player: CaseIterable, Sendable {
    case ours, null, schedule, oracle
  }

  /// One home's day under one player.
  public struct Day: Sendable {
    public var electricityKWh = 0.0
    public var fuelKWh = 0.0
    public var discomfortKh = 0.0
    public var hours = 0.0

    public init() {}

    public var hvacKWh: Double { electricityKWh + fuelKWh }
    /// The scalar that agents are judged by.
    public var cost: Double { hvacKWh + discomfortKWhPerKh * discomfortKh }

    var values: [Double] {
      [
        cost, hvacKWh, discomfortKh, electricityKWh * electricityPrice + fuelKWh * fuelPrice,
        electricityKWh * electricityCO2Kg + fuelKWh * fuelCO2Kg,
      ]
    }

    /// Adds one physics step.
    ///
    /// - Parameter stepHours: length of the step.
    public mutating func add(
      home: HomeState, rooms: ArraySlice<RoomState>, stepHours: Double
    ) {
      hours += stepHours
      electricityKWh += home.hvacElectricPowerW * stepHours / 1000
      fuelKWh += home.fuelPowerW * stepHours / 1000
      guard let band = home.comfortC else { return }
      var excess = 0.0
      var occupied = 0.0
      for room in rooms where room.occupantCount > 0 {
        occupied += 1
        excess += max(band.lowerBound - room.temperatureC, room.temperatureC - band.upperBound, 0)
      }
      if occupied > 0 { discomfortKh += excess / occupied * stepHours }
    }
  }

  /// Adds one player's day; null and oracle stand beside the schedule, too.
  public static func add(
    _ day: Day, player: Player, dayIndex: Int, to board: inout ScoreBoard, firstScore base: Int
  ) {
    let days = day.hours / 24
    for (index, value) in day.values.enumerated() {
      func book(_ player: Scoring.Player, _ score: Int) {
        board.addLoss(value, weight: days, of: player, score: base + score, day: dayIndex)
      }
      let own = quantities.count + index
      let isShown = index < 3
      switch player {
      case .ours: book(.ours, index)
      case .schedule: if isShown { book(.ours, own) }
      case .null:
        book(.null, index)
        if isShown { book(.null, own) }
      case .oracle:
        book(.oracle, index)
        if isShown { book(.oracle, own) }
      }
    }
  }
}
