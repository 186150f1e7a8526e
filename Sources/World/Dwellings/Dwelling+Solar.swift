public import Clockwork
internal import Climate

extension Dwelling {
  /// Rating of the modules on the roof, W; 0 without.
  public var solarRatedW: Double { solar?.ratedW ?? 0 }

  /// Books the step's sun at the power that held since the last tick and looks at the sky anew.
  mutating func advanceSolar(to end: SimTime, _ report: inout StepReport) {
    guard solar != nil else { return }
    solarKWh += Self.energyKWh(solarW, from: time, end)
    report.solarPowerW = solarW
    report.electricPowerW -= solarW
    renewSolar()
  }

  /// What the roof gives from this tick on.
  mutating func renewSolar() {
    guard let solar else { return }
    solarW = outdoor.sky.map(solar.powerW) ?? 0
  }

  /// What the roof has given from the start to a moment since the last tick, kWh.
  public func solarEnergyKWh(at time: SimTime) -> Double {
    solar == nil ? 0 : solarKWh + Self.energyKWh(solarW, from: self.time, time)
  }
}
