public import Calendar
public import Clockwork
public import Devices
public import Dwellings
public import Residents
public import Telemetry
public import Truth

/// Everything that makes one home what it is; two homes of equal specifications live equal lives.
public struct HomeSpecification: Sendable {
  public var seed: UInt64
  public var home: HomeID
  public var archetype: Archetype
  public var plant: PlantKind
  /// What heats the water that residents draw.
  public var water = WaterHeating.none
  /// Of the modules on its roof, before the size is drawn, W; nil without any.
  public var solarMedianW: Double?
  /// What stores electricity, where modules on the roof give any; nil without.
  public var battery: HomeBattery?
  /// Of a charger for an electric car, W; nil without a car.
  public var chargerW: Double?
  public var household: HouseholdKind
  /// Set points around which the residents' own wishes lie, °C.
  public var heatingSetpointC: Double
  public var coolingSetpointC: Double
  /// nil where the thermostat has no programme of its own.
  public var night: NightSetback?
  /// Nominal mains voltage between a live wire and neutral, V.
  public var voltageV: Double
  public var network: NetworkModel
  public var commandLatencyMean: SimDuration
  public var commandLoss: Double
  /// Scales of the devices' noise and bias against their models.
  public var noiseScale: Double
  public var biasScale: Double
  /// What the home owns of each kind of device.
  public var models: OwnedModels
  /// Heating and cooling design temperatures and air pressure of the place.
  public var site: DwellingSite
  public var zone: ZoneRule
  public var zoneRule: String
  public var latitudeDegrees: Double
  public var longitudeDegrees: Double
  /// Where the run's scored part begins; history is lived before it.
  public var start: SimTime
  /// Where the home's life begins: the start less the history.
  public var birth: SimTime
  public var end: SimTime
  public var faultRules: [FaultRule]
  /// Whether what sensors measured but did not send is recorded.
  public var isAudited: Bool
  public var ledgerRowCap: Int
  /// Whether messages cross the wire as the data plan's JSON rather than in binary.
  public var usesJSON: Bool
  /// Length of a physics step. A run's records and scores count in steps of the usual length;
  /// another one is for measuring what the length does.
  public var step: SimDuration = Dwelling.usualStep
  /// Whether the truth at each reading is recorded.
  public var recordsReadings = false
  /// What adds no error of its own.
  public var perfect: PerfectParts = []
  /// Names of devices, or of kinds of devices, that were never installed.
  public var without: [String] = []
  /// Whether particles, vapours and sound are followed.
  public var followsAir = false
  /// Kinds of device that not every home has and this one does: leak sensors, smoke alarms, air
  /// monitors, sound meters.
  public var extras: [DeviceKind] = []
  /// What may go wrong in the home itself.
  public var incidentRules: [IncidentRule] = []

  public init(
    seed: UInt64, home: HomeID, archetype: Archetype, plant: PlantKind,
    household: HouseholdKind, heatingSetpointC: Double, coolingSetpointC: Double,
    voltageV: Double, network: NetworkModel, commandLatencyMean: SimDuration,
    commandLoss: Double, noiseScale: Double, biasScale: Double, models: OwnedModels,
    site: DwellingSite, zone: ZoneRule,
    zoneRule: String,
    latitudeDegrees: Double, longitudeDegrees: Double, start: SimTime, birth: SimTime,
    end: SimTime, faultRules: [FaultRule], isAudited: Bool, ledgerRowCap: Int,
    usesJSON: Bool
  ) {
    self.seed = seed
    self.home = home
    self.archetype = archetype
    self.plant = plant
    self.household = household
    self.heatingSetpointC = heatingSetpointC
    self.coolingSetpointC = coolingSetpointC
    self.voltageV = voltageV
    self.network = network
    self.commandLatencyMean = commandLatencyMean
    self.commandLoss = commandLoss
    self.noiseScale = noiseScale
    self.biasScale = biasScale
    self.models = models
    self.site = site
    self.zone = zone
    self.zoneRule = zoneRule
    self.latitudeDegrees = latitudeDegrees
    self.longitudeDegrees = longitudeDegrees
    self.start = start
    self.birth = birth
    self.end = end
    self.faultRules = faultRules
    self.isAudited = isAudited
    self.ledgerRowCap = ledgerRowCap
    self.usesJSON = usesJSON
  }

  /// The network as its devices meet it.
  var effectiveNetwork: NetworkModel { perfect.contains(.links) ? network.perfect : network }

  /// Packs home, device and channel into the number that keys a channel's chance.
  static func entity(_ home: HomeID, device: Int, channel: UInt8 = 0) -> UInt64 {
    UInt64(home.rawValue) << 32 | UInt64(device) << 8 | UInt64(channel)
  }
}

/// A fault as a scenario states it, before it is known whom it hits.
public struct FaultRule: Sendable {
  /// Position in the scenario; keys the draw.
  public var index: Int
  public var kind: FaultKind
  /// nil for any sensor; ignored for faults of the whole home.
  public var channel: Channel?
  /// nil for any device kind.
  public var deviceKind: DeviceKind?
  /// Name of a room or of a kind of room; nil for any.
  public var room: String?
  public var reach: FaultReach
  public var magnitude: Double
  /// Spikes, replayed and forged messages: how many a day.
  public var ratePerDay: Double
  /// Miscalibration: share of the value.
  public var gain = 0.0
  /// Dying battery: in which all that is left goes.
  public var life = SimDuration.days(1)
  /// Clock jump: how far.
  public var jump = SimDuration.zero
  /// Forged messages: how far their numbers are ahead of the device's own.
  public var ahead: UInt32 = 0
  /// nil: once, from `start` to `end`; else onsets come in between.
  public var recurrence: FaultRecurrence?
  public var start: SimTime
  public var end: SimTime

  public init(
    index: Int, kind: FaultKind, channel: Channel?, deviceKind: DeviceKind?, room: String?,
    reach: FaultReach, magnitude: Double, ratePerDay: Double, start: SimTime, end: SimTime
  ) {
    self.index = index
    self.kind = kind
    self.channel = channel
    self.deviceKind = deviceKind
    self.room = room
    self.reach = reach
    self.magnitude = magnitude
    self.ratePerDay = ratePerDay
    self.start = start
    self.end = end
  }
}
