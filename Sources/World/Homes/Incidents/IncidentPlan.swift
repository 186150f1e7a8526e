public import Clockwork
internal import Dwellings
internal import Telemetry
public import Truth

/// An incident that will happen in a home, or that waits from its start on for what it needs.
struct PlannedIncident: Sendable {
  var effect: IncidentRule.Effect
  /// Where, for those that need nobody; a position in the plan.
  var room: Int?
  /// Where it may be, for those that need somebody; nil for anywhere.
  var allowedRooms: UInt16?
  var start: SimTime
  /// nil: to the end of the run.
  var length: SimDuration?
  /// What its own chance is keyed by: position of the rule, number of the onset.
  var event: UInt64
  /// Position of the rule.
  var rule: UInt64 { event >> 32 }
}

/// Draws what will go wrong in one home.
///
/// All chance is keyed by home, rule and onset, so that another rule or home changes nobody's
/// incidents. Moments are whole minutes of the home's life, the grid of its physics.
struct IncidentPlan {
  private let specification: HomeSpecification
  private let plan: DwellingPlan
  private let hasSolar: Bool
  let key: RandomKey

  init(_ specification: HomeSpecification, _ plan: DwellingPlan, hasSolar: Bool) {
    self.specification = specification
    self.plan = plan
    self.hasSolar = hasSolar
    key = RandomKey(
      seed: specification.seed, purpose: .incident, entity: UInt64(specification.home.rawValue))
  }

  /// The incidents of all rules that strike this home, rule by rule, in time.
  var incidents: [PlannedIncident] {
    specification.incidentRules.flatMap { rule -> [PlannedIncident] in
      guard isPossible(rule), rule.reach.hits(lot(rule)) else { return [] }
      return onsets(rule).filter { incident in
        incident.length.map { incident.start + $0 > specification.birth } ?? true
      }
    }
  }

  /// The home's lot for a rule; entities part equal draws.
  func lot(_ rule: IncidentRule) -> FaultLot {
    FaultLot(
      draw: key.uniform(Self.event(rule, onset: 0, part: 0)),
      entity: UInt64(specification.home.rawValue))
  }

  /// Whether the home has what can fail.
  func isPossible(_ rule: IncidentRule) -> Bool {
    switch rule.effect {
    case .waterLeak(_, let isHot):
      (!isHot || specification.water.hasTank) && !rooms(rule).isEmpty
    case .fridgeFailure: plan.appliance(.fridgeFreezer) != nil
    case .stoveLeftOn: plan.appliance(.hob) != nil
    case .smoke, .windowLeftOpen: !rooms(rule).isEmpty
    case .refrigerantLoss(_, let machine):
      switch machine {
      case .heatPump: specification.plant == .heatPump
      case .airConditioner: specification.plant != .heatPump && specification.plant.canCool
      case .either: specification.plant == .heatPump || specification.plant.canCool
      }
    case .solarStringFailure: hasSolar
    case .heatingFailure, .intrusion, .fall, .meterTampering: true
    }
  }

  private func onsets(_ rule: IncidentRule) -> [PlannedIncident] {
    guard let rate = rule.ratePerDay else { return [incident(rule, onset: 0, at: rule.start)] }
    guard rate > 0 else { return [] }
    var found: [PlannedIncident] = []
    var time = rule.start
    while found.count < Self.onsetCountMax {
      let uniform = key.uniform(Self.event(rule, onset: found.count, part: 1))
      guard let onset = time.nextEvent(perDay: rate, uniform: uniform), onset < specification.end
      else { break }
      let next = incident(rule, onset: found.count, at: onset)
      found.append(next)
      // Whole minutes: what is over then is over before the next begins.
      guard let length = next.length else { break }
      time = next.start + length
    }
    return found
  }

  /// As many as fit in the keys of their chance.
  static let onsetCountMax = 1 << 20

  private func incident(_ rule: IncidentRule, onset: Int, at time: SimTime) -> PlannedIncident {
    let rooms = rooms(rule)
    let event = Self.event(rule, onset: onset, part: 2)
    let needsSomebody = rule.effect.kind == .windowLeftOpen
    let chosen = Int(key.uniform(event) * Double(rooms.count))
    return PlannedIncident(
      effect: rule.effect,
      room: rooms.isEmpty || needsSomebody ? nil : rooms[min(chosen, rooms.count - 1)],
      allowedRooms: needsSomebody ? rooms.reduce(0) { $0 | 1 << UInt16($1) } : nil,
      start: time.roundedUp(to: .minutes(1), from: specification.birth),
      length: rule.length.map {
        SimDuration.minutes(($0.microseconds + 59_999_999) / 60_000_000)
      }, event: event)
  }

  /// The rooms in which a rule's incident may be; where the file names none, those with pipes or
  /// with what smoulders.
  private func rooms(_ rule: IncidentRule) -> [Int] {
    plan.rooms.indices.filter { index in
      let room = plan.rooms[index]
      let isNamed = room.isMeant(by: rule.room)
      return switch rule.effect.kind {
      case .waterLeak:
        isNamed && (rule.room != nil || room.kind == .kitchen || room.kind == .bathroom)
      case .smoke:
        isNamed && (rule.room != nil || room.kind != .hallway && room.kind != .bathroom)
      case .windowLeftOpen: isNamed && room.hasWindow
      default: false
      }
    }
  }

  /// Scenarios have at most 1,000 rules.
  private static func event(_ rule: IncidentRule, onset: Int, part: UInt64) -> UInt64 {
    UInt64(rule.index) << 32 | UInt64(onset) << 8 | part
  }
}

extension Home {
  /// The home's lot for a rule; nil where its incident cannot happen.
  public static func incidentLot(
    of specification: HomeSpecification, for rule: IncidentRule
  ) -> FaultLot? {
    let plan = HomeBuilder(specification).incidentPlan
    return plan.isPossible(rule) ? plan.lot(rule) : nil
  }

  /// Which of some rules can strike nobody in a home, and the names of its rooms and of their
  /// kinds.
  public static func prospects(
    of specification: HomeSpecification, _ faults: [FaultRule], _ incidents: [IncidentRule]
  ) -> (faults: [FaultRule], incidents: [IncidentRule], roomNames: [String]) {
    let parts = HomeBuilder(specification)
    let plan = parts.incidentPlan
    return (
      faults.filter { parts.fitting($0).isEmpty }, incidents.filter { !plan.isPossible($0) },
      parts.plan.rooms.flatMap { [$0.name, $0.kind.name] }
    )
  }

  /// What is planned to go wrong in a home before it lives, and from when on; of some kinds it is
  /// the home's life that says when, or whether at all.
  public static func plannedIncidents(
    of specification: HomeSpecification
  ) -> [(kind: IncidentKind, start: SimTime)] {
    guard !specification.incidentRules.isEmpty else { return [] }
    return HomeBuilder(specification).incidentPlan.incidents
      .filter { $0.start < specification.end }.map { ($0.effect.kind, $0.start) }
  }
}

extension Purpose {
  static let incident = Purpose("homes.incident")
  static let intruder = Purpose("homes.intruder")
}
