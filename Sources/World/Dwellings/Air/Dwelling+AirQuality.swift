extension Dwelling {
  /// Follows particles, vapours and sound from now on.
  public mutating func followAirQuality() {
    airQuality = AirQuality(
      plan, outdoorUgM3: outdoor.particlesUgM3, stepSeconds: builder.stepSeconds)
  }

  /// Follows particles, vapours and sound no longer: nobody looks at a silent copy's.
  public mutating func forgetAirQuality() { airQuality = nil }

  /// Fine particles, µg/m³, organic vapours, µg/m³, their index and the level of sound, dB(A), of a
  /// room over the last step; nil where nobody follows them.
  public func airQuality(
    room: Int
  ) -> (particles: Double, vapours: Double, vapourIndex: Double, soundDB: Double)? {
    airQuality.map {
      ($0.particles[room], $0.vapours[room], $0.vapourIndex[room], $0.soundDB[room])
    }
  }

  /// One step of them, in the air-flow mode of the rooms' last step.
  mutating func advanceAirQuality(_ people: [PersonLoad], _ openings: Openings) {
    guard airQuality != nil else { return }
    let (slot, layout) = (modes.currentSlot, modes.layout)
    var running: [(kind: ApplianceKind, room: Int)] = []
    for unit in appliances.units where unit.isRunning { running.append((unit.kind, unit.room)) }
    let inputs = AirQuality.Inputs(
      particlesOutdoors: outdoor.particlesUgM3,
      flows: (0..<roomCount).map { modes.values[slot + layout.outdoorFlow + $0] },
      openings: openings, people: people, running: running,
      fires: mishaps.fires.map { ($0.room, $0.heatW) })
    modes.values.withUnsafeBufferPointer { values in
      guard let table = values.baseAddress else { return }
      airQuality?.step(
        inputs, transition: table + slot + layout.gasTransition,
        input: table + slot + layout.gasInput, stride: layout.gasStride)
    }
  }
}
