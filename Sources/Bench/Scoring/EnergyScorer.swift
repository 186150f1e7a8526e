public import Truth

/// Scores what the house used and how comfortable it was.
///
/// Agents act on the world, so each player is a whole run of the same seed.
public enum EnergyScorer {
  /// Price of one kelvin-hour of discomfort in an occupied home, in kWh of final energy: stated
  /// here so that nobody need guess. A setback that saves 1 kWh may cost two kelvin-hours.
  public static let discomfortKWhPerKh = 0.5

  public static let definitions: [ScoreDefinition] = [
    ScoreDefinition(
      "agents.energy.cost_kwh_per_day", stage: "agents", unit: "kWh/day", better: .lower, .ratio,
      players: [.null, .oracle], oracle: .reference, isHeadline: true,
      meaning: "Heating and cooling energy plus 0.5 kWh a kelvin-hour of discomfort in occupied "
        + "homes, a home and day. Null: the residents' own thermostats; oracle: told when homes "
        + "are empty and when somebody returns."),
    ScoreDefinition(
      "agents.energy.hvac_kwh_per_day", stage: "agents", unit: "kWh/day", better: .lower, .ratio,
      players: [.null, .oracle],
      meaning: "Fuel and electricity for heating and cooling, a home and day."),
    ScoreDefinition(
      "agents.energy.discomfort_kh_per_day", stage: "agents", unit: "K h/day", better: .lower,
      .ratio, players: [.null, .oracle],
      meaning: "Kelvin-hours outside the residents' true preference while somebody is at home "
        + "and awake or asleep, mean over occupied rooms, a home and day."),
  ]

  /// One home's day under one player.
  public struct Day: Sendable {
    public var hvacKWh = 0.0
    public var discomfortKh = 0.0
    public var hours = 0.0

    public init() {}

    /// Adds one physics step.
    ///
    /// - Parameters:
    ///   - stepHours: length of the step.
    ///   - band: the true comfort band of those at home, °C.
    public mutating func add(
      home: HomeState, rooms: ArraySlice<RoomState>, band: ClosedRange<Double>,
      stepHours: Double
    ) {
      hours += stepHours
      hvacKWh += (home.fuelPowerW + home.hvacElectricPowerW) * stepHours / 1000
      var excess = 0.0
      var occupied = 0.0
      for room in rooms where room.occupantCount > 0 {
        occupied += 1
        excess += max(band.lowerBound - room.temperatureC, room.temperatureC - band.upperBound, 0)
      }
      if occupied > 0 { discomfortKh += excess / occupied * stepHours }
    }
  }

  public static func add(
    _ day: Day, player: Player, dayIndex: Int, to board: inout ScoreBoard, firstScore base: Int
  ) {
    let days = day.hours / 24
    let cost = day.hvacKWh + discomfortKWhPerKh * day.discomfortKh
    board.addLoss(cost, weight: days, of: player, score: base, day: dayIndex)
    board.addLoss(day.hvacKWh, weight: days, of: player, score: base + 1, day: dayIndex)
    board.addLoss(day.discomfortKh, weight: days, of: player, score: base + 2, day: dayIndex)
  }
}
