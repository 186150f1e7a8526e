internal import Clockwork
internal import Dwellings
internal import Homes
internal import Sampling
internal import Scoring
internal import Telemetry
internal import Truth

/// One plan of the ``ForesightThermostat``.
struct ForesightPlanner {
  /// A time during which the home is occupied, or empty.
  private struct Stretch {
    var from: SimTime
    var to: SimTime
    /// The mean comfort band of those at home, °C; nil while nobody is.
    var band: ClosedRange<Double>?
  }

  private(set) var usualMargin: Double
  private let weather: WeatherTrack
  private let edge: EdgeSampler
  private let end: SimTime
  private var home: Home
  /// kWh of final energy for a kWh of heat (negative when cooling), as the first rollout found it.
  private var heatPrice = 0.0

  init(home: Home, weather: WeatherTrack, edge: EdgeSampler, usualMargin: Double) {
    self.home = home
    self.home.mute()
    self.weather = weather
    self.edge = edge
    self.usualMargin = usualMargin
    end = home.now + ForesightThermostat.horizon
  }

  /// - Returns: steps in order of time, for the time until the next plan.
  mutating func plan() -> [SetpointStep] {
    let until = home.now + ForesightThermostat.planEvery
    let stretches = foresee()
    var chosen: [SetpointStep] = []
    for (index, stretch) in stretches.enumerated() where stretch.from < until {
      let rest = stretches[(index + 1)...]
      let usual = rest.flatMap { steps($0, next: nil, margin: usualMargin) }
      let best = choose(stretch, next: rest.first, then: usual)
      chosen += best
      _ = live(&home, to: min(stretch.to, end), best)
    }
    return chosen
  }

  // MARK: Foresight

  /// Lets a copy live as it would, and notes when somebody is at home.
  private mutating func foresee() -> [Stretch] {
    var copy = home
    var stretches: [Stretch] = []
    var heat = 0.0
    var bands: (low: Double, high: Double, count: Double) = (0, 0, 0)
    let day = live(&copy, to: end, []) { state in
      heat += state.hvacHeatW / 60_000
      let isEmpty = state.comfortC == nil
      let from = state.time - .minutes(1)
      let isSame = stretches.last.map { ($0.band == nil) == isEmpty } ?? false
      let isLong = stretches.last.map { from - $0.from >= ForesightThermostat.stretchMax } ?? false
      if !isSame || (isLong && !isEmpty) {
        stretches.append(Stretch(from: from, to: state.time, band: state.comfortC))
        bands = (0, 0, 0)
      }
      stretches[stretches.count - 1].to = state.time
      if let band = state.comfortC {
        bands = (bands.low + band.lowerBound, bands.high + band.upperBound, bands.count + 1)
        stretches[stretches.count - 1].band =
          (bands.low / bands.count)...(bands.high / bands.count)
      }
    }
    heatPrice = heat.magnitude > 0.1 ? day.hvacKWh / heat : 0
    return merged(stretches)
  }

  /// Short absences join the stretch before them.
  private func merged(_ stretches: [Stretch]) -> [Stretch] {
    var merged: [Stretch] = []
    for stretch in stretches {
      let isShort =
        stretch.band == nil && stretch.to - stretch.from < ForesightThermostat.absenceMin
        && stretch.to < end
      if isShort, !merged.isEmpty {
        merged[merged.count - 1].to = stretch.to
      } else {
        merged.append(stretch)
      }
    }
    return merged
  }

  // MARK: Choice

  private mutating func choose(
    _ stretch: Stretch, next: Stretch?, then usual: [SetpointStep]
  ) -> [SetpointStep] {
    // To leave all as its people set it is always a candidate.
    var best = [SetpointStep(from: stretch.from, setpoints: nil)]
    var least = cost(best + usual)
    func consider(_ candidate: [SetpointStep]) -> Bool {
      let cost = cost(candidate + usual)
      guard cost < least else { return false }
      (least, best) = (cost, candidate)
      return true
    }
    guard stretch.band == nil else {
      for margin in ForesightThermostat.margins
      where consider(steps(stretch, next: next, margin: margin)) {
        usualMargin = margin
      }
      return best
    }
    for depth in ForesightThermostat.depths {
      for lead in next == nil ? [.zero] : ForesightThermostat.leads {
        _ = consider(steps(stretch, next: next, margin: usualMargin, depth: depth, lead: lead))
      }
    }
    return best
  }

  /// The steps of one stretch; an empty one ends with the next one's set points, `lead` early.
  private func steps(
    _ stretch: Stretch, next: Stretch?, margin: Double, depth: Double = 5,
    lead: SimDuration = .minutes(45)
  ) -> [SetpointStep] {
    if let band = stretch.band {
      return [SetpointStep(from: stretch.from, setpoints: inside(band, margin))]
    }
    guard let band = next?.band else {
      // Nobody comes within sight: as deep as for anybody else.
      return [
        SetpointStep(
          from: stretch.from, setpoints: .init(heatingC: 20 - depth, coolingC: 26 + depth))
      ]
    }
    var held = inside(band, margin)
    let early = max(stretch.from, stretch.to - lead)
    let back = SetpointStep(from: early, setpoints: held)
    held.heatingC -= depth
    held.coolingC += depth
    return [SetpointStep(from: stretch.from, setpoints: held), back]
  }

  private func inside(_ band: ClosedRange<Double>, _ margin: Double) -> SetpointStep.Pair {
    let heating = band.lowerBound + margin
    return .init(
      heatingC: tenths(heating), coolingC: tenths(max(band.upperBound - margin, heating + 1)))
  }

  private func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  // MARK: Rollouts

  private func cost(_ steps: [SetpointStep]) -> Double {
    var copy = home
    let day = live(&copy, to: end, steps)
    // Positive when heating, negative when cooling: then warm walls are the debt.
    let refill = ForesightThermostat.refillShare * heatPrice * copy.storedHeatKWh
    return day.cost - refill
  }

  /// Lives on under the steps and adds up what it cost.
  private func live(
    _ copy: inout Home, to end: SimTime, _ steps: [SetpointStep],
    each: (HomeState) -> Void = { _ in }
  ) -> EnergyScorer.Day {
    var edge = edge
    var wire = WireBuffer()
    var truth = TruthBuffer(roomCount: copy.plan.rooms.count)
    var day = EnergyScorer.Day()
    func advance(to stop: SimTime) {
      while copy.now < stop {
        // By the hour, so that the record stays small.
        _ = copy.advance(
          to: min(stop, copy.now + .hours(1)), weather: weather, edge: &edge, wire: &wire,
          truth: &truth)
        for (index, state) in truth.homes.enumerated() {
          let rooms = truth.rooms[index * truth.roomCount..<(index + 1) * truth.roomCount]
          day.add(home: state, rooms: rooms, stepHours: 1.0 / 60)
          each(state)
        }
        truth.removeAll()
      }
    }
    for step in steps where step.from < end {
      advance(to: step.from)
      if let pair = step.setpoints {
        copy.setSetpoints(heatingC: pair.heatingC, coolingC: pair.coolingC)
      }
    }
    advance(to: end)
    return day
  }
}
