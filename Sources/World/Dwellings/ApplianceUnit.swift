import Clockwork
import Quantities
import Telemetry

/// One appliance or lamp: what it does now and what its meter says.
///
/// All is settled up to ``settledAt``; later questions are answered on a copy, so that asking
/// changes nothing.
struct ApplianceUnit: Sendable {
  /// A cycle under way.
  struct Cycle: Sendable {
    var program: UInt8
    var phase: UInt8 = 0
    var phaseStart: SimTime
    var phaseEnd: SimTime
    var durationScale: Double
    var powerScale: Double
    var start: SimTime
    var energyAtStartKWh: Double
    /// When it ends because its user wants it so: the last phase goes on until then, and no phase
    /// any longer; nil where the programme decides.
    var chosenEnd: SimTime?
  }

  let kind: ApplianceKind
  private let place: RoomIndex
  /// Whether the socket has power.
  private(set) var isPowered = true
  /// Scales every power.
  let rating: Double
  private(set) var settledAt: SimTime
  /// Energy used since the start of the run.
  private(set) var energyKWh = 0.0
  /// Reactive energy since then, kvarh.
  private(set) var reactiveKVArh = 0.0
  /// What the voltage makes of its powers from the settled moment on.
  private(set) var supply: LoadMix.Supply
  @Seldom private(set) var cycle: Cycle?
  /// Rated power of a lamp or of a home's electronics, W.
  let ownW: Double
  /// The share of a lamp's power that is on.
  private(set) var level = 0.0
  @Seldom var refrigerator: Refrigerator?

  init(_ kind: ApplianceKind, room: Int, rating: Double, ownW: Double = 0, at time: SimTime) {
    self.kind = kind
    place = RoomIndex(room)
    supply = LoadMix.all[Int(kind.rawValue)].supply(1, rating: rating)
    self.rating = rating
    self.ownW = ownW
    settledAt = time
  }

  /// What settling a stretch of time added.
  struct Settled {
    var energyKWh = 0.0
    var reactiveKVArh = 0.0
    var vapourGrams = 0.0
    /// A cycle that ended: its start, end and energy.
    var finished: (start: SimTime, end: SimTime, energyKWh: Double)?
  }

  var isRunning: Bool { _cycle.isThere }
  var room: Int { place.index }
  /// Number of the circuit that feeds it.
  var circuit: Int { Int(Circuit.of(kind).rawValue) }

  /// Power from the settled moment on, W.
  var powerW: Double {
    guard isPowered else { return 0 }
    if let cycle {
      let phase = phases(cycle)[Int(cycle.phase)]
      return supply.activeW(
        rating * cycle.powerScale * phase.power(elapsed: settledAt - cycle.phaseStart))
    }
    return supply.activeW(idleW)
  }

  /// A lamp's power at nominal voltage, W; its driver keeps the light steady.
  ///
  /// Inlined, for a call would copy the whole record.
  @inline(__always)
  var lightW: Double { isPowered ? level * ownW : 0 }

  /// Without a cycle, W.
  private var idleW: Double {
    if let refrigerator { return rating * refrigerator.powerW }
    return restW
  }

  /// Without a cycle, of what is no refrigerator, W.
  @inline(__always)
  private var restW: Double {
    if kind == .lamp { return level * ownW }
    if kind == .electronics { return ownW }
    return rating * kind.standbyW
  }

  private func phases(_ cycle: Cycle) -> [CyclePhase] {
    ApplianceProgram.all[Int(kind.rawValue)][Int(cycle.program)].phases
  }

  /// Moves the settled moment to `time`; earlier times change nothing.
  ///
  /// At most one cycle can end, for nothing starts by itself.
  mutating func settle(to time: SimTime) -> Settled {
    var result = Settled()
    if !isPowered {
      settledAt = max(settledAt, time)
      return result
    }
    while settledAt < time {
      if let current = cycle {
        settleCycle(current, to: min(time, current.phaseEnd), &result)
      } else if _refrigerator.isThere {
        settleRefrigerator(to: time, &result)
      } else {
        use(Watts(restW), until: time, &result)
        settledAt = time
      }
    }
    return result
  }

  /// What it will have used by a later moment, kWh.
  func gainKWh(to time: SimTime) -> Double {
    if !isPowered { return 0 }
    if !_cycle.isThere, !_refrigerator.isThere {
      let watts = supply.activeW(restW)
      return watts == 0
        ? 0 : KilowattHours(Watts(watts), microseconds: (time - settledAt).microseconds).value
    }
    var copy = self
    return copy.settle(to: time).energyKWh
  }

  /// Settles at once what is off or unplugged and uses nothing; false if there is more to do.
  @inline(__always)
  mutating func rest(until time: SimTime) -> Bool {
    guard !_cycle.isThere, !_refrigerator.isThere, !isPowered || restW == 0 else { return false }
    settledAt = time
    return true
  }

  private mutating func use(_ power: Watts, until time: SimTime, _ result: inout Settled) {
    if power.value == 0 { return }
    let span = (time - settledAt).microseconds
    add(
      KilowattHours(Watts(supply.activeW(power.value)), microseconds: span).value,
      KilowattHours(Watts(supply.reactiveVAr(power.value)), microseconds: span).value, &result)
  }

  /// Books kWh and kvarh.
  @inline(__always)
  private mutating func add(_ energy: Double, _ reactive: Double, _ result: inout Settled) {
    energyKWh += energy
    reactiveKVArh += reactive
    result.energyKWh += energy
    result.reactiveKVArh += reactive
  }

