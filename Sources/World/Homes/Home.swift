internal import Calendar
public import Clockwork
public import Devices
public import Dwellings
public import Residents
public import Telemetry
public import Truth

/// One home: dwelling, people and devices, advanced in simulated time.
///
/// A value without handles: a copy is a fork. It knows the truth and lets out only what its devices
/// send. Physics runs on a grid of ``HomeSpecification/step`` from the home's birth; devices tick
/// at their own periods and phases; people act at their own moments. None of this depends on how
/// far one call advances.
public struct Home: Sendable {
  public let specification: HomeSpecification
  public let sitePlan: SitePlan
  public let plan: DwellingPlan
  public internal(set) var dwelling: Dwelling
  public internal(set) var household: Household
  public internal(set) var ledger: WorldLedger
  /// Rare branches that were taken.
  public internal(set) var probes = ProbeCounts()
  /// The moment up to which the home has lived.
  public internal(set) var now: SimTime

  var units: [DeviceUnit]
  var slots: [SensorSlot]
  /// What audited sensors would have measured while they slept; empty where nobody asks.
  var auditSlots: [SensorSlot] = []
  /// What channels that report differences were last at, and the same of audited sensors.
  var counters: [SensorCounter]
  var auditCounters: [SensorCounter] = []
  /// The slots of each device.
  let slotRanges: [Range<Int>]
  /// Sensors that speak at events and have a fault; all others report what they see.
  var struckSensors: [EventSensor]
  let deviceFaults: DeviceFaults
  var messageFaults: MessageFaults
  var attacks: [MessageAttack]
  /// Device positions by role.
  let thermostat: Int
  let meter: Int
  let gateway: Int
  let frontDoor: Int
  let motionDevices: [Int?]
  let windowDevices: [Int?]
  let lampDevices: [Int]
  let plugDevices: [(device: Int, appliance: Int)]
  let speakers: [(device: Int, room: Int)]

  var uplink: Uplink
  let air: RadioAir
  var downlink: Downlink
  var detectors: [MotionDetector]
  let motionKeys: [RandomKey]
  var queue: HomeQueue<HomeEvent>
  var nextPhysics: SimTime
  var clock: LocalClock
  var thermostatLogic = ThermostatLogic()
  var heatingSetpointC: Double
  /// Whether the thermostat's own programme says night, and the set points it then moved between.
  var isProgrammeNight = false
  var setBack: (from: Double, to: Double)?
  var coolingSetpointC: Double
  var openWindows: UInt16 = 0
  var windowSince: [SimTime]
  var doorOpenCount = 0
  /// Inner doors that are shut, one bit a doorway of the plan, and since when each has been.
  var closedDoors: UInt16 = 0
  var doorSince: [SimTime]
  var emptySince: SimTime?
  /// Guests who are there.
  var visit: (room: RoomIndex, count: Int, since: SimTime)?
  var activities: [(activity: Activity, room: RoomIndex?, since: SimTime)]
  var lampLevels: [Double]
  var people: [PersonLoad]
  var senses: HomeSenses
  var requests: [HouseholdRequest] = []
  var applianceKey: RandomKey
  var applianceStarts: [UInt64]
  var waterKey: RandomKey
  var waterDrawCount: UInt64 = 0
  var vehicleKey: RandomKey
  /// How often the driver has left.
  var vehicleTours: UInt64 = 0
  /// When the car left, while it is out.
  var drivingSince: SimTime?
  /// Position of who drives; nobody where all are children.
  let driver: Int?
  var commandsUnderWay: [Command?] = []
  var eventCounts: [UInt32]
  /// How often each contact has changed, modulo 65,536: what it meant to say before is stale.
  var contactTurns: [UInt16]
  /// Of each device.
  var heartbeats: [Heartbeat]
  var nextForecast: SimTime
  var nextPrice: SimTime
  var serviceSequence: UInt32 = 0
  /// What flowed through the service up to now, kWh, once a channel of the device that ticks asked.
  var meteredKWh: Double?
  /// nil for the binary wire.
  public let jsonCodec: JSONMessageCodec?
  var scratch: [UInt8] = []
  /// Watches that nothing impossible happens.
  var guardian: Plausibility
  /// What goes wrong in the home itself.
  var incidents: IncidentBook
  /// Leak sensors and smoke alarms.
  var hazards: HazardSensors
  /// Set where one message's whole life is asked for.
  public var trace: MessageTrace?
  /// True in forks: people live on, devices are silent.
  var isMuted = false
  /// Where the current call must stop at the latest.
  var limit: SimTime = .distantPast
  /// When words that are on their way arrive.
  var wordsUnderWay: [SimTime] = []
  /// What residents asked for and will look after; places are used again.
  var wishes: [OpenWish?] = []

  /// Gives back what can be made again, for a while in which the home does not live on.
  public mutating func releaseCaches() { dwelling.releaseCaches() }

