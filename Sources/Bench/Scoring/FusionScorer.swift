public import Telemetry
public import Truth

/// One believed state of one room, for scoring.
public struct Belief: Sendable {
  public var mean: Double
  public var sd: Double

  public init(mean: Double, sd: Double) {
    self.mean = mean
    self.sd = sd
  }
}

/// Scores estimates of room states against the truth at the same moment.
public enum FusionScorer {
  struct Quantity {
    let channel: Channel
    let name: String
    let suffix: String
    let unit: String
  }

  static let quantities = [
    Quantity(channel: .temperature, name: "temperature", suffix: "k", unit: "K"),
    Quantity(channel: .relativeHumidity, name: "humidity", suffix: "ratio", unit: "1"),
    Quantity(channel: .co2, name: "co2", suffix: "ppm", unit: "ppm"),
  ]

  /// Half-width of a central 95 % interval of a normal distribution, standard deviations.
  public static let z95 = 1.959963984540054

  public static let definitions: [ScoreDefinition] = quantities.flatMap { quantity in
    let players: Set<Player> = [.null, .random, .oracle]
    let id = "fusion.\(quantity.name)."
    return [
      ScoreDefinition(
        id + "rmse_\(quantity.suffix)", stage: "fusion", unit: quantity.unit, better: .lower,
        .rootRatio, players: players, oracle: .reference, isHeadline: true,
        meaning: "Root mean square error of the room's \(quantity.name) each minute. Null: the "
          + "data plan's inverse variance; random: another room's estimate; oracle: the filter "
          + "told each sensor's true bias, faults and noise."),
      ScoreDefinition(
        id + "crps_\(quantity.suffix)", stage: "fusion", unit: quantity.unit, better: .lower,
        .ratio, players: players, oracle: .reference, isHeadline: true,
        meaning: "Continuous ranked probability score of the stated normal distribution (Gneiting "
          + "and Raftery 2007)."),
      ScoreDefinition(
        id + "coverage95_ratio", stage: "fusion", unit: "1", better: .target, .ratio,
        players: players, target: 0.95,
        meaning: "Share of minutes in which the truth lies inside the stated 95 % interval; 0.95 "
          + "is right."),
      ScoreDefinition(
        id + "nees_ratio", stage: "fusion", unit: "1", better: .target, .ratio, players: players,
        target: 1,
        meaning: "Mean of squared error over stated variance (Bar-Shalom 2001); 1 is right."),
    ]
  }

  /// The true value of a channel in a room.
  public static func truth(_ state: RoomState, _ channel: Channel) -> Double? {
    switch channel {
    case .temperature: state.temperatureC
    case .relativeHumidity: state.relativeHumidity
    case .co2: state.co2PPM
    case .illuminance: state.illuminanceLx
    default: nil
    }
  }

  /// Adds one player's belief about one room at one moment.
  public static func add(
    _ belief: Belief, truth: Double, channel: Channel, player: Player, day: Int,
    to board: inout ScoreBoard, firstScore: Int
  ) {
    guard let position = position(of: channel) else { return }
    var sums = FusionSums(board, day: day, firstScore: firstScore)
    sums.add(belief, truth: truth, quantity: position, player: player)
    sums.store(to: &board)
  }

  /// The place of a channel among the quantities that are scored.
  public static func position(of channel: Channel) -> Int? {
    quantities.firstIndex { $0.channel == channel }
  }
}
