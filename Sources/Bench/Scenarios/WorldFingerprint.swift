internal import Clockwork
internal import Dwellings
internal import Homes
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// Whether two runs may be compared world by world.
///
/// The truth of a whole run does not tell: agents act on it, so a better agent has another truth.
/// This is the hash of the settings that make the world, and of what homes do, measure and send
/// when nobody listens, in stretches that see every hour of the day, days from the first to the
/// last, and the onset of every fault. So a change of the simulator shows as well, unless it is
/// so rare that it touches none of them.
extension RunPlan {
  ///
  /// - Throws: ``RunError/bug(_:)`` if a home broke a law.
  public func worldFingerprint() throws -> String {
    var hash = Fingerprint()
    hash.combine(loaded.worldText)
    let tracks = WeatherTracks(self)
    for probe in WorldProbe.all(self) { try live(probe, tracks, into: &hash) }
    return hash.hex
  }

  private func live(
    _ probe: WorldProbe, _ tracks: WeatherTracks, into hash: inout Fingerprint
  ) throws {
    let weather = tracks.track(
      from: probe.start,
      through: (probe.end + .hours(1)).roundedUp(to: Dwelling.usualStep, from: probe.start))
    var specification = specification(probe.home)
    specification.birth = probe.start
    // What was to happen between the run's start and this birth has happened.
    specification.start = max(specification.start, probe.start)
    var life = UnheardHome(specification, weather: weather)
    try life.live(to: probe.end, weather: weather) { arrival, bytes in
      hash.combine(arrival)
      hash.combine(bytes: bytes)
    } was: {
      $0.combine(into: &hash)
    }
    life.home.dwelling.forEachStateValue { hash.combine($0) }
  }
}

extension TruthBuffer {
  /// What a home was like; not what is recorded of audited devices, which is the bench's choice.
  fileprivate func combine(into hash: inout Fingerprint) {
    for event in events { TruthRows.row(event, home: 0).combine(into: &hash) }
    for state in homes {
      hash.combine(state.electricPowerW)
      hash.combine(state.fuelPowerW)
      hash.combine(Int(state.occupantCount))
      hash.combine(state.comfortC?.lowerBound ?? -1)
      hash.combine(state.comfortC?.upperBound ?? -1)
    }
    for room in rooms {
      hash.combine(room.temperatureC)
      hash.combine(room.relativeHumidity)
      hash.combine(room.co2PPM)
      hash.combine(room.illuminanceLx)
      hash.combine(Int(room.occupantCount))
      hash.combine(room.isWindowOpen)
    }
    for reading in ideal {
      hash.combine(reading.time)
      hash.combine(reading.value)
    }
  }
}
