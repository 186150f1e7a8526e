public import Agents
public import Clockwork
public import Fusion
public import Ingestion
public import Outside
public import Patterns
public import Quality
public import Sampling
public import Storage
public import Telemetry

/// How one home's part of the pipeline is set; nothing in it knows the world.
public struct LaneSettings: Sendable {
  public enum ForecastModel: Sendable { case seasonalNaive, harmonicRegression }

  /// Control ticks fall on multiples of `tick` from `origin`.
  public var origin: SimTime
  public var tick: SimDuration
  public var sampling: SamplingSettings
  public var intake: IntakeSettings
  public var quality: QualitySettings
  /// Whether readings are distrusted at all.
  public var detects = true
  public var fusion: FusionMethod
  public var patterns: [HouseholdPattern]
  public var forecastModel: ForecastModel
  /// nil switches forecasting off.
  public var forecastHorizonHours: Int?
  /// Keys the lane's own random numbers.
  public var chance: UInt64
  public var answersUtterances: Bool
  /// nil switches the agent off.
  public var energy: EnergyAgent.Settings?
  /// Set for the player that follows a fixed schedule.
  public var schedule: ScheduleAgent.Settings?
  /// Set for players that act and state nothing: quality, fusion and patterns stand still, because
  /// no command hangs on them.
  public var onlyActs = false
  /// Stages that outside programs stand in for.
  public var outside: StageSet = []
  /// Before this the home's history is received and only learnt from.
  public var start: SimTime
  public var ledgerRowCap: Int
  /// What the store will keep; nil where nothing is stored.
  public var storeMode: StoreMode?

  public init(
    origin: SimTime, tick: SimDuration, sampling: SamplingSettings, intake: IntakeSettings,
    quality: QualitySettings, fusion: FusionMethod, patterns: [HouseholdPattern],
    forecastModel: ForecastModel, forecastHorizonHours: Int?, chance: UInt64,
    answersUtterances: Bool, energy: EnergyAgent.Settings?, start: SimTime, ledgerRowCap: Int
  ) {
    self.origin = origin
    self.tick = tick
    self.sampling = sampling
    self.intake = intake
    self.quality = quality
    self.fusion = fusion
    self.patterns = patterns
    self.forecastModel = forecastModel
    self.forecastHorizonHours = forecastHorizonHours
    self.chance = chance
    self.answersUtterances = answersUtterances
    self.energy = energy
    self.start = start
    self.ledgerRowCap = ledgerRowCap
  }
}

/// How devices sample, by quantity.
public struct SamplingSettings: Sendable {
  public enum Method: Sendable {
    /// Every native reading, whatever it costs.
    case all
    case fixed, adaptiveNull, sendOnDelta, swingingDoor
  }

  public var method: Method
  public var period: SimDuration
  public var heartbeat: SimDuration
  /// In the unit of each channel.
  public var temperatureTolerance: Double
  public var humidityTolerance: Double
  public var co2Tolerance: Double
  public var illuminanceTolerance: Double
  public var powerTolerance: Double
  /// Fine particles, µg/m³; the index of vapours; sound, dB.
  public var particleTolerance: Double
  public var vapourTolerance: Double
  public var noiseTolerance: Double
  /// Keys the coin of the data plan's sampler.
  public var chance: UInt64

  public init(
    method: Method, period: SimDuration, heartbeat: SimDuration, temperatureTolerance: Double,
    humidityTolerance: Double, co2Tolerance: Double, illuminanceTolerance: Double,
    powerTolerance: Double, particleTolerance: Double = 2, vapourTolerance: Double = 10,
    noiseTolerance: Double = 2, chance: UInt64
  ) {
    self.method = method
    self.period = period
    self.heartbeat = heartbeat
    self.temperatureTolerance = temperatureTolerance
    self.humidityTolerance = humidityTolerance
    self.co2Tolerance = co2Tolerance
    self.illuminanceTolerance = illuminanceTolerance
    self.powerTolerance = powerTolerance
    self.particleTolerance = particleTolerance
    self.vapourTolerance = vapourTolerance
    self.noiseTolerance = noiseTolerance
    self.chance = chance
  }

