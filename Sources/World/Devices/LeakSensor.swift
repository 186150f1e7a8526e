public import Clockwork

/// How leak sensors of one model feel water.
public struct LeakModel: Hashable, Sendable {
  /// How long water must join the contacts before one says so.
  public var delay = SimDuration.zero
  /// How long the contacts stay joined once the floor is dry.
  public var drying = SimDuration.zero

  public init() {}
}

/// Two contacts on a floor that water joins.
///
/// It lies some way from where water would come out, 0.1 to 1.5 m, evenly (assumed, range 0 to
/// 3 m), and is reached when the film has spread so far, as a disc.
public struct LeakSensor: Sendable {
  private let model: LeakModel
  /// Area of the film at which it is reached, m².
  public let reachM2: Double
  public private(set) var isWet = false
  /// At the last look, m².
  private var areaM2 = 0.0

  /// - Parameters:
  ///   - floorM2: of its room: where all is wet, the sensor is.
  ///   - entity: keys where it lies: home and device.
  public init(_ model: LeakModel, floorM2: Double, seed: UInt64, entity: UInt64) {
    self.model = model
    let key = RandomKey(seed: seed, purpose: .leakSite, entity: entity)
    let distanceM = 0.1 + 1.4 * key.uniform(0)
    reachM2 = min(Double.pi * distanceM * distanceM, 0.95 * floorM2)
  }

  /// Looks at the floor after a stretch in which the film grew in a line.
  ///
  /// - Parameters:
  ///   - area: what is wet now, m².
  ///   - start: when the stretch began.
  /// - Returns: what it will say and when, if anything.
  public mutating func look(
    at area: Double, since start: SimTime, over length: SimDuration
  ) -> (isWet: Bool, time: SimTime)? {
    defer { areaM2 = area }
    guard (area >= reachM2) != isWet else { return nil }
    isWet.toggle()
    // A film grows over a stretch, and is dried up at its beginning.
    guard isWet else { return (false, start + model.drying) }
    let share = area > areaM2 ? max((reachM2 - areaM2) / (area - areaM2), 0) : 0
    let reached = start + .microseconds(Int64(share * Double(length.microseconds)))
    return (true, reached + model.delay)
  }
}
