internal import Clockwork
internal import Devices
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

/// What a periodic channel looks at.
enum SensorSource: Sendable {
  case roomTemperature(RoomIndex)
  case roomHumidity(RoomIndex)
  case roomCO2(RoomIndex)
  case roomLight(RoomIndex)
  case roomParticles(RoomIndex)
  case roomVapours(RoomIndex)
  case roomSound(RoomIndex)
  case appliancePower(UInt8)
  case gridPower
  case gridEnergy
  /// The circuit of heating and cooling.
  case plantPower
  case voltage(MeterPoint)
  case current(MeterPoint)
  case powerFactor(MeterPoint)
  /// A gateway's own load.
  case processor, memory, disk
}

/// One periodic channel: the sensor, what it looks at, and where sampling has left it.
struct SensorSlot: Sendable {
  var sensor: SensorChannel
  var nextTick: Int64 = 0
  var lastTick: Int64 = -1
  let source: SensorSource
  let channel: Channel
  /// Lets audits and faults find it.
  let room: RoomIndex
  /// Its place among the home's ``SensorCounter``s; 255 for one that reports no differences.
  let counter: UInt8
}

/// What a channel that reports differences was at when it was last measured.
struct SensorCounter: Sendable {
  /// kWh of a mean power, the home's messages of a gateway's processor.
  var count = 0.0
  var reactiveKVArh = 0.0
  var time: SimTime
}

extension SensorSource {
  /// Whether it reports what a counter gained since the last measurement.
  var isDifference: Bool {
    switch self {
    case .appliancePower, .gridPower, .plantPower, .current, .powerFactor, .processor: true
    case .roomTemperature, .roomHumidity, .roomCO2, .roomLight, .roomParticles, .roomVapours,
      .roomSound, .gridEnergy, .voltage, .memory, .disk:
      false
    }
  }
}

extension HouseholdUse {
  /// The appliance that a use runs, given what stands in the dwelling.
  ///
  /// - Parameter resident: who uses it: screens beside the television are shared out.
  func appliance(
    in plan: DwellingPlan, of resident: ResidentIndex, _ layout: HomeLayout
  ) -> Int? {
    guard self == .computer else { return appliance(in: plan) }
    let screens = plan.appliances.indices.filter { plan.appliances[$0].kind == .computer }
    return screens.isEmpty ? nil : screens[layout.screen(of: resident.index)]
  }

  /// The first appliance that the use can run.
  func appliance(in plan: DwellingPlan) -> Int? {
    switch self {
    case .kettle: plan.appliance(.kettle)
    case .hob: plan.appliance(.hob)
    case .oven: plan.appliance(.oven)
    case .microwave: plan.appliance(.microwave)
    case .toaster: plan.appliance(.toaster)
    case .dishwasher: plan.appliance(.dishwasher)
    case .washingMachine: plan.appliance(.washingMachine)
    case .tumbleDryer: plan.appliance(.tumbleDryer)
    case .television: plan.appliance(.television)
    case .computer: plan.appliance(.computer)
    case .vacuumCleaner: plan.appliance(.vacuumCleaner)
    case .shower: plan.appliance(.electricShower) ?? plan.appliance(.shower)
    case .hairDryer: plan.appliance(.hairDryer)
    case .iron: plan.appliance(.iron)
    }
  }
}

/// How often somebody moves in a way that a detector sees, by activity: probability a minute.
///
/// Assumed, ranges in brackets: asleep 0.02 (0.01-0.05), at a desk or sofa 0.35 (0.2-0.6), else
/// 0.95.
func movementProbability(_ activity: Activity) -> Double {
  switch activity {
  case .sleep: 0.02
  case .relax, .work: 0.35
  case .eat: 0.6
  case .away: 0
  default: 0.95
  }
}