  /// Energy drawn from the grid since birth, kWh.
  public func gridEnergyKWh(at time: SimTime) -> Double { dwelling.electricEnergyKWh(at: time) }

  /// The true comfort band of those at home, °C; nil when nobody is.
  public var comfortBand: ClosedRange<Double>? { household.comfortBand }

  /// What an oracle may be told of a slot: the unit's own sensor with its faults.
  public func sensor(slot: Int) -> SensorChannel { slots[slot].sensor }

  /// What an oracle may be told of a device's link: how likely so many messages in a row are lost.
  public func lossProbability(device: DeviceIndex, messages: Int) -> Double {
    let unit = units[device.index]
    // What is left on a wire is a bit that flips on the long way.
    var corrupt = 1.0
    for _ in 0..<messages { corrupt *= uplink.corruption }
    return max(unit.link.lossProbability(messages: messages), corrupt)
  }

  /// Device and channel of each periodic channel, in slot order.
  public var slotCount: Int { slots.count }

  /// Whether only the streams that a stage trains on are sent at this time.
  var isHistory: Bool { now < specification.start }

  /// Lives on until `limit`, or less far when somebody speaks: then until the words arrive.
  ///
  /// - Parameters:
  ///   - weather: covers the stretch.
  ///   - edge: the devices' sampling policies.
  ///   - wire: takes the copies that are sent.
  ///   - truth: takes what was so.
  /// - Returns: the moment reached; the agents must decide up to it before the home goes on.
  public mutating func advance(
    to limit: SimTime, weather: WeatherTrack, edge: inout some EdgePolicy,
    wire: inout WireBuffer, truth: inout TruthBuffer
  ) -> SimTime {
    wordsUnderWay.removeAll { $0 <= now }
    self.limit = min(limit, wordsUnderWay.min() ?? limit)
    var nextPerson = household.nextEventTime()
    while true {
      let bound = min(nextPhysics, nextPerson)
      let end = self.limit
      // Events strictly before the bound go first; at the same moment physics precedes people, and
      // people precede devices.
      if let event = queue.popNext(before: min(bound, end + .microseconds(1))) {
        now = event.time
        handle(event, edge: &edge, wire: &wire, truth: &truth)
        // Whoever falls has other plans from then on.
        if !incidents.isEmpty { nextPerson = household.nextEventTime() }
        continue
      }
      guard bound <= end else { break }
      now = bound
      if nextPhysics == bound {
        stepPhysics(weather: weather, wire: &wire, truth: &truth)
      } else {
        letPeopleAct(wire: &wire, truth: &truth)
        nextPerson = household.nextEventTime()
      }
    }
    now = self.limit
    return self.limit
  }

  /// Lets the residents do what stands in scripts, one each; for ablations.
  public mutating func follow(_ scripts: [ActivityScript]) {
    household.follow(scripts, at: now)
  }

  /// Gives this copy another future: every random key enters the branch, devices fall silent.
  public mutating func fork(branch: UInt32) {
    isMuted = true
    dwelling.forgetAirQuality()
    trace = nil
    letIntruderGo()
    // Of many futures from one state, one is looked at.
    guardian.begin(isAwake: branch == 1)
    household.fork(branch: branch, at: now)
    incidents.forgetFuture()
    applianceKey = applianceKey.branched(branch)
    waterKey = waterKey.branched(branch)
    vehicleKey = vehicleKey.branched(branch)
  }

  /// Books a copy that somebody took off the wire.
  public mutating func recordLost(_ id: MessageID, at time: SimTime) {
    ledger.recordLost(id, kind: nil, cause: .radio, time: time)
  }

  /// Hands over the ledger's days before the one of `time` and its new exceptions.
  public mutating func takeLedgerPage(before time: SimTime) -> LedgerPage {
    ledger.takePage(before: time)
  }

  /// Closes what is open at the end of a run, for the record.
  public mutating func finish(truth: inout TruthBuffer) {
    for room in windowSince.indices where openWindows & (1 << UInt16(room)) != 0 {
      truth.events.append(.windowOpen(RoomIndex(room), start: windowSince[room], end: now))
    }
    for door in doorSince.indices where closedDoors & (1 << UInt16(door)) != 0 {
      recordDoor(door, truth: &truth)
    }
    tellOpenIncidents(truth: &truth)
    endVisit(truth: &truth)
    record(dwelling.appliances.openCycles(at: now), truth: &truth)
    for draw in dwelling.openDraws(at: now) { record(draw, truth: &truth) }
    if let emptySince { truth.events.append(.homeEmpty(start: emptySince, end: now)) }
    for (index, activity) in activities.enumerated() {
      truth.events.append(
        .activity(
          ResidentIndex(index), activity.activity, activity.room, start: activity.since, end: now))
    }
  }
}
