import Quantities
import Telemetry

/// Organic vapours and sound in the rooms of a dwelling; fine particles are in ``RoomParticles``.
///
/// Vapours go where the air goes, by the very steps that move carbon dioxide.
struct AirQuality: Sendable {
  /// µg/m³.
  private(set) var vapours: [Double]
  /// 1...500.
  private(set) var vapourIndex: [Double]
  /// The same one tick before.
  private(set) var earlierIndex: [Double]
  /// A-weighted equivalent level of the last step, dB re 20 µPa.
  private(set) var soundDB: [Double]
  private var learners: [VapourIndex]

  private let volumes: [Double]
  /// Of sound power to pressure: 4 / A, 1/m².
  private let reverberance: [Double]
  /// Of each room when nothing is heard in it, as energy.
  private let quiet: [Float]
  private let doorways: [(a: Int, b: Int)]
  /// A bit a room.
  private let windows: UInt16
  private let buildingUgS: [Double]

  init(_ plan: DwellingPlan, stepSeconds: Double) {
    let count = plan.rooms.count
    volumes = plan.rooms.map { $0.areaM2 * plan.heightM }
    // Sabine: A = 0.16 V / T.
    reverberance = volumes.map { 4 / (0.16 * $0 / AirSources.reverberationSeconds) }
    doorways = plan.doorways.map { ($0.a.index, $0.b.index) }
    quiet = plan.rooms.map { Float(Self.energy(Double($0.quietDB))) }
    windows = plan.rooms.indices.reduce(0) {
      plan.rooms[$1].hasWindow ? $0 | 1 << UInt16($1) : $0
    }
    buildingUgS = plan.rooms.map { AirSources.buildingMgM2Hour * $0.areaM2 * 1e3 / 3_600 }
    vapours = Array(repeating: 4 * AirSources.outdoorVapoursUgM3, count: count)
    soundDB = plan.rooms.map { Double($0.quietDB) }
    learners = vapours.map { VapourIndex(startUgM3: $0, stepSeconds: stepSeconds) }
    vapourIndex = Array(repeating: VapourIndex.mean, count: count)
    earlierIndex = vapourIndex
  }

  func forEachStateValue(_ body: (Double) -> Void) {
    for value in vapours { body(value) }
    for value in soundDB { body(value) }
    for value in vapourIndex { body(value) }
  }

  /// What one step depends on.
  struct Inputs {
    /// m³/s from outdoors into each room.
    var flows: [Double]
    var openings: Openings
    var people: [PersonLoad]
    /// Appliances that run, and where.
    var running: [(kind: ApplianceKind, room: Int)]
    /// Where gas burns in a boiler or heater.
    var burner: Int?
    /// Whether a blower moves air through all rooms.
    var isBlowing: Bool
    /// Before the windows, dB(A); nil without a street and anything else to hear.
    var outdoorDB: Double?
  }

  /// - Parameter gas: how a gas of a room moves over the step.
  mutating func step(
    _ inputs: Inputs, _ exchange: RoomExchange, gas: (_ room: Int) -> GasStep
  ) {
    let count = vapours.count
    let emitted = emissions(inputs)
    exchange.mixAir(.first, &vapours, closedDoors: inputs.openings.closedDoors)
    for room in 0..<count {
      let source = emitted[room] + inputs.flows[room] * AirSources.outdoorVapoursUgM3
      vapours[room] = gas(room).after(vapours[room], source / volumes[room])
    }
    exchange.mixAir(.second, &vapours, closedDoors: inputs.openings.closedDoors)
    swap(&vapourIndex, &earlierIndex)
    for room in 0..<count { vapourIndex[room] = learners[room].step(vapours[room]) }
    hear(inputs)
  }

  /// µg/s of vapours by room.
  private func emissions(_ inputs: Inputs) -> [Double] {
    var vapour = buildingUgS
    for source in inputs.running where source.kind == .hob || source.kind == .oven {
      vapour[source.room] += AirSources.cookingMgMin * 1e3 / 60
    }
    for (room, person) in inputs.people.enumerated() {
      vapour[room] +=
        AirSources.personMgHour * 1e3 / 3_600 * person.co2LitresPerMinute
        / AirSources.personCO2LMin
      vapour[room] += AirSources.choresMgMin * 1e3 / 60 * person.cleanerCount
    }
    return vapour
  }

  private static func energy(_ decibels: Double) -> Double {
    Elementary.exp(decibels * 0.1 * 2.302585092994046)
  }

  /// The rooms' levels: what sounds in them and what comes through doors, ducts and windows, as
  /// energies.
  private mutating func hear(_ inputs: Inputs) {
    var own = [Double](repeating: 0, count: volumes.count)
    for source in inputs.running {
      guard let power = AirSources.soundPowerDB(source.kind) else { continue }
      own[source.room] += Self.energy(power) * reverberance[source.room]
    }
    if let room = inputs.burner {
      own[room] += Self.energy(AirSources.burnerDB) * reverberance[room]
    }
    for (room, person) in inputs.people.enumerated() where person.wakingCount > 0 {
      let voices = (person.wakingCount / 2).rounded(.down) * AirSources.talkShare
      own[room] +=
        (voices * Self.energy(AirSources.voiceDB) + person.wakingCount
          * Self.energy(AirSources.presenceDB))
        * reverberance[room]
    }
    var heard = own
    for (door, ends) in doorways.enumerated() {
      let isClosed = inputs.openings.closedDoors & (1 << UInt16(door)) != 0
      let share = Self.energy(-(isClosed ? AirSources.closedDoorDB : AirSources.openDoorDB))
      heard[ends.a] += share * own[ends.b]
      heard[ends.b] += share * own[ends.a]
    }
    let duct = inputs.isBlowing ? Self.energy(AirSources.ductDB) : 0
    let outdoors = inputs.outdoorDB.map(Self.energy) ?? 0
    let (shut, open) = (
      Self.energy(-AirSources.shutWindowDB), Self.energy(-AirSources.openWindowDB)
    )
    for room in heard.indices {
      var sum = heard[room] + Double(quiet[room]) + duct
      if windows & (1 << UInt16(room)) != 0 {
        sum += outdoors * (inputs.openings.openWindows & (1 << UInt16(room)) != 0 ? open : shut)
      }
      soundDB[room] = 10 * Elementary.log10(sum)
    }
  }
}
