/// A battery behind the home's meter, with its inverter.
///
/// It takes what the roof has left over and gives it back when the home uses more than the roof
/// gives. Its controller follows the home's meter within seconds, so over any stretch of a step it
/// moves what the home's mean power in that stretch asks for, within its limits.
public struct HomeBattery: Hashable, Sendable {
  /// When it gives what it holds.
  public enum Dispatch: String, Hashable, Sendable {
    /// Whenever the home draws from the grid.
    case selfConsumption = "self-consumption"
    /// Only in hours whose price is above the day's mean; on a day of one price, whenever the home
    /// draws.
    case timeOfUse = "time-of-use"
  }

  /// Alternating current to alternating current, there and back, of a new one (Tesla, *Powerwall 2
  /// AC Datasheet*, 2019: 90 % at 25 °C); half of the loss each way.
  static let roundTripEfficiency = 0.9
  /// Share that is kept for an outage (assumed, 0 to 20 %).
  static let reserveShare = 0.05
  /// Electronics, always on, W (assumed, 5 to 35).
  static let standbyW = 10.0

  /// Usable energy, kWh.
  public var capacityKWh: Double
  /// Most that it takes or gives, W.
  public var powerW: Double
  public var dispatch: Dispatch
  /// What it holds, kWh; begins with the reserve.
  public private(set) var chargeKWh: Double
  /// At its terminals since the start, kWh: taken and given.
  private(set) var takenKWh = 0.0
  private(set) var givenKWh = 0.0

  public init(capacityKWh: Double, powerW: Double, dispatch: Dispatch = .selfConsumption) {
    precondition(capacityKWh > 0 && powerW > 0, "a battery holds and moves energy")
    self.capacityKWh = capacityKWh
    self.powerW = powerW
    self.dispatch = dispatch
    chargeKWh = Self.reserveShare * capacityKWh
  }

  /// One way.
  static let efficiency = roundTripEfficiency.squareRoot()

  /// What it takes (positive) or gives (negative) at its terminals, kWh.
  ///
  /// - Parameters:
  ///   - netKWh: what the home used less what its roof gave; the battery's standby is in it.
  ///   - mayGive: whether the hour is one in which it gives.
  func flowKWh(netKWh: Double, hours: Double, mayGive: Bool) -> Double {
    let most = powerW / 1_000 * hours
    if netKWh < 0 {
      return min(-netKWh, most, max(capacityKWh - chargeKWh, 0) / Self.efficiency)
    }
    guard mayGive else { return 0 }
    return -min(
      netKWh, most, max(chargeKWh - Self.reserveShare * capacityKWh, 0) * Self.efficiency)
  }

  /// Lives a step.
  ///
  /// - Returns: what it took, or gave (negative), kWh.
  mutating func step(netKWh: Double, hours: Double, mayGive: Bool) -> Double {
    let flow = flowKWh(netKWh: netKWh, hours: hours, mayGive: mayGive)
    if flow > 0 {
      takenKWh += flow
      chargeKWh = min(chargeKWh + flow * Self.efficiency, capacityKWh)
    } else {
      givenKWh -= flow
      chargeKWh = max(chargeKWh + flow / Self.efficiency, 0)
    }
    return flow
  }
}
