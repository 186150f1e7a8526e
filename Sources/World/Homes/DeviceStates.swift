internal import Dwellings
public import Telemetry

/// What the devices that can be told something are doing.
public struct DeviceStates: Sendable {
  /// Lamp level and whether all plugs are on, by room.
  let lamps: [Double]
  let plugs: [Bool?]
  let heatingC: Double
  let coolingC: Double

  public init(_ home: Home) {
    lamps = home.plan.rooms.indices.map { home.lampLevel(RoomIndex($0)) }
    plugs = home.plan.rooms.indices.map { home.plugsAreOn(RoomIndex($0)) }
    heatingC = home.heatingSetpoint
    coolingC = home.coolingSetpoint
  }

  /// Whether a wish is fulfilled; "warmer" is told by what was so before.
  public func satisfies(_ wish: Intent, before: DeviceStates) -> Bool {
    let rooms = wish.room.map { [$0.index] } ?? Array(lamps.indices)
    switch (wish.action, wish.target) {
    case (.turnOn, .lamp): return rooms.allSatisfy { lamps[$0] > 0 }
    case (.turnOff, .lamp): return rooms.allSatisfy { lamps[$0] == 0 }
    case (.setLevel, _):
      return rooms.allSatisfy { (lamps[$0] - (wish.value ?? 0)).magnitude <= 0.051 }
    case (.turnOn, .plug): return rooms.allSatisfy { plugs[$0] ?? true }
    case (.turnOff, .plug): return rooms.allSatisfy { !(plugs[$0] ?? false) }
    case (.setTemperature, _):
      let value = wish.value ?? .nan
      return (heatingC - value).magnitude <= 0.26 || (coolingC - value).magnitude <= 0.26
    case (.warmer, _): return change(before) >= 0.5
    case (.cooler, _): return change(before) <= -0.5
    default: return false
    }
  }

  /// The larger of the two set points' changes, K.
  private func change(_ before: DeviceStates) -> Double {
    let (heating, cooling) = (heatingC - before.heatingC, coolingC - before.coolingC)
    return heating.magnitude > cooling.magnitude ? heating : cooling
  }
}
