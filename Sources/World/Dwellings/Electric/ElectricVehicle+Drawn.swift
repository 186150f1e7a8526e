public import Clockwork

extension ElectricVehicle {
  /// One home's car and its driver's habits.
  ///
  /// Battery-electric cars of model year 2024 hold 50 to 100 kWh and take 25 to 45 kWh a 100 miles,
  /// most of them less than 35 (fueleconomy.gov). That 60 % end at 80 %, as makers advise for every
  /// day, 15 % at 90 % and 25 % at full is assumed (40 to 80 % below full). Drivers charge three
  /// times a week and mostly begin above half (Electric Nation, Western Power Distribution and EA
  /// Technology, 2019, 700 drivers): here 40 % plug in whenever they come home (assumed, 20 to 60),
  /// the others below 40 to 70 %.
  ///
  /// - Parameter key: of one home.
  public static func drawn(
    _ key: RandomKey, chargerW: Double, at time: SimTime
  ) -> ElectricVehicle {
    var traits = Traits()
    traits.capacityKWh = Float(50 + 50 * key.uniform(0))
    // The mean of a uniform number's square is a third: 32 kWh a 100 miles.
    let heaviness = key.uniform(1)
    traits.wallKWhPerKm = Float((0.25 + 0.20 * heaviness * heaviness) / 1.609_344)
    let limit = key.uniform(2)
    traits.limit = limit < 0.6 ? 0.8 : limit < 0.75 ? 0.9 : 1
    let isAlwaysPlugged = key.uniform(3) < 0.4
    traits.plugsBelow = isAlwaysPlugged ? 1 : Float(0.4 + 0.3 * key.uniform(4))
    // Of those that are always plugged in most have long been full.
    let share = key.uniform(5)
    let (low, high) = (Double(traits.plugsBelow), Double(traits.limit))
    let level =
      isAlwaysPlugged ? high - 0.75 * max(share - 0.6, 0) : low + share * (high - low)
    return ElectricVehicle(chargerW: chargerW, traits: traits, level: level, at: time)
  }
}