  private mutating func settleCycle(
    _ current: Cycle, to end: SimTime, _ result: inout Settled
  ) {
    let phases = phases(current)
    let phase = phases[Int(current.phase)]
    let span = end - settledAt
    let scale = rating * current.powerScale
    let on =
      phase.onTime(until: end - current.phaseStart)
      - phase.onTime(until: settledAt - current.phaseStart)
    func energy(_ power: (Double) -> Double) -> Double {
      (KilowattHours(Watts(power(scale * phase.watts)), microseconds: on.microseconds)
        + KilowattHours(
          Watts(power(scale * phase.restWatts)), microseconds: (span - on).microseconds)).value
    }
    add(energy(supply.activeW), energy(supply.reactiveVAr), &result)
    result.vapourGrams += phase.vapourGramsPerHour * span.hours
    settledAt = end
    guard end == current.phaseEnd else { return }
    if Int(current.phase) + 1 < phases.count, current.chosenEnd != end {
      var next = current
      next.phase += 1
      next.phaseStart = end
      next.phaseEnd = phaseEnd(next)
      cycle = next
    } else {
      finish(&result)
    }
  }

  private mutating func settleRefrigerator(to time: SimTime, _ result: inout Settled) {
    guard var machine = refrigerator else { return }
    let end = min(time, machine.switchAt)
    use(Watts(rating * machine.powerW), until: end, &result)
    settledAt = max(settledAt, end)
    guard machine.switchAt <= settledAt else { return }
    machine.toggle(at: settledAt)
    refrigerator = machine
  }

  private mutating func finish(_ result: inout Settled) {
    guard let ended = cycle else { return }
    result.finished = (ended.start, settledAt, energyKWh - ended.energyAtStartKWh)
    cycle = nil
  }

  /// When the phase that a cycle is in ends.
  private func phaseEnd(_ cycle: Cycle) -> SimTime {
    let phases = phases(cycle)
    let end = cycle.phaseStart + Self.length(phases[Int(cycle.phase)], cycle.durationScale)
    guard let chosen = cycle.chosenEnd else { return end }
    return Int(cycle.phase) + 1 == phases.count ? chosen : min(end, chosen)
  }

  private static func length(_ phase: CyclePhase, _ scale: Double) -> SimDuration {
    .microseconds(Int64((phase.seconds * scale * 1e6).rounded()))
  }

  // MARK: - Changes, all at the settled moment

  /// Starts a cycle unless one is under way; the time at which it will end by itself.
  mutating func start(_ jitter: CycleJitter, duration: SimDuration?) -> SimTime? {
    guard !_cycle.isThere, isPowered, !kind.isAlwaysOn, kind != .lamp else { return nil }
    let program = ApplianceProgram.index(kind, jitter: jitter)
    let description = ApplianceProgram.all[Int(kind.rawValue)][program]
    let durationScale = 1 + description.durationSpread * (2 * jitter.duration - 1)
    let powerScale = 1 + description.powerSpread * (2 * jitter.power - 1)
    var end = settledAt
    for phase in description.phases { end += Self.length(phase, durationScale) }
    var begun = Cycle(
      program: UInt8(program), phaseStart: settledAt, phaseEnd: settledAt,
      durationScale: durationScale,
      powerScale: powerScale, start: settledAt, energyAtStartKWh: energyKWh)
    if kind.hasChosenDuration {
      if let duration { end = settledAt + max(duration, .microseconds(1)) }
      if duration == nil, kind.isOpenEnded { end = .distantFuture }
      begun.chosenEnd = end
    }
    begun.phaseEnd = phaseEnd(begun)
    cycle = begun
    return end
  }

  /// Lets a cycle whose user chose its length run until `end` instead; false if none such is under
  /// way.
  mutating func letRun(until end: SimTime) -> Bool {
    guard var changed = cycle, changed.chosenEnd != nil else { return false }
    changed.chosenEnd = max(end, settledAt + .microseconds(1))
    changed.phaseEnd = phaseEnd(changed)
    cycle = changed
    return true
  }

  /// Ends a cycle before its time.
  mutating func stop() -> Settled {
    var result = Settled()
    finish(&result)
    return result
  }

  /// Lives on under another voltage; `other` is its kind's at a rating of 1.
  @inline(__always)
  mutating func take(_ other: LoadMix.Supply) {
    supply.first = other.first
    supply.rest = other.rest
    supply.reactive = other.reactive
  }

  mutating func setLevel(_ level: Double) { self.level = min(1, max(0, level)) }

  /// Gives or takes the socket's power; a cycle under way ends.
  mutating func setPowered(_ isPowered: Bool) -> Settled {
    guard isPowered != self.isPowered else { return Settled() }
    self.isPowered = isPowered
    let now = settledAt
    refrigerator?.setPower(isPowered, at: now)
    return isPowered ? Settled() : stop()
  }
}

extension CyclePhase {
  /// How long the pulses of a phase were on in its first `elapsed`; all of it at constant power.
  func onTime(until elapsed: SimDuration) -> SimDuration {
    if periodSeconds == 0 { return elapsed }
    let pulse = SimDuration.microseconds(Int64(pulseSeconds * 1e6))
    let period = SimDuration.microseconds(Int64(periodSeconds * 1e6))
    let whole = elapsed / period
    return pulse * whole + min(pulse, elapsed - period * whole)
  }

  /// W, `elapsed` after the phase began.
  func power(elapsed: SimDuration) -> Double {
    if periodSeconds == 0 { return watts }
    let period = SimDuration.microseconds(Int64(periodSeconds * 1e6))
    let within = elapsed - period * (elapsed / period)
    return within.seconds < pulseSeconds ? watts : restWatts
  }
}
