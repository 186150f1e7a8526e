internal import Clockwork
internal import Dwellings
internal import Homes
internal import Sampling
internal import Telemetry
internal import Truth

extension Shard {
  /// Forks the world at a forecast's issue and lets the copies live the forecast day.
  func fork(_ forecast: Forecast, weather: WeatherTrack) {
    guard forks.takes(forecast, start: scorer.start) else { return }
    let horizon = forecast.mean.count
    let end = forecast.firstHour + .hours(Int64(horizon))
    var paths: [[Double]] = []
    for path in 0..<forks.pathCount {
      var copy = home
      copy.fork(branch: UInt32(path + 1))
      paths.append(
        Self.live(&copy, from: forecast.firstHour, to: end, weather: weather, edge: edge))
      home.join(copy.plausibility)
    }
    let day = scorer.day(forecast.issuedAt)
    let oracle = ForkBudget.forecast(paths, like: forecast)
    if keeping.hours { oracleForecasts.append(oracle) }
    scorer.judges?.forecasts.addOracle(oracle, day: day)
  }

  private static func live(
    _ copy: inout Home, from first: SimTime, to end: SimTime, weather: WeatherTrack,
    edge: EdgeSampler
  ) -> [Double] {
    var edge = edge
    var wire = WireBuffer()
    var truth = TruthBuffer(roomCount: copy.plan.rooms.count)
    // The part of the first hour that has passed is the same in all futures.
    let lived = copy.now - first
    var last = copy.gridEnergyKWh(at: copy.now)
    var hours: [Double] = []
    var mark = first + .hours(1)
    while mark <= end {
      while copy.now < mark {
        _ = copy.advance(to: mark, weather: weather, edge: &edge, wire: &wire, truth: &truth)
      }
      truth.removeAll()
      let energy = copy.gridEnergyKWh(at: mark)
      let span = hours.isEmpty ? SimDuration.hours(1) - lived : .hours(1)
      hours.append((energy - last) / span.hours * 1000)
      last = energy
      mark += .hours(1)
    }
    return hours
  }
}
