internal import Clockwork
internal import Truth

/// Holds every appliance and lamp against its rating and against who may have started it.
///
/// What is not under way draws its standby at most, whoever is at home; so an empty or sleeping
/// home draws no more than what always runs, what stands by, and what was started before.
struct PowerGuard: Sendable {
  /// Of one appliance or lamp.
  private struct Unit: Sendable {
    /// At rest, a lamp's as it was last switched.
    var restW: Double
    var busyW: Double
    var energyKWh: Double
    /// The start of the cycle that was under way after the last step.
    var start: SimTime?
    /// Share of a lamp's power, as it was last switched.
    var level: Double
    /// Whether it may draw more than at rest in the step to come.
    var isActive: Bool
  }

  /// What rounding of a meter of 1 MWh can come to, and more.
  private static let roundingJ = 0.01

  private var units: [Unit]
  /// What must be looked at in this step.
  private var active: [Int] = []
  private let applianceCount: Int
  var unitCount: Int { units.count }
  var lampCount: Int { units.count - applianceCount }
  /// Since the last step.
  private var permitted: [(appliance: Int, time: SimTime)] = []
  private var time: SimTime

  /// - Parameter voltageMax: the highest that comes, over its nominal.
  init(
    _ bank: ApplianceBank, at time: SimTime, voltageMax: Double,
    _ record: inout PlausibilityRecord
  ) {
    self.time = time
    applianceCount = bank.applianceCount
    units = bank.units.map { unit in
      let isLamp = unit.kind == .lamp
      let most = LoadMix.all[Int(unit.kind.rawValue)].factorMax(voltageMax)
      return Unit(
        restW: most * (isLamp ? unit.level * unit.ownW : ElectricRating.idleW(unit)),
        busyW: most * (isLamp ? unit.ownW : ElectricRating.peakW(unit)),
        energyKWh: unit.energyKWh, start: unit.cycle?.start, level: unit.level,
        isActive: unit.isRunning)
    }
    for own in bank.units where own.kind != .lamp && own.kind != .electronics {
      let ratedW = ElectricRating.peakW(own)
      let plateW = Nameplate.tolerance * Nameplate.ratedW(own)
      if ratedW <= plateW { continue }
      record.note(
        Implausibility(
          .circuitRating, at: time, own.kind.name, found: "a rating of \(brief(ratedW)) W",
          expected: "at most its nameplate's \(brief(plateW)) W"))
    }
  }

  mutating func permitStart(of appliance: Int, at time: SimTime) {
    permitted.append((appliance, time))
  }

  /// A hand or a command sets a lamp.
  mutating func setLamp(room: Int, level: Double) {
    units[applianceCount + room].level = level
    units[applianceCount + room].restW = level * units[applianceCount + room].busyW
    units[applianceCount + room].isActive = true
  }

  mutating func look(
    at bank: ApplianceBank, _ now: SimTime, _ record: inout PlausibilityRecord
  ) {
    let seconds = (now - time).seconds
    time = now
    // What ended since the last step was busy for a part of it.
    for cycle in bank.finished {
      units[cycle.appliance].isActive = true
      lookAtStart(cycle.start, of: cycle.appliance, bank, &record)
    }
    findActive(bank, seconds)
    for index in active { look(at: bank.units[index], index, seconds, bank, &record) }
    permitted.removeAll(keepingCapacity: true)
  }

  /// Books what rests or burns as it was switched; the others are looked at one by one.
  private mutating func findActive(_ bank: ApplianceBank, _ seconds: Double) {
    var found = active
    active = []
    found.removeAll(keepingCapacity: true)
    bank.units.withUnsafeBufferPointer { own in
      units.withUnsafeMutableBufferPointer { units in
        for index in 0..<own.count {
          let energyKWh = own[index].energyKWh
          let usedJ = (energyKWh - units[index].energyKWh) * 3.6e6
          let isWithin =
            usedJ >= 0 && usedJ <= units[index].restW * seconds + Self.roundingJ
            && own[index].level == units[index].level
          if isWithin, !units[index].isActive, own[index].cycle == nil {
            units[index].energyKWh = energyKWh
          } else {
            found.append(index)
          }
        }
      }
    }
    active = found
  }

  /// Of one appliance or lamp that did something.
  private mutating func look(
    at own: ApplianceUnit, _ index: Int, _ seconds: Double, _ bank: ApplianceBank,
    _ record: inout PlausibilityRecord
  ) {
    let usedJ = (own.energyKWh - units[index].energyKWh) * 3.6e6
    units[index].energyKWh = own.energyKWh
    let start = own.cycle?.start
    let isActive = units[index].isActive || start != nil
    if start != units[index].start {
      if let start { lookAtStart(start, of: index, bank, &record) }
      units[index].start = start
    }
    units[index].isActive = start != nil
    if own.level != units[index].level {
      record.note(
        Implausibility(
          .attendance, at: time, "lamp of room \(own.room)",
          found: "\(brief(own.level)) of its power",
          expected: "\(brief(units[index].level)), as it was last switched"))
    }
    let limitW = isActive ? units[index].busyW : units[index].restW
    guard usedJ >= 0, usedJ <= limitW * seconds * (1 + 1e-9) + Self.roundingJ else {
      return tell(index, usedJ / seconds, limitW, isActive, bank, time, &record)
    }
  }

  private func tell(
    _ index: Int, _ watts: Double, _ limitW: Double, _ isBusy: Bool, _ bank: ApplianceBank,
    _ now: SimTime, _ record: inout PlausibilityRecord
  ) {
    record.note(
      Implausibility(
        .appliancePower, at: now, bank.units[index].kind.name,
        found: "\(brief(watts)) W" + (isBusy ? "" : " with no cycle under way"),
        expected: "0 to \(brief(limitW)) W"))
  }

  private func lookAtStart(
    _ start: SimTime, of index: Int, _ bank: ApplianceBank, _ record: inout PlausibilityRecord
  ) {
    guard start != units[index].start else { return }
    record.add(.attendance)
    guard permitted.contains(where: { $0.appliance == index && $0.time == start }) else {
      return record.note(
        Implausibility(
          .attendance, at: start, bank.units[index].kind.name,
          found: "a start that nobody at home and awake made",
          expected: "one that is asked for, or none"))
    }
  }
}
