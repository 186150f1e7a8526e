public import Clockwork

extension Dwelling {
  /// The charge of a car that is charged here, 0...1; nil without one.
  public var vehicleLevel: Double? { vehicle?.level }
  /// What it can hold, kWh; nil without one.
  public var vehicleCapacityKWh: Double? { vehicle?.capacityKWh }
  /// Whether a car stands at the charger.
  public var isVehicleHome: Bool { vehicle?.isHome ?? false }

  /// The car drives off.
  public mutating func driveOff(at time: SimTime) { vehicle?.leave(at: time) }

  /// The car comes home after so many kilometres, each of which took so much against the usual.
  public mutating func parkVehicle(km: Double, effort: Double = 1, at time: SimTime) {
    vehicle?.comeHome(km: km, effort: effort, at: time)
  }

  /// Takes the price of the step to come, by which the car decides again.
  public mutating func meetPrice(_ level: PriceLevel) {
    guard level != price else { return }
    price = level
    vehicle?.decide(price: level, hours: step.hours)
  }

  /// Books what the car drew in a step and lets it decide on the next.
  mutating func advanceVehicle(to end: SimTime, _ report: inout StepReport) {
    guard vehicle != nil else { return }
    vehicle?.settle(to: end)
    vehicle?.decide(price: price, hours: step.hours)
    let drawn = (vehicle?.energyKWh ?? 0) - vehicleTickKWh
    vehicleTickKWh += drawn
    report.vehiclePowerW = drawn * 3.6e6 / builder.stepSeconds
    report.electricPowerW += report.vehiclePowerW
    report.vehicleLevel = vehicleLevel ?? 0
    report.isVehicleHome = isVehicleHome
  }

  /// What the car drew from the start to a moment since the last tick, kWh.
  public func vehicleEnergyKWh(at time: SimTime) -> Double {
    guard var vehicle else { return 0 }
    vehicle.settle(to: time)
    return vehicle.energyKWh
  }
}
