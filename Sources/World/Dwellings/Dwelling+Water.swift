public import Clockwork
public import Telemetry

extension Dwelling {
  /// Whether water is drawn from a tank of its own.
  public var hasWaterTank: Bool { water != nil }

  /// Whether the dwelling heats the water that is drawn, in a tank or as it flows.
  public var heatsWater: Bool { water != nil || instant != nil }

  /// Water at the top of the tank, °C; nil without one.
  public var waterTemperatureC: Double? { water?.tank.topC }

  /// Draws hot water, now or soon; where nothing heats it here it comes from elsewhere and costs
  /// nothing.
  public mutating func draw(_ draw: WaterDraw) {
    water?.book.add(draw)
    instant?.book.add(draw)
  }

  /// Whoever goes to another room, or out, draws no more water.
  public mutating func endDraws(of resident: ResidentIndex, at time: SimTime) {
    water?.book.endDraws(of: resident, at: time)
    instant?.book.endDraws(of: resident, at: time)
  }

  /// Every draw that is planned, runs, or has ended since they were last taken.
  public func forEachDraw(_ body: (WaterDraw) -> Void) {
    water?.book.forEach(body)
    instant?.book.forEach(body)
  }

  /// The draws that ended since this was last called.
  public mutating func takeFinishedDraws() -> [FinishedDraw] {
    water?.book.takeFinished() ?? instant?.book.takeFinished() ?? []
  }

  /// One step of what heats water as it flows; its exchanger warms the room as it cools.
  mutating func advanceInstantWater(to end: SimTime, _ report: inout StepReport) {
    guard let room = instant?.room else { return }
    // A combi's burner is the one that heats the rooms.
    let isOut = hydronics != nil && plant.hasFailed
    let lostJ = instant?.step(
      to: end, roomC: rooms[room].temperatureC, mainsC: outdoor.mainsWaterC, isOut: isOut)
    guard let lostJ, let fuelW = instant?.stepFuelW else { return }
    report.waterFuelPowerW = fuelW
    report.waterRoomHeatW = lostJ / builder.stepSeconds
    appliances.addGain(room: room, heatJ: lostJ, vapourGrams: 0)
  }

  /// The draws under way at a moment, as if each ended then; their litres up to the last step.
  public func openDraws(at time: SimTime) -> [FinishedDraw] {
    water?.book.underWay(at: time) ?? instant?.book.underWay(at: time) ?? []
  }

  /// One step of the tank; what it gives to its room joins the room's gains.
  mutating func advanceWater(to end: SimTime, _ report: inout StepReport) {
    guard let firing = water?.firing, let room = water?.room else { return }
    let exchange = water?.step(
      to: end, air: rooms[room], mainsC: outdoor.mainsWaterC, pressurePa: site.pressurePa,
      voltage: voltage)
    guard let exchange else { return }
    report.waterElectricPowerW = firing.electricW
    report.waterFuelPowerW = firing.fuelW
    report.electricPowerW += firing.electricW
    report.waterRoomHeatW = exchange.heatJ / builder.stepSeconds
    appliances.addGain(
      room: room, heatJ: exchange.heatJ, vapourGrams: exchange.vapourGrams)
  }

  /// The water heater's electricity from the start to a moment since the last tick, kWh.
  public func waterEnergyKWh(at time: SimTime) -> Double {
    guard let water else { return 0 }
    return water.electricKWh + Self.energyKWh(water.firing.electricW, from: water.settledAt, time)
  }

  /// Its gas, kWh; what is burnt as water flows is counted at ticks.
  func waterFuelKWh(at time: SimTime) -> Double {
    guard let water else { return instant?.fuelKWh ?? 0 }
    return water.fuelKWh + Self.energyKWh(water.firing.fuelW, from: water.settledAt, time)
  }
}
