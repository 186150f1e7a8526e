public import Clockwork
import Quantities

/// Fine particles in the rooms of a dwelling, and the light that they take out of a beam: one smoke
/// for whoever breathes it, for monitors of the air and for smoke alarms.
///
/// Particles go where the air goes, by the very steps that move carbon dioxide. They also settle at
/// a rate k that is the same everywhere, so that exp(-k h) of a step's outcome without settling is
/// exact; what enters within a step settles for half of it, (1 - exp(-k h)) / (k h) of it stays to
/// second order.
///
/// What light they take is the sum of each kind's mass by its coefficient
/// (``ParticleKind/extinctionM2PerGram``). All kinds move alike, so that sum obeys the same law and
/// is carried beside the mass; nobody keeps masses by kind.
struct RoomParticles: Sendable {
  /// Rate at which PM2.5 settles, 1/h (Özkaynak and others, *J. Expo. Anal. Environ. Epidemiol.* 6
  /// (1996), 57-78: 0.39; Long and others, *Environ. Health Perspect.* 109 (2001): 0.1-0.5).
  static let settlingPerHour = 0.39
  /// What leaks let through of it (Chen and Zhao, *Atmospheric Environment* 45 (2011), 275-288: 0.6
  /// to 1.0); open windows let all in.
  static let penetration = 0.8
  /// 10 log10(e): dB of an extinction of 1.
  static let decibels = 4.342944819032518
  /// Less light lost than this, dB/m, is clean air to any alarm: a hundredth of the least level
  /// that EN 14604 allows one.
  static let cleanDBM = 5e-4

  /// PM2.5 at the last tick, µg/m³.
  private(set) var massUgM3: [Double]
  /// Light lost a metre at the last tick, 1/m.
  private(set) var extinctionM: [Double]
  /// PM2.5 one tick before.
  private(set) var earlierUgM3: [Double]

  /// Of each room, 1/m³.
  private let inverseVolumes: [Double]
  private let kept: Double
  private let keptInput: Double
  /// What comes into each room in the step under way: µg/(m³ s), and 1/(m s).
  private var massIn: [Double]
  private var extinctionIn: [Double]

  init(inverseVolumes: [Double], outdoorUgM3: Double, stepSeconds: Double) {
    self.inverseVolumes = inverseVolumes
    let count = inverseVolumes.count
    let settled = Self.settlingPerHour / 3_600 * stepSeconds
    kept = Elementary.exp(-settled)
    keptInput = (1 - kept) / settled
    let startUgM3 = Self.penetration * outdoorUgM3 / 2
    massUgM3 = Array(repeating: startUgM3, count: count)
    earlierUgM3 = massUgM3
    extinctionM = massUgM3.map { $0 * 1e-6 * ParticleKind.outdoor.extinctionM2PerGram }
    massIn = Array(repeating: 0, count: count)
    extinctionIn = massIn
  }

  func forEachStateValue(_ body: (Double) -> Void) {
    for value in massUgM3 { body(value) }
    for value in extinctionM { body(value) }
  }

  /// Light lost a metre in a room, dB/m; 0 in air that is clean to an alarm.
  func obscurationDBM(room: Int) -> Double {
    let lost = extinctionM[room] * Self.decibels
    return lost < Self.cleanDBM ? 0 : lost
  }

  /// Adds what a source gives to a room in the step to come.
  mutating func add(_ kind: ParticleKind, ugPerSecond: Double, room: Int) {
    let density = ugPerSecond * inverseVolumes[room]
    massIn[room] += density
    extinctionIn[room] += density * 1e-6 * kind.extinctionM2PerGram
  }

  /// Moves all one step on, with what sources gave and what air brings from outdoors.
  ///
  /// - Parameter gas: how a gas of a room moves over the step.
  mutating func step(
    _ exchange: RoomExchange, closedDoors: UInt16, gas: (_ room: Int) -> GasStep
  ) {
    swap(&massUgM3, &earlierUgM3)
    for room in massUgM3.indices { massUgM3[room] = earlierUgM3[room] }
    mix(.first, exchange, closedDoors)
    for room in massUgM3.indices {
      let step = gas(room)
      massUgM3[room] = step.after(massUgM3[room] * kept, massIn[room] * keptInput)
      extinctionM[room] = step.after(extinctionM[room] * kept, extinctionIn[room] * keptInput)
      massIn[room] = 0
      extinctionIn[room] = 0
    }
    mix(.second, exchange, closedDoors)
  }

