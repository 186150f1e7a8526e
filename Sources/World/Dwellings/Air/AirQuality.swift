import Quantities
import Telemetry

/// Fine particles, organic vapours and sound in the rooms of a dwelling.
///
/// Particles and vapours go where the air goes, by the very matrices that move carbon dioxide:
/// x' = A x + f. Particles also settle at a rate k that is the same everywhere, so A - k I commutes
/// with A and exp((A - k I) h) = exp(-k h) exp(A h) exactly; what enters within a step settles for
/// half of it, (1 - exp(-k h)) / (k h) of it stays to second order.
struct AirQuality: Sendable {
  /// Rate at which PM2.5 settles, 1/h (Özkaynak and others, *J. Expo. Anal. Environ. Epidemiol.* 6
  /// (1996), 57-78: 0.39; Long and others, *Environ. Health Perspect.* 109 (2001): 0.1-0.5).
  static let settlingPerHour = 0.39
  /// What leaks let through of it (Chen and Zhao, *Atmospheric Environment* 45 (2011), 275-288: 0.6
  /// to 1.0); open windows let all in.
  static let penetration = 0.8

  /// µg/m³.
  private(set) var particles: [Double]
  private(set) var vapours: [Double]
  /// 1...500.
  private(set) var vapourIndex: [Double]
  /// A-weighted equivalent level of the last step, dB re 20 µPa.
  private(set) var soundDB: [Double]
  private var learners: [VapourIndex]

  private let volumes: [Double]
  /// Of sound power to pressure: 4 / A, 1/m².
  private let reverberance: [Double]
  private let doorways: [(a: Int, b: Int)]
  private let buildingUgS: [Double]
  private let kept: Double
  private let keptInput: Double
  private let seconds: Double

  init(_ plan: DwellingPlan, outdoorUgM3: Double, stepSeconds: Double) {
    let count = plan.rooms.count
    volumes = plan.rooms.map { $0.areaM2 * plan.heightM }
    // Sabine: A = 0.16 V / T.
    reverberance = volumes.map { 4 / (0.16 * $0 / AirSources.reverberationSeconds) }
    doorways = plan.doorways.map { ($0.a.index, $0.b.index) }
    buildingUgS = plan.rooms.map { AirSources.buildingMgM2Hour * $0.areaM2 * 1e3 / 3_600 }
    let settled = Self.settlingPerHour / 3_600 * stepSeconds
    kept = Elementary.exp(-settled)
    keptInput = (1 - kept) / settled
    seconds = stepSeconds
    particles = Array(repeating: Self.penetration * outdoorUgM3 / 2, count: count)
    vapours = Array(repeating: 4 * AirSources.outdoorVapoursUgM3, count: count)
    soundDB = Array(repeating: AirSources.backgroundDB, count: count)
    learners = vapours.map { VapourIndex(startUgM3: $0, stepSeconds: stepSeconds) }
    vapourIndex = Array(repeating: VapourIndex.mean, count: count)
  }

  func forEachStateValue(_ body: (Double) -> Void) {
    for value in particles { body(value) }
    for value in vapours { body(value) }
    for value in soundDB { body(value) }
    for value in vapourIndex { body(value) }
  }

  /// What one step depends on.
  struct Inputs {
    var particlesOutdoors: Double
    /// m³/s from outdoors into each room.
    var flows: [Double]
    var openings: Openings
    var people: [PersonLoad]
    /// Appliances that run, and where.
    var running: [(kind: ApplianceKind, room: Int)]
    /// Heat of fires by room, W.
    var fires: [(room: Int, heatW: Double)]
  }

  /// - Parameters:
  ///   - transition: of a gas over the step, columns of `stride` numbers.
  ///   - input: its integral.
  mutating func step(
    _ inputs: Inputs, transition: UnsafePointer<Double>, input: UnsafePointer<Double>, stride: Int
  ) {
    let count = particles.count
    var (dust, vapour) = emissions(inputs)
    for room in 0..<count {
      let isOpen = inputs.openings.openWindows & (1 << UInt16(room)) != 0
      let flow = inputs.flows[room]
      dust[room] += flow * (isOpen ? 1 : Self.penetration) * inputs.particlesOutdoors
      vapour[room] += flow * AirSources.outdoorVapoursUgM3
      dust[room] /= volumes[room]
      vapour[room] /= volumes[room]
    }
    var (nextDust, nextVapour) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    for column in 0..<count {
      for row in 0..<count {
        let (e, g) = (transition[column * stride + row], input[column * stride + row])
        nextDust[row] += kept * e * particles[column] + keptInput * g * dust[column]
        nextVapour[row] += e * vapours[column] + g * vapour[column]
      }
    }
    (particles, vapours) = (nextDust, nextVapour)
    for room in 0..<count { vapourIndex[room] = learners[room].step(vapours[room]) }
    hear(inputs)
  }

  /// µg/s of particles and vapours by room.
  private func emissions(_ inputs: Inputs) -> (dust: [Double], vapour: [Double]) {
    var (dust, vapour) = ([Double](repeating: 0, count: volumes.count), buildingUgS)
    for source in inputs.running {
      dust[source.room] += AirSources.particlesMgMin(source.kind) * 1e3 / 60
      if source.kind == .hob || source.kind == .oven {
        vapour[source.room] += AirSources.cookingMgMin * 1e3 / 60
      }
    }
    for (room, person) in inputs.people.enumerated() {
      vapour[room] +=
        AirSources.personMgHour * 1e3 / 3_600 * person.co2LitresPerMinute
        / AirSources.personCO2LMin
      dust[room] += AirSources.choresParticlesMgMin * 1e3 / 60 * person.cleanerCount
      vapour[room] += AirSources.choresMgMin * 1e3 / 60 * person.cleanerCount
    }
    for fire in inputs.fires { dust[fire.room] += AirSources.smokeGramsPerMJ * fire.heatW }
    return (dust, vapour)
  }

  /// The rooms' levels: what sounds in them and what comes through their doors, as energies.
  private mutating func hear(_ inputs: Inputs) {
    func energy(_ decibels: Double) -> Double {
      Elementary.exp(decibels * 0.1 * 2.302585092994046)
    }
    var own = [Double](repeating: 0, count: volumes.count)
    for source in inputs.running {
      guard let power = AirSources.soundPowerDB(source.kind) else { continue }
      own[source.room] += energy(power) * reverberance[source.room]
    }
    for (room, person) in inputs.people.enumerated() where person.wakingCount > 0 {
      let voices = (person.wakingCount / 2).rounded(.down) * AirSources.talkShare
      own[room] +=
        (voices * energy(AirSources.voiceDB) + person.wakingCount * energy(AirSources.presenceDB))
        * reverberance[room]
    }
    var heard = own
    for (door, ends) in doorways.enumerated() {
      let isClosed = inputs.openings.closedDoors & (1 << UInt16(door)) != 0
      let share = energy(-(isClosed ? AirSources.closedDoorDB : AirSources.openDoorDB))
      heard[ends.a] += share * own[ends.b]
      heard[ends.b] += share * own[ends.a]
    }
    for room in heard.indices {
      let isOpen = inputs.openings.openWindows & (1 << UInt16(room)) != 0
      let background = AirSources.backgroundDB + (isOpen ? AirSources.openWindowDB : 0)
      soundDB[room] = 10 * Elementary.log10(heard[room] + energy(background))
    }
  }
}
