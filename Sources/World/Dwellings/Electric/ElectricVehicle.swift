public import Clockwork

/// A battery-electric car that is charged at home.
///
/// It stands on a circuit of its own. Its driver plugs it in after some ways home or after all;
/// from the next tick it charges up to its limit; where the day's hours differ in price, not in
/// those above the mean, unless it is nearly empty.
public struct ElectricVehicle: Hashable, Sendable {
  /// What cars and their drivers do not have alike.
  public struct Traits: Hashable, Sendable {
    /// Usable energy, kWh.
    public var capacityKWh: Float = 65
    /// From the wall, charging losses included, kWh/km: 30 kWh a 100 miles, the middle of EPA's
    /// labels of model year 2024 (fueleconomy.gov).
    public var wallKWhPerKm: Float = 0.30 / 1.609_344
    /// Charge at which charging ends, 0...1.
    public var limit: Float = 1
    /// Its driver plugs it in if it has less when it comes home; 1 for one who always does.
    public var plugsBelow: Float = 1

    public init() {}
  }

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
  public internal(set) var chargeKWh: Double
  public private(set) var isHome = true
  private(set) var isPlugged = true
  public let traits: Traits
  /// What it draws until the next tick, W.
  private(set) var powerW = 0.0
  private(set) var settledAt: SimTime
  /// From the wall since the start, kWh.
  private(set) var energyKWh = 0.0
  /// Used on the road and put in elsewhere since the start, kWh of the battery.
  private(set) var drivenKWh = 0.0
  private(set) var elsewhereKWh = 0.0

  /// - Parameters:
  ///   - chargerW: level 2 at 240 V and 30 A unless given (SAE J1772).
  ///   - level: charge at the start, 0...1.
  public init(
    chargerW: Double = 7_200, traits: Traits = Traits(), level: Double = 0.8, at time: SimTime
  ) {
    self.chargerW = chargerW
    self.traits = traits
    chargeKWh = level * Double(traits.capacityKWh)
    settledAt = time
    isPlugged = isWanting
  }

  /// What it can hold, kWh.
  public var capacityKWh: Double { Double(traits.capacityKWh) }
  /// Charge over capacity, 0...1.
  public var level: Double { chargeKWh / capacityKWh }

  /// Whether its driver would plug it in.
  private var isWanting: Bool {
    level < max(Double(traits.plugsBelow), Self.urgentBelow) || traits.plugsBelow >= 1
  }

  /// What the battery lets the charger give at a charge, W.
  func chargingW(level: Double) -> Double {
    if level >= Double(traits.limit) { return 0 }
    let above = max(level - Self.taperFrom, 0) / (1 - Self.taperFrom)
    return chargerW * (1 - (1 - Self.taperTo) * above)
  }

  mutating func settle(to time: SimTime) {
    guard time > settledAt else { return }
    let kWh = Dwelling.energyKWh(powerW, from: settledAt, time)
    energyKWh += kWh
    chargeKWh = min(chargeKWh + kWh * Self.chargingEfficiency, capacityKWh)
    settledAt = time
  }

  /// Decides at a tick what it draws until the next; no more than fits.
  mutating func decide(price: PriceLevel, hours: Double) {
    let waits = price == .high && level >= Self.urgentBelow
    let fullKWh = Double(traits.limit) * capacityKWh
    let roomW = 1_000 * (fullKWh - chargeKWh) / Self.chargingEfficiency / hours
    let charges = isHome && isPlugged && !waits
    powerW = charges ? min(chargingW(level: level), max(roomW, 0)) : 0
  }

  mutating func leave(at time: SimTime) {
    settle(to: time)
    isHome = false
    isPlugged = false
    powerW = 0
  }

  /// Comes home after so many kilometres.
  ///
  /// - Parameter effort: what a kilometre took against the usual.
  mutating func comeHome(km: Double, effort: Double = 1, at time: SimTime) {
    settle(to: time)
    isHome = true
    let used = km * effort * Double(traits.wallKWhPerKm) * Self.chargingEfficiency
    let floor = Self.emptyAt * capacityKWh
    drivenKWh += used
    elsewhereKWh += max(used - max(chargeKWh - floor, 0), 0)
    chargeKWh = max(chargeKWh - used, min(chargeKWh, floor))
    isPlugged = isWanting
  }
}