  private mutating func mix(
    _ half: RoomExchange.Half, _ exchange: RoomExchange, _ closedDoors: UInt16
  ) {
    exchange.mixAir(half, &massUgM3, closedDoors: closedDoors)
    exchange.mixAir(half, &extinctionM, closedDoors: closedDoors)
  }
}

extension Dwelling {
  /// Follows fine particles and the light that they take from now on.
  public mutating func followParticles() {
    particles = RoomParticles(
      inverseVolumes: cells.map(\.inverseVolume), outdoorUgM3: outdoor.particlesUgM3,
      stepSeconds: builder.stepSeconds)
  }

  /// A meal begins at the hob.
  ///
  /// - Parameter rank: share 0..<1 of meals that smoke less.
  public mutating func beginMeal(rank: Double) {
    // Off the ends, where the quantile is infinite.
    let inner = min(max(rank, 1e-9), 1 - 1e-9)
    fryingFactor = AirSources.fryingFactor(deviate: Elementary.normalQuantile(inner))
  }

  /// Whether anybody follows fine particles.
  public var followsParticles: Bool { particles != nil }

  /// Light lost a metre in a room's air, dB/m, at the last tick; 0 in clean air, and where nobody
  /// follows particles.
  public func smokeDBM(room: Int) -> Double { particles?.obscurationDBM(room: room) ?? 0 }

  /// PM2.5 of a room as a monitor meets it at a moment since the last tick, µg/m³: as it was a step
  /// before, between the two ticks around that moment; nil where nobody follows it.
  public func particlesUgM3(room: Int, at time: SimTime) -> Double? {
    particles.map {
      let share = shareOfStep(at: time)
      return $0.earlierUgM3[room] + share * ($0.massUgM3[room] - $0.earlierUgM3[room])
    }
  }

  /// One step of them, in the air-flow mode of the rooms' last step.
  mutating func advanceParticles(_ people: [PersonLoad], _ openings: Openings) {
    guard particles != nil else { return }
    addParticles(people, openings)
    let modes = modes
    particles?.step(exchange, closedDoors: openings.closedDoors) { modes.current(room: $0).gas }
  }

  /// What enters the rooms in a step: from outdoors, appliances, people, fires and pots.
  private mutating func addParticles(_ people: [PersonLoad], _ openings: Openings) {
    for room in 0..<roomCount {
      let isOpen = openings.openWindows & (1 << UInt16(room)) != 0
      let through = isOpen ? 1 : RoomParticles.penetration
      particles?.add(
        .outdoor,
        ugPerSecond: modes.current(room: room).outdoorFlow * through * outdoor.particlesUgM3,
        room: room)
      let cleaners = people[room].cleanerCount
      if cleaners > 0 {
        particles?.add(
          .dust, ugPerSecond: AirSources.choresParticlesMgMin * 1e3 / 60 * cleaners, room: room)
      }
    }
    for unit in appliances.units where unit.isRunning {
      guard let (kind, rate) = AirSources.particlesMgMin(unit.kind) else { continue }
      let factor = unit.kind == .hob ? fryingFactor : 1
      particles?.add(kind, ugPerSecond: factor * rate * 1e3 / 60, room: unit.room)
    }
    for fire in mishaps.fires {
      let heatW = fire.heatW(amongPPM: rooms[fire.room].co2PPM)
      particles?.add(
        .soot, ugPerSecond: Burning.sootGrams(heatJ: heatW) * 1e6, room: fire.room)
    }
    for pot in mishaps.pots {
      particles?.add(.charred, ugPerSecond: pot.smokeGramsPerSecond * 1e6, room: pot.room)
    }
  }
}
