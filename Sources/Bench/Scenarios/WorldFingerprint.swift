internal import Clockwork
internal import Dwellings
internal import Homes
internal import Sampling
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// Whether two runs may be compared world by world.
///
/// The truth of a whole run does not tell: agents act on it, so a better agent has another truth.
/// This is the hash of the settings that make the world and of what its first homes do and send in
/// their first hours when nobody listens, so a change of the simulator shows as well. A fault that
/// begins later shows by its settings alone.
extension RunPlan {
  static let worldProbe = (homes: 4, span: SimDuration.hours(6))

  public var worldFingerprint: String {
    var hash = Fingerprint()
    hash.combine(loaded.worldText)
    let until = min(end, start + Self.worldProbe.span)
    let weather = WeatherTracks(self).track(
      from: start, through: (until + .hours(1)).roundedUp(to: .minutes(1), from: start))
    for index in 0..<min(scenario.homeCount, Self.worldProbe.homes) {
      live(index, until: until, weather: weather, hash: &hash)
    }
    return hash.hex
  }

  private func live(
    _ index: Int, until: SimTime, weather: WeatherTrack, hash: inout Fingerprint
  ) {
    var specification = specification(index)
    specification.birth = start
    var home = Home(specification, outdoor: weather.conditions[0])
    var edge = EdgeSampler(
      methods: Array(repeating: .fixed(everyTicks: 1), count: home.slotCount),
      home: specification.home)
    var wire = WireBuffer()
    var truth = TruthBuffer(roomCount: home.plan.rooms.count)
    home.commission(wire: &wire, truth: &truth)
    while home.now < until {
      _ = home.advance(to: until, weather: weather, edge: &edge, wire: &wire, truth: &truth)
      wire.take(upTo: home.now) { arrival, bytes in
        hash.combine(arrival)
        hash.combine(bytes: bytes)
      }
      truth.removeAll()
    }
    home.dwelling.forEachStateValue { hash.combine($0) }
  }
}
