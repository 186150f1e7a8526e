internal import Calendar
internal import Clockwork
internal import Dwellings
internal import Homes
internal import Realism
internal import Residents
internal import Telemetry
internal import Truth

/// What is written down of a home's life, so that measured homes can be held against it.
struct LifeNotes {
  private typealias Cycle = (minutes: Double, energyKWh: Double)

  private var clock: DialClock
  private let birth: SimTime
  private let kinds: [ApplianceKind]
  private let isGrownUp: [Bool]
  /// Lives like the man whose diary the order of activities is held against.
  private let isAloneAndEmployed: Bool
  private let traits: Set<HomeTrait>
  private let metersHeating: Bool
  private var meter = HourMeter()
  private var hours: [(hour: Int, meanW: Double)] = []
  /// By kind.
  private var cycles: [[Cycle]]
  private var bouts: [ActivityRecord.Bout] = []

  /// - Parameter metersHeating: whether what heats and cools rooms is part of the load.
  init(_ home: Home, zone: ZoneRule, birth: SimTime, metersHeating: Bool = true) {
    self.metersHeating = metersHeating
    traits = home.specification.water == .electricTank ? [.electricTank] : []
    self.birth = birth
    clock = DialClock(zone: zone)
    kinds = Set(home.plan.appliances.map(\.kind)).sorted { $0.rawValue < $1.rawValue }
    isGrownUp = home.household.people.map(\.isAdult)
    isAloneAndEmployed = home.household.people.map(\.role) == [.employed]
    cycles = Array(repeating: [], count: ApplianceKind.allCases.count)
  }

  mutating func take(_ truth: TruthBuffer) {
    for var state in truth.homes {
      // Measured homes tell what they use, whoever gave it.
      state.electricPowerW += state.solarPowerW - state.batteryPowerW
      if !metersHeating { state.electricPowerW -= state.hvacElectricPowerW }
      if let hour = meter.add(state) { hours.append((clock.hour(at: hour.start), hour.mean)) }
    }
    for event in truth.events {
      switch event {
      case .applianceCycle(let kind, _, _, let energyKWh, let start, let end):
        cycles[Int(kind)].append(((end - start).seconds / 60, energyKWh))
      case .activity(let resident, let activity, _, let start, let end):
        guard isGrownUp[resident.index] else { continue }
        bouts.append(
          .init(
            activity: activity.name, minutes: (end - start).seconds / 60,
            startHour: clock.hour(at: start) % 24))
      default: continue
      }
    }
  }

  func record(
    _ name: String, _ span: LoadSpan?, at end: SimTime, noises: [SensorNoise] = []
  ) -> HomeRecord {
    let days = (end - birth).hours / 24
    let people = isGrownUp.count { $0 }
    return HomeRecord(
      load: HouseholdLoad(name: name, hours: hours), span: span,
      appliances: kinds.map {
        ApplianceRecord(kind: $0.name, cycles: cycles[Int($0.rawValue)], days: days)
      },
      activities: people > 0
        ? ActivityRecord(
          bouts: bouts, personDays: Double(people) * days, hasChain: isAloneAndEmployed) : nil,
      noises: noises, traits: traits)
  }
}

/// What the clock on a home's wall shows.
struct DialClock {
  private var clock: LocalClock

  init(zone: ZoneRule) { clock = LocalClock(zone: zone) }

  /// Hours since 1970-01-01T00:00 on that clock.
  mutating func hour(at time: SimTime) -> Int {
    Int((Double(clock.dialMicroseconds(at: time)) / 3_600_000_000).rounded(.down))
  }
}
