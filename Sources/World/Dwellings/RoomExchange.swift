internal import Quantities
internal import Telemetry

/// What the rooms of a dwelling exchange with each other within half a step: air through doorways
/// with all that it carries, and heat through the walls between them.
///
/// Taken out of the matrices by operator splitting: half a step of exchange, a whole step of all
/// else (``RoomMode``), half a step of exchange. Within a half the pairs of rooms mix one after
/// another, each by its exact solution, and the second half takes them in the opposite order, so
/// that a step reads the same backwards and its error is of second order in the step (G. Strang,
/// *SIAM J. Numer. Anal.* 5 (1968), 506-517). Mixing two rooms moves both towards their common
/// mean: it loses nothing, keeps signs and oversteps nothing, however long the step is.
///
/// So a shut door is another pair of numbers and no other matrix.
struct RoomExchange: Sendable {
  /// How far each of two rooms goes towards the other within half a step, 0..<1.
  struct Shares: Sendable {
    var a: Double
    var b: Double

    /// - Parameters:
    ///   - conductance: what passes a unit of difference and second.
    ///   - capacities: what a unit of difference stores in either room.
    init(conductance: Double, capacities: (a: Double, b: Double), seconds: Double) {
      let sum = capacities.a + capacities.b
      let rate = conductance * sum / (capacities.a * capacities.b)
      let mixed = 1 - Elementary.exp(-rate * seconds)
      a = mixed * capacities.b / sum
      b = mixed * capacities.a / sum
    }
  }

  /// Two rooms that share a door or a wall.
  struct Pair: Sendable {
    var a: Int
    var b: Int
    /// The bit of the door in ``Openings/closedDoors``; none where there is only a wall.
    var door: UInt16
    var heat: (open: Shares, shut: Shares)
    var air: (open: Shares, shut: Shares)
  }

  /// In which order pairs mix.
  enum Half { case first, second }

  /// Those with a door come first.
  private let pairs: [Pair]
  private let doorCount: Int

  /// - Parameters:
  ///   - volumes: of the rooms, m³.
  ///   - airHeat: what a cubic metre of air carries a kelvin, J/(m³ K).
  init(_ plan: DwellingPlan, _ network: ThermalNetwork, airHeat: Double, stepSeconds: Double) {
    let volumes = plan.rooms.map { $0.areaM2 * plan.heightM }
    func pair(_ a: Int, _ b: Int, door: UInt16, wallWK: Double) -> Pair {
      func heat(_ flow: Double) -> Shares {
        Shares(
          conductance: wallWK + flow * airHeat,
          capacities: (network.airCapacity[a], network.airCapacity[b]), seconds: stepSeconds / 2)
      }
      func air(_ flow: Double) -> Shares {
        Shares(
          conductance: flow, capacities: (volumes[a], volumes[b]), seconds: stepSeconds / 2)
      }
      let flows = door == 0 ? (0, 0) : (AirExchange.openDoorM3S, AirExchange.closedDoorM3S)
      return Pair(
        a: a, b: b, door: door, heat: (heat(flows.0), heat(flows.1)),
        air: (air(flows.0), air(flows.1)))
    }
    var walls = network.partitions
    var made = plan.doorways.enumerated().map { number, door in
      let (a, b) = (door.a.index, door.b.index)
      // What lies beside the door goes with it.
      let beside = walls.filter { ($0.a, $0.b) == (a, b) || ($0.a, $0.b) == (b, a) }
      walls.removeAll { ($0.a, $0.b) == (a, b) || ($0.a, $0.b) == (b, a) }
      return pair(
        a, b, door: 1 << UInt16(number), wallWK: beside.reduce(0) { $0 + $1.conductance })
    }
    doorCount = made.count
    made += walls.map { pair($0.a, $0.b, door: 0, wallWK: $0.conductance) }
    pairs = made
  }

  /// Half a step for temperatures, humidity ratios and a gas of all rooms.
  func mixRooms(
    _ half: Half, temperatures: UnsafeMutablePointer<Double>, ratios: UnsafeMutablePointer<Double>,
    gas: UnsafeMutablePointer<Double>, closedDoors: UInt16
  ) {
    forEach(half, pairs.count) { number, pair in
      let isShut = pair.door & closedDoors != 0
      Self.mix(temperatures, pair, isShut ? pair.heat.shut : pair.heat.open)
      guard number < doorCount else { return }
      let shares = isShut ? pair.air.shut : pair.air.open
      Self.mix(ratios, pair, shares)
      Self.mix(gas, pair, shares)
    }
  }

  /// Half a step for something else that the air carries.
  func mixAir(_ half: Half, _ values: UnsafeMutablePointer<Double>, closedDoors: UInt16) {
    forEach(half, doorCount) { _, pair in
      Self.mix(values, pair, pair.door & closedDoors != 0 ? pair.air.shut : pair.air.open)
    }
  }

  @inline(__always)
  private func forEach(_ half: Half, _ count: Int, _ body: (Int, borrowing Pair) -> Void) {
    pairs.withUnsafeBufferPointer { pairs in
      switch half {
      case .first: for number in 0..<count { body(number, pairs[number]) }
      case .second:
        var number = count
        while number > 0 {
          number -= 1
          body(number, pairs[number])
        }
      }
    }
  }

  @inline(__always)
  private static func mix(
    _ values: UnsafeMutablePointer<Double>, _ pair: borrowing Pair, _ shares: Shares
  ) {
    let difference = values[pair.b] - values[pair.a]
    values[pair.a] += shares.a * difference
    values[pair.b] -= shares.b * difference
  }
}
