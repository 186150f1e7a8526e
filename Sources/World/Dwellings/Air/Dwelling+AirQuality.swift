public import Clockwork
internal import Quantities
internal import Telemetry

extension Dwelling {
  /// Follows particles, vapours and sound from now on.
  public mutating func followAirQuality() {
    followParticles()
    airQuality = AirQuality(plan, stepSeconds: builder.stepSeconds)
  }

  /// Follows particles, vapours and sound no longer: nobody looks at a silent copy's.
  public mutating func forgetAirQuality() {
    particles = nil
    airQuality = nil
  }

  /// Fine particles, µg/m³, organic vapours, µg/m³, their index and the level of sound, dB(A), of a
  /// room over the last step; nil where nobody follows them all.
  public func airQuality(
    room: Int
  ) -> (particles: Double, vapours: Double, vapourIndex: Double, soundDB: Double)? {
    guard let airQuality, let particles else { return nil }
    return (
      particles.massUgM3[room], airQuality.vapours[room], airQuality.vapourIndex[room],
      airQuality.soundDB[room]
    )
  }

  /// The index of a room's vapours as a sensor meets it at a moment since the last tick: as it was
  /// a step before; nil where nobody follows it.
  public func vapourIndex(room: Int, at time: SimTime) -> Double? {
    airQuality.map {
      let share = shareOfStep(at: time)
      return $0.earlierIndex[room] + share * ($0.vapourIndex[room] - $0.earlierIndex[room])
    }
  }

  /// The equivalent level of a room over the last whole step, dB(A); nil where nobody follows it.
  public func soundDB(room: Int) -> Double? { airQuality?.soundDB[room] }

  /// Share 0...1 of the step under way that has passed.
  func shareOfStep(at time: SimTime) -> Double {
    min(1, max(0, Double((time - self.time).microseconds) / Double(step.microseconds)))
  }

  /// One step of vapours and sound, in the air-flow mode of the rooms' last step.
  mutating func advanceAirQuality(_ people: [PersonLoad], _ openings: Openings) {
    guard airQuality != nil else { return }
    let modes = modes
    var running: [(kind: ApplianceKind, room: Int)] = []
    for unit in appliances.units where unit.isRunning || unit.refrigerator?.isOn == true {
      running.append((unit.kind, unit.room))
    }
    let heatsByWater = hydronics != nil
    let burns = heatsByWater && hvac.performance.fuelW > 0 || (instant?.stepFuelW ?? 0) > 0
    let movesAir = hvac.performance.heatW != 0
    let isCooling = movesAir && hvac.call == .cooling
    let isHeating = movesAir && hvac.call != .cooling && !heatsByWater
    let inputs = AirQuality.Inputs(
      flows: (0..<roomCount).map { modes.current(room: $0).outdoorFlow },
      openings: openings, people: people, running: running,
      burner: burns ? plan.room(.hallway)?.index ?? 0 : nil,
      isBlowing: isCooling || isHeating,
      outdoorDB: outdoorDB(
        unitRuns: isCooling
          || isHeating && plant.kind == .heatPump
            && !plantWorks.contains(.isTooCold)
      ))
    airQuality?.step(inputs, exchange) { modes.current(room: $0).gas }
  }

  /// What is heard before the windows at the end of the step, dB(A); nil for nothing.
  private func outdoorDB(unitRuns: Bool) -> Double? {
    guard plan.streetNoiseDB > 0 else { return unitRuns ? AirSources.outdoorUnitDB : nil }
    let hour = mains.meanHour(at: time + step)
    let street = AirSources.streetDB(Double(plan.streetNoiseDB), hour: hour)
    guard unitRuns else { return street }
    // The louder one, and what the other adds.
    let (low, high) = (
      min(street, AirSources.outdoorUnitDB), max(street, AirSources.outdoorUnitDB)
    )
    return high + 10 * Elementary.log10(1 + Elementary.pow(10, (low - high) / 10))
  }
}
