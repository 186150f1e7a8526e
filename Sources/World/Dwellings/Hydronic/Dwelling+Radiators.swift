internal import Clockwork

extension Dwelling {
  /// Valves of a plan's radiators; none in the thermostat's room, which the thermostat itself
  /// keeps.
  ///
  /// - Parameters:
  ///   - thermostatRoom: where the thermostat hangs.
  ///   - heatingC: what residents keep.
  static func valves(
    _ plan: DwellingPlan, thermostatRoom: Int, heatingC: Double, roomC: Double
  ) -> [ThermostaticValve?] {
    plan.rooms.enumerated().map { index, room in
      guard index != thermostatRoom else { return nil }
      return ThermostaticValve(
        markC: heatingC + ThermostaticValve.offsetK(room.kind), roomC: roomC)
    }
  }

  /// One step of the water; what radiators give joins the plant's heat.
  mutating func advanceRadiators(_ report: inout StepReport) {
    guard hydronics != nil else { return }
    // The call changes at ticks only, so the pump ran all of the step or not at all.
    report.boilerHeatW = hvac.stepWaterHeatJ / builder.stepSeconds
    hydronics?.step(
      heatW: report.boilerHeatW, isFlowing: hvac.performance.isFlowing,
      rooms: rooms)
    for heatW in hydronics?.emittedW ?? [] {
      report.radiatorHeatW += heatW
      report.radiatorTakenW += max(-heatW, 0)
    }
    report.hvacHeatW += report.radiatorHeatW
  }

  /// Heat in boiler, pipes and radiators over 0 °C, J; 0 without.
  var radiatorHeatJ: Double { hydronics?.heatJ ?? 0 }

  /// Supplied and returned water, °C; nil without radiators.
  public var boilerWaterC: (supply: Double, back: Double)? {
    hydronics.map { ($0.boiler.supplyC, $0.boiler.returnC) }
  }
}

extension Dwelling {
  /// Sets burner and pump by the call, the water and the weather.
  mutating func renewBoiler() {
    guard hvac.call == .heating || hvac.call == .backupHeating else {
      hydronics?.boiler.rest()
      return
    }
    hvac.performance.isFlowing = true
    hvac.performance.take(Boiler.pumpW, as: .fan, voltage)
    // The pump's work ends in the water.
    hvac.performance.waterHeatW = Boiler.pumpW * ZIPLoad.fan.activeFactor(voltage)
    guard !plant.hasFailed, let burnerW = hydronics?.boiler.fire(outdoorC: outdoor.temperatureC),
      burnerW > 0, let boiler = hydronics?.boiler
    else { return }
    let share = 1 - tapShare
    hvac.performance.take(share * Boiler.burnerW, as: .fan, voltage)
    hvac.performance.waterHeatW += share * burnerW
    hvac.performance.fuelW =
      share * burnerW / Boiler.efficiency(load: burnerW / boiler.fullW, returnC: boiler.returnC)
  }

  /// Share of the time from now to the next tick in which a combi's burner serves the tap, by the
  /// draws that are known; one that begins within the step under way counts from the next on.
  private var tapShare: Double {
    guard let instant else { return 0 }
    let now = hvac.settledAt
    let tick = time + step
    return instant.busyShare(from: now, to: now < tick ? tick : tick + step)
  }
}
