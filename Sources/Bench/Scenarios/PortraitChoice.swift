internal import Clockwork
internal import Homes
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// The home and the day that the report draws: where something goes wrong, if anything does.
struct PortraitChoice: Sendable {
  /// Faults are looked for in so many homes; more would cost time and tell no more.
  static let homeCountMax = 200

  private(set) var home = 0
  /// The sensor whose room is drawn; the first room if nil.
  private(set) var device: DeviceIndex?
  /// Where the drawn day begins, a whole number of days after the run's start.
  private(set) var dayStart: SimTime

  /// Prefers a faulty thermometer, whose room is then drawn, to a fault of the whole home, and
  /// that to another faulty sensor.
  init(_ plan: RunPlan) {
    dayStart = plan.start
    typealias Found = (
      home: Int, device: DeviceIndex?, kind: FaultKind, start: SimTime, end: SimTime
    )
    var uplink: Found?
    var other: Found?
    for index in 0..<min(plan.scenario.homeCount, Self.homeCountMax) {
      for event in Home.faults(of: plan.specification(index)) {
        switch event {
        case .fault(let sensor, .temperature, let kind, _, let from, let to)
        where Self.isSeen(from, to, plan):
          home = index
          device = sensor
          dayStart = Self.day(of: kind, from, to, plan)
          return
        case .fault(let sensor, _, let kind, _, let from, let to)
        where other == nil && Self.isSeen(from, to, plan):
          other = (index, sensor, kind, from, to)
        case .deviceFault(let sensor, let kind, _, let from, let to)
        where other == nil && Self.isSeen(from, to, plan):
          other = (index, sensor, kind, from, to)
        case .uplinkFault(let kind, let from, let to)
        where uplink == nil && Self.isSeen(from, to, plan):
          uplink = (index, nil, kind, from, to)
        default: break
        }
      }
    }
    if let found = uplink ?? other {
      home = found.home
      device = found.device
      dayStart = Self.day(of: found.kind, found.start, found.end, plan)
    } else {
      chooseIncident(plan)
    }
  }

  /// The first incident that waits for nobody, else the first that is planned.
  private mutating func chooseIncident(_ plan: RunPlan) {
    let end = min(plan.end, plan.start + Portrait.length)
    var other: (home: Int, start: SimTime)?
    for index in 0..<min(plan.scenario.homeCount, Self.homeCountMax) {
      for incident in Home.plannedIncidents(of: plan.specification(index))
      where incident.start >= plan.start && incident.start < end {
        let waits = [.windowLeftOpen, .stoveLeftOn, .intrusion, .fall].contains(incident.kind)
        if !waits {
          (home, dayStart) = (index, plan.start + .days((incident.start - plan.start) / .days(1)))
          return
        }
        if other == nil { other = (index, incident.start) }
      }
    }
    if let other {
      (home, dayStart) = (other.home, plan.start + .days((other.start - plan.start) / .days(1)))
    }
  }

  private static func isSeen(_ from: SimTime, _ to: SimTime, _ plan: RunPlan) -> Bool {
    to > plan.start && from < min(plan.end, plan.start + Portrait.length)
  }

  /// The day on which a fault begins; a drift is looked at when it has grown for up to two days.
  private static func day(
    of kind: FaultKind, _ from: SimTime, _ to: SimTime, _ plan: RunPlan
  ) -> SimTime {
    let day = SimDuration.days(1).microseconds
    func number(_ time: SimTime) -> Int64 { max(0, (time - plan.start).microseconds) / day }
    let last = number(min(plan.end, plan.start + Portrait.length, to) - .microseconds(1))
    let first = min(number(from), last)
    return plan.start + .days(kind == .drift ? min(first + 2, last) : first)
  }
}
