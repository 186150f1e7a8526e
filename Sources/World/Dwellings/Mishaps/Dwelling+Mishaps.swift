public import Clockwork

extension Dwelling {
  /// What is wrong from a moment on, all of it; takes effect at once, in rooms from the tick on.
  ///
  /// The roof's power holds for whole steps, so it changes at ticks only.
  public mutating func setMishaps(_ new: Mishaps, at time: SimTime) {
    var new = new
    new.pots = mishaps.pots
    // Water that has run out stays on the floor while its leak goes on.
    for i in new.leaks.indices {
      if let old = mishaps.leaks.first(where: { $0.number == new.leaks[i].number }) {
        new.leaks[i].litres = old.litres
      }
    }
    mishaps = new
    hvac.settle(to: time)
    plant.hasFailed = new.heatingFails
    plant.charge = RefrigerantCharge(lost: new.refrigerantLost)
    renewPlant()
    solar?.liveShare = 1 - new.modulesLost
    if time == self.time { renewSolar() }
    appliances.setRefrigerator(new.refrigerator, at: time)
    water?.leakLitresPerMinute = new.leaks.reduce(0) { $0 + ($1.isHot ? $1.litresPerMinute : 0) }
  }

  /// Which rooms have a pot whose food chars.
  public mutating func setPots(_ rooms: [Int]) { mishaps.pots = rooms.map { .init(room: $0) } }

  /// What fires and wet floors did to the rooms in a step.
  mutating func advanceMishaps(_ report: inout StepReport) {
    let seconds = builder.stepSeconds
    for fire in mishaps.fires {
      let heatW = fire.heatW(amongPPM: rooms[fire.room].co2PPM)
      let heatJ = heatW * seconds
      let litres = Burning.co2Litres(heatJ: heatJ)
      appliances.addGain(
        room: fire.room, heatJ: heatJ, vapourGrams: Burning.vapourGrams(heatJ: heatJ),
        co2Litres: litres)
      report.fireHeatW += heatW
      report.burntCO2LitresPerMinute += litres * 60 / seconds
    }
    for i in mishaps.leaks.indices {
      mishaps.leaks[i].litres += mishaps.leaks[i].litresPerMinute * seconds / 60
    }
    // The waters of one room lie on one floor, side by side.
    let films = mishaps.leaks
    for (i, film) in films.enumerated() {
      let room = film.room
      let all = films.reduce(0) { $0 + ($1.room == room ? $1.litres : 0) }
      let area = WetFloor.areaM2(litres: all, floorM2: plan.rooms[room].areaM2) * film.litres / all
      // A litre is a kilogram, and no more dries than there is.
      let kg = min(
        area * seconds * WetFloor.evaporationKgSM2(rooms[room], pressurePa: site.pressurePa),
        film.litres)
      mishaps.leaks[i].litres -= kg
      let latentJ = kg * WetFloor.latentKJPerKg * 1e3
      appliances.addGain(room: room, heatJ: -latentJ, vapourGrams: kg * 1e3)
      report.dryingHeatW += latentJ / seconds
    }
  }
}
