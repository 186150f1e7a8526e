internal import Clockwork
internal import Homes
internal import Sampling
internal import Scoring
internal import Telemetry
internal import Truth

/// The oracle of energy: plans set points with perfect foresight, on the true home itself.
///
/// Every eight hours it lets a silent copy of the home live the coming sixteen, which tells it when
/// the home will be empty. Then it goes through the stretches in order of time and, for each, lets
/// one copy live with every candidate (occupied: how close to the edge of true comfort; empty: how
/// deep a setback and how early to warm up again) and keeps the cheapest by
/// ``EnergyScorer/Day/cost`` plus what it will take to refill the walls. The copies meet the very
/// same weather, people and chance, because keyed draws do not depend on set points. It is a
/// rollout algorithm (Bertsekas 2019, "Reinforcement Learning and Optimal Control", section 2.1)
/// and no proof of a bound: candidates are few and stretches are chosen one after the other.
///
/// Its commands take the same unreliable way as an agent's; it sees the truth, so it repeats a lost
/// one at the next tick.
struct ForesightThermostat: Sendable {
  static let planEvery = SimDuration.hours(8)
  /// Less than the day by which weather tracks reach beyond their window.
  static let horizon = SimDuration.hours(16)
  /// Shorter absences are not worth a setback of their own.
  static let absenceMin = SimDuration.minutes(20)
  static let stretchMax = SimDuration.hours(6)
  /// K inside the true comfort band at which occupied rooms are held.
  static let margins = [-0.6, 0, 0.6, 1.2]
  static let depths = [3.0, 8]
  static let leads: [SimDuration] = [.zero, .minutes(45), .minutes(120)]
  /// The share of heat missing from the walls that the plant must bring back: the rest is saved on
  /// losses while it is missing.
  static let refillShare = 0.85

  private let start: SimTime
  private let thermostat: DeviceIndex?
  private var plannedUntil: SimTime
  private var steps: [SetpointStep] = []
  /// The step whose set points have not been seen at the thermostat yet.
  private var pending: SetpointStep?
  private var lastSent = SimTime.distantPast
  private var commandCount: UInt32 = 1 << 31
  /// The margin that was last found best, for the time beyond a plan.
  private var usualMargin = 0.6

  init(home: Home, start: SimTime) {
    self.start = start
    plannedUntil = start
    thermostat = home.sitePlan.devices.first { $0.kind == .thermostat }?.index
  }

  /// The commands of this moment.
  mutating func decide(
    for home: Home, weather: WeatherTrack, edge: EdgeSampler
  ) -> [Command] {
    let now = home.now
    guard let thermostat, now >= start else { return [] }
    if now >= plannedUntil {
      var planner = ForesightPlanner(
        home: home, weather: weather, edge: edge, usualMargin: usualMargin)
      steps = planner.plan()
      usualMargin = planner.usualMargin
      plannedUntil = now + Self.planEvery
    }
    while let next = steps.first, next.from <= now {
      pending = next.setpoints == nil ? nil : next
      lastSent = .distantPast
      steps.removeFirst()
    }
    guard let wanted = pending?.setpoints else { return [] }
    var commands: [Command] = []
    func send(_ action: CommandAction, _ value: Double, unless actual: Double) {
      guard (value - actual).magnitude > 0.051 else { return }
      commands.append(
        Command(
          sequence: commandCount, device: thermostat, action: action, origin: .energy,
          value: value, decidedAt: now))
      commandCount += 1
    }
    guard now - lastSent >= .minutes(1) else { return [] }
    send(.setHeatingSetpoint, wanted.heatingC, unless: home.heatingSetpoint)
    send(.setCoolingSetpoint, wanted.coolingC, unless: home.coolingSetpoint)
    // Once both have arrived, a resident's own change is left alone.
    if commands.isEmpty { pending = nil }
    lastSent = now
    return commands
  }
}

/// Set points from a moment on; nil leaves the thermostat as its people set it.
struct SetpointStep: Sendable {
  struct Pair: Hashable, Sendable {
    var heatingC: Double
    var coolingC: Double
  }

  var from: SimTime
  var setpoints: Pair?
}
