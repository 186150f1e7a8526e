internal import Agents
internal import Calendar
internal import Clockwork
internal import Forecasting
internal import Fusion
internal import Ingestion
internal import Outside
internal import Patterns
internal import Quality
internal import Sampling
internal import Telemetry

/// The stages behind the intake, built when the site plan has come.
struct LaneStages: Sendable {
  let settings: LaneSettings
  let plan: SitePlan
  var quality: QualityMonitor
  var watch: SensorWatch
  var fuser: Fuser
  let routes: [Fuser.Route?]
  var patterns: [HouseholdMatcher]
  var forecasting: LaneForecaster?
  var conversation: ConversationAgent?
  var followUp = ActFollowUp()
  var energy: EnergyAgent?
  private var states: StateNews
  var schedule: ScheduleAgent?
  var view: ConversationAgent.HomeView
  var isCooling = false
  /// Room by device index.
  private(set) var rooms: [RoomIndex]

  /// Whether the lane itself distrusts readings.
  private var detects: Bool { settings.detects && !settings.outside.contains(.detect) }

  init(plan: SitePlan, directory: ChannelDirectory, settings: LaneSettings) {
    self.settings = settings
    self.plan = plan
    let slots = directory.slots
    quality = QualityMonitor(
      slots: slots, terms: slots.map { settings.sampling.terms($0.sheet) },
      gateway: plan.devices.first { $0.kind == .gateway }.flatMap { device in
        device.channels.first.map { (device.index, $0.channel) }
      }, settings: settings.quality)
    (fuser, routes) = Fuser.make(
      plan: plan, slots: slots,
      sampling: slots.map { settings.sampling.effect($0.sheet) }, method: settings.fusion)
    watch = SensorWatch(
      slots: slots, routes: routes, subjectCount: fuser.subjects.count,
      settings: settings.quality)
    patterns = settings.patterns.map {
      HouseholdMatcher($0, roomCount: plan.rooms.count)
    }
    if let horizon = settings.forecastHorizonHours {
      forecasting = LaneForecaster(
        model: settings.forecastModel, horizonHours: horizon, chance: settings.chance,
        zoneRule: plan.zoneRule, home: plan.home)
    }
    conversation = settings.answersUtterances ? ConversationAgent(plan: plan) : nil
    energy = settings.energy.flatMap { EnergyAgent(plan: plan, settings: $0) }
    schedule = settings.schedule.flatMap { ScheduleAgent(plan: plan, settings: $0) }
    view = ConversationAgent.HomeView(roomCount: plan.rooms.count)
    let last = plan.devices.map(\.index.index).max() ?? 0
    rooms = Array(repeating: RoomIndex(0), count: last + 1)
    states = StateNews(deviceCount: last + 1)
    for device in plan.devices { rooms[device.index.index] = device.room }
  }

  /// One reading in event-time order.
  mutating func take(
    _ reading: IngestedReading, tick: SimTime, isScored: Bool, tap: inout LaneTap,
    conclusions: inout Conclusions
  ) {
    if reading.channel == .energy {
      observe(energy: reading)
      if !isScored {
        tap.entries.append(LaneTap.Entry(tick: tick, reading: reading, isUsable: true))
      }
    } else if !isScored, !settings.intake.deduplicates {
      tap.past.append(ReadingID(reading.message, position: Int(reading.position)))
    }
    guard isScored else { return }
    if !settings.onlyActs {
      let isUsable = isUsable(reading, tick: tick, conclusions: &conclusions)
      conclude(reading, isUsable: isUsable, tick: tick, tap: &tap, conclusions: &conclusions)
    }
    hear(reading)
  }

  mutating func observe(energy reading: IngestedReading) {
    forecasting?.observe(energyKWh: reading.value, at: reading.eventTime)
    view.energyTodayKWh = forecasting?.energyTodayKWh
  }

  /// The forecast that is due at a tick, for a program that makes it.
  mutating func wish(at tick: SimTime, home: HomeID) -> StageWish? {
    var due: [Forecast] = []
    forecasting?.tick(tick, forecasts: &due)
    return due.first.map {
      StageWish(home: home, firstHour: $0.firstHour, hours: $0.mean.count)
    }
  }

