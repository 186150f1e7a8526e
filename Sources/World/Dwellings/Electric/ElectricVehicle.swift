public import Clockwork

/// A battery-electric car that is charged at home.
///
/// It stands on a circuit of its own and charges from the first tick after it came home; where the
/// day's hours differ in price, not in those above the mean, unless it is nearly empty.
public struct ElectricVehicle: Hashable, Sendable {
  /// Usable energy, kWh (battery-electric cars of model year 2024 on fueleconomy.gov: 50 to 100).
  static let capacityKWh = 65.0
  /// From the wall, charging losses included, kWh/km: 30 kWh a 100 miles, the middle of EPA's
  /// labels of model year 2024 (25 to 45; fueleconomy.gov).
  static let wallKWhPerKm = 0.30 / 1.609_344
  /// What of the wall's energy reaches the battery (assumed, 0.85 to 0.92: on-board charger and
  /// battery at level 2).
  static let chargingEfficiency = 0.88
  /// Above this charge the battery takes less and less (assumed, 0.75 to 0.95)...
  static let taperFrom = 0.8
  /// ...down to this share of the charger's power when full (assumed, 0.1 to 0.3).
  static let taperTo = 0.2
  /// Below this charge it does not wait for a lower price (assumed, 0.2 to 0.5).
  static let urgentBelow = 0.3
  /// On the road it is charged elsewhere before it holds less (assumed, 0.05 to 0.2).
  static let emptyAt = 0.1

  /// Of the charger, W.
  public let chargerW: Double
  /// What the battery holds, kWh.
  public internal(set) var chargeKWh = 0.8 * Self.capacityKWh
  public private(set) var isHome = true
  /// What it draws until the next tick, W.
  private(set) var powerW = 0.0
  private(set) var settledAt: SimTime
  /// From the wall since the start, kWh.
  private(set) var energyKWh = 0.0
  /// Used on the road and put in elsewhere since the start, kWh of the battery.
  private(set) var drivenKWh = 0.0
  private(set) var elsewhereKWh = 0.0

  /// - Parameter chargerW: level 2 at 240 V and 30 A unless given (SAE J1772).
  public init(chargerW: Double = 7_200, at time: SimTime) {
    self.chargerW = chargerW
    settledAt = time
  }

  /// Charge over capacity, 0...1.
  public var level: Double { chargeKWh / Self.capacityKWh }

  /// What the battery lets the charger give at a charge, W.
  func chargingW(level: Double) -> Double {
    if level >= 1 { return 0 }
    let above = max(level - Self.taperFrom, 0) / (1 - Self.taperFrom)
    return chargerW * (1 - (1 - Self.taperTo) * above)
  }

  mutating func settle(to time: SimTime) {
    guard time > settledAt else { return }
    let kWh = Dwelling.energyKWh(powerW, from: settledAt, time)
    energyKWh += kWh
    chargeKWh = min(chargeKWh + kWh * Self.chargingEfficiency, Self.capacityKWh)
    settledAt = time
  }

  /// Decides at a tick what it draws until the next; no more than fits.
  mutating func decide(price: PriceLevel, hours: Double) {
    let waits = price == .high && level >= Self.urgentBelow
    let roomW = 1_000 * (Self.capacityKWh - chargeKWh) / Self.chargingEfficiency / hours
    powerW = isHome && !waits ? min(chargingW(level: level), max(roomW, 0)) : 0
  }

  mutating func leave(at time: SimTime) {
    settle(to: time)
    isHome = false
    powerW = 0
  }

  /// Comes home after so many kilometres.
  mutating func comeHome(km: Double, at time: SimTime) {
    settle(to: time)
    isHome = true
    let used = km * Self.wallKWhPerKm * Self.chargingEfficiency
    let floor = Self.emptyAt * Self.capacityKWh
    drivenKWh += used
    elsewhereKWh += max(used - max(chargeKWh - floor, 0), 0)
    chargeKWh = max(chargeKWh - used, min(chargeKWh, floor))
  }
}