  /// How a meter's counter is read: exactly, and often enough for hourly means.
  static let counterPeriod = SimDuration.minutes(15)

  /// The largest error that sampling adds to a channel, in its unit.
  public func tolerance(_ channel: Channel) -> Double {
    switch channel {
    case .temperature: temperatureTolerance
    case .relativeHumidity: humidityTolerance
    case .co2: co2Tolerance
    case .illuminance: illuminanceTolerance
    case .power: powerTolerance
    case .pm25: particleTolerance
    case .vocIndex: vapourTolerance
    case .noiseLevel: noiseTolerance
    default: 0.05
    }
  }

  /// The policy of one channel.
  public func policy(_ sheet: SitePlan.ChannelSheet) -> SamplingMethod {
    let native = SimDuration.seconds(Int64(max(sheet.periodSeconds, 1)))
    func ticks(_ span: SimDuration) -> UInt32 { UInt32(clamping: max(span / native, 1)) }
    if method == .all { return .fixed(everyTicks: 1) }
    if sheet.channel == .energy { return .fixed(everyTicks: ticks(Self.counterPeriod)) }
    // Rare as they are: every one.
    if sheet.channel.isSupplyQuality { return .fixed(everyTicks: 1) }
    let tolerance = tolerance(sheet.channel)
    switch method {
    case .all, .fixed: return .fixed(everyTicks: ticks(period))
    case .adaptiveNull: return .adaptiveNull(chance: chance)
    case .sendOnDelta:
      return .sendOnDelta(delta: tolerance, heartbeatTicks: ticks(heartbeat))
    case .swingingDoor:
      return .swingingDoor(tolerance: tolerance, heartbeatTicks: ticks(heartbeat))
    }
  }

  /// What the receiver of a channel may count on.
  public func terms(_ sheet: SitePlan.ChannelSheet) -> SamplingTerms {
    let ticks = Int64(policy(sheet).silenceMaxTicks)
    return SamplingTerms(
      silenceMax: .seconds(ticks * Int64(sheet.periodSeconds)),
      errorMax: method == .swingingDoor ? tolerance(sheet.channel) : 0)
  }

  /// After how long a channel reports for sure; nil where its silence or its reports' times do not
  /// tell.
  public func heartbeat(_ sheet: SitePlan.ChannelSheet) -> SimDuration? {
    switch policy(sheet) {
    case .fixed, .sendOnDelta: terms(sheet).silenceMax
    // A coin may keep a reading back any number of times.
    case .adaptiveNull: nil
    // The last point before a heartbeat is sent, so that its time tells nothing of the delay.
    case .swingingDoor: nil
    }
  }

  /// How long any of these channels keeps a reading: the swinging door one native period.
  public func holdBack(_ directory: ChannelDirectory) -> SimDuration {
    let doors = directory.slots.map(\.sheet).filter {
      if case .swingingDoor = policy($0) { return true }
      return false
    }
    return .seconds(Int64(doors.map(\.periodSeconds).max() ?? 0))
  }

  /// What sampling does to a channel's readings and to the silence between them.
  public func effect(_ sheet: SitePlan.ChannelSheet) -> Fuser.Sampling {
    switch method {
    case .all, .fixed, .adaptiveNull: Fuser.Sampling()
    // A sent reading is as it was measured, and silence means less than the tolerance away.
    case .sendOnDelta:
      Fuser.Sampling(
        silence: SilenceBand(
          halfWidth: tolerance(sheet.channel),
          period: .seconds(Int64(max(sheet.periodSeconds, 1))), heartbeat: heartbeat))
    // Archived points are moved inside the tolerance: uniform, E / sqrt(3).
    case .swingingDoor: Fuser.Sampling(addedSD: tolerance(sheet.channel) * 0.5773502691896258)
    }
  }

  /// The policies of a home's devices.
  public func policies(_ plan: SitePlan) -> [SamplingMethod] {
    plan.devices.flatMap(\.channels).filter { $0.periodSeconds > 0 }.map(policy)
  }
}
