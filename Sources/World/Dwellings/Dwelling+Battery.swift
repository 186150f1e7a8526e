public import Clockwork

extension Dwelling {
  /// What a battery holds, kWh; nil without one.
  public var batteryChargeKWh: Double? { battery?.chargeKWh }
  /// What it can hold, kWh; nil without one.
  public var batteryCapacityKWh: Double? { battery?.capacityKWh }

  /// Whether a battery gives in this hour.
  private func mayGive(_ battery: HomeBattery) -> Bool {
    battery.dispatch == .selfConsumption || price != .low
  }

  /// What the battery moves in a step, once all else in it is known.
  mutating func advanceBattery(to end: SimTime, _ report: inout StepReport) {
    guard var owned = battery else { return }
    report.electricPowerW += HomeBattery.standbyW
    batteryIdleKWh += Self.energyKWh(HomeBattery.standbyW, from: time, end)
    let flow = owned.step(
      netKWh: report.electricPowerW * builder.stepSeconds / 3.6e6, hours: (end - time).hours,
      mayGive: mayGive(owned), from: time)
    battery = owned
    report.batteryChargeKWh = owned.chargeKWh
    report.batteryPowerW = flow * 3.6e6 / builder.stepSeconds
    report.electricPowerW += report.batteryPowerW
  }

  /// Notes the meter at a tick, from which what follows is counted.
  mutating func settleBattery() {
    if battery != nil { batteryNetKWh = netEnergyKWh(at: time) }
  }

  /// What the battery took less what it gave from the start to a moment since the last tick, with
  /// its standby, kWh.
  public func batteryEnergyKWh(at time: SimTime) -> Double {
    guard let battery else { return 0 }
    let moved = battery.takenKWh - battery.givenKWh + batteryStandbyKWh(at: time)
    if time <= self.time { return moved }
    return moved
      + battery.flowKWh(
        netKWh: netEnergyKWh(at: time) - batteryNetKWh, hours: (time - self.time).hours,
        mayGive: mayGive(battery), step: self.time)
  }

  /// What the battery does at a moment, W.
  func batteryPowerW(netW: Double) -> Double {
    guard let battery else { return 0 }
    // As in the second to come.
    let second = 1.0 / 3_600
    return HomeBattery.standbyW
      + 1_000
      * battery.flowKWh(
        netKWh: (netW + HomeBattery.standbyW) / 1_000 * second, hours: second,
        mayGive: mayGive(battery), step: time) / second
  }

  private func batteryStandbyKWh(at time: SimTime) -> Double {
    battery == nil
      ? 0 : batteryIdleKWh + Self.energyKWh(HomeBattery.standbyW, from: self.time, time)
  }

  /// All that is used less what the roof gave, kWh from the start; the battery's standby included.
  private func netEnergyKWh(at time: SimTime) -> Double {
    usedEnergyKWh(at: time) - solarEnergyKWh(at: time) + batteryStandbyKWh(at: time)
  }
}