  /// What agents and rooms' views make of a reading.
  mutating func hear(_ reading: IngestedReading) {
    if states.isNews(reading) {
      energy?.observe(
        reading.channel, of: reading.deviceKind, reading.value, at: reading.eventTime)
      followUp.observe(
        reading.channel, reading.value, of: reading.device, at: reading.eventTime)
    }
    schedule?.observe(reading.channel, reading.value, at: reading.eventTime)
    note(reading, room: rooms[reading.device.index])
  }

  /// What quality says of a reading.
  mutating func isUsable(
    _ reading: IngestedReading, tick: SimTime, conclusions: inout Conclusions
  ) -> Bool {
    guard detects else { return true }
    guard reading.slot >= 0 else {
      quality.heard(
        of: reading.device, sequence: reading.message.sequence, at: reading.eventTime,
        flags: &conclusions.flags)
      return true
    }
    return quality.observe(
      reading.value, slot: Int(reading.slot), sequence: reading.message.sequence,
      at: reading.eventTime, now: tick, flags: &conclusions.flags)
  }

  /// Fusion and patterns, which state what they find.
  mutating func conclude(
    _ reading: IngestedReading, isUsable: Bool, tick: SimTime, tap: inout LaneTap,
    conclusions: inout Conclusions
  ) {
    if !settings.outside.contains(.fuse) { fuse(reading, isUsable: isUsable) }
    tap.entries.append(LaneTap.Entry(tick: tick, reading: reading, isUsable: isUsable))
    guard isUsable, !settings.outside.contains(.match) else { return }
    let event = PatternEvent(
      time: reading.eventTime, room: rooms[reading.device.index],
      deviceKind: reading.deviceKind, channel: reading.channel, value: reading.value)
    for index in patterns.indices {
      patterns[index].observe(event, raisedAt: tick, matches: &conclusions.matches)
    }
  }

  private mutating func fuse(_ reading: IngestedReading, isUsable: Bool) {
    if reading.channel == .hvacCall { fuser.setCall(reading.value, at: reading.eventTime) }
    guard reading.slot >= 0, let route = routes[Int(reading.slot)] else { return }
    if isUsable {
      fuser.observe(reading.value, route: route, at: reading.eventTime)
    } else {
      fuser.distrust(route: route)
    }
  }

  /// What the conversation agent will be asked about.
  private mutating func note(_ reading: IngestedReading, room: RoomIndex) {
    switch reading.channel {
    case .heatingSetpoint: view.heatingSetpointC = reading.value
    case .coolingSetpoint: view.coolingSetpointC = reading.value
    case .hvacCall: if reading.value != 0 { isCooling = reading.value < 0 }
    case .contact where reading.deviceKind == .windowContact:
      view.isWindowOpen[room.index] = reading.value > 0.5
    default: break
    }
  }

  /// A control tick: estimates, gaps, forecasts.
  ///
  /// - Parameter heardUpTo: up to which event time all that the home sent should have come.
  mutating func tick(_ tick: SimTime, heardUpTo: SimTime, conclusions: inout Conclusions) {
    if !settings.outside.contains(.forecast) {
      forecasting?.tick(tick, forecasts: &conclusions.forecasts)
    }
    guard tick > settings.start, !settings.onlyActs else { return }
    if detects {
      quality.tick(now: tick, heardUpTo: heardUpTo, flags: &conclusions.flags)
    }
    guard !settings.outside.contains(.fuse) else { return }
    fuser.close(upTo: heardUpTo, now: tick)
    if detects {
      watch.tick(fuser, now: tick, flags: &conclusions.flags)
    }
    let first = conclusions.estimates.count
    fuser.estimate(at: tick, into: &conclusions.estimates)
    for estimate in conclusions.estimates[first...] { see(estimate) }
  }

  /// Keeps an estimate for those who ask about rooms.
  mutating func see(_ estimate: Estimate) {
    switch estimate.channel {
    case .temperature: view.temperatureC[estimate.room.index] = estimate.mean
    case .relativeHumidity: view.relativeHumidity[estimate.room.index] = estimate.mean
    case .co2: view.co2PPM[estimate.room.index] = estimate.mean
    default: break
    }
  }

  /// Closes what is open at the end of a run.
  mutating func finish(at end: SimTime, conclusions: inout Conclusions) {
    guard detects else { return }
    quality.finish(at: end, flags: &conclusions.flags)
    watch.finish(at: end, flags: &conclusions.flags)
  }

  mutating func take(_ forecast: WeatherForecastMessage, at arrival: SimTime) {
    forecasting?.observe(forecast)
    energy?.observe(forecast)
  }
}
